"""Rows to pictures, as plain dicts. Pure."""
