"""What is wrong is told to the operator, once when it begins and once when it ends: by mail, and with the sign of life.

Settings: TRANSFERPUNT_PING_URL (etl/ping.py), TRANSFERPUNT_ALARM_TO (an address), and those of the mail server.
"""

import smtplib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import structlog
from psycopg.types.json import Jsonb

from etl import ping, reminders
from sql import call, disk
from sql.database import engine
from sql.errors import SettingsError

EVERY = timedelta(minutes=5)
_ROLE = "etl_writer"
# What it is called: in Dutch, in English.
_WORDS = {
    "source_late": ("te laat met aanleveren", "late with its delivery"),
    "queue_old": ("er wacht al een kwartier iets op inlezen", "something has waited a quarter of an hour to be loaded"),
    "disk_full": ("te weinig ruimte op de schijf; er wordt niets ingelezen", "too little room; nothing is loaded"),
    "audit_broken": ("het auditspoor klopt niet of wordt niet nagekeken", "the audit trail is broken, or not verified"),
    "upkeep_failed": ("onderhoud mislukt of te lang geleden", "upkeep failed, or too long ago"),
    "delivery_failed": ("een aanlevering liep op een fout van ons stuk", "a delivery met a fault of ours"),
    "feed_frozen": ("stuurt al dagen precies dezelfde cijfers", "has told the very same figures for days"),
    "foreign_codes": ("levert aan voor AGB-codes van een ander", "delivers for AGB codes of somebody else"),
}
_log = structlog.get_logger("etl.alarms")


def demand_settings(environ: Mapping[str, str]) -> None:
    """Raises SettingsError when what this file reads is not right."""
    ping.address(environ)
    if _mail_to(environ) and reminders.Post.from_env(environ) is None:
        raise SettingsError(
            "TRANSFERPUNT_ALARM_TO needs a mail server: set TRANSFERPUNT_SMTP_URL and TRANSFERPUNT_MAIL_FROM too."
        )


def watch(home: Path, watched_at: datetime | None, at: datetime, environ: Mapping[str, str]) -> datetime:
    """Look at the moment `at`, unless it was done less than five minutes before; the moment of the last look.

    A sign of life goes out at the first look (`start`) and at each that finds nothing wrong. What began or ended is
    told before it is written down, so that a mail which is not taken is sent again at the next look.
    """
    if watched_at is not None and timedelta(0) <= at - watched_at < EVERY:
        return watched_at
    to = ping.address(environ)
    if to and watched_at is None:
        ping.send(to, "start")
    now_on = found(home, at, environ)
    try:
        with engine(_ROLE).begin() as connection:
            changed = call.rows(connection, "load.note_alarms", alarms=Jsonb(now_on), at=at)
            if changed:
                _tell(changed, to, environ)
    except (OSError, smtplib.SMTPException) as error:
        _log.error("alarm not told", error=type(error).__name__)
    if to and not now_on:
        ping.send(to)
    return at


def found(home: Path, at: datetime, environ: Mapping[str, str]) -> list[call.Row]:
    """What is wrong at this moment: alarm_code, subject (a source, a kind of upkeep, or ''), detail."""
    wrong = call.select("load.alarms", role=_ROLE, as_of=at)
    if not disk.has_room(home, environ):
        wrong.append({"alarm_code": "disk_full", "subject": "", "detail": f"{disk.free(home) // 1_000_000} MB free"})
    return wrong


def message(changed: Sequence[call.Row], sender: str, to: str) -> EmailMessage:
    """One mail about all that began or ended. Names of sources and numbers, nothing of what they sent."""
    begun = sum(row["is_on"] for row in changed)
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = f"Transferpunt: {begun} nieuw, {len(changed) - begun} voorbij"
    mail["Auto-Submitted"] = "auto-generated"
    lines = [_line(row, language) for language in (0, 1) for row in changed]
    lines.insert(len(changed), "---")
    mail.set_content("\n".join(lines) + "\n")
    return mail


def _line(row: call.Row, language: int) -> str:
    state = ("NIEUW", "NEW")[language] if row["is_on"] else ("voorbij", "over")[language]
    about = f"{row['subject']}: " if row["subject"] else ""
    detail = f" ({row['detail']})" if row["is_on"] and row["detail"] else ""
    return f"{state}: {about}{_WORDS[row['alarm_code']][language]}{detail}"


def _tell(changed: Sequence[call.Row], to: str, environ: Mapping[str, str]) -> None:
    """The sign of failure first, for the mail server may be what is broken. Raises what that raises."""
    for row in changed:
        _log.warning("alarm", **{name: row[name] for name in ("alarm_code", "subject", "is_on", "detail")})
    begun = [f"{row['alarm_code']} {row['subject']}".strip() for row in changed if row["is_on"]]
    if to and begun:
        ping.send(to, "fail", "\n".join(begun))
    post, address = reminders.Post.from_env(environ), _mail_to(environ)
    if post is not None and address:
        reminders.send(post, message(changed, post.sender, address))


def _mail_to(environ: Mapping[str, str]) -> str:
    return environ.get("TRANSFERPUNT_ALARM_TO", "").strip()
