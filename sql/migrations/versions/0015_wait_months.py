"""What the waits of a month come to, kept ready."""

from sql.migrations.script import run

revision = "0015_wait_months"
down_revision = "0014_schedule"


def upgrade() -> None:
    """Runs 0015_wait_months.sql."""
    run(revision)
