"""What the explanation is made of: lists that everybody may read, whoever asks."""

from datetime import datetime

from dashboard.queries.database import Row, ask_without_viewer

LISTS = ("times_to_live", "norms", "wait_methods", "code_lists")


def lists(at: datetime) -> dict[str, list[Row]]:
    """Name of the list -> its rows on that day. Raises DataUnavailableError."""
    return {name: ask_without_viewer(name, at) for name in LISTS}
