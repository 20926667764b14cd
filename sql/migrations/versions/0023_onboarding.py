"""Invitations of providers, and what the invited filled in."""

from sql.migrations.script import run

revision = "0023_onboarding"
down_revision = "0022_sources"


def upgrade() -> None:
    """Runs 0023_onboarding.sql."""
    run(revision)
