"""Whom to ask first for somebody under 18: the municipality, which pays for the care."""

from sql.migrations.script import run

revision = "0025_youth_route"
down_revision = "0024_bridging"


def upgrade() -> None:
    """Runs 0025_youth_route.sql."""
    run(revision)
