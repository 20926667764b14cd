"""Stops a load at a named step, in a process of its own that is killed there as a machine would kill it.

Nothing of this is in the product, so nothing of it can be switched on there: a step is a call of the database, a commit
or the move of a file, and all of these are patched from here. The processes come from one that has imported the product
already and does nothing else (multiprocessing's fork server), so that a step costs tenths of a second.
"""

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg

from etl import worker
from sql import call, database

Deed = Callable[[Mapping[str, str], datetime], object]
_KILLED = -signal.SIGKILL
_PATIENCE = 60.0  # seconds


def round_(environ: Mapping[str, str], at: datetime) -> None:
    """One round of the worker, at a moment of the test's choice; what was dropped has settled."""
    moment = mock.Mock(now=lambda _zone: at)
    with mock.patch.object(worker, "datetime", moment), mock.patch.object(worker, "_SETTLED", float("-inf")):
        worker.round_(Path(environ["TRANSFERPUNT_HOME"]))


def recorded(deed: Deed, environ: Mapping[str, str], at: datetime) -> list[str]:
    """The names of the steps that a deed takes from the first that writes, in order."""
    code, said = _run(deed, environ, at, None)
    assert code == 0, said
    first = said.index("load.receive")
    return said[first:]


def killed_before(step: str, deed: Deed, environ: Mapping[str, str], at: datetime) -> None:
    """Run a deed until the step of this name begins; there its process is killed."""
    code, said = _run(deed, environ, at, step)
    assert code == _KILLED, f"it did not come to {step}: {said}"


@contextlib.contextmanager
def watched(reached: Callable[[str], object]) -> Iterator[None]:
    """reached(name) before each step; one that comes again is numbered: `commit 2`."""
    seen: dict[str, int] = {}

    def noted(name: str) -> None:
        seen[name] = seen.get(name, 0) + 1
        reached(name if seen[name] == 1 else f"{name} {seen[name]}")

    def before(name: Callable[..., str], real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **more: Any) -> Any:
            noted(name(*arguments))
            return real(*arguments, **more)

        return step

    with (
        mock.patch.object(call, "rows", before(lambda _connection, name: str(name), call.rows)),
        mock.patch.object(call, "copy_csv", before(lambda _connection, table, *_: f"copy {table}", call.copy_csv)),
        mock.patch.object(
            psycopg.Connection, "commit", before(lambda _connection: "commit", psycopg.Connection.commit)
        ),
        mock.patch.object(Path, "replace", before(lambda *_: "move", Path.replace)),
    ):
        yield
        noted("end")


def _run(deed: Deed, environ: Mapping[str, str], at: datetime, step: str | None) -> tuple[int | None, list[str]]:
    """(exit code, steps that were begun)."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["etl.worker", __name__])
    ours, theirs = forks.Pipe(duplex=False)
    process = forks.Process(target=_child, args=(deed, dict(environ), at, step, theirs))
    process.start()
    theirs.close()
    said: list[str] = []
    with contextlib.suppress(EOFError):
        while True:
            assert ours.poll(_PATIENCE), f"nothing after {said[-1:]}"
            said.append(ours.recv())
    process.join(_PATIENCE)
    ours.close()
    code = process.exitcode
    process.close()
    return code, said


def _child(deed: Deed, environ: dict[str, str], at: datetime, step: str | None, told: Pipe) -> None:
    os.environ.clear()
    os.environ.update(environ)

    def reached(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)
        told.send(name)

    with watched(reached):
        deed(environ, at)
    database.dispose()
