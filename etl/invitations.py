"""Mails who is invited to state its places here, whose application was sent back, and who was approved.

The link of an invitation is made as that of a reminder is: only the hash of its token is kept. It works for its own
application only, until it is sent in, for two weeks; a new mail makes a new link, and the old one works no more. Who is
approved gets the links of a reminder, one for each location, so that the first statement is two taps away.

Settings as for reminders (etl/reminders.py). Without a mail server or the address of our pages the mails wait.
"""

import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from etl.invitation_mail import approved, invited
from etl.reminders import Post, new_token, send, statement_links
from sql import call
from sql.database import engine

_ROLE = "etl_writer"
_LINK_WORKS = timedelta(days=14)
_log = structlog.get_logger("etl.invitations")


def invite(at: datetime, environ: Mapping[str, str]) -> list[int]:
    """Send what is due at this moment, and give back the numbers of those invitations. Each is written down as sent.

    A mail that the server does not take is not written down, and is tried again at the next look.
    """
    post = Post.from_env(environ)
    if post is None or not post.public_url:
        return []
    sent = []
    for row in call.select("load.invitation_mails", role=_ROLE):
        number, code = row["invitation_id"], row["mail_code"]
        token, hashed = new_token()
        until = at + _LINK_WORKS
        link = {"token_sha256": hashed, "expires_at": until}
        if code == "approved":
            link = {"token_sha256": None, "expires_at": None}
        try:
            with engine(_ROLE).begin() as connection:
                step = {"invitation": number, "mail_code": code, "at": at}
                if not call.value(connection, "load.note_invitation_mail", **step, **link):
                    continue  # another worker was first, or it was withdrawn
                if code == "approved":
                    links = statement_links(connection, row["source_code"], post.public_url, at)
                    mail = approved(row, post.sender, post.public_url, links)
                else:
                    mail = invited(row, post.sender, f"{post.public_url}/aansluiten?link={token}", until)
                send(post, mail)
        except (OSError, smtplib.SMTPException) as error:
            _log.error("not invited", invitation=number, error=type(error).__name__)
            continue
        sent.append(number)
        _log.info("invitation mailed", invitation=number, code=code)
    return sent
