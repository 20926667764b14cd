"""Room on the disk of the home: what must stay free, so that what is there can still be kept in order."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from sql.errors import SettingsError

RESERVE = 500_000_000  # bytes


def reserve(environ: Mapping[str, str]) -> int:
    """Bytes that must stay free, from TRANSFERPUNT_DISK_RESERVE_MB. Raises SettingsError."""
    given = environ.get("TRANSFERPUNT_DISK_RESERVE_MB", "").strip()
    if given and not given.isdecimal():
        raise SettingsError(
            f"TRANSFERPUNT_DISK_RESERVE_MB is {given!r}; it is a whole number of megabytes that must stay free. "
            "Set it in .env, for example TRANSFERPUNT_DISK_RESERVE_MB=1000."
        )
    return int(given) * 1_000_000 if given else RESERVE


def free(home: Path) -> int:
    """Bytes that are free on the disk of the home, or of the folder it will stand in."""
    return shutil.disk_usage(home if home.exists() else home.parent).free


def has_room(home: Path, environ: Mapping[str, str]) -> bool:
    """Whether the reserve is still free."""
    return free(home) >= reserve(environ)
