"""State: Alembic revisions, each running the .sql file of its name."""
