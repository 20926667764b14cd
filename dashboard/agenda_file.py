"""The agenda of a regional table as a list: one row for each thing on it, nothing folded away."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.components.white_spot import spot_care, why_white
from dashboard.csv_text import Table
from dashboard.figures.agenda import COUNTS, compare
from dashboard.language import _
from dashboard.vocabulary import Vocabulary

Row = Mapping[str, Any]
_EMPTY = (None,) * (2 * len(COUNTS))


def agenda_file(name: str, row: Row | None, known: Vocabulary) -> Table:
    """row: of read.agenda; None gives an empty list. The counts of before stand beside those of now."""
    counts = (_("free"), _("expected"), _("unknown"), _("stop"))
    heads = [_("part"), _("who"), _("care"), _("urgency")]
    for count in counts:
        heads += [count, _("{count}, before").format(count=count)]
    heads += [_("places hidden"), _("moment"), _("remark"), _("phone number")]
    return Table(name, "agenda", heads, [] if row is None else list(_rows(row, known)))


def _rows(row: Row, known: Vocabulary) -> Iterator[tuple[object, ...]]:
    content = row["content"]
    for line in compare(content, row["before_content"]):
        cells = [cell for count in COUNTS for cell in (line.now[count], line.before and line.before[count])]
        care = known.care_name((line.care_pathway_code, None))
        yield (_("counts"), None, care, line.urgency_code, *cells, None, row["frozen_at"], None, None)
    for one in content["late"]:
        hidden = None if one["is_never"] else one["hidden_place_count"]
        said = _("never delivered") if one["is_never"] else one["contact_name"]
        last = one["last_applied_at"]
        yield (_("late"), one["source_name"], None, None, *_EMPTY, hidden, last, said, one["contact_phone"])
    for one in content["white_spots"]:
        beside = ", ".join(neighbour["name"] for neighbour in one["neighbours"])
        said = "; ".join([why_white(one), *([_("beside it") + ": " + beside] if beside else [])])
        care = spot_care(one, known)
        yield (_("white spot"), None, care, one["urgency_code"], *_EMPTY, None, None, said, None)
    for one in content["calls"]:
        who, care = f"{one['provider_name']}, {one['location_name']}", spot_care(one, known)
        yield (_("open call"), who, care, one["urgency_code"], *_EMPTY, None, one["called_at"], None, one["phone"])
    for one in content["held"]:
        said, phone = one["sentence_nl"], one["contact_phone"]
        yield (_("held"), one["source_name"], None, None, *_EMPTY, None, one["received_at"], said, phone)
