"""Pushing over HTTPS: the tokens of senders, and what is tried without being stored."""

from sql.migrations.script import run

revision = "0021_push"
down_revision = "0020_wait_figures"


def upgrade() -> None:
    """Runs 0021_push.sql."""
    run(revision)
