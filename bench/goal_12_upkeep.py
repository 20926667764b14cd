"""Keeping the current state for a night, against refreshing a materialised view of the history."""

from bench.goal import Finding, Side, alternate, same
from bench.setting import Setting
from bench.statement import statement
from sql.call import driver, run_script

TITLE = "Upkeep of the current state"
WORK = "bench_upkeep"
_TURNS = 3  # the view of the whole country takes a quarter of a minute each time


def measure(setting: Setting) -> list[Finding]:
    """The upsert that a load does, for every current row, and REFRESH of a view with the same rows."""
    findings = []
    for size in setting.sizes:
        setting.place.copy(setting.database(size), WORK)
        with setting.place.superuser(WORK, autocommit=True) as connection:
            own = driver(connection)
            run_script(connection, statement("newest_view"))
            compared = [own.execute(statement(name)).fetchall() for name in ("current_sum", "newest_sum")]
            same(compared[0], compared[1], "the current table and the view of the newest counts")
            ours, view = alternate(
                [
                    lambda: run_script(connection, statement("keep_current")),
                    lambda: run_script(connection, statement("refresh")),
                ],
                min(_TURNS, setting.rounds),
            )
        setting.place.drop(WORK)
        kept, refreshed = Side("upsert of every row", "s", ours), Side("REFRESH MATERIALIZED VIEW", "s", view)
        findings.append(
            Finding(
                f"{size.name}, {size.nights} nights",
                kept,
                refreshed,
                refreshed.median / kept.median,
                "at least",
                8,
                "all foreign keys checked on neither side",
            )
        )
    return findings
