"""What a coordinator works off, what is entered on a page, and the frozen agendas."""

from sql.migrations.script import run

revision = "0012_coordination"
down_revision = "0009_feeds"


def upgrade() -> None:
    """Runs 0012_coordination.sql."""
    run(revision)
