"""Finds the goals, one file each, and measures those that are asked for."""

import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

import bench
from bench.goal import Finding, NotMeasuredError
from bench.place import EMPTY, Place
from bench.setting import Setting

RESULTS = Path(__file__).with_name("results.json")
_PREFIX = "goal_"
_PACKAGES = ("dash", "flask", "gunicorn", "polars", "psycopg", "sqlalchemy")

Result = dict[str, Any]


def goals() -> dict[int, str]:
    """Number -> module, of every file goal_NN_name.py."""
    names = sorted(name for _, name, _ in pkgutil.iter_modules(bench.__path__) if name.startswith(_PREFIX))
    return {int(name.removeprefix(_PREFIX).split("_")[0]): f"bench.{name}" for name in names}


def measure(number: int, setting: Setting, say: Callable[[str], None]) -> Result:
    """What one goal came to, with where and when."""
    module = importlib.import_module(goals()[number])
    say(f"\n{number}. {module.TITLE}")
    load, began = os.getloadavg()[0], time.monotonic()
    findings: list[Finding] = []
    try:
        findings = module.measure(setting)
    except NotMeasuredError as why:
        say(f"   not measured: {why}")
    for finding in findings:
        say(f"   {line(finding)}")
    say(f"   took {time.monotonic() - began:.0f} s")
    return {
        "title": module.TITLE,
        "measured_on": time.strftime("%Y-%m-%d", time.gmtime()),
        "seconds": round(time.monotonic() - began),
        "load_before": round(load, 1),
        "versions": versions(setting.place),
        "findings": [finding.as_dict() for finding in findings],
    }


def line(finding: Finding) -> str:
    """A finding for a terminal."""
    ours, other = finding.ours, finding.other
    against = f" against {other.name} {other.median:.4g} {other.unit}" if other else ""
    limit = "" if finding.limit is None else f", goal {finding.aim} {finding.limit:g}"
    return (
        f"{finding.verdict:<7} {finding.what}: {ours.name} {ours.median:.4g} {ours.unit} "
        f"({ours.spread[0]:.4g}-{ours.spread[1]:.4g}){against}: {finding.ratio:.3g}{limit}"
    )


def versions(place: Place) -> dict[str, str]:
    """What was measured: the machine's kind, the interpreter, the server, the packages that matter."""
    with psycopg.connect(place.address(EMPTY)) as connection:
        server = connection.info.parameter_status("server_version") or "?"
    packages = {name: version(name) for name in _PACKAGES}
    machine = f"{platform.machine()}, {os.cpu_count()} cores"
    return {"machine": machine, "python": platform.python_version(), "postgresql": server, **packages}


def read_results() -> dict[str, Result]:
    """What was measured before, goal by goal."""
    found: dict[str, Result] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return found


def keep_results(results: dict[str, Result]) -> None:
    """Writes them down, in the order of the goals."""
    ordered = dict(sorted(results.items(), key=lambda item: int(item[0])))
    RESULTS.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n")


def say(text: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
