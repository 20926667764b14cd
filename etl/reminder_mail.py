"""What a reminder says, and how every mail of ours is made: Dutch first, English below it, plain and HTML. Pure."""

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
    dutch = [*_dutch(row, form, address), *dutch_links(links)]
    english = [*_english(row, form, address), *english_links(links)]
    subject = f"Aanlevering niet ontvangen: {one_line(row['source_name'])}"
    return letter(sender, row["contact_email"], subject, dutch, english)


def letter(sender: str, to: str, subject: str, dutch: list[str], english: list[str]) -> EmailMessage:
    """A mail of these paragraphs, Dutch first, as plain text and as HTML. An address of ours ends its paragraph."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n\n".join([*dutch, "---", *english]) + "\n")
    mail.add_alternative(_html(subject, dutch, english), subtype="html")
    return mail


def _dutch(row: Row, form: str, address: str) -> list[str]:
    every = _every(row["expected_every"], 0)
    last = f"De laatste kwam op {moment(row['applied_at'])}" if row["applied_at"] else "Er kwam nog nooit een"
    due = f"; uiterlijk {moment(row['due_at'])} had er een nieuwe moeten zijn" if row["due_at"] else ""
    again = "" if row["step_number"] == 1 else f" Dit is herinnering {row['step_number']}."
    said = [
        f"Beste {one_line(row['contact_name'] or 'afzender')},",
        f"Van {one_line(row['source_name'])} verwachten wij elke {every} een aanlevering ({form}). {last}{due}.{again}",
    ]
    if row["reason_nl"]:
        said.append(f"Wat daarna kwam is niet overgenomen: {one_line(row['reason_nl'])}")
    said.append("Tot er een nieuwe is, vervallen uw cijfers een voor een en staat uw aanbod op onbekend.")
    if address:
        said.append(f"Wat er kwam en wat er mis was: {address}")
    return said


def _english(row: Row, form: str, address: str) -> list[str]:
    every = _every(row["expected_every"], 1)
    last = f"The last one came on {moment(row['applied_at'])}" if row["applied_at"] else "None has ever come"
    due = f"; a new one was due by {moment(row['due_at'])}" if row["due_at"] else ""
    again = "" if row["step_number"] == 1 else f" This is reminder {row['step_number']}."
    said = [f"We expect a delivery ({form}) from {one_line(row['source_name'])} every {every}. {last}{due}.{again}"]
    if row["reason_en"]:
        said.append(f"What came since was not taken over: {one_line(row['reason_en'])}")
    said.append("Until there is a new one your figures expire one by one, and your places show as unknown.")
    if address:
        said.append(f"What came and what was wrong: {address}")
    return said


def dutch_links(links: Sequence[Link]) -> list[str]:
    """The paragraphs with which places can be stated, in Dutch."""
    if not links:
        return []
    until = (
        f"Een link werkt één keer, tot {moment(links[0].until)}, voor die vestiging alleen. Stuur deze mail niet door."
    )
    ask = "Is er iets veranderd? Open de link van uw vestiging en kies: alles ongewijzigd, of het formulier."
    return [ask, *(f"{one_line(one.location)}: {one.address}" for one in links), until]


def english_links(links: Sequence[Link]) -> list[str]:
    """The same in English."""
    if not links:
        return []
    until = f"A link works once, until {moment(links[0].until)}, for that location only. Do not forward this mail."
    ask = "Did anything change? Open the link of your location and choose: all unchanged, or the form."
    return [ask, *(f"{one_line(one.location)}: {one.address}" for one in links), until]


def _html(subject: str, dutch: list[str], english: list[str]) -> str:
    parts = [
        f'<div lang="{language}">' + "".join(f"<p>{_linked(one)}</p>" for one in said) + "</div>"
        for language, said in (("nl", dutch), ("en", english))
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    title = escape(subject)
    body = f"<main><h1>{title}</h1>{'<hr>'.join(parts)}</main>"
    return f'<!doctype html><html lang="nl"><head>{head}<title>{title}</title></head><body>{body}</body></html>'


def _linked(text: str) -> str:
    """A text as HTML; one that ends with an address is a link of the words before it: on a phone the rest is noise."""
    found = _ADDRESS.search(text)
    if found is None:
        return escape(text)
    words = text[: found.start()].rstrip(": ") or found[0]
    return f'<a href="{escape(found[0])}">{escape(words)}</a>'


def _every(length: timedelta, language: int) -> str:
    """dag, 7 dagen, 15 minuten; day, 7 days, 15 minutes"""
    unit, *words = next((one for one in _UNITS if length >= one[0] and length % one[0] == timedelta(0)), _UNITS[-1])
    count = length // unit
    return words[language][0] if count == 1 else f"{count} {words[language][1]}"


def moment(at: datetime) -> str:
    """20-11-2026 10:00, on the Dutch clock."""
    return f"{at.astimezone(DUTCH):%d-%m-%Y %H:%M}"


def one_line(text: str) -> str:
    """A text of somebody else in one line: what follows a line end could be taken for a header."""
    return " ".join(text.split())
