"""The main question: free places near a postcode, with all of its rules, against a null round trip."""

from collections.abc import Callable

import psycopg
from sqlalchemy import Connection

from bench import world
from bench.goal import Finding, Side, seconds
from bench.setting import Setting
from bench.statement import statement
from sql.call import driver, rows

TITLE = "The main question"


def measure(setting: Setting) -> list[Finding]:
    """One question after another, each followed by the null round trip that it is held against."""
    findings = []
    for size in setting.sizes:
        name = setting.database(size)
        with setting.place.asking(name, "app_gp") as connection:
            asked = [question(connection, number) for number in range(setting.questions)]
            found = [len(ask()) for ask in asked]
            ours, null = answered(connection, asked)
        findings += judged(f"{size.name}, {sum(found) / len(found):.0f} rows an answer", ours, null)
    return findings


def question(connection: Connection, number: int) -> Callable[[], list[dict[str, object]]]:
    """One of the questions, drawn: a postcode, a pathway with or without a group, an age, thirty kilometres."""
    drawn = world.draw(20, number)
    pathway = world.PATHWAYS[drawn % len(world.PATHWAYS)]
    known = world.postcodes()
    return lambda: rows(
        connection,
        "read.free_places",
        as_of=world.AS_OF,
        care_pathway=pathway,
        diagnosis_group="D04" if pathway == "AMB" else None,
        urgency="regulier",
        postcode=known[drawn // 100 % len(known)],
        max_km=30,
        age=20 + drawn // 1000 % 40,
    )


def null_round_trip(connection: Connection) -> Callable[[], object]:
    """The shortest question there is, on the same connection."""
    null = statement("null")
    own: psycopg.Connection[object] = driver(connection)
    return lambda: own.execute(null).fetchall()


def answered(connection: Connection, asked: list[Callable[[], list[dict[str, object]]]]) -> tuple[Side, Side]:
    """(questions, null round trips) in milliseconds, alternated."""
    null = null_round_trip(connection)
    turns = [(1000 * seconds(ask), 1000 * seconds(null)) for ask in asked]
    return (
        Side("read.free_places", "ms", tuple(ours for ours, _ in turns)),
        Side("null round trip", "ms", tuple(other for _, other in turns)),
    )


def judged(what: str, ours: Side, null: Side) -> list[Finding]:
    """The middle and the slow end, each against the middle of the null round trip."""
    return [
        Finding(f"{what}: p50", ours, null, ours.median / null.median, "at most", 15),
        Finding(f"{what}: p95", ours, null, ours.at(0.95) / null.median, "at most", 25),
    ]
