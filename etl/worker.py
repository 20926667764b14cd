"""The worker: loads what waits, fetches what is due, does the day's work once a day, and sleeps in between.

What the web takes in wakes it at once, and is loaded beside a round that is under way; for everything else it looks
every few seconds. Several workers can share a database: what one takes up the others leave.
"""

import asyncio
import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from etl import agenda, alarms, invitations, jobs, maintenance, pipeline, reminders, trial, upkeep
from etl.errors import EtlError
from etl.transports import drop_folder, received, tried
from sql import call, database, disk
from sql.errors import DatabaseError
from sql.listen import told

_LOOK_EVERY = 5.0  # seconds
_UPKEEP_EVERY = 60.0  # seconds
_SETTLED = 2.0  # seconds since a file last changed: before that it may still be arriving
_AWAY = (DBAPIError, DatabaseError, psycopg.OperationalError)
_log = structlog.get_logger("etl.worker")


def work(home: Path) -> None:
    """Run until SIGTERM or SIGINT. A database that is away is waited for; a bad file never stops the others."""
    reminders.Post.from_env(os.environ)  # a wrong setting is told now, not at night
    alarms.demand_settings(os.environ)
    upkeep.demand_settings(os.environ)
    asyncio.run(_work(home))


async def _work(home: Path) -> None:
    stop, wake, told_of = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def ask_to_stop() -> None:
        stop.set()
        wake.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ask_to_stop)
    _log.info("started", home=str(home))
    async with asyncio.TaskGroup() as group:
        others = [
            group.create_task(one)
            for one in (jobs.serve(), _listen(told_of), _take_in(home, told_of, wake), _keep_up(), _try_out(home))
        ]
        await _rounds(home, stop, wake)
        for task in others:
            task.cancel()
    _log.info("stopped")


async def _rounds(home: Path, stop: asyncio.Event, wake: asyncio.Event) -> None:
    done_on: date | None = None
    watched_at: datetime | None = None
    while not stop.is_set():
        wake.clear()  # in one step with the look at `stop`, so no notice in between is lost
        try:
            await asyncio.to_thread(round_, home)
            done_on = await asyncio.to_thread(maintenance.daily, home, done_on, datetime.now(UTC))
            await asyncio.to_thread(reminders.remind, datetime.now(UTC), os.environ)
            await asyncio.to_thread(invitations.invite, datetime.now(UTC), os.environ)
            await asyncio.to_thread(agenda.freeze, datetime.now(UTC))
            if await asyncio.to_thread(maintenance.total_waits, datetime.now(UTC)):
                wake.set()  # one month a round, so that what comes in goes first
            watched_at = await asyncio.to_thread(alarms.watch, home, watched_at, datetime.now(UTC), os.environ)
        except _AWAY as error:
            _log.warning("database away", error=type(error).__name__)
            database.dispose()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), _LOOK_EVERY)


async def _take_in(home: Path, told_of: asyncio.Event, wake: asyncio.Event) -> None:
    """Beside the rounds, for somebody waits for what is small, and a round can hold a load of minutes."""
    while True:
        await told_of.wait()
        told_of.clear()
        try:
            await asyncio.to_thread(take_in, home)
        except _AWAY as error:
            _log.warning("not taken in", error=type(error).__name__)
        wake.set()  # for what is large


async def _keep_up() -> None:
    """Beside the rounds, for a backup takes minutes."""
    while True:
        try:
            await asyncio.to_thread(upkeep.nightly, datetime.now(UTC), os.environ)
        except _AWAY as error:
            _log.warning("no upkeep", error=type(error).__name__)
        await asyncio.sleep(_UPKEEP_EVERY)


async def _try_out(home: Path) -> None:
    """Beside the rounds, for a source that is tried may take minutes to answer."""
    while True:
        try:
            while disk.has_room(home, os.environ) and await asyncio.to_thread(
                trial.try_next, at=datetime.now(UTC), environ=os.environ
            ):
                pass
        except _AWAY as error:
            _log.warning("nothing tried", error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY)


async def _listen(wake: asyncio.Event) -> None:
    """Tell when the web took something in. A notice that is missed costs seconds, no delivery."""
    while True:
        try:
            async for _ in told("etl_writer", "received"):
                wake.set()
        except _AWAY as error:
            _log.warning("not listening", error=type(error).__name__)
        await asyncio.sleep(_LOOK_EVERY)


def round_(home: Path) -> None:
    """Answer dry runs; load every delivery received or released, what the web took in, and every settled file.

    Nothing, while the disk of the home has less free than its reserve: all of it waits where it is.
    """
    if not disk.has_room(home, os.environ):
        _log.warning("no room", free_bytes=disk.free(home))
        return
    take_in(home)
    for row in call.select("load.waiting_deliveries", role="etl_writer"):
        _attempt(partial(pipeline.resume, row["delivery_id"], at=datetime.now(UTC)), row["source_code"])
    for row in call.select("load.released_deliveries", role="etl_writer"):
        _attempt(partial(pipeline.load_released, row["delivery_id"], at=datetime.now(UTC)), row["source_code"])
    for receipt in received.waiting():
        _attempt(partial(received.load, receipt, at=datetime.now(UTC)), receipt.source)
    with _own_turn(home) as is_ours:
        for file in drop_folder.waiting(home) if is_ours else []:
            if time.time() - file.path.stat().st_mtime > _SETTLED:
                _attempt(partial(drop_folder.load, file, at=datetime.now(UTC)), file.source)


def take_in(home: Path) -> None:
    """Answer dry runs, and load what the web took in that is small: somebody waits for both."""
    if not disk.has_room(home, os.environ):
        return
    for asked in tried.waiting(datetime.now(UTC)):
        _attempt(partial(tried.answer, asked, at=datetime.now(UTC)), asked.source)
    for receipt in received.waiting():
        if receipt.is_small:
            _attempt(partial(received.load, receipt, at=datetime.now(UTC)), receipt.source)


@contextlib.contextmanager
def _own_turn(home: Path) -> Iterator[bool]:
    """Whether the drop folders are ours for now: of several workers with one home only one looks at them at a time."""
    folder = home / "drop"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _attempt(load: Callable[[], object], source: str) -> None:
    """One that cannot be loaded must not stop the others."""
    try:
        load()
    except EtlError as error:
        _log.error("not loaded", source=source, error=str(error))
