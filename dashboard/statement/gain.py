"""What stating places gives back: how often an offer was shown and called, and what would make it stronger. Pure."""

from collections.abc import Iterator

from dashboard import labels
from dashboard.filters import REGULAR
from dashboard.language import _, ngettext
from dashboard.statement.form import Row
from dashboard.wording import number


def gains(row: Row, spread: Row | None) -> list[str]:
    """How often it was shown and called (read.own_offers), and its place in the region (read.own_spread)."""
    shown = ngettext(
        "In {number} list where it fitted, {top} times among the first ten",
        "In {number} lists where it fitted, {top} times among the first ten",
        row["shown_count"],
    )
    called = ngettext("{number} call told of", "{number} calls told of", row["call_count"])
    return [
        shown.format(number=number(row["shown_count"]), top=number(row["top_count"])),
        called.format(number=number(row["call_count"])),
        *_place(row, spread),
    ]


def _place(row: Row, spread: Row | None) -> Iterator[str]:
    """Only an intake is followed by a wait to treatment, and only in ordinary care."""
    if row["unit_code"] != "intake_slot" or row["urgency_code"] != REGULAR:
        return
    yield _wait(spread)


def _wait(spread: Row | None) -> str:
    if spread is None:
        return _(
            "No wait of this is known here, so lists say “start unknown”. "
            "Fill in the weeks under “Waiting time” to clear that."
        )
    own = _("Start of treatment here after {weeks} weeks.").format(weeks=number(spread["start_weeks"]))
    if spread["provider_count"] is None:
        return own + " " + _("Too few others in the region tell theirs to compare.")
    others = _(
        "Of {count} others in the region a quarter is within {low}, half within {middle}, three quarters within {high}."
    )
    told = {name: number(spread[f"{name}_weeks"]) for name in ("low", "middle", "high")}
    return own + " " + others.format(count=number(spread["provider_count"]), **told)


def improvements(row: Row, criterion_count: int) -> list[str]:
    """What is missing or doubted, each with what clears it. criterion_count: of the criteria there are."""
    return list(_improvements(row, criterion_count))


def _improvements(row: Row, criterion_count: int) -> Iterator[str]:
    told = row["told"]
    if row["status_code"] == "unknown":
        said = _("Readers see “unknown” ({why}). Save, also when nothing changed: then they see a number.")
        yield said.format(why=labels.why_unknown(row["unknown_code"]))
    if row["wrong_count"]:
        said = ngettext(
            "{number} caller found it otherwise than shown. Check the number of free places and save.",
            "{number} callers found it otherwise than shown. Check the number of free places and save.",
            row["wrong_count"],
        )
        yield said.format(number=number(row["wrong_count"]))
    missing = criterion_count - len(told.get("exclusions", {}))
    if missing:
        said = ngettext(
            "Of {number} criterion it is not told what you do. Readers see “phone first”; an answer clears that.",
            "Of {number} criteria it is not told what you do. Readers see “phone first”; an answer clears that.",
            missing,
        )
        yield said.format(number=number(missing))
    if not told.get("entry_route_codes"):
        yield _("Nobody knows who may refer here: tick it under “Referral and waiting”.")
    if not told.get("responsible_code"):
        yield _("Nobody knows who is responsible while waiting: choose it under “Referral and waiting”.")
    if "total_count" not in told:
        yield _("Places in all are not told, so a typing error in the free places goes unnoticed.")
    if not row["consult_phone"]:
        yield _("No number to consult is known. Tell it in the file, or to your transfer point.")
