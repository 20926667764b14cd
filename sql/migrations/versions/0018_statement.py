"""What a provider states of its own places, the links in mails, how often an offer was shown."""

from sql.migrations.script import run

revision = "0018_statement"
down_revision = "0017_alarms"


def upgrade() -> None:
    """Runs 0018_statement.sql."""
    run(revision)
