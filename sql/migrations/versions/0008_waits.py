"""Settings, breaks, versions, flags, duties and inhabitants for waiting times."""

from sql.migrations.script import run

revision = "0008_waits"
down_revision = "0007_matching"


def upgrade() -> None:
    """Runs 0008_waits.sql."""
    run(revision)
