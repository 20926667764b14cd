"""The keeper: a small process that runs the embedded server for as long as anybody uses it.

Started by sql/embedded.py as a plain file (standard library only, so that it is up in some twenty milliseconds):

    python keeper.py '{"keeper": LOCK, "users": LOCK, "data": FOLDER, "command": [...], "uid": 1, "gid": 1}'

Every user of the server holds a shared lock on the users file. The kernel gives a lock back however its process
ends, so when the keeper gets the exclusive lock nobody is left, and it stops the server and itself. The server
dies with its keeper, and a server that dies alone is started again.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.1  # how long a server without users may stand unnoticed
DEATHS, DEATHS_SECONDS = 5, 60.0  # a server that dies more often than this is beyond help
ENDING = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0))  # orderly, at once, by force
PR_SET_PDEATHSIG = 1
TOLD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def main(order: dict[str, Any]) -> int:
    """Claim the keeper's lock, go into the background, keep. 0 when a keeper runs, this one or another."""
    claim = os.open(order["keeper"], os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    if os.fork():
        return 0
    os.ftruncate(claim, 0)
    os.write(claim, f"{os.getpid()}\n".encode())
    code = keep(order)
    os.close(
        claim
    )  # before the lock on the users, which the kernel may give back first: who waits for that one looks here
    return code


def keep(order: dict[str, Any]) -> int:
    """Run the server until nobody uses it or a signal says stop. 1 when it keeps dying."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *TOLD})
    users = os.open(order["users"], os.O_RDWR | os.O_CREAT, 0o600)
    data = Path(order["data"])
    deaths: list[float] = []
    while True:
        clear(data)
        server = start(order)
        if watch(server, users):
            return stop(server)
        now = time.monotonic()
        deaths = [*(death for death in deaths if now - death < DEATHS_SECONDS), now]
        if len(deaths) > DEATHS:
            return 1
        if signal.sigtimedwait(TOLD, 0.05 * 2 ** len(deaths)) is not None:
            return 0


def start(order: dict[str, Any]) -> "subprocess.Popen[bytes]":
    """Start the server as its own user, tied to this process."""
    keeper, prctl = os.getpid(), getattr(ctypes.CDLL(None), "prctl", None)

    def tie() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        if prctl is not None:  # Linux; after the change of user, which would undo it
            prctl(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
        if os.getppid() != keeper:
            os._exit(1)

    account: dict[str, Any] = {}
    if order["uid"] != os.geteuid():
        account = {"user": order["uid"], "group": order["gid"], "extra_groups": []}
    return subprocess.Popen(order["command"], stdin=subprocess.DEVNULL, cwd="/", preexec_fn=tie, **account)  # noqa: PLW1509 - one thread


def watch(server: "subprocess.Popen[bytes]", users: int) -> bool:
    """Wait. True when the server is to stop (told so, or without users), False when it died by itself."""
    while True:
        seen = signal.sigtimedwait({signal.SIGCHLD, *TOLD}, LOOK_SECONDS)
        if seen is not None and seen.si_signo in TOLD:
            return True
        if server.poll() is not None:
            return False
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True


def stop(server: "subprocess.Popen[bytes]") -> int:
    """Stop the server in order, else harder and harder."""
    for sign, seconds in ENDING:
        server.send_signal(sign)
        try:
            server.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        break
    return 0


def clear(data: Path) -> None:
    """Take away what a killed server left on this data folder: its processes, then its pid file.

    Whoever holds the keeper's lock is alone in charge of the folder. The pid file must go, because after a crash its
    number can by now belong to any other process, and a new server would then refuse to start.
    """
    for sign, seconds in ENDING:
        remains = servers(data)
        if not remains:
            break
        for pid in remains:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        until = time.monotonic() + min(seconds, 15)
        while servers(data) and time.monotonic() < until:
            time.sleep(0.02)
    if Path("/proc/self").exists() and not servers(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def servers(data: Path) -> list[int]:
    """The server's processes on this data folder: it works in that folder, and so do all its children."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data and (process / "exe").readlink().name.startswith("postgres"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
