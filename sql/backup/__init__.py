"""Backup and restore: what is kept, how it is sealed and checked, and how a database comes back from it."""
