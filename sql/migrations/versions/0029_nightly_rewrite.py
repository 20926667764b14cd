"""Room in the pages that every night writes again, so that a new version of a row needs no new entry in any index."""

from sql.migrations.script import run

revision = "0029_nightly_rewrite"
down_revision = "0028_large_deliveries"


def upgrade() -> None:
    """Runs 0029_nightly_rewrite.sql."""
    run(revision)
