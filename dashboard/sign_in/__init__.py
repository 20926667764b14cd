"""How people sign in: one file a way."""
