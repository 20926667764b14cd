"""What somebody needs to sign in with an account of this product: made here, shown once, kept only as hashes."""

from dataclasses import dataclass
from datetime import datetime

from dashboard import csrf
from dashboard.queries import accounts
from dashboard.settings import Settings
from dashboard.sign_in import passwords


@dataclass(frozen=True)
class Issued:
    """app_address: for an authenticator app (otpauth). recovery_codes: each works once."""

    account_id: int
    login: str
    password: str
    app_address: str
    recovery_codes: tuple[str, ...]


def issue(
    login: str,
    settings: Settings,
    now: datetime,
    *,
    role: str,
    scopes: accounts.Scopes | None,
    display_name: str,
    **by: object,
) -> Issued:
    """A new account, or new secrets for one that is there; its sessions end.

    scopes: None leaves them. by: who does it, as act.save_account names that.
    """
    password, secret, codes = passwords.new_password(), passwords.new_totp_secret(), passwords.new_recovery_codes()
    account = accounts.save(
        now,
        role=role,
        display_name=display_name,
        scopes=scopes,
        login=login,
        password_hash=passwords.hashed(password),
        totp_secret_encrypted=passwords.encrypted(secret, settings.secret_keys),
        **by,
    )
    accounts.save_recovery_codes(account, [csrf.fingerprint(code) for code in codes], now)
    return Issued(account, login.lower(), password, passwords.totp_address(secret, login), tuple(codes))
