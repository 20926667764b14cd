"""The agenda of the regional table: when it is frozen, and what it then said."""

from sql.migrations.script import run

revision = "0019_agenda"
down_revision = "0018_statement"


def upgrade() -> None:
    """Runs 0019_agenda.sql."""
    run(revision)
