"""Accounts, their rights, and the devices that are remembered for them, as the database keeps them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from dashboard.queries.database import Row, ask_without_viewer, change, changed

Scopes = Mapping[str, Sequence[str]]  # kind ("region", "agb", "concern") -> codes


def everybody(at: datetime) -> list[Row]:
    """One row per account: who may sign in, as what, over what."""
    return ask_without_viewer("accounts", at)


def roles(at: datetime) -> list[Row]:
    """One row per role, with what it may do."""
    return ask_without_viewer("access_roles", at)


def by_login(login: str) -> Row | None:
    """The account with this login name, with the hash of its password and how often signing in failed."""
    return next(iter(change("account_by_login", login=login)), None)


def by_subject(issuer: str, subject: str) -> Row | None:
    """The account of somebody an identity provider knows."""
    return next(iter(change("account_by_subject", issuer=issuer, subject=subject)), None)


def note_failure(account: int | None, login: str, *, reason: str, address: str, at: datetime) -> None:
    """Counts a failed sign-in and writes it down; after a few in a row the account is blocked for a while."""
    change("note_sign_in", account=account, login=login, succeeded=False, reason=reason, address=address, at=at)


def mapped_rights(issuer: str, claims: Mapping[str, Any]) -> Row | None:
    """role_code, scopes and how strong the sign-in must be, by the operator's mapping; None when it gives no role."""
    return next(iter(change("mapped_rights", issuer=issuer, claims=Jsonb(dict(claims)))), None)


def claim_mappings(at: datetime) -> list[Row]:
    """One row per claim value that gives a role or a scope."""
    return ask_without_viewer("claim_mappings", at)


def save_claim_mapping(issuer: str, at: datetime, **mapping: object) -> int:
    """Adds one, or changes its priority; its number. mapping: as act.save_claim_mapping names its arguments."""
    return int(changed("save_claim_mapping", issuer=issuer, at=at, **mapping))


def remove_claim_mapping(number: int, at: datetime) -> bool:
    """Takes one away; whether it was there."""
    return bool(changed("remove_claim_mapping", claim_mapping=number, at=at))


def save(at: datetime, *, role: str, display_name: str, scopes: Scopes | None, **more: object) -> int:
    """Makes an account, or brings it up to date; its number. more: as act.save_account names its arguments."""
    given = None if scopes is None else Jsonb({kind: list(codes) for kind, codes in scopes.items()})
    return int(changed("save_account", display_name=display_name, role=role, at=at, scopes=given, **more))


def set_rights(account: int, *, role: str, scopes: Scopes, at: datetime, **by: object) -> bool:
    """Whether the rights are others than before; then every session of the account has ended. by: who does it."""
    given = Jsonb({kind: list(codes) for kind, codes in scopes.items()})
    return bool(changed("set_rights", account=account, role=role, scopes=given, at=at, **by))


def set_active(account: int, *, is_active: bool, at: datetime, **by: object) -> bool:
    """Switches an account on or off; its sessions end. by: who does it."""
    return bool(changed("set_active", account=account, is_active=is_active, at=at, **by))


def end_sessions(account: int, at: datetime, **by: object) -> int:
    """Ends every session of an account and forgets its devices; how many were open. by: who does it."""
    return int(changed("revoke_sessions", account=account, at=at, **by))


def save_recovery_codes(account: int, codes_sha256: Sequence[str], at: datetime) -> None:
    """These are its recovery codes, in the place of all before."""
    change("save_recovery_codes", account=account, codes_sha256=list(codes_sha256), at=at)


def remember_device(account: int, device_sha256: str, at: datetime) -> bool:
    """Whether the role of the account lets a device sign in again by itself; this one then may."""
    return bool(changed("remember_device", account=account, device_sha256=device_sha256, at=at))


def device_of(device_sha256: str, at: datetime) -> Row | None:
    """Whose device this is and until when, if it is still remembered."""
    return next(iter(change("device_of", device_sha256=device_sha256, at=at)), None)


def use_recovery_code(account: int, code_sha256: str, *, address: str, at: datetime) -> bool:
    """Whether the code is this account's and was not used; it is now."""
    return bool(changed("use_recovery_code", account=account, code_sha256=code_sha256, address=address, at=at))


def use_totp_step(account: int, step: int) -> bool:
    """Whether a code of this time step may still be used by this account; it may not again."""
    return bool(changed("use_totp_step", account=account, step=step))
