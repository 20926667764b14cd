"""The worker: loads what waits, does the day's work once a day, then sleeps until the next look is due."""

import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import FrameType

import psycopg
import structlog
from sqlalchemy.exc import DBAPIError

from etl import maintenance, pipeline
from etl.errors import EtlError
from etl.transports import drop_folder, received
from sql import call, database
from sql.errors import DatabaseError

_LOOK_EVERY = 5.0  # seconds
_SETTLED = 2.0  # seconds since a file last changed: before that it may still be arriving
_log = structlog.get_logger("etl.worker")


def work(home: Path) -> None:
    """Run until SIGTERM or SIGINT. A database that is away is waited for; a bad file never stops the others."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    _log.info("started", home=str(home))
    done_on: date | None = None
    while not stop.is_set():
        try:
            round_(home)
            done_on = maintenance.daily(home, done_on, datetime.now(UTC))
        except (DBAPIError, DatabaseError, psycopg.OperationalError) as error:
            _log.warning("database away", error=type(error).__name__)
            database.dispose()
        stop.wait(_LOOK_EVERY)
    _log.info("stopped")


def round_(home: Path) -> None:
    """Load every delivery received or released, what the web took in, and every dropped file that has settled."""
    for row in call.select("load.waiting_deliveries", role="etl_writer"):
        _attempt(partial(pipeline.resume, row["delivery_id"], at=datetime.now(UTC)), row["source_code"])
    for row in call.select("load.released_deliveries", role="etl_writer"):
        _attempt(partial(pipeline.load_released, row["delivery_id"], at=datetime.now(UTC)), row["source_code"])
    for receipt in received.waiting():
        _attempt(partial(received.load, receipt, at=datetime.now(UTC)), receipt.source)
    for file in drop_folder.waiting(home):
        if time.time() - file.path.stat().st_mtime > _SETTLED:
            _attempt(partial(drop_folder.load, file, at=datetime.now(UTC)), file.source)


def _attempt(load: Callable[[], object], source: str) -> None:
    """One that cannot be loaded must not stop the others."""
    try:
        load()
    except EtlError as error:
        _log.error("not loaded", source=source, error=str(error))
