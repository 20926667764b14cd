"""How the main question grows with nights of history, and with locations."""

from bench.goal import Finding, Side
from bench.goal_06_main_question import answered, question
from bench.setting import Setting
from bench.world import Size

TITLE = "The growth of the main question"
_TURNS = 2


def measure(setting: Setting) -> list[Finding]:
    """Both sizes are asked in turn, twice, so that a slow minute of the machine falls on both."""
    small, large = setting.small, setting.size
    nights = max(2, small.nights // 10)
    few, many = _asked(setting, (small, nights), (small, small.nights))
    tenth, whole = _asked(setting, (small, small.nights), (large, large.nights))
    return [
        Finding(
            f"from {nights} to {small.nights} nights", many, few, many.median / few.median, "at most", 1.2, "at N1/10"
        ),
        Finding(
            f"from {small.locations} to {large.locations} locations",
            whole,
            tenth,
            whole.median / tenth.median,
            "at most",
            1.5,
            "ten times the locations near a postcode are ten times the rows of an answer, 300 at most",
        ),
    ]


def _asked(setting: Setting, *worlds: tuple[Size, int]) -> list[Side]:
    names = [setting.database(size, nights) for size, nights in worlds]
    values: list[list[float]] = [[] for _ in names]
    for turn in range(_TURNS + 1):
        for place, name in enumerate(names):
            with setting.place.asking(name, "app_gp") as connection:
                asked = [question(connection, number) for number in range(setting.questions)]
                side, _null = answered(connection, asked)
                values[place] += side.values if turn else ()
    return [
        Side(f"{size.name}, {nights} nights", "ms", tuple(told))
        for (size, nights), told in zip(worlds, values, strict=True)
    ]
