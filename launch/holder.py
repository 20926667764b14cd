"""One run for a home at a time: who holds it, and where that one is reached."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Holder:
    """The run that holds a home."""

    pid: int
    address: str


class Held(Exception):  # noqa: N818 - reads as what the user is told
    """Another run holds this home."""


@contextmanager
def held(home: Path, address: str) -> Iterator[None]:
    """Hold the home while the context is open. Raises Held with a sentence.

    The lock is the kernel's: it is free the moment its process is gone, whatever the file still says.
    """
    _path(home).parent.mkdir(mode=0o700, exist_ok=True)
    lock = os.open(_path(home), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = holder(home)
            where = f" on {other.address} (process {other.pid})" if other else ""
            raise Held(
                f"Transferpunt runs already with the data of {home}{where}. Open that address, stop it with "
                "`make stop`, or start a second one beside it: TRANSFERPUNT_HOME=/tmp/second PORT=8060 make demo"
            ) from None
        os.ftruncate(lock, 0)
        os.write(lock, json.dumps(asdict(Holder(os.getpid(), address))).encode())
        yield
    finally:
        os.close(lock)


def holder(home: Path) -> Holder | None:
    """Who holds the home now, or None."""
    try:
        lock = os.open(_path(home), os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        written = os.read(lock, 4096)
        return Holder(**json.loads(written)) if written else None
    else:
        return None
    finally:
        os.close(lock)


def stop(home: Path, seconds: float = 60.0) -> bool:
    """Tell the run that holds the home to stop, and wait. False when it does not in time."""
    until = time.monotonic() + seconds
    other = holder(home)
    if other is not None:
        os.kill(other.pid, signal.SIGTERM)
    while holder(home) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _path(home: Path) -> Path:
    return home / "locks" / "launch"
