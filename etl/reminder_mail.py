"""What a reminder says: Dutch first, English below it, as plain text and as HTML. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from html import escape
from typing import Any, NamedTuple

from etl.schedule import DUTCH

Row = Mapping[str, Any]
_ADDRESS = re.compile(r"https?://[^\s<>\"]+$")  # ours stand at the end; one in the name of somebody is no link
_UNITS = (
    (timedelta(days=1), ("dag", "dagen"), ("day", "days")),
    (timedelta(hours=1), ("uur", "uur"), ("hour", "hours")),
    (timedelta(minutes=1), ("minuut", "minuten"), ("minute", "minutes")),
)


class Link(NamedTuple):
    """With which the places of one location can be stated without signing in, once, until a moment."""

    location: str
    address: str
    until: datetime


def message(row: Row, form: str, sender: str, address: str, links: Sequence[Link] = ()) -> EmailMessage:
    """The mail for one row of load.reminders_due.

    form: how the feed is called; sender: from whom; address: of the page where one can see what came, may be empty.
    links: for who states its places on the form.
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = row["contact_email"]
    mail["Subject"] = f"Aanlevering niet ontvangen: {_line(row['source_name'])}"
    mail["Auto-Submitted"] = "auto-generated"
    dutch = [*_dutch(row, form, address), *_dutch_links(links)]
    english = [*_english(row, form, address), *_english_links(links)]
    mail.set_content("\n\n".join([*dutch, "---", *english]) + "\n")
    mail.add_alternative(_html(dutch, english), subtype="html")
    return mail


def _dutch(row: Row, form: str, address: str) -> list[str]:
    every = _every(row["expected_every"], 0)
    last = f"De laatste kwam op {_moment(row['applied_at'])}" if row["applied_at"] else "Er kwam nog nooit een"
    due = f"; uiterlijk {_moment(row['due_at'])} had er een nieuwe moeten zijn" if row["due_at"] else ""
    again = "" if row["step_number"] == 1 else f" Dit is herinnering {row['step_number']}."
    said = [
        f"Beste {_line(row['contact_name'] or 'afzender')},",
        f"Van {_line(row['source_name'])} verwachten wij elke {every} een aanlevering ({form}). {last}{due}.{again}",
    ]
    if row["reason_nl"]:
        said.append(f"Wat daarna kwam is niet overgenomen: {_line(row['reason_nl'])}")
    said.append("Tot er een nieuwe is, vervallen uw cijfers een voor een en staat uw aanbod op onbekend.")
    if address:
        said.append(f"Wat er kwam en wat er mis was: {address}")
    return said


def _english(row: Row, form: str, address: str) -> list[str]:
    every = _every(row["expected_every"], 1)
    last = f"The last one came on {_moment(row['applied_at'])}" if row["applied_at"] else "None has ever come"
    due = f"; a new one was due by {_moment(row['due_at'])}" if row["due_at"] else ""
    again = "" if row["step_number"] == 1 else f" This is reminder {row['step_number']}."
    said = [f"We expect a delivery ({form}) from {_line(row['source_name'])} every {every}. {last}{due}.{again}"]
    if row["reason_en"]:
        said.append(f"What came since was not taken over: {_line(row['reason_en'])}")
    said.append("Until there is a new one your figures expire one by one, and your places show as unknown.")
    if address:
        said.append(f"What came and what was wrong: {address}")
    return said


def _dutch_links(links: Sequence[Link]) -> list[str]:
    if not links:
        return []
    until = (
        f"Een link werkt één keer, tot {_moment(links[0].until)}, voor die vestiging alleen. Stuur deze mail niet door."
    )
    ask = "Is er iets veranderd? Open de link van uw vestiging en kies: alles ongewijzigd, of het formulier."
    return [ask, *(f"{_line(one.location)}: {one.address}" for one in links), until]


def _english_links(links: Sequence[Link]) -> list[str]:
    if not links:
        return []
    until = f"A link works once, until {_moment(links[0].until)}, for that location only. Do not forward this mail."
    ask = "Did anything change? Open the link of your location and choose: all unchanged, or the form."
    return [ask, *(f"{_line(one.location)}: {one.address}" for one in links), until]


def _html(dutch: list[str], english: list[str]) -> str:
    parts = [
        f'<div lang="{language}">' + "".join(f"<p>{_linked(one)}</p>" for one in said) + "</div>"
        for language, said in (("nl", dutch), ("en", english))
    ]
    title = "<title>Aanlevering niet ontvangen</title>"
    head = f'<head><meta charset="utf-8">{title}</head>'
    return f'<!doctype html><html lang="nl">{head}<body>{"<hr>".join(parts)}</body></html>'


def _linked(text: str) -> str:
    """A text as HTML, the address it ends with as a link."""
    found = _ADDRESS.search(text)
    if found is None:
        return escape(text)
    address = escape(found[0])
    return f'{escape(text[: found.start()])}<a href="{address}">{address}</a>'


def _every(length: timedelta, language: int) -> str:
    """dag, 7 dagen, 15 minuten; day, 7 days, 15 minutes"""
    unit, *words = next((one for one in _UNITS if length >= one[0] and length % one[0] == timedelta(0)), _UNITS[-1])
    count = length // unit
    return words[language][0] if count == 1 else f"{count} {words[language][1]}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(DUTCH):%d-%m-%Y %H:%M}"


def _line(text: str) -> str:
    """A text of somebody else in one line: what follows a line end could be taken for a header."""
    return " ".join(text.split())
