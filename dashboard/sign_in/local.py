"""Accounts of this product: a password, and a code of an app where the role asks for one or the account has one.

Whatever is wrong, the answer is the same sentence and takes the same time: it tells nobody which names exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboard import csrf, limits, sessions
from dashboard.failure import incident
from dashboard.language import _
from dashboard.queries import accounts
from dashboard.sign_in import passwords
from dashboard.viewer import now

_LONGEST_NAME = 100


class SecretLostError(Exception):
    """The second factor of an account cannot be decrypted: the key it was made with is not among the secret keys."""


@dataclass(frozen=True)
class Proven:
    """Who it is, and how that was shown."""

    account_id: int
    means: str


@dataclass(frozen=True)
class Refused:
    """sentence: what the person reads, in the language of the page."""

    sentence: Callable[[], str]
    status: int


def check(login: str, password: str, code: str) -> Proven | Refused:
    """Whether somebody may come in. Each failure is counted and written down. Raises DataUnavailableError."""
    login, code, address = (
        login.strip().lower()[:_LONGEST_NAME],
        code.replace(" ", "")[:_LONGEST_NAME],
        sessions.address(),
    )
    if limits.wait(limits.SIGN_INS_FROM, address) or limits.wait(limits.SIGN_INS_AS, login):
        return Refused(_too_often, 429)
    account = accounts.by_login(login)
    is_blocked = account is not None and account["blocked_until"] is not None and account["blocked_until"] > now()
    is_right = passwords.is_right(password, account["password_hash"] if account else None)
    if account is None or is_blocked or not is_right or not account["is_active"]:
        reason = "blocked" if is_blocked else "password" if account else "unknown"
        return _failed(account, login, reason, address)
    means = _second_factor(account, code, address)
    if means is None:
        return _failed(account, login, "second_factor", address)
    return Proven(account["account_id"], means)


def _second_factor(account: dict[str, Any], code: str, address: str) -> str | None:
    """How it was shown: "totp", "recovery_code", "password" when none is needed; None when it was not."""
    stored, number = account["totp_secret_encrypted"], account["account_id"]
    if stored is None:
        return None if account["needs_second_factor"] else "password"
    secret = passwords.decrypted(stored, sessions.settings().secret_keys)
    if secret is None:
        incident(SecretLostError(), "sign-in")
        return None
    step = passwords.totp_step(code, secret, now())
    if step is not None:
        return "totp" if accounts.use_totp_step(number, step) else None
    used = code and accounts.use_recovery_code(number, csrf.fingerprint(code.lower()), address=address, at=now())
    return "recovery_code" if used else None


def _failed(account: dict[str, Any] | None, login: str, reason: str, address: str) -> Refused:
    # A name that nobody has may be a password in the wrong field, and what is written down stays.
    number, known = (account["account_id"], login) if account else (None, "unknown")
    accounts.note_failure(number, known, reason=reason, address=address, at=now())
    return Refused(_wrong, 403)


def _wrong() -> str:
    return _("That is not right. Check the name, the password and the code, or ask the operator.")


def _too_often() -> str:
    return _("Too many attempts. Wait some minutes and try again.")
