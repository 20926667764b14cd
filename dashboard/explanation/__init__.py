"""Uitleg: what is shown, how it is worked out, where it comes from, and what it cannot say. Open to everybody."""
