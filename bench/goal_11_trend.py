"""The trend of 24 months of one region: from the totals that stand ready, and from the raw figures."""

from functools import partial

from bench import world
from bench.goal import Finding, Side, alternate, same
from bench.setting import Setting
from bench.statement import statement
from bench.web import total_months
from bench.world import TENTH
from sql.call import rows, run_script

TITLE = "The trend of 24 months"
READY, RAW = "bench_trend_ready", "bench_trend_raw"


def measure(setting: Setting) -> list[Finding]:
    """The same question of two databases that differ only in whether the totals were made."""
    place, source = setting.place, setting.database(TENTH, 6)
    for name in (READY, RAW):
        place.copy(source, name)
    total_months(setting, READY)
    with place.superuser(READY, autocommit=True) as connection:
        run_script(connection, statement("settle"))
    with setting.asking(READY, "owner") as ready, setting.asking(RAW, "owner") as raw:
        asked = {"as_of": world.AS_OF, "region": "ZK23", "diagnosis_group": "D04"}
        quick = partial(rows, ready, "read.wait_trend", **asked)
        slow = partial(rows, raw, "read.wait_trend", **asked)
        months = len(same(quick(), slow(), "the trend"))
        told, worked_out = alternate([quick, slow], setting.rounds)
    for name in (READY, RAW):
        place.drop(name)
    ours, other = Side("totals", "s", told), Side("raw figures", "s", worked_out)
    what = f"N1/10, {months} months, one region and group"
    return [Finding(what, ours, other, other.median / ours.median, "at least", 25)]
