"""Counts, closures, waits: history and current state."""

from sql.migrations.script import run

revision = "0004_capacity"
down_revision = "0003_directory"


def upgrade() -> None:
    """Runs 0004_capacity.sql."""
    run(revision)
