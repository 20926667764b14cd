"""The figures of a month of waits, kept ready as they are counted; its totals in every layer of regions."""

from sql.migrations.script import run

revision = "0020_wait_figures"
down_revision = "0019_agenda"


def upgrade() -> None:
    """Runs 0020_wait_figures.sql."""
    run(revision)
