"""The queue of fetches: who waits, who runs, what a dead worker left. The only file that knows procrastinate.

What is due comes from etl/schedule.py and so from the database's state; the queue's own periodic jobs, which are
dropped when they are late, and its own retries are not used. A job names a source and holds nothing else.
"""

import asyncio
import logging
import os
from datetime import UTC, datetime

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import DeleteJobCondition, Status
from sqlalchemy.exc import DBAPIError

from etl import schedule
from etl.transports import pull
from sql import call, database, disk
from sql.errors import DatabaseError

_ROLE, _QUEUE, _TASK = "etl_writer", "feeds", "run_feed"
_LOOK_EVERY = 60.0  # seconds
_HEARTBEAT, _DEAD_AFTER = 10.0, 30.0  # seconds
_SIDE_BY_SIDE = 2  # fetches of different sources at once, per worker
_FAILED_KEPT = 24 * 30  # hours
_log = structlog.get_logger("etl.jobs")


def states() -> list[schedule.State]:
    """What the schedule decides from, of every source that is fetched."""
    return [
        schedule.State(
            source=row["source_code"],
            expected_every=row["expected_every"],
            due_time=row["due_time"],
            succeeded_at=row["succeeded_at"],
            attempted_at=row["attempted_at"],
            attempt_count=row["attempt_count"],
            is_permanent=row["is_failure_permanent"],
            is_queued=row["is_queued"],
            asked_at=row["asked_at"],
        )
        for row in call.select("load.schedule", role=_ROLE)
    ]


def run_feed(source: str) -> None:
    """The job: fetch one source and load what is new. What fails stands in the database, and the schedule decides."""
    try:
        outcomes = pull.attempt(source, at=datetime.now(UTC), environ=os.environ)
    except Exception as error:
        _log.error("not fetched", source=source, error=type(error).__name__)
        raise
    _log.info("fetched", source=source, outcomes=",".join(one.outcome for one in outcomes) or "nothing new")


async def serve() -> None:
    """Queue what is due, rescue what a dead worker left, and run jobs, until cancelled; then end the running ones.

    A database that is away is waited for.
    """
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # its tracebacks could quote what was fetched
    while True:
        try:
            app = await asyncio.to_thread(_app)
            async with app.open_async(), asyncio.TaskGroup() as group:
                group.create_task(_keep_looking(app))
                group.create_task(_work(app))
        except* (ConnectorException, DBAPIError, DatabaseError, psycopg.OperationalError) as errors:
            _log.warning("queue away", error=type(errors.exceptions[0]).__name__)
        await asyncio.sleep(_LOOK_EVERY / 12)


async def look(app: App, now: datetime) -> list[str]:
    """Queue every source that is due at this moment, and give back which; one that another worker queued is left."""
    queued = []
    for source in schedule.due(await asyncio.to_thread(states), now):
        key = f"source:{source}"
        try:
            await app.configure_task(_TASK, lock=key, queueing_lock=key).defer_async(source=source)
        except AlreadyEnqueued:
            continue
        queued.append(source)
    return queued


async def rescue(app: App) -> list[str]:
    """Queue again what a worker was doing that gave no sign of life for half a minute; which sources those are.

    Until then the lock of such a job holds back every later one of its source.
    """
    rescued = []
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER):
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # the next one of this source waits already: it does the work
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                raise
            continue  # another worker was first
        rescued.append(str(job.task_kwargs["source"]))
    return rescued


def _app() -> App:
    """The queue of this database, closed. Reaching it once wakes the embedded server, if that is the one."""
    states()
    connector = PsycopgConnector(
        conninfo=database.conninfo(_ROLE),
        min_size=1,
        max_size=_SIDE_BY_SIDE + 4,
        timeout=10,
        kwargs={
            "options": "-c search_path=queue -c lock_timeout=10s -c statement_timeout=30s",
            "application_name": "transferpunt queue",
            "connect_timeout": 5,
        },
    )
    app = App(connector=connector)
    app.task(name=_TASK, queue=_QUEUE)(run_feed)
    return app


async def _keep_looking(app: App) -> None:
    while True:
        for source in await rescue(app):
            _log.warning("rescued", source=source)
        if disk.has_room(database.Settings.from_env(os.environ).home, os.environ):
            await look(app, datetime.now(UTC))
        await app.job_manager.delete_old_jobs(nb_hours=_FAILED_KEPT, include_failed=True, include_aborted=True)
        await asyncio.sleep(_LOOK_EVERY)


async def _work(app: App) -> None:
    await app.run_worker_async(
        queues=[_QUEUE],
        concurrency=_SIDE_BY_SIDE,
        install_signal_handlers=False,
        delete_jobs=DeleteJobCondition.SUCCESSFUL,
        update_heartbeat_interval=_HEARTBEAT,
        stalled_worker_timeout=_DEAD_AFTER,
    )
