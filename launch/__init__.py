"""Starts the programs together on one machine: database, web, worker."""
