"""What an operator types about a source, read with distrust. Pure: a wrong field gives a code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"(https|sftp)://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?(/[^\s@]*)?")
_HOST_KEY = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,}={0,2}( \S.*)?")
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")  # as core.source has it
_AGB = re.compile(r"[0-9]{8}")
_LONGEST_GRACE = 24 * 365  # hours
_LONGEST_EVERY = 60 * 24 * 366  # minutes


class WrongFieldError(Exception):
    """A field cannot be meant like this. code: why, for the sentence on the page."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Agreement:
    """every: the rhythm, None for none agreed. due_time: from when on its day, Dutch clock."""

    every: timedelta | None
    grace: timedelta
    due_time: time | None
    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Sender:
    """Who a source is. entry: fed by a system, or kept by hand. agb_codes: whom it may report for, unless for all."""

    name: str
    entry: str
    is_any_agb: bool
    agb_codes: list[str]


@dataclass(frozen=True)
class Address:
    """Where a source is fetched. credential: None leaves the one that is kept, "" takes it away."""

    way: str
    url: str
    user: str | None
    credential: str | None
    host_key: str | None
    hosts: list[str]
    is_private_allowed: bool
    ca_file: str | None


def agreement(form: Mapping[str, str]) -> Agreement:
    """The rhythm (in minutes), grace (in hours), time of day and contact. Raises WrongFieldError."""
    minutes, grace, clock = (form.get(name, "").strip() for name in ("ritme", "marge", "vanaf"))
    if minutes and not 0 < _whole(minutes, "wrong_rhythm") <= _LONGEST_EVERY:
        raise WrongFieldError("wrong_rhythm")
    if _whole(grace or "0", "wrong_grace") > _LONGEST_GRACE:
        raise WrongFieldError("wrong_grace")
    found = _CLOCK.fullmatch(clock)
    if clock and found is None:
        raise WrongFieldError("wrong_time")
    email = form.get("mail", "").strip()
    if email and not _MAIL.fullmatch(email):
        raise WrongFieldError("wrong_mail")
    return Agreement(
        every=timedelta(minutes=int(minutes)) if minutes else None,
        grace=timedelta(hours=int(grace or "0")),
        due_time=time(int(found[1]), int(found[2])) if found else None,
        name=form.get("contact", "").strip(),
        phone=form.get("telefoon", "").strip(),
        email=email,
    )


def sender(form: Mapping[str, str]) -> Sender:
    """The name and for whom it may speak: the codes given, unless "all" is chosen. Raises WrongFieldError."""
    name, entry = form.get("naam", "").strip(), form.get("telling", "")
    if not name:
        raise WrongFieldError("without_source_name")
    if entry not in {"fed", "hand"}:
        raise WrongFieldError("without_entry")
    codes = form.get("agb", "").replace(",", " ").split()
    if any(not _AGB.fullmatch(code) for code in codes):
        raise WrongFieldError("wrong_agb")
    is_any = form.get("namens", "") == "alle"
    if is_any and codes:
        raise WrongFieldError("codes_and_all")
    return Sender(name, entry, is_any, sorted(set(codes)))


def new_code(form: Mapping[str, str]) -> str:
    """The short name of a source that is added. Raises WrongFieldError."""
    code = form.get("bron", "").strip()
    if not _CODE.fullmatch(code) or code.startswith("desk-"):
        raise WrongFieldError("wrong_source_code")
    return code


def address(form: Mapping[str, str], *, is_directory: bool, kept_url: str | None, has_credential: bool) -> Address:
    """The address and how it is asked. Raises WrongFieldError.

    is_directory: its feed is fetched over mCSD. kept_url, has_credential: what is known now: another address loses the
    credential that was meant for the old one, and that has to be said.
    """
    url, user, key = (form.get(name, "").strip() for name in ("adres", "gebruiker", "sleutel"))
    found = _ADDRESS.fullmatch(url)
    if found is None:
        raise WrongFieldError("wrong_url")
    is_sftp = found[1] == "sftp"
    if is_sftp and not user:
        raise WrongFieldError("without_user")
    if is_sftp and not _HOST_KEY.fullmatch(key):
        raise WrongFieldError("wrong_host_key")
    if is_sftp and is_directory:
        raise WrongFieldError("directory_over_sftp")
    hosts = form.get("hosts", "").replace(",", " ").split()
    if any(not _HOST.fullmatch(host) for host in hosts):
        raise WrongFieldError("wrong_hosts")
    given, takes_away = form.get("toegang", "").strip(), form.get("zonder", "") == "ja"
    if given and takes_away:
        raise WrongFieldError("credential_and_none")
    if has_credential and kept_url != url and not given and not takes_away:
        raise WrongFieldError("credential_of_old_address")
    return Address(
        way="sftp" if is_sftp else "mcsd" if is_directory else "https",
        url=url,
        user=user or None,
        credential="" if takes_away else given or None,
        host_key=key if is_sftp else None,
        hosts=hosts,
        is_private_allowed=form.get("eigen_net", "") == "ja",
        ca_file=form.get("ca", "").strip() or None,
    )


def _whole(text: str, code: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise WrongFieldError(code)
    return int(text)
