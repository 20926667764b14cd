"""manual: counts that somebody enters on a page, for a provider by telephone or on its own form; stored as it was sent.

{"form": "transferpunt/manual/1", "by": "coordinator" or "provider", "means": "telephone" or "form",
"counted_at": moment, "places": [...]}, with places as in capacity_json. Who it was is no part of it: that stands in the
audit trail.
A source of this feed is partial: what a payload leaves out stays as it was, so nothing can be missing from it.
"""

from collections.abc import Iterator, Mapping

from etl import capacity_cells
from etl.feed import Feed, Gates
from etl.feeds import capacity_json
from etl.records import CAPACITY
from etl.text.table import TableError

FORM = "transferpunt/manual/1"
BY = ("coordinator", "provider")
MEANS = ("telephone", "form")


def rows(documents: list[object]) -> Iterator[Mapping[str, str | None]]:
    """One row per place, in order, counted at the moment told for all of them."""
    (document, *more) = documents
    told = document if isinstance(document, dict) else {}
    if more or told.get("form") != FORM or told.get("by") not in BY or told.get("means") not in MEANS:
        raise TableError("not_this_form", f"no object with form {FORM}, by whom and by what means")
    return capacity_json.rows([told | {"form": capacity_json.FORM}])


FEED = Feed(
    code="manual",
    title="Places: entered on a page, by telephone or by the provider itself",
    record=CAPACITY,
    required=capacity_cells.REQUIRED,
    optional=capacity_cells.OPTIONAL,
    parse=capacity_json.parse,
    gates=Gates(min_offers_kept=0, max_locations_gone=None, free_jump_floor=10_000),
    headers=capacity_json.FEED.headers,
    rows=rows,
)
