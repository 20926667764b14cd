"""What is counted of each request, in every web process, and shown as one sum over all of them.

Processes share files in the folder that PROMETHEUS_MULTIPROC_DIR names (dashboard/serving.py makes it); without it, as
in a single process, the numbers are its own. Labels are codes of ours: never an address, an account or a question.
"""

import os
import time
from dataclasses import dataclass

import flask
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from sql import database

EXTENSION = "transferpunt_measures"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
NO_ROUTE = "(none)"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Measures:
    """The counters of one application in this process."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    connections: Gauge


def measure(server: flask.Flask) -> None:
    """Count every request of this server: its route as a template, method, status, duration."""
    registry = CollectorRegistry()
    server.extensions[EXTENSION] = Measures(
        registry,
        Counter("transferpunt_requests", "Requests answered", ["route", "method", "status"], registry=registry),
        Histogram("transferpunt_request_seconds", "Time to answer", ["route"], registry=registry, buckets=_SECONDS),
        Gauge(
            "transferpunt_database_connections",
            "Connections of the web processes by login role: in use, or open and idle",
            ["role", "state"],
            registry=registry,
            multiprocess_mode="livesum",
        ),
    )
    server.before_request(_begin)
    server.after_request(_count)


def exposition(more: Collector) -> bytes:
    """All numbers in the text form of Prometheus: those of every process, and what `more` asks at this moment."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        registry.register(more)
        return generate_latest(registry)
    registry.register(more)
    return generate_latest(_own().registry) + generate_latest(registry)


def _own() -> Measures:
    measures: Measures = flask.current_app.extensions[EXTENSION]
    return measures


def _begin() -> None:
    flask.g.began = time.perf_counter()


def _count(response: flask.Response) -> flask.Response:
    own, rule = _own(), flask.request.url_rule
    route = NO_ROUTE if rule is None else rule.rule
    # A method that nobody knows is one word: whoever asks must not be able to make new labels.
    method = flask.request.method if flask.request.method in {"GET", "HEAD", "POST"} else "other"
    own.requests.labels(route, method, str(response.status_code)).inc()
    own.seconds.labels(route).observe(time.perf_counter() - flask.g.began)
    for role, in_use, idle in database.pools():
        own.connections.labels(role, "in use").set(in_use)
        own.connections.labels(role, "idle").set(idle)
    return response
