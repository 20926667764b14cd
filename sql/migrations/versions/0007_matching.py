"""What comes beside a complaint, what bridges a wait, and the insurers' mediation lines."""

from sql.migrations.script import run

revision = "0007_matching"
down_revision = "0006_access"


def upgrade() -> None:
    """Runs 0007_matching.sql."""
    run(revision)
