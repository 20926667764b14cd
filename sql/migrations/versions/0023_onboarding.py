"""Invitations of providers, and what the invited filled in."""

from sql.migrations.script import run

revision = "0023_onboarding"
down_revision = "0025_youth_route"


def upgrade() -> None:
    """Runs 0023_onboarding.sql."""
    run(revision)
