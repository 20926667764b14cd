"""Reference lists."""

from sql.migrations.script import run

revision = "0001_reference"
down_revision = None


def upgrade() -> None:
    """Runs 0001_reference.sql."""
    run(revision)
