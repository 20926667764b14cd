"""A source may be allowed what its form allows: half a GiB, now that no delivery stands in memory whole."""

from sql.migrations.script import run

revision = "0028_large_deliveries"
down_revision = "0027_wait_words"


def upgrade() -> None:
    """Runs 0028_large_deliveries.sql."""
    run(revision)
