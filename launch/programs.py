"""The programs of the Procfile: kept running, and started again when one dies."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from launch.crew import Crew, Ended, Said

WANTED = ("web", "worker")
RESTARTS, RESTARTS_SECONDS = 5, 60.0  # more often than this is no accident
FIRST_WAIT = 0.5  # seconds before the first restart, doubled for each one after it
READY_SECONDS = 120.0


@dataclass
class Program:
    """A line of the Procfile, and when it died."""

    name: str
    command: str
    deaths: list[float] = field(default_factory=list)
    start_at: float | None = 0.0  # monotonic; None while it runs


class GaveUp(Exception):  # noqa: N818 - reads as what the user is told
    """A program does not stay up."""


def read_procfile(path: Path) -> dict[str, str]:
    """Name -> command line, as in any Procfile: `web: gunicorn ...`."""
    lines = [line.partition(":") for line in path.read_text().splitlines() if ":" in line and line[0] not in "# "]
    return {name.strip(): command.strip() for name, _, command in lines}


@dataclass
class Running:
    """The programs of one run. say: takes the lines that they print, and what becomes of them."""

    crew: Crew
    programs: list[Program]
    say: Callable[[str], None]

    def start(self, *names: str) -> None:
        """Start what is due, of these programs or of all."""
        for program in self.programs:
            is_due = program.start_at is not None and time.monotonic() >= program.start_at
            if is_due and (not names or program.name in names):
                # A shell reads the line, as wherever a Procfile is used, and gives way to the command.
                self.crew.start(program.name, ["/bin/sh", "-c", f"exec {program.command}"])
                program.start_at = None

    def take(self, event: Said | Ended) -> None:
        """Pass on a line; plan the next start of what died. Raises GaveUp."""
        name = event.child.name
        if isinstance(event, Said):
            self.say(f"{name:<7}| {event.line}")
        else:
            remark = _after_death(next(one for one in self.programs if one.name == name), event.code)
            self.say(f"{name:<7}| {remark}")

    def keep(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> NoReturn:
        """Run all of them until Stopped is raised; call when_ready once. Raises GaveUp with a sentence."""
        began, ready = time.monotonic(), False
        while True:
            self.start()
            if not ready and is_ready():
                ready = True
                when_ready()
            for event in self.crew.turn(0.2 if not ready else 1.0):
                self.take(event)
            if not ready and time.monotonic() - began > READY_SECONDS:
                raise GaveUp(f"The pages did not answer within {READY_SECONDS:.0f} seconds; the lines above tell more.")


def _after_death(program: Program, code: int) -> str:
    """Plan the next start, and say so. Raises GaveUp."""
    now = time.monotonic()
    program.deaths = [*(death for death in program.deaths if now - death < RESTARTS_SECONDS), now]
    ended = f"ended by signal {-code}" if code < 0 else f"ended with code {code}"
    if len(program.deaths) > RESTARTS:
        raise GaveUp(
            f"{program.name} {ended}, for the {len(program.deaths)}th time within {RESTARTS_SECONDS:.0f} seconds; "
            f"the lines above tell why. Its command: {program.command}"
        )
    wait = FIRST_WAIT * 2 ** (len(program.deaths) - 1)
    program.start_at = now + wait
    return f"{ended}; it is started again in {wait:g} s"
