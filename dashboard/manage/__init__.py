"""What the operator's forms are sent to, and how their values are judged."""
