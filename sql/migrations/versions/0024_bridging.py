"""Offers of the social domain are found by their pathway."""

from sql.migrations.script import run

revision = "0024_bridging"
down_revision = "0023_onboarding"


def upgrade() -> None:
    """Runs 0024_bridging.sql."""
    run(revision)
