"""Providers, locations, identifiers, offers."""

from sql.migrations.script import run

revision = "0003_directory"
down_revision = "0002_delivery"


def upgrade() -> None:
    """Runs 0003_directory.sql."""
    run(revision)
