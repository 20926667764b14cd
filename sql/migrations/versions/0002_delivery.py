"""Sources, deliveries, refused rows."""

from sql.migrations.script import run

revision = "0002_delivery"
down_revision = "0001_reference"


def upgrade() -> None:
    """Runs 0002_delivery.sql."""
    run(revision)
