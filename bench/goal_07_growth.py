"""How the main question grows with nights of history, and with locations."""

from bench.goal import Finding, Side
from bench.goal_06_main_question import answered, question
from bench.setting import Setting
from bench.world import N1, TENTH, Size

TITLE = "The growth of the main question"
_QUESTIONS = 60


def measure(setting: Setting) -> list[Finding]:
    """Both sizes are asked in turn, twice, so that a slow minute of the machine falls on both."""
    small, large = (TENTH, TENTH) if setting.is_quick else (TENTH, N1)
    few, many = _asked(setting, (small, small.nights // 10), (small, small.nights))
    tenth, whole = _asked(setting, (small, small.nights), (large, large.nights))
    return [
        Finding("from 6 to 60 nights", many, few, many.median / few.median, "at most", 1.2, "at N1/10"),
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
    for turn in range(3):
        for place, name in enumerate(names):
            with setting.asking(name, "app_gp") as connection:
                side, _null = answered(connection, [question(connection, number) for number in range(_QUESTIONS)])
                values[place] += side.values if turn else ()
    return [
        Side(f"{size.name}, {nights} nights", "ms", tuple(told))
        for (size, nights), told in zip(worlds, values, strict=True)
    ]
