"""What the operator keeps in order: how a source is asked, which locations and providers are the same."""

from sql.migrations.script import run

revision = "0016_master_data"
down_revision = "0015_wait_months"


def upgrade() -> None:
    """Runs 0016_master_data.sql."""
    run(revision)
