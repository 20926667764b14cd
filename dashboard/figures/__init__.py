"""Rows to pictures. Pure: no Dash, no database."""
