"""Deliveries that a supplier's program pushes over HTTPS: the addresses for programs, and the page of their tokens."""
