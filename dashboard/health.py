"""For programs that watch: does it answer, can it work, and what are its numbers.

/healthz and /readyz say one word to anybody. The reasons, and /metrics, are for this machine and for who has the token.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import flask
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from dashboard import measures, sessions
from dashboard.access import FOR_MACHINES, PUBLIC, requires
from dashboard.failure import DataUnavailableError
from dashboard.queries import health
from dashboard.settings import is_loopback
from dashboard.viewer import now
from sql import database, disk, logic, replica

HEALTHZ, READYZ, METRICS = "healthz", "readyz", "metrics"
ENDPOINTS = frozenset({HEALTHZ, READYZ, METRICS})
# How old the last success of each kind of upkeep may be before somebody must look.
LATE = {
    "backup": timedelta(hours=36),
    "log": timedelta(hours=1),
    "tidy": timedelta(hours=36),
    "audit": timedelta(hours=36),
}


def add_routes(server: flask.Flask) -> None:
    """The three routes."""
    server.add_url_rule("/healthz", view_func=_healthz, endpoint=HEALTHZ)
    server.add_url_rule("/readyz", view_func=_readyz, endpoint=READYZ)
    server.add_url_rule("/metrics", view_func=_metrics, endpoint=METRICS)


def is_a_machine_of_ours() -> bool:
    """Whether a program on this machine asks, past the proxy, or one that sends the token.

    What the proxy passes on comes from this machine too; it bears the host name of the product, and says for whom.
    """
    request, settings = flask.request, sessions.settings()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if settings.metrics_token and scheme.lower() == "bearer":
        return secrets.compare_digest(given.encode(), settings.metrics_token.encode())
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    is_here = is_loopback(request.remote_addr) and is_loopback(urlsplit(f"//{request.host}").hostname)
    return is_here and not is_passed_on


def problems(at: datetime) -> list[str]:
    """Why this process must not be sent readers now: database, schema, disk. Empty when it can work."""
    found = [] if has_room() else ["disk"]
    try:
        return found if health.logic_of_database(at) == _own_logic() else [*found, "schema"]
    except DataUnavailableError:
        return [*found, "database"]


def late_upkeep(at: datetime) -> list[str]:
    """The kinds of upkeep that failed, or ended well too long ago. One that never ran is not set up, and not late."""
    return sorted(
        row["upkeep_code"]
        for row in health.upkeep(at)
        if not row["is_well"] or row["well_age"] is None or row["well_age"] > LATE[row["upkeep_code"]]
    )


def has_room() -> bool:
    """Whether the disk of the home has more free than its reserve."""
    free, reserve = room()
    return free >= reserve


def room() -> tuple[int, int]:
    """Bytes free on the disk of the home, and its reserve."""
    settings = sessions.settings()
    return disk.free(settings.home), settings.disk_reserve


@requires(PUBLIC)
def _healthz() -> str:
    """The process answers; it says nothing of the database."""
    return "ok"


@requires(PUBLIC)
def _readyz() -> flask.Response:
    """Whether it can work. Why not, and what upkeep is late, is said to machines of ours only."""
    wrong = problems(now())
    said: dict[str, object] = {"ready": not wrong}
    if is_a_machine_of_ours():
        said |= {
            "problems": wrong,
            "late_upkeep": [] if "database" in wrong or "schema" in wrong else late_upkeep(now()),
        }
    return flask.make_response(flask.jsonify(said), 503 if wrong else 200)


@requires(FOR_MACHINES)
def _metrics() -> flask.Response:
    response = flask.make_response(measures.exposition(_Asked()))
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return response


class _Asked(Collector):
    """What is asked at the moment of scraping; the library wants an object."""

    def collect(self) -> Iterator[Metric]:
        """The numbers; without the database only that it is away, and the disk."""
        settings, at = sessions.settings(), now()
        free = disk.free(settings.home)
        yield GaugeMetricFamily("transferpunt_disk_free_bytes", "Free on the disk of the home", free)
        yield GaugeMetricFamily("transferpunt_disk_reserve_bytes", "Below this it is not ready", settings.disk_reserve)
        position = replica.position("app_operator", database.Settings.from_env(os.environ))
        if position is not None:
            yield GaugeMetricFamily(
                "transferpunt_replica_lag_seconds", "How far the replica is behind", position.lag.total_seconds()
            )
        try:
            asked = [*_of_database(at)]
        except DataUnavailableError:
            asked = []
        yield GaugeMetricFamily("transferpunt_database_up", "Whether the database answers", 1 if asked else 0)
        yield from asked


def _of_database(at: datetime) -> Iterator[Metric]:
    is_current = health.logic_of_database(at) == _own_logic()
    yield GaugeMetricFamily("transferpunt_schema_is_current", "The database is at this release", int(is_current))
    if is_current:
        yield from _of_sources(at)
        yield from _of_upkeep(at)


def _of_sources(at: datetime) -> Iterator[Metric]:
    deliveries = GaugeMetricFamily("transferpunt_deliveries", "Deliveries by state", labels=["source", "state"])
    ages = GaugeMetricFamily("transferpunt_source_age_seconds", "Since the last applied delivery", labels=["source"])
    late = GaugeMetricFamily("transferpunt_source_is_late", "Later than its rhythm and grace", labels=["source"])
    waiting = [at]
    for row in health.sources(at):
        for state, many in sorted(row["counts"].items()):
            deliveries.add_metric([row["source_code"], state], many)
        if row["applied_at"] is not None:
            ages.add_metric([row["source_code"]], (at - row["applied_at"]).total_seconds())
        late.add_metric([row["source_code"]], int(row["is_late"]))
        waiting.append(row["waiting_since"] or at)
    age = (at - min(waiting)).total_seconds()
    yield from (deliveries, ages, late)
    yield GaugeMetricFamily("transferpunt_queue_age_seconds", "How long the oldest delivery waits to be loaded", age)


def _of_upkeep(at: datetime) -> Iterator[Metric]:
    well = GaugeMetricFamily("transferpunt_upkeep_is_well", "Whether it last ended well", labels=["upkeep"])
    ages = GaugeMetricFamily("transferpunt_upkeep_age_seconds", "Since it last ended well", labels=["upkeep"])
    for row in health.upkeep(at):
        well.add_metric([row["upkeep_code"]], int(row["is_well"]))
        if row["well_age"] is not None:
            ages.add_metric([row["upkeep_code"]], row["well_age"].total_seconds())
    yield from (well, ages)
    events = health.audit_event_count(at)
    yield GaugeMetricFamily("transferpunt_audit_events", "Rows of the audit trail", events)


@cache
def _own_logic() -> str:
    return logic.fingerprint()
