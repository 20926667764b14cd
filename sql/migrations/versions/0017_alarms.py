"""What is wrong now and was told to the operator."""

from sql.migrations.script import run

revision = "0017_alarms"
down_revision = "0016_master_data"


def upgrade() -> None:
    """Runs 0017_alarms.sql."""
    run(revision)
