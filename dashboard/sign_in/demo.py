"""The demo's sign-in: one button per role, no password. It exists only where nobody else can come.

That is: the embedded database (settings), a server that listens on this machine only, and a request from it.
"""

import os
import socket
import stat
from pathlib import Path

from dashboard.queries import accounts
from dashboard.settings import SettingError, Settings, SignIn, is_loopback
from dashboard.viewer import now

# role code -> what the button says; the names of what somebody is in Dutch care, in any language of the page
ROLES = (
    ("gp", "Huisarts"),
    ("mediator", "Zorgbemiddelaar"),
    ("coordinator", "Coördinator"),
    ("insurer", "Zorgverzekeraar"),
    ("provider", "Zorgaanbieder"),
    ("clinician", "Behandelaar"),
    ("operator", "Beheerder"),
    ("auditor", "Auditor"),
)
# What is theirs in the sample world: Flevoland, GGZ De Voorbeeldlinde, Achmea.
_SCOPES: dict[str, dict[str, list[str]]] = {
    "coordinator": {"region": ["ZK07"]},
    "mediator": {"concern": ["achmea"]},
    "insurer": {"concern": ["achmea"]},
    "provider": {"agb": ["09000002"]},
    "clinician": {"agb": ["09000002"]},
}
_DESCRIPTORS = Path("/proc/self/fd")


def account_for(role: str, address: str | None) -> int | None:
    """The demo account of a role, made when it is first asked for; None for another role, or from another machine."""
    names = dict(ROLES)
    if role not in names or not is_loopback(address):
        return None
    login = f"demo-{role}"
    known = accounts.by_login(login)
    if known is None:
        nothing: dict[str, list[str]] = {"region": [], "agb": [], "concern": []}
        scopes = nothing | _SCOPES.get(role, {})
        return accounts.save(now(), role=role, display_name=names[role], scopes=scopes, login=login, is_demo=True)
    account: int = known["account_id"]
    return account


def refuse_outside_loopback(settings: Settings) -> None:
    """Raises SettingError when this process listens on anything but this machine, or the data are not made up."""
    if settings.sign_in is not SignIn.DEMO:
        return
    if not settings.is_demo:
        raise SettingError("TRANSFERPUNT_SIGN_IN is demo, and the data are not the sample world's: run `make demo`.")
    outside = sorted(name for name in listens_on() if not is_loopback(name))
    if outside:
        raise SettingError(
            f"TRANSFERPUNT_SIGN_IN is demo, which lets everybody in, and the server listens on {', '.join(outside)}. "
            "Let it listen on 127.0.0.1 only, or set TRANSFERPUNT_SIGN_IN=local."
        )


def listens_on() -> set[str]:
    """The addresses on which this process accepts connections from a network."""
    found = set()
    for entry in os.listdir(_DESCRIPTORS):  # noqa: PTH208 - numbers, of which some are gone when looked at
        try:
            number = os.dup(int(entry))
        except OSError:
            continue
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            os.close(number)
            continue
        with socket.socket(fileno=number) as one:
            is_listening = one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
            if is_listening and one.family in {socket.AF_INET, socket.AF_INET6}:
                found.add(str(one.getsockname()[0]))
    return found
