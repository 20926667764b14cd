"""What a start does before the programs run: a list of commands of this product, in order."""

import re
import shutil
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from launch.crew import Crew, Ended, Said
from launch.progress import Progress

TAIL = 20  # lines of a failed command that are shown


@dataclass(frozen=True)
class Step:
    """A command (`python -m ...`) and what it is called. {home} and {yesterday} are filled in.

    is_needed(home) may say that there is nothing for it to do: to start a program for that takes a second or two.
    """

    title: str
    arguments: tuple[str, ...]
    is_needed: Callable[[Path], bool] = lambda _home: True


def is_delivery_waiting(home: Path) -> bool:
    """Whether there is a file in a drop folder, be it one that its sender has not finished."""
    return any(path.is_file() and not path.name.startswith(".") for path in (home / "drop").glob("*/*"))


MIGRATE = Step("Bring the database to this release, with its reference lists", ("sql", "migrate"))
SERVE = (MIGRATE,)
DEMO = (
    # First, because it writes reference lists too: those that an operator would bring.
    Step(
        "Write the sample world, up to yesterday", ("data.world", "demo", "--home", "{home}", "--until", "{yesterday}")
    ),
    MIGRATE,
    # With the totals of waits, so that the first page that is opened need not wait for them.
    Step(
        "Load each delivery through the pipeline", ("etl", "load-drop", "--progress", "--totals"), is_delivery_waiting
    ),
)

_COUNTED = re.compile(r"(?P<done>\d+)/(?P<total>\d+)(?:\s|$)")


class StepFailed(Exception):  # noqa: N818 - reads as what the user is told
    """A step of the start went wrong."""


def put_samples(samples: Path, home: Path) -> None:
    """Put the committed sample of each feed into the drop folder of the source named as the feed, once.

    Not the monthly waits: the demonstration's senders tell that month too, and no month stands under two sources.
    Nor the inhabitants: a few made-up municipalities would take the place of the whole country's.
    """
    forms = (path for path in samples.glob("*.*") if path.suffix in {".csv", ".xlsx"})
    for sample in sorted(path for path in forms if path.stem not in {"waiting_times_csv", "population"}):
        folder = home / "drop" / sample.stem
        if any(folder.rglob(sample.name)):
            continue  # it waits there, or was loaded and moved on
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{sample.name}"  # hidden until it is whole
        shutil.copyfile(sample, draft)
        draft.replace(folder / sample.name)


def run(
    step: Step, crew: Crew, progress: Progress, home: Path, yesterday: date, *, others: Callable[[Said | Ended], None]
) -> None:
    """Run one step. Lines that begin with `3/12` move the bar; others takes what is not the step's own.

    Raises StepFailed with the command's last lines.
    """
    progress.begin(step.title)
    if not step.is_needed(home):
        return progress.finish("nothing new")
    arguments = [argument.format(home=home, yesterday=yesterday) for argument in step.arguments]
    child = crew.start(arguments[0], [sys.executable, "-m", *arguments])
    last: deque[str] = deque(maxlen=TAIL)
    while True:
        for event in crew.turn(5.0):
            if event.child is not child:
                others(event)
            elif isinstance(event, Said):
                last.append(event.line)
                if counted := _COUNTED.match(event.line):
                    progress.count(int(counted["done"]), int(counted["total"]))
            else:
                if event.code == 0:
                    return progress.finish()
                progress.fail()
                said = "\n".join(f"    {line}" for line in last)
                raise StepFailed(f"`python -m {' '.join(arguments)}` ended with code {event.code}:\n{said}")
