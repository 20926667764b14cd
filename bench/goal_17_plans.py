"""What each question of sql/read reads at N1, against a file under git: a plan that degrades reads more."""

import csv
from pathlib import Path

from psycopg import sql

from bench import fill, reading, world
from bench.country import total_months
from bench.goal import Finding, Side
from bench.reading import Reading
from bench.setting import Setting
from bench.statement import statement
from bench.world import N1
from sql.call import driver, rows, run_script, value

TITLE = "What each question reads"
WORK = "bench_plans"
MONTHS = 2  # of waits
KEPT = Path(__file__).with_name("plans_n1.csv")
_COLUMNS = ("question", "returned", "read", "history_scans", "reason")
# Rows read for each row of the answer, beside what an answer costs whatever its length. What reads more, or scans
# history, has a reason in the file.
WIDEST, FIXED = 200, 20_000
_MARGIN, _FEW = 1.5, 500


def measure(setting: Setting) -> list[Finding]:
    """At N1 against what is kept, to which new questions are added; a quick run only sees whether it runs."""
    setting.place.copy(setting.database(setting.size), WORK)
    _shorten(setting)
    total_months(setting.place, WORK)
    with setting.place.superuser(WORK, autocommit=True) as connection:
        run_script(connection, statement("settle"))
    found = _readings(setting)
    setting.place.drop(WORK)
    known = found
    if setting.size == N1:
        known = {**found, **kept()}
        _keep({name: known[name] for name in found})
    size = f"{setting.size.name}, {MONTHS} months of waits"
    before = {name: one.read for name, one in known.items()}
    worse = [
        f"{name} ({before[name]} to {one.read} rows)"
        for name, one in found.items()
        if one.read > _MARGIN * before[name] + _FEW
    ]
    scanning = {name for name, one in found.items() if one.history_scans}
    reasoned, beside = set(reasons()), f"beside those that have a reason in bench/{KEPT.name}"
    return [
        _none(f"{size}: questions that read half as much again as is kept", worse, f"of {len(found)}"),
        _none(f"{size}: questions that scan history", sorted(scanning - reasoned), beside),
        _none(
            f"{size}: questions that read more than {FIXED} rows and {WIDEST} for each row they answer",
            sorted(wide(found) - reasoned),
            beside,
        ),
    ]


def wide(found: dict[str, Reading]) -> set[str]:
    """The questions that read much for what they answer."""
    return {name for name, one in found.items() if one.read > FIXED + WIDEST * one.returned}


def kept() -> dict[str, Reading]:
    """What each question read at N1 when it was written down."""
    return {
        row["question"]: Reading(int(row["returned"]), int(row["read"]), int(row["history_scans"])) for row in _rows()
    }


def reasons() -> dict[str, str]:
    """Why a question reads much for what it answers, or scans history; written by hand."""
    return {row["question"]: row["reason"] for row in _rows() if row["reason"]}


def _rows() -> list[dict[str, str]]:
    with KEPT.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _shorten(setting: Setting) -> None:
    """Leaves the last months of waits: making the totals of all 24 of the whole country takes minutes."""
    before = fill.months(setting.size)[-MONTHS]
    with setting.place.superuser(WORK, autocommit=True) as connection:
        rows(connection, "load.drop_months", parent="waiting_time", before=before)
        driver(connection).execute(sql.SQL(statement("forget_versions")).format(before=sql.Literal(before)))


def _keep(found: dict[str, Reading]) -> None:
    why = reasons()
    told = [(name, one.returned, one.read, one.history_scans, why.get(name, "")) for name, one in sorted(found.items())]
    with KEPT.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([_COLUMNS, *told])


def _readings(setting: Setting) -> dict[str, Reading]:
    with setting.place.engine(WORK).connect() as connection:
        connection.begin()
        people = {"operator": {}, "provider": {"agb": ["30000007"]}}
        askers = {
            role: value(
                connection, "act.save_account", role=role, login=role, display_name=role, scopes=scopes, at=world.AS_OF
            )
            for role, scopes in people.items()
        }
        asked = reading.questions(connection, askers)
        found = {name: reading.reading(connection, name, **arguments) for name, arguments in asked.items()}
        connection.rollback()
    return found


def _none(what: str, names: list[str], note: str) -> Finding:
    told = f"{note}: {', '.join(names)}" if names else note
    return Finding(what, Side("found", "questions", (float(len(names)),)), None, len(names), "at most", 0, told)
