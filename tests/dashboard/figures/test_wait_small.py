"""The small pictures of the regions: one scale for all, and no line over a gap or a break."""

from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.figures.drawn import Drawn
from dashboard.figures.wait_small import HEIGHT, WIDTH, by_region, pieces, scale, wait_small

Row = dict[str, Any]


def row(region: str, month: int, weeks: float, **overrides: object) -> Row:
    told: Row = {
        "region_code": region, "period_from": date(2026, month, 1), "segment_number": 1, "break_codes": [],
        "mean_weeks": Decimal(str(weeks)), "norm_weeks": Decimal(14),
    }  # fmt: skip
    return told | overrides


def of_class(drawn: Drawn, name: str) -> list[Drawn]:
    inside = [one for one in drawn["children"] if isinstance(one, dict)]
    return [one for one in inside if name in str(one["attributes"].get("className", "")).split()]


ROWS = [row("ZK02", 3, 30), row("ZK23", 2, 5), row("ZK23", 1, 4), row("ZK02", 1, 10)]


def test_all_regions_stand_on_one_scale() -> None:
    lines = by_region(ROWS)
    assert [one["period_from"].month for one in lines["ZK23"]] == [1, 2]
    of_all = scale(lines)
    assert of_all == (date(2026, 1, 1), date(2026, 3, 1), 30)
    marks = {code: of_class(wait_small(line, of_all, title=code), "wait-mark")[0] for code, line in lines.items()}
    assert marks["ZK02"]["attributes"]["cy"] < marks["ZK23"]["attributes"]["cy"], "longer stands higher"
    assert "is-over" in marks["ZK02"]["attributes"]["className"]
    assert "is-over" not in marks["ZK23"]["attributes"]["className"]


def test_the_norm_counts_in_the_scale_and_none_is_drawn_where_there_is_none() -> None:
    line = [row("ZK23", 1, 3)]
    assert scale({"ZK23": line})[2] == 14
    bare = [row("ZK23", 1, 3, norm_weeks=None)]
    assert of_class(wait_small(bare, scale({"ZK23": bare}), title=""), "norm-line") == []


def test_no_line_runs_over_a_month_that_was_not_told_or_over_a_break() -> None:
    gap = [row("ZK23", 1, 4), row("ZK23", 2, 5), row("ZK23", 4, 6)]
    assert [len(piece) for piece in pieces(gap)] == [2, 1]
    cut = [row("ZK23", 1, 4), row("ZK23", 2, 5, segment_number=2, break_codes=["double_stream_2026"])]
    assert [len(piece) for piece in pieces(cut)] == [1, 1]
    drawn = wait_small(cut, scale({"ZK23": cut}), title="Utrecht")
    assert (len(of_class(drawn, "break")), len(of_class(drawn, "wait-line"))) == (1, 0)
    asked = [one | {"segment_number": 1} for one in cut]
    drawn = wait_small(asked, scale({"ZK23": asked}), title="Utrecht")
    assert (len(of_class(drawn, "break")), len(of_class(drawn, "wait-line"))) == (1, 1), "crossed as asked, and told"


def test_it_lies_inside_the_picture_and_has_a_name() -> None:
    lines = by_region(ROWS)
    for code, line in lines.items():
        drawn = wait_small(line, scale(lines), title=f"over {code}")
        assert drawn["attributes"]["aria-label"] == f"over {code}"
        (mark,) = of_class(drawn, "wait-mark")
        assert 0 <= mark["attributes"]["cx"] <= WIDTH
        assert 0 <= mark["attributes"]["cy"] <= HEIGHT
