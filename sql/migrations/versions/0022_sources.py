"""Sources that are kept on a page, tries of them, how far a load is, and municipalities that a person names."""

from sql.migrations.script import run

revision = "0022_sources"
down_revision = "0021_push"


def upgrade() -> None:
    """Runs 0022_sources.sql."""
    run(revision)
