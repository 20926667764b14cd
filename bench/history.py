"""24 months of nights beside 60 nights: python -m bench.history [--tenth]. Prints a table for docs/performance.md.

At N1 it is 63 million rows, made by replication inside the server: some ten gigabytes and half an hour.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from psycopg import sql

from bench import world
from bench.country import totalled
from bench.goal import same, seconds
from bench.goal_06_main_question import answered, question
from bench.load import load
from bench.place import opened
from bench.run import say
from bench.setting import Setting
from bench.statement import statement
from bench.world import N1, TENTH, Size
from sql.call import driver, rows, run_script

WORK = "bench_history"
BLOCKS = 12  # of sixty nights: 24 months
KEPT_MONTHS = 12


def main() -> int:
    """Measures sixty nights, then 24 months, then what retention leaves of them."""
    parser = argparse.ArgumentParser(prog="python -m bench.history", description=__doc__.partition("\n")[0])
    parser.add_argument("--tenth", action="store_true", help="N1/10 instead of N1")
    parser.add_argument("--home", type=Path, help="keep the databases here, and use what is there")
    chosen = parser.parse_args()
    size = TENTH if chosen.tenth else N1
    with opened(chosen.home) as place:
        setting = Setting(place, is_quick=False)
        say(f"| {size.name} | rows of history | months | history | database | next night | main question | trend |")
        say("|---|---|---|---|---|---|---|---|")
        _fresh(setting, size)
        say(_told(setting, size, "60 nights"))
        _fresh(setting, size)
        took = seconds(lambda: _replicate(setting, size))
        say(_told(setting, size, f"24 months (made in {took:.0f} s)"))
        gone: list[object] = []
        took = seconds(lambda: gone.extend(_retain(setting)))
        say(_told(setting, size, f"after {len(gone)} months were dropped in {took:.2f} s", with_night=False))
        place.drop(WORK)
    return 0


def _fresh(setting: Setting, size: Size) -> None:
    setting.place.copy(totalled(setting.place, size), WORK)


def _replicate(setting: Setting, size: Size) -> None:
    """Each block is the sixty nights that are there, sixty days earlier than the block before it."""
    with setting.place.superuser(WORK, autocommit=True) as connection:
        for block in range(1, BLOCKS):
            days = block * size.nights
            for month in _months(days, size.nights):
                rows(connection, "load.ensure_month", parent="capacity_count", day=month)
            for name in ("replicate_deliveries", "replicate_counts"):
                filled = {"days": sql.Literal(days), "block": sql.Literal(block)}
                driver(connection).execute(sql.SQL(statement(name)).format(**filled))
        run_script(connection, statement("after_replication"))
        run_script(connection, statement("settle"))


def _months(days: int, nights: int) -> list[date]:
    found = {(world.LAST_NIGHT - timedelta(days=days + night)).replace(day=1) for night in range(nights)}
    return sorted(found)


def _retain(setting: Setting) -> list[object]:
    """Drops what is older than a year, as `python -m sql tidy` does; what readers see now stays."""
    first = (world.LAST_NIGHT - timedelta(days=30 * KEPT_MONTHS)).replace(day=1)
    with setting.place.superuser(WORK, autocommit=True) as connection:
        before = driver(connection).execute(statement("current_sum")).fetchall()
        gone = rows(connection, "load.drop_months", parent="capacity_count", before=first)
        same(driver(connection).execute(statement("current_sum")).fetchall(), before, "what readers see now")
    return list(gone)


def _told(setting: Setting, size: Size, what: str, *, with_night: bool = True) -> str:
    with setting.place.asking(WORK, "app_gp") as connection:
        asked = [question(connection, number) for number in range(60)]
        for ask in asked:
            ask()
        found, _null = answered(connection, asked)
    with setting.place.asking(WORK, "owner") as connection:
        trend = median(_timed(lambda: rows(connection, "read.wait_trend", as_of=world.AS_OF, region="ZK23")))
        sizes = driver(connection).execute(statement("history_size")).fetchone() or (0, 0, 0, 0)
    night = "-"
    if with_night:
        done = load(setting.place, WORK, setting.next_night(size))
        same(done.outcome, "applied", "the next night")
        night = f"{done.seconds:.1f} s for {done.read} rows"
    count, history, months, database = sizes
    return (
        f"| {what} | {count} | {months} | {history / 2**20:.0f} MiB | {database / 2**20:.0f} MiB | {night} | "
        f"p50 {found.median:.1f} ms, p95 {found.at(0.95):.1f} ms | {1000 * trend:.0f} ms |"
    )


def _timed(ask: Callable[[], object]) -> list[float]:
    ask()
    return [seconds(ask) for _ in range(5)]


if __name__ == "__main__":
    sys.exit(main())
