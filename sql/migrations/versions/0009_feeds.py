"""How sources are fetched, what was fetched, what the web took in, the national directory, inhabitants."""

from sql.migrations.script import run

revision = "0009_feeds"
down_revision = "0008_waits"


def upgrade() -> None:
    """Runs 0009_feeds.sql."""
    run(revision)
