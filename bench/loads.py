"""The loads that goals 1 to 4 judge, measured once: fresh, the same again, a tenth changed, with their floors."""

from dataclasses import dataclass
from functools import cache

from psycopg import sql

from bench import world
from bench.goal import same, seconds
from bench.load import Load, load
from bench.place import EMPTY
from bench.setting import Setting
from bench.statement import statement
from sql.call import driver

WORK, FLOOR = "bench_load", "bench_floor"


@dataclass(frozen=True)
class Round:
    """Seconds of both floors, and the three loads of one round."""

    floor: float
    keyed: float
    fresh: Load
    again: Load
    changed: Load


@cache
def measured(setting: Setting, rows: int, rounds: int) -> tuple[Round, ...]:
    """So many rounds with deliveries of so many rows; every count is what the generator says it must be."""
    setting.place.copy(EMPTY, FLOOR)
    told = tuple(_round(setting, rows) for _ in range(rounds))
    for name in (WORK, FLOOR):
        setting.place.drop(name)
    return told


def _round(setting: Setting, rows: int) -> Round:
    place = setting.place
    first, second = setting.delivery(rows), setting.delivery(rows, changed=10)
    floor, keyed = _floor(setting, rows, "floor_plain"), _floor(setting, rows, "floor_keyed")
    place.copy(EMPTY, WORK)
    bad = rows // world.BAD
    fresh, again, changed = load(place, WORK, first), load(place, WORK, first), load(place, WORK, second)
    same((fresh.outcome, fresh.read, fresh.accepted, fresh.refused), ("applied", rows, rows - bad, bad), "fresh")
    same((again.outcome, again.accepted), ("duplicate", 0), "the same file again")
    same((changed.outcome, changed.accepted), ("applied", rows - bad), "a tenth changed")
    with place.superuser(WORK) as connection:
        counts = driver(connection).execute(statement("loaded_counts")).fetchone()
    same(counts, (rows - bad, 2 * (rows - bad), bad), "current, history, refused rows of the first delivery")
    return Round(floor, keyed, fresh, again, changed)


def _floor(setting: Setting, rows: int, table: str) -> float:
    """Seconds of the server's own COPY of the file; bad rows are text as good as any to it."""
    path = str(setting.delivery(rows))
    with setting.place.superuser(FLOOR, autocommit=True) as connection:
        own = driver(connection)
        own.execute(statement(table))
        copy = sql.SQL(statement("copy_file")).format(table=sql.Identifier(table), path=sql.Literal(path))
        took = seconds(lambda: own.execute(copy))
        found = own.execute(sql.SQL(statement("count_rows")).format(table=sql.Identifier(table))).fetchone()
    same(found, (rows,), table)
    return took
