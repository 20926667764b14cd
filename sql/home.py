"""The home: the folder of everything that is not code (embedded database, drop folders, logs, generated passwords)."""

import hashlib
import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sql.errors import SettingsError

CHECKOUT = Path(__file__).resolve().parent.parent
SERVICE_USER = "transferpunt"
VERSION = 1  # of the folder: a release that can no longer read an older one, or be read by one, counts on


@dataclass(frozen=True)
class Account:
    """The operating system's user under which the embedded server runs: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that start a program as this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def home(environ: Mapping[str, str]) -> Path:
    """The folder named by TRANSFERPUNT_HOME, or the default of this checkout and user. Makes nothing.

    The default is `.transferpunt` in the checkout; for root it lies outside the checkout, because the server
    then runs as another user, who must be able to reach it while the checkout stays as private as it is.
    """
    named = environ.get("TRANSFERPUNT_HOME", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/transferpunt") / hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:8]
    return CHECKOUT / ".transferpunt"


def prepare(folder: Path) -> None:
    """Make the home when it is missing, and refuse one that is not ours alone to write in.

    Raises SettingsError with a sentence. Folders that exist are never changed.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0 and path != folder:
                path.chmod(0o711)  # passable for the server's user, whatever the umask; not listable
    except OSError as error:
        raise SettingsError(
            f"The folder {folder} cannot be made ({error.strerror}). "
            "Name one that can: TRANSFERPUNT_HOME=$HOME/transferpunt make demo"
        ) from error
    state = folder.stat()
    if state.st_uid != os.geteuid():
        raise SettingsError(
            f"The folder {folder} belongs to user {_name(state.st_uid)}, not to {_name(os.geteuid())}. "
            "Run as that user, or name a folder of your own: TRANSFERPUNT_HOME=$HOME/transferpunt make demo"
        )
    if state.st_mode & 0o002:
        raise SettingsError(f"Everybody may write in the folder {folder}. Take that away first: chmod o-w {folder}")
    _demand_version(folder / "VERSION")


def server_account(folder: Path) -> Account:
    """Who runs the embedded server: this user, or for root the system user `transferpunt`, made when missing.

    As root the home must be passable for that user; only the home's own group is changed, never a parent's.
    """
    if os.geteuid() != 0:
        return Account(os.getuid(), os.getgid())
    entry = _service_user()
    account = Account(entry.pw_uid, entry.pw_gid)
    if not _passable(folder, account) and _passable(folder.parent, account):
        os.chown(folder, 0, account.gid)
        folder.chmod(0o710)
    if not _passable(folder, account):
        raise SettingsError(
            f"The server runs as user {SERVICE_USER}, who cannot enter {folder} because a folder above it is closed. "
            "Name an open place: TRANSFERPUNT_HOME=/var/lib/transferpunt/home make demo"
        )
    return account


def _demand_version(path: Path) -> None:
    """Write down which form of the folder this is, and refuse one that a newer release has made."""
    try:
        with path.open("x") as new:  # never over one that is there
            new.write(f"{VERSION}\n")
    except FileExistsError:
        written = path.read_text().strip() or str(VERSION)  # empty: another process is about to write it
        if not written.isdecimal() or int(written) > VERSION:
            raise SettingsError(
                f"The folder {path.parent} is of version {written} ({path}), and this release knows {VERSION}. "
                "Run the release that made it, or a later one; an older release could damage what is in it."
            ) from None


def _service_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        return pwd.getpwnam(SERVICE_USER)  # also when another process made it in the meantime
    except FileNotFoundError as error:
        reason = f"{error.filename} is not installed (Debian: apt-get install passwd)"
    except KeyError:
        reason = made.stderr.strip()
    raise SettingsError(
        f"PostgreSQL does not run as root, and the system user {SERVICE_USER} could not be made: {reason}. "
        f"Make it ({' '.join(command)}), run as an ordinary user, or set DATABASE_URL to a server that runs already."
    )


def _passable(folder: Path, account: Account) -> bool:
    # Asked of the system as that user, so that access lists and mount options count too.
    asked = subprocess.run(["test", "-x", folder], cwd="/", check=False, **account.popen())
    return asked.returncode == 0


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
