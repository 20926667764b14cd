"""Older words on a month of waits, and a comparison with another month than the one before, can stand ready too."""

from sql.migrations.script import run

revision = "0027_wait_words"
down_revision = "0026_upload"


def upgrade() -> None:
    """Runs 0027_wait_words.sql."""
    run(revision)
