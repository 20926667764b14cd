"""What is said of places: the five states, the order of the list, how long a count holds."""

from collections.abc import Sequence
from typing import Any

from dashboard import labels
from dashboard.explanation.section import Section, Table
from dashboard.language import _, current, ngettext
from dashboard.wording import number

Row = dict[str, Any]
TIERS = range(1, 8)


def states() -> Section:
    """The five words and shapes."""
    return Section(
        "tekens",
        _("The five signs"),
        [_("An offer has one of five states. Each has a shape and a word; colour only comes along.")],
        marks=[
            ("free", _("The provider counted at least one place, and the count still holds.")),
            ("expected", _("No place now; the provider expects one within 28 days.")),
            ("full", _("The provider counted no place, and expects none.")),
            ("unknown", _("Never told, or told too long ago. It is never taken for free: phone them.")),
            ("stop", _("The provider takes no new clients. A stop for one insurer only is said beside the offer.")),
        ],
    )


def order() -> Section:
    """How the list of free places is sorted."""
    return Section(
        "volgorde",
        _("The order of the list"),
        [
            _("Each offer stands in the first of these groups in which it fits."),
            _(
                "Within a group the shortest wait comes first, then the nearest, then the newest count. "
                "Waits and distances are compared in steps: up to 2, 4, 9 and 14 weeks; up to 5, 15 and 30 kilometres. "
                "What is then still equal is drawn by lot each day, so that nobody stands on top by name or size."
            ),
            _(
                "The wait that counts is the one to the start of treatment. "
                "A place for an intake is not a place for treatment."
            ),
        ],
        points=[labels.tier(tier, None) for tier in TIERS],
        is_numbered=True,
    )


def validity(rows: Sequence[Row]) -> Section:
    """How long a count may be shown. rows: of read.times_to_live."""
    return Section(
        "geldigheid",
        _("How long a count holds"),
        [
            _(
                "A count holds from the moment it was counted, not from the moment it was sent. "
                "When its time is over the offer shows as unknown, everywhere at once."
            ),
            _("The same file sent again makes nothing newer."),
        ],
        tables=[
            Table(
                _("How long a count holds, by kind of care"),
                [_("Kind of care"), _("Kept by hand"), _("Sent by a system"), _("Urgent places")],
                [
                    [
                        row[f"name_{current()}"],
                        duration(row["ttl_hand"]),
                        duration(row["ttl_fed"]),
                        duration(row["ttl_spoed"]),
                    ]
                    for row in rows
                ],
            )
        ],
    )


def duration(time_to_live: str) -> str:
    """A core.time_to_live in words: "7 working days" is 7 werkdagen."""
    count, unit = time_to_live.split(" ", 1)
    amount = int(count)
    said = {
        "hours": ngettext("{number} hour", "{number} hours", amount),
        "days": ngettext("{number} day", "{number} days", amount),
        "working days": ngettext("{number} working day", "{number} working days", amount),
    }[unit]
    return said.format(number=number(amount))
