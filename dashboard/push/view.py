"""The page of connections as its template draws it: connections, their tokens, what a dry run came to. Pure."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from dashboard.language import _
from dashboard.push import told
from dashboard.push.refusal import sentence
from dashboard.queries.database import Row
from dashboard.statement.words import state
from dashboard.wording import full_day, local_day, moment_since, until

_OPEN = "open"


def connections(rows: Sequence[Row], at: datetime) -> list[dict[str, Any]]:
    """One for each connection, with its tokens, the newest first. rows: of read.push_tokens."""
    drawn = []
    for source, inside in groupby(rows, key=lambda row: row["source_code"]):
        tokens = list(inside)
        drawn.append(
            {
                "source": source,
                "name": tokens[0]["name"],
                "codes": tokens[0]["agb_codes"],
                "tokens": [_token(row, at) for row in tokens],
                "is_open": any(row["state_code"] == _OPEN for row in tokens),
            }
        )
    return drawn


def _token(row: Row, at: datetime) -> dict[str, Any]:
    used = _("never used") if row["last_used_at"] is None else moment_since(row["last_used_at"], at)
    return {
        "number": row["token_id"],
        "prefix": f"{row['token_prefix']}_…",
        "is_open": row["state_code"] == _OPEN,
        "state": _state(row, at),
        "said": [
            _("made {moment}").format(moment=moment_since(row["made_at"], at)),
            used if row["last_used_at"] is None else _("last used {moment}").format(moment=used),
        ],
    }


def _state(row: Row, at: datetime) -> str:
    match row["state_code"]:
        case "open":
            ends = row["expires_at"]
            soon = (ends - at).days < 2
            return _("works until {moment}").format(moment=until(ends, at) if soon else full_day(local_day(ends)))
        case "revoked":
            return _("revoked {moment}").format(moment=moment_since(row["revoked_at"], at))
        case "expired":
            return _("expired {moment}").format(moment=moment_since(row["expires_at"], at))
    return _("ended")


def tried(row: Row, name: str) -> dict[str, Any]:
    """What a dry run came to. row: as functions.told_delivery has it."""
    document = told.document(row)
    count = _("{read} places read, {accepted} would be taken over, {refused} refused, {duplicate} twice the same.")
    return {
        "title": _("Dry run of {name}: {state}").format(name=name, state=_would(document["state"])),
        "sentences": [
            *([document["sentence"]] if document["sentence"] else []),
            *([count.format(**document["counts"])] if document["counts"] else []),
            _("Nothing of it was stored."),
        ],
        "rows": [
            [one["place"], one["column"], one["value"] or "", one["sentence"], one["advice"]]
            for one in document["refusals"]
        ],
        "heads": [_("place"), _("column"), _("value"), _("what is wrong"), _("what to do")],
        "caption": _("What would be refused, by its place in the list"),
    }


def _would(code: str) -> str:
    return {
        "applied": _("readers would see it"),
        "held": _("the transfer point would look at it first"),
        "rejected": _("would be refused"),
    }.get(code, state(code))


def example(address: str) -> str:
    """A dry run from a command line. The token comes from the environment, so that no history of commands holds it."""
    return "\n".join(
        [
            f"curl '{address}?dry_run=1' \\",
            '  --header "Authorization: Bearer $PUSH_TOKEN" \\',
            "  --header 'Content-Type: application/json' \\",
            "  --header 'Idempotency-Key: 2026-09-01.1' \\",
            "  --data-binary @plekken.json",
        ]
    )


def done(code: str) -> str:
    """What is said after a form was done."""
    return {"ingetrokken": _("The token was revoked. It opens nothing from now on.")}.get(code, "")


def outcome(code: str) -> str:
    """Why a form was not done."""
    return {
        "denied": _("This connection, or one of these AGB codes, is not yours. Nothing was changed."),
        "wrong_name": _("Give the connection a name, of at most 80 characters."),
        "wrong_codes": _("Choose for which AGB codes: eight digits each."),
        "wrong_days": _("Choose how long the token works: at most a year."),
        "too_many": _("There are twenty working tokens for one of these AGB codes. Revoke one first."),
        "no_answer": _("The dry run was not answered in time. Nothing was stored: try again in a moment."),
        "too_large": sentence("too_large"),
    }.get(code, code)


def words() -> dict[str, str]:
    """The fixed texts of the page."""
    return {
        "back": _("Back"),
        "lead": _(
            "A connection lets your supplier's program deliver your places by itself, each night or as often as they "
            "change. Send all your places each time: one that is left out becomes unknown."
        ),
        "shown_once": _("Your new token. It is shown this once: copy it now and keep it where passwords are kept."),
        "older": _("Tokens that this connection had work for 24 hours more, so that your supplier can change over."),
        "copy_it": _("Copy"),
        "copied": _("copied"),
        "not_copied": _("could not be copied: select the text"),
        "token": _("Token"),
        "none": _("There is no connection yet."),
        "for_codes": _("For AGB codes"),
        "rotate": _("New token"),
        "rotate_means": _("The token of now works for 24 hours more. Revoke it when it may have leaked."),
        "revoke": _("Revoke"),
        "revoke_means": _("What still sends with it is refused at once. This cannot be undone."),
        "revoke_now": _("Yes, revoke it"),
        "try": _("Dry run with my places"),
        "make_title": _("Make a connection"),
        "name": _("Name, such as that of your supplier"),
        "codes": _("For which AGB codes"),
        "codes_typed": _("AGB codes, separated by spaces"),
        "days": _("How long the token works"),
        "day": _("{number} days"),
        "make": _("Make a token"),
        "example": _("Try it from a command line"),
        "example_means": _("Without ?dry_run=1 it is delivered. Take a key of your own for each delivery."),
        "address": _("Address"),
        "sample": _("My places as JSON, to begin with"),
        "openapi": _("Description for developers (OpenAPI)"),
        "schema": _("Schema of a delivery (JSON Schema)"),
    }
