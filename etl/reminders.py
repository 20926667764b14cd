"""Reminds who is late, by mail: at once, after a day and after three; from then on somebody phones (/aanlevering).

Who states its places on the form gets a link for each of its locations, with which it does so without signing in. Of
its token only the hash is kept; it works once, for that location, for a week.

Settings: TRANSFERPUNT_SMTP_URL (smtp:// or smtps://; with STARTTLS asked for by ?starttls=1), TRANSFERPUNT_MAIL_FROM,
and TRANSFERPUNT_PUBLIC_URL for the links. Without the first nobody is reminded.
"""

import hashlib
import secrets
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import Connection

from etl.feed import all_feeds
from etl.reminder_mail import Link, message
from sql import call
from sql.database import engine
from sql.errors import SettingsError

_ROLE = "etl_writer"
_PATIENCE = 20.0  # seconds
_NAMES = ("TRANSFERPUNT_SMTP_URL", "TRANSFERPUNT_MAIL_FROM", "TRANSFERPUNT_PUBLIC_URL")
_LINK_WORKS = timedelta(days=7)
_BYTES = 32  # of a token
_PORTS = {"smtp": 25, "smtps": 465}
_log = structlog.get_logger("etl.reminders")


@dataclass(frozen=True)
class Post:
    """The mail server, as whom we sign in there, from whom the mail is, and where our pages are (may be empty)."""

    host: str
    port: int
    sender: str
    is_tls: bool = False
    is_starttls: bool = False
    user_name: str = ""
    password: str = field(default="", repr=False)
    public_url: str = ""

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Post | None":
        """None when no mail server is set. Raises SettingsError."""
        url, sender, public = (environ.get(name, "").strip() for name in _NAMES)
        if not url:
            return None
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or "@" not in sender:
            raise SettingsError(
                "TRANSFERPUNT_SMTP_URL or TRANSFERPUNT_MAIL_FROM in the environment or in .env is not right. Example: "
                "TRANSFERPUNT_SMTP_URL=smtp://name:password@mail.example.org:587?starttls=1 and "
                "TRANSFERPUNT_MAIL_FROM=transferpunt@example.org"
            )
        return Post(
            parts.hostname,
            parts.port or _PORTS[parts.scheme],
            sender,
            parts.scheme == "smtps",
            "starttls=1" in parts.query,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            public.rstrip("/"),
        )


def remind(at: datetime, environ: Mapping[str, str]) -> list[str]:
    """Send what is due at this moment, and give back which sources were reminded. Each is written down as it is sent.

    A mail that the server does not take is not written down, and is tried again at the next look.
    """
    post = Post.from_env(environ)
    if post is None:
        return []
    reminded = []
    for row in call.select("load.reminders_due", role=_ROLE, as_of=at):
        source, to = row["source_code"], row["contact_email"]
        feed = all_feeds().get(row["feed_code"])
        page = f"{post.public_url}/aanlevering" if post.public_url else ""
        try:
            with engine(_ROLE).begin() as connection:
                step = {"missed_at": row["missed_at"], "step_number": row["step_number"], "sent_to": to, "at": at}
                if not call.value(connection, "load.note_reminder", source=source, **step):
                    continue  # another worker was first
                links = statement_links(connection, source, post.public_url, at) if post.public_url else []
                send(post, message(row, feed.title if feed else row["feed_code"], post.sender, page, links))
        except (OSError, smtplib.SMTPException) as error:
            _log.error("not reminded", source=source, error=type(error).__name__)
            continue
        reminded.append(source)
        _log.info("reminded", source=source, step=row["step_number"])
    return reminded


def new_token() -> tuple[str, str]:
    """The token of a link in a mail, which only the mail has, and its hash, which is what we keep."""
    token = secrets.token_urlsafe(_BYTES)
    return token, hashlib.sha256(token.encode()).hexdigest()


def statement_links(connection: Connection, source: str, public_url: str, at: datetime) -> list[Link]:
    """A new link for each location that this source states on the form; gone again when the mail is not taken."""
    links = []
    for row in call.rows(connection, "load.linked_locations", source=source):
        token, hashed = new_token()
        kept = {"token_sha256": hashed, "at": at, "expires_at": at + _LINK_WORKS}
        call.rows(connection, "load.note_link", source=source, location=row["location_id"], **kept)
        links.append(Link(row["location_name"], f"{public_url}/opgave/link?link={token}", at + _LINK_WORKS))
    return links


def send(post: Post, mail: EmailMessage) -> None:
    """Hand one mail to the server, within twenty seconds. Raises OSError or smtplib.SMTPException."""
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(post.host, post.port, timeout=_PATIENCE, context=context)
        if post.is_tls
        else smtplib.SMTP(post.host, post.port, timeout=_PATIENCE)
    ) as server:
        if post.is_starttls:
            server.starttls(context=context)
        if post.user_name:
            server.login(post.user_name, post.password)
        server.send_message(mail)
