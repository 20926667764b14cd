"""The processes of one run: started on a leash, listened to, ended together. One thread, one place to wait."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

CHECKOUT = Path(__file__).resolve().parent.parent
LEASH = Path(__file__).with_name("leash.py")
MARK = "TRANSFERPUNT_LAUNCHED_FOR"  # in the environment of every process of a run: its home
TOLD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(eq=False)
class Child:
    """A started process with the output that has no line end yet."""

    name: str
    process: "subprocess.Popen[bytes]"
    output: IO[bytes]
    rest: bytes = b""


@dataclass(frozen=True)
class Said:
    """A child printed a line."""

    child: Child
    line: str


@dataclass(frozen=True)
class Ended:
    """A child ended; code as subprocess gives it (negative: by that signal)."""

    child: Child
    code: int


class Stopped(Exception):  # noqa: N818 - not an error
    """Somebody told this run to stop."""


@dataclass
class Crew:
    """A context: signals are taken in while it is open, and every child is ended when it closes."""

    environ: Mapping[str, str]
    grace: float = 20.0  # seconds a child gets to end in order
    children: list[Child] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._selector = selectors.DefaultSelector()
        self._wake, wake = os.pipe()
        for end in (self._wake, wake):
            os.set_blocking(end, False)
        self._wake_writes = wake
        self._selector.register(self._wake, selectors.EVENT_READ)
        # The handlers do nothing: what counts is the byte that a signal writes to the pipe, read in turn().
        self._handlers = {sign: signal.signal(sign, lambda *_: None) for sign in (*TOLD, signal.SIGCHLD)}
        self._old_wake = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        signal.set_wakeup_fd(self._old_wake)
        for sign, handler in self._handlers.items():
            signal.signal(sign, handler)
        self._selector.close()
        os.close(self._wake)
        os.close(self._wake_writes)

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start a command in the checkout, in a process group of its own."""
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            cwd=CHECKOUT,
            env=dict(self.environ),
            process_group=0,
        )
        child = Child(name, process, cast("IO[bytes]", process.stdout))
        os.set_blocking(child.output.fileno(), False)
        self._selector.register(child.output, selectors.EVENT_READ, child)
        self.children.append(child)
        return child

    def turn(self, seconds: float) -> list[Said | Ended]:
        """What happened, waiting at most so long for something to happen. Raises Stopped."""
        events: list[Said | Ended] = []
        told = False
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                told = bool(set(os.read(self._wake, 1024)) & {int(sign) for sign in TOLD})
            else:
                events += self._listen(key.data)
        for child in [child for child in self.children if _has_ended(child)]:
            events += self._bury(child)
        if told:
            raise Stopped
        return events

    def end(self) -> list[Said | Ended]:
        """End every child: in order, and after the time of grace or a second signal by force. What they said last."""
        for child in self.children:
            os.kill(child.process.pid, signal.SIGTERM)  # not reaped yet, so the number is still its own
        events: list[Said | Ended] = []
        until = time.monotonic() + self.grace
        try:
            while self.children and time.monotonic() < until:
                events += self.turn(0.2)
        except Stopped:
            pass
        for child in self.children:
            _kill_group(child)
        while self.children:
            try:
                events += self.turn(0.2)
            except Stopped:
                continue
        return events

    def _listen(self, child: Child, *, is_last: bool = False) -> list[Said | Ended]:
        said = child.output.read(65536)
        if said:
            *lines, child.rest = (child.rest + said).split(b"\n")
        elif said is None and not is_last:
            return []
        else:  # its end, or a child that ended while somebody outside its group still holds it open
            self._selector.unregister(child.output)
            child.output.close()
            lines, child.rest = [child.rest] if child.rest else [], b""
        return [Said(child, line.decode(errors="replace").rstrip("\r")) for line in lines]

    def _bury(self, child: Child) -> list[Said | Ended]:
        _kill_group(child)  # what it started goes with it, before its number can be given to another
        events: list[Said | Ended] = []
        while not child.output.closed:
            events += self._listen(child, is_last=True)
        self.children.remove(child)
        return [*events, Ended(child, child.process.wait())]


def _has_ended(child: Child) -> bool:
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT  # seen, but not yet reaped: its group cannot be another's
    return os.waitid(os.P_PID, child.process.pid, options) is not None


def _kill_group(child: Child) -> None:
    try:
        os.killpg(child.process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # nobody is left in it
        return


def orphans(home: Path) -> list[int]:
    """Processes that an earlier run for this home left behind when it was killed."""
    mark = f"{MARK}={home}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0") and int(process.name) != os.getpid():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def end_orphans(home: Path, grace: float = 5.0) -> int:
    """End what an earlier run left behind. How many there were."""
    first = orphans(home)
    for sign, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, grace)):
        for pid in orphans(home):
            try:
                os.kill(pid, sign)
            except ProcessLookupError:
                continue
        until = time.monotonic() + seconds
        while orphans(home) and time.monotonic() < until:
            time.sleep(0.05)
    return len(first)
