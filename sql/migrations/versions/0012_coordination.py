"""What a coordinator works off, and what somebody enters on a page."""

from sql.migrations.script import run

revision = "0012_coordination"
down_revision = "0011_ops"


def upgrade() -> None:
    """Runs 0012_coordination.sql."""
    run(revision)
