"""The commands about claims: what an identity provider says of a person, and which role and scopes that gives here."""

import argparse
from collections.abc import Callable
from datetime import datetime

from dashboard.queries import accounts
from dashboard.queries.database import Row
from dashboard.settings import Settings

KINDS = ("region", "agb", "concern")
ANY = "*"


class RefusedError(Exception):
    """What was asked cannot be done; the sentence says why."""


def add(given: argparse.Namespace, settings: Settings, now: datetime) -> list[str]:
    """One more value of a claim that gives a role, or a scope."""
    if settings.provider is None:
        raise RefusedError("No identity provider is set: fill in OIDC_ISSUER in .env, and see docs/operations.md.")
    if (given.role is None) == (given.kind is None):
        raise RefusedError("Say what it gives: a role with --role, or a scope with --kind.")
    if given.role is not None and (given.value == ANY or given.scope is not None):
        raise RefusedError("A role is given by one value of a claim, without --scope.")
    if given.kind is not None and (given.value == ANY) == (given.scope is not None):
        raise RefusedError(f"One value gives one --scope; the value '{ANY}' gives what the claim itself says.")
    role = None if given.role is None else known_role(given.role, now)
    number = accounts.save_claim_mapping(
        settings.provider.issuer,
        now,
        claim=given.claim,
        value=given.value,
        role=role,
        kind=given.kind,
        scope=given.scope,
        priority=given.priority,
    )
    return [f"{number} is added. It counts from the next sign-in on."]


def remove(given: argparse.Namespace, _settings: Settings, now: datetime) -> list[str]:
    """One value less. Who is in stays in until the next sign-in: `users disable` ends that at once."""
    if not accounts.remove_claim_mapping(given.number, now):
        raise RefusedError(f"There is no {given.number}. Those there are: python -m dashboard claims list")
    return [f"{given.number} is removed. It counts from the next sign-in on."]


def show(_given: argparse.Namespace, _settings: Settings, now: datetime) -> list[str]:
    """One line for each value that gives something."""
    return [_line(row) for row in accounts.claim_mappings(now)]


def known_role(code: str, now: datetime) -> str:
    """The code, when there is such a role. Raises RefusedError."""
    known = [row["role_code"] for row in accounts.roles(now)]
    if code not in known:
        raise RefusedError(f"There is no role {code}; there are {', '.join(known)}.")
    return code


def add_parser(parser: argparse.ArgumentParser) -> None:
    """claims add | remove | list."""
    deeds = parser.add_subparsers(required=True)
    deeds.add_parser("list", help=show.__doc__).set_defaults(do=show)
    adding = _parser_of(deeds, "add", add)
    adding.add_argument("claim", help="its name, such as groups")
    adding.add_argument("value", help=f"what stands in it; '{ANY}' with --kind: its own values are the codes")
    adding.add_argument("--role")
    adding.add_argument("--kind", choices=KINDS)
    adding.add_argument("--scope", help="the code that this value gives")
    adding.add_argument("--priority", type=int, default=100, help="of several roles the lowest number counts")
    removing = _parser_of(deeds, "remove", remove)
    removing.add_argument("number", type=int, help="as `list` shows it")


def _parser_of(
    deeds: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, deed: Callable[..., list[str]]
) -> argparse.ArgumentParser:
    parser = deeds.add_parser(name, help=deed.__doc__)
    parser.set_defaults(do=deed)
    return parser


def _line(row: Row) -> str:
    gives = f"role {row['role_code']}, priority {row['priority']}" if row["role_code"] else f"{row['kind_code']} "
    if row["kind_code"]:
        gives += row["scope_code"] or "as it says"
    return "\t".join([str(row["claim_mapping_id"]), row["issuer"], row["claim"], row["value"], gives])
