"""When a source is fetched and how that went; the queue; reminders that were sent."""

from sql.migrations import queue
from sql.migrations.script import run

revision = "0014_schedule"
down_revision = "0012_coordination"


def upgrade() -> None:
    """Runs 0014_schedule.sql, and then what the queue brings along."""
    run(revision)
    queue.install(after="", up_to="03.04.00")
