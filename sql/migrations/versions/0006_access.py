"""Accounts, rights, sessions, limits and the audit trail."""

from sql.migrations.script import run

revision = "0006_access"
down_revision = "0005_staging"


def upgrade() -> None:
    """Runs 0006_access.sql."""
    run(revision)
