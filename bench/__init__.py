"""Measurements, each printed with the command that makes it. No test asserts a time."""
