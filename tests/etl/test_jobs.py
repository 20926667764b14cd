"""The queue, with real worker processes on a real database: what is due, who runs it, what a dead worker leaves."""

import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import SSLSocket
from typing import Any, TypeVar

import pytest
from procrastinate import App
from sqlalchemy import text

from etl import jobs, schedule, worker
from etl.errors import FetchError
from etl.transports import pull
from sql import credentials
from sql.call import act, select
from sql.errors import SettingsError
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.etl.capacity_place import document, place
from tests.etl.transports.web_peer import Answer, Peer, reply, running
from tests.faults.reliability import survives

pytestmark = pytest.mark.usefixtures("own_event_loop")
SOURCE = "capacity_json"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PAYLOAD = document(place())
Found = TypeVar("Found")
Eventually = Callable[..., Any]


def connect(peer: Peer, **more: Any) -> None:
    told = {"url": peer.url("/p.json", "127.0.0.1"), "ca_file": peer.ca_file, "is_private_allowed": True}
    act("act.save_transport", role="app_session", at=AT, source=SOURCE, way="https", **(told | more))


def one(database: Database, statement: str) -> Any:
    with database.engine().begin() as connection:
        found = connection.execute(text(statement))
        return found.scalar_one() if found.returns_rows else found.rowcount


@contextlib.contextmanager
def working(database: Database, count: int = 1) -> Iterator[list["subprocess.Popen[str]"]]:
    """Worker processes; those that still run at the end are stopped, and must end in order."""
    command = [sys.executable, "-m", "etl", "worker"]
    started = [subprocess.Popen(command, env=database.env, stderr=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        yield started
    finally:
        for process in started:
            was_running = process.poll() is None
            process.terminate()
            _, said = process.communicate(timeout=30)
            was_up = was_running and "event=started" in said  # before that a signal ends it as any other program
            assert not was_up or process.returncode == 0, said


def queue(database: Database) -> int:
    return int(one(database, "select count(*) from queue.procrastinate_jobs"))


def applied(database: Database) -> bool:
    return bool(one(database, "select count(*) from raw.delivery where state_code = 'applied'"))


def with_app(task: Callable[[App], Awaitable[Found]]) -> Found:
    async def run() -> Found:
        app = await asyncio.to_thread(jobs._app)
        async with app.open_async():
            return await task(app)

    return asyncio.run(run())


def holding(release: threading.Event) -> Answer:
    """Answers only when it is let go."""

    def answer(connection: SSLSocket, head: str) -> None:
        assert release.wait(60)
        reply(PAYLOAD)(connection, head)

    return answer


@survives(
    "no worker ran for nights on end",
    "the first look afterwards fetches what is due, once and not once a night, whichever worker looks",
    "counts of before, late on /regio; the new ones minutes after a worker runs",
)
def test_a_missed_night_is_caught_up_by_itself(database: Database, tmp_path: Path, eventually: Eventually) -> None:
    with running({"/p.json": reply(PAYLOAD)}, tmp_path) as peer:
        connect(peer)
        one(database, "update ops.source_transport set fetched_at = '2026-01-01 02:31+01'")
        with working(database, 2):
            eventually(lambda: applied(database) and queue(database) == 0, 60)
            eventually(lambda: one(database, "select count(*) from queue.procrastinate_workers") == 2, 60)
    assert peer.paths() == ["/p.json"], "two workers, one run"
    (state,) = jobs.states()
    assert (state.attempt_count, state.is_queued) == (0, False)
    assert schedule.next_due(state) > datetime(2026, 1, 2, tzinfo=UTC)


@survives(
    "a worker is killed while it holds a job and its lock",
    "after half a minute without a sign of life another worker does the job again; the delivery is there once",
    "figures half a minute later",
)
def test_a_job_of_a_killed_worker_is_run_by_another(database: Database, tmp_path: Path, eventually: Eventually) -> None:
    release = threading.Event()
    with running({"/p.json": holding(release)}, tmp_path) as peer:
        connect(peer)
        with working(database) as (doomed,):
            eventually(lambda: peer.asked, 60)
            doomed.send_signal(signal.SIGKILL)
            doomed.wait(20)
        assert one(database, "select status::text from queue.procrastinate_jobs") == "doing", "its lock holds"
        one(database, "update queue.procrastinate_workers set last_heartbeat = last_heartbeat - interval '31 seconds'")
        release.set()
        with working(database):
            eventually(lambda: applied(database) and queue(database) == 0, 60)
    assert peer.paths() == ["/p.json"] * 2
    assert one(database, "select count(*) from raw.delivery") == 1


def test_a_rescued_job_gives_way_to_one_that_waits(database: Database, tmp_path: Path) -> None:
    def rescue_beside_another(app: App) -> Awaitable[tuple[list[str], list[str]]]:
        async def steps() -> tuple[list[str], list[str]]:
            first = await jobs.look(app, AT)
            assert await app.job_manager.fetch_job(["feeds"], await app.job_manager.register_worker())
            await asyncio.to_thread(
                one, database, "update queue.procrastinate_workers set last_heartbeat = '2020-01-01'"
            )
            key = f"source:{SOURCE}"
            await app.configure_task("run_feed", lock=key, queueing_lock=key).defer_async(source=SOURCE)
            return first, await jobs.rescue(app)

        return steps()

    with running({}, tmp_path) as peer:
        connect(peer)
        assert with_app(rescue_beside_another) == ([SOURCE], [SOURCE])
    states = one(database, "select string_agg(status::text, ' ' order by id) from queue.procrastinate_jobs")
    assert states == "failed todo"


def test_a_source_is_queued_once_whoever_looks(database: Database, tmp_path: Path) -> None:
    async def twice(app: App) -> list[list[str]]:
        return list(await asyncio.gather(jobs.look(app, AT), jobs.look(app, AT), jobs.look(app, AT)))

    with running({}, tmp_path) as peer:
        connect(peer)
        assert sorted(with_app(twice)) == [[], [], [SOURCE]]
    assert one(database, "select args from queue.procrastinate_jobs") == {"source": SOURCE}


FAILURES = [
    ("503 Service Unavailable", "fetch_not_now", AT + 5 * MINUTE),
    ("404 Not Found", "fetch_refused", AT + DAY),
]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("status", "code", "again_at"), FAILURES)
def test_what_can_pass_is_tried_again_soon_and_what_cannot_is_not(
    tmp_path: Path, status: str, code: str, again_at: datetime
) -> None:
    with running({"/p.json": reply(b"", status)}, tmp_path) as peer:
        connect(peer)
        with pytest.raises(FetchError, match=code):
            pull.attempt(SOURCE, at=AT, environ={})
        assert schedule.due(jobs.states(), again_at - timedelta(seconds=1)) == []
        assert schedule.due(jobs.states(), again_at) == [SOURCE]
        (row,) = [row for row in select("load.status", role="etl_writer", as_of=AT) if row["source_code"] == SOURCE]
        assert (row["failure_code"], row["has_credential"], row["job_status"]) == (code, False, None)
        peer.answers["/p.json"] = reply(PAYLOAD)
        pull.attempt(SOURCE, at=again_at, environ={})
    (state,) = jobs.states()
    assert (state.attempt_count, state.succeeded_at, state.is_permanent) == (0, again_at, False)


def test_a_credential_that_cannot_be_opened_is_no_reason_to_ask_again(database: Database, tmp_path: Path) -> None:
    with running({}, tmp_path) as peer:
        connect(peer, credential_encrypted=credentials.encrypt("words", database.env))
        other = {"TRANSFERPUNT_HOME": str(tmp_path)}
        with pytest.raises(SettingsError, match="another key"):
            pull.attempt(SOURCE, at=AT, environ=other)
        assert schedule.due(jobs.states(), AT + DAY - MINUTE) == []
        connect(peer)
        assert schedule.due(jobs.states(), AT) == [SOURCE], "somebody changed something"


@pytest.mark.usefixtures("database")
def test_what_the_web_takes_in_wakes_the_worker() -> None:
    async def heard() -> bool:
        wake = asyncio.Event()
        listening = asyncio.create_task(worker._listen(wake))
        await asyncio.wait_for(wake.wait(), 20)  # it listens now
        wake.clear()
        receipt = {"source": SOURCE, "idempotency_key": "k", "file_name": "push.json", "payload": PAYLOAD, "at": AT}
        await asyncio.to_thread(act, "act.receive_delivery", role="app_session", **receipt)
        heard = await asyncio.wait_for(wake.wait(), 20)
        listening.cancel()
        return heard

    assert asyncio.run(heard())


def test_two_workers_take_up_what_waits_once(database: Database, eventually: Eventually) -> None:
    with working(database, 2):
        receipt = {"source": SOURCE, "idempotency_key": "k", "file_name": "push.json", "payload": PAYLOAD, "at": AT}
        act("act.receive_delivery", role="app_session", **receipt)
        eventually(lambda: applied(database), 60)
    assert one(database, "select count(*) from raw.delivery where state_code = 'applied'") == 1
