"""The table of a workbook that was sent on a page."""

from sql.migrations.script import run

revision = "0026_upload"
down_revision = "0025_youth_route"


def upgrade() -> None:
    """Runs 0026_upload.sql."""
    run(revision)
