"""What the dashboard is told from outside, read once at start."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from dashboard import keys, senders
from dashboard.senders import Network
from dashboard.setting_error import SettingError
from sql import database, disk
from sql.errors import SettingsError
from sql.home import home

__all__ = ["Provider", "SettingError", "Settings", "SignIn", "is_loopback"]

_SWITCH = {"": False, "0": False, "1": True}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SignIn(StrEnum):
    """How people sign in: a button per role, accounts of this product, or the identity provider of the organisation."""

    DEMO = "demo"
    LOCAL = "local"
    OIDC = "oidc"


@dataclass(frozen=True)
class Provider:
    """An OpenID provider, and as whom we are known there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


def _random_key() -> tuple[str, ...]:
    return (secrets.token_urlsafe(keys.LENGTH),)


@dataclass(frozen=True)
class Settings:
    """is_demo: the data are the sample world's; its made-up phone numbers are shown, marked, and nowhere else.

    public_url: where people reach the product, without a path; None for this machine only. secret_keys: the first signs
    and encrypts, all are accepted, so that a key can be replaced. home: the folder of everything that is not code.
    trusted_proxies: whose word on where a request comes from is taken. metrics_token: what opens /metrics from
    elsewhere; empty: nothing does. disk_reserve: bytes that must be free on the disk of the home.
    """

    is_demo: bool = False
    sign_in: SignIn = SignIn.LOCAL
    public_url: str | None = None
    secret_keys: tuple[str, ...] = field(default_factory=_random_key, repr=False)
    provider: Provider | None = None
    home: Path = field(default_factory=Path.cwd)
    trusted_proxies: tuple[Network, ...] = ()
    metrics_token: str = field(default="", repr=False)
    disk_reserve: int = disk.RESERVE

    @property
    def is_secure(self) -> bool:
        """Whether there is TLS in front, so that cookies can be bound to it."""
        return self.public_url is not None and self.public_url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The host names under which requests are answered."""
        return _LOOPBACK if self.public_url is None else frozenset({urlsplit(self.public_url).hostname or ""})

    @staticmethod
    def from_env(environ: Mapping[str, str]) -> "Settings":
        """Reads the variables that .env.example names under "sign-in". Raises SettingError."""
        is_demo = _is_demo(environ)
        provider = _provider(environ)
        sign_in = _sign_in(environ, provider)
        public_url = _public_url(environ)
        if sign_in is SignIn.DEMO:
            _demand_demo(environ, public_url, is_demo=is_demo)
        own = keys.secret_keys(environ)
        proxies = senders.from_env(environ) or (senders.LOOPBACK if public_url else ())
        token, reserve = keys.metrics_token(environ), _disk_reserve(environ)
        return Settings(is_demo, sign_in, public_url, own, provider, home(environ), proxies, token, reserve)


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address is this machine."""
    return host in _LOOPBACK or (host or "").startswith("127.")


def _is_demo(environ: Mapping[str, str]) -> bool:
    given = environ.get("TRANSFERPUNT_DEMO", "")
    if given not in _SWITCH:
        raise SettingError(
            f"TRANSFERPUNT_DEMO is {given!r}, and can be 1 (the data are the sample world's) or 0. "
            "Set it in .env, for example TRANSFERPUNT_DEMO=0."
        )
    return _SWITCH[given]


def _sign_in(environ: Mapping[str, str], provider: Provider | None) -> SignIn:
    given = environ.get("TRANSFERPUNT_SIGN_IN", "").strip() or (SignIn.OIDC if provider else SignIn.LOCAL)
    if given not in list(SignIn):
        raise SettingError(
            f"TRANSFERPUNT_SIGN_IN is {given!r}, and can be oidc (your identity provider), local (accounts made with "
            "`python -m dashboard users`) or demo. Set it in .env, for example TRANSFERPUNT_SIGN_IN=local."
        )
    if given == SignIn.OIDC and provider is None:
        raise SettingError(
            "TRANSFERPUNT_SIGN_IN is oidc, and OIDC_ISSUER is not set. "
            "Set it in .env, for example OIDC_ISSUER=https://login.example.org/realms/care."
        )
    return SignIn(given)


def _demand_demo(environ: Mapping[str, str], public_url: str | None, *, is_demo: bool) -> None:
    if not is_demo or not database.is_embedded(database.Settings.from_env(environ)):
        raise SettingError(
            "TRANSFERPUNT_SIGN_IN is demo, which lets everybody in, and so exists for the sample world on the embedded "
            "database only. Unset DATABASE_URL and run `make demo`, or set TRANSFERPUNT_SIGN_IN=local."
        )
    if public_url is not None and not is_loopback(urlsplit(public_url).hostname):
        raise SettingError(
            f"TRANSFERPUNT_SIGN_IN is demo, which lets everybody in, and TRANSFERPUNT_PUBLIC_URL is {public_url}. "
            "The demo can be reached from this machine only: unset TRANSFERPUNT_PUBLIC_URL."
        )


def _public_url(environ: Mapping[str, str]) -> str | None:
    given = environ.get("TRANSFERPUNT_PUBLIC_URL", "").strip().rstrip("/")
    if not given:
        return None
    parts = urlsplit(given)
    is_whole = (
        parts.scheme in {"http", "https"} and parts.hostname and not (parts.path or parts.query or parts.fragment)
    )
    if not is_whole or (parts.scheme == "http" and not is_loopback(parts.hostname)):
        raise SettingError(
            f"TRANSFERPUNT_PUBLIC_URL is {given!r}; it is https, a host name and no path, for a session may not travel "
            "in the clear. Set it in .env, for example TRANSFERPUNT_PUBLIC_URL=https://transferpunt.example.org."
        )
    return given


def _provider(environ: Mapping[str, str]) -> Provider | None:
    issuer = environ.get("OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname)):
        raise SettingError(
            f"OIDC_ISSUER is {issuer!r}; it starts with https. "
            "Set it in .env, for example OIDC_ISSUER=https://login.example.org/realms/care."
        )
    client_id, path = environ.get("OIDC_CLIENT_ID", "").strip(), environ.get("OIDC_CLIENT_SECRET_FILE", "").strip()
    if not client_id or not path:
        raise SettingError(
            "OIDC_ISSUER needs OIDC_CLIENT_ID (as whom your provider knows us) and OIDC_CLIENT_SECRET_FILE (a file "
            "with the secret that belongs to it). Set them in .env, for example OIDC_CLIENT_ID=transferpunt."
        )
    return Provider(issuer, client_id, keys.private_text(Path(path), "OIDC_CLIENT_SECRET_FILE"))


def _disk_reserve(environ: Mapping[str, str]) -> int:
    try:
        return disk.reserve(environ)
    except SettingsError as error:
        raise SettingError(str(error)) from error
