"""The trend of 24 months of one region: from the totals that stand ready, and from the raw figures."""

from functools import partial

from bench import world
from bench.country import totalled
from bench.goal import Finding, Side, alternate, same
from bench.setting import Setting
from sql.call import rows

TITLE = "The trend of 24 months"


def measure(setting: Setting) -> list[Finding]:
    """The same question of two databases that differ only in whether the totals were made."""
    place, size = setting.place, setting.small
    with_totals, without = totalled(place, size), setting.database(size)
    with place.asking(with_totals, "owner") as ready, place.asking(without, "owner") as raw:
        asked = {"as_of": world.AS_OF, "region": "ZK23", "diagnosis_group": "D04"}
        quick = partial(rows, ready, "read.wait_trend", **asked)
        slow = partial(rows, raw, "read.wait_trend", **asked)
        months = len(same(quick(), slow(), "the trend"))
        told, worked_out = alternate([quick, slow], setting.rounds)
    ours, other = Side("totals", "s", told), Side("raw figures", "s", worked_out)
    what = f"{size.name}, {months} months, one region and group"
    return [Finding(what, ours, other, other.median / ours.median, "at least", 25)]
