"""Core to screen. Knows sql, never etl."""
