"""The newest month in which counts of waiting places were told is found by an index."""

from sql.migrations.script import run

revision = "0030_newest_counts"
down_revision = "0029_nightly_rewrite"


def upgrade() -> None:
    """Runs 0030_newest_counts.sql."""
    run(revision)
