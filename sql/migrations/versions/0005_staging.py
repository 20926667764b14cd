"""Staging tables."""

from sql.migrations.script import run

revision = "0005_staging"
down_revision = "0004_capacity"


def upgrade() -> None:
    """Runs 0005_staging.sql."""
    run(revision)
