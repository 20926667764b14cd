"""Upkeep: what was done to keep the product running."""

from sql.migrations.script import run

revision = "0011_ops"
down_revision = "0009_feeds"


def upgrade() -> None:
    """Runs 0011_ops.sql."""
    run(revision)
