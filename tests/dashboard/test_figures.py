"""Pictures, as plain dicts."""

from itertools import combinations
from typing import Any

import pytest

from dashboard.figures.drawn import Drawn
from dashboard.figures.geography import geography
from dashboard.figures.matrix import lines, totals
from dashboard.figures.region_map import region_map, shade, shade_starts
from dashboard.figures.status_shape import STATUS_CODES, status_shape


def elements(drawn: Drawn | str) -> list[Drawn]:
    """A drawing and all elements in it."""
    if isinstance(drawn, str):
        return []
    return [drawn, *(inner for child in drawn["children"] for inner in elements(child))]


def counted(urgency: str = "regulier", group: str | None = None, pathway: str = "AMB", **counts: int) -> dict[str, Any]:
    """A row of read.region_matrix, with one offer and nothing free unless said."""
    columns = ("free_count", "expected_count", "full_offer_count", "unknown_offer_count", "stop_offer_count")
    keys = {"care_pathway_code": pathway, "diagnosis_group_code": group, "urgency_code": urgency, "offer_count": 1}
    return {**keys, **dict.fromkeys((*columns, "free_count_yesterday", "free_count_last_week"), 0), **counts}


def region(code: str, free: int) -> dict[str, Any]:
    """A row of read.region_places."""
    return {"region_code": code, "region_name": f"Regio {code}", "free_count": free}


def drawn_map(rows: list[dict[str, Any]], chosen: str | None = None) -> Drawn:
    """The map with links and labels that are easy to recognise."""
    return region_map(
        rows,
        title="Kaart",
        label=lambda row: f"{row['region_name']}: {row['free_count']}",
        link=lambda code: f"/regio?regio={code}",
        chosen=chosen,
    )


def test_each_state_has_a_shape_of_its_own() -> None:
    shapes = [status_shape(code) for code in STATUS_CODES]
    assert all(one != other for one, other in combinations(shapes, 2))
    assert all(shape["attributes"]["aria-hidden"] == "true" for shape in shapes), "a word says it"
    colours = {
        part["attributes"].get(name) for shape in shapes for part in elements(shape) for name in ("fill", "stroke")
    }
    assert colours == {"currentColor", "none", None}


def test_every_region_is_a_link_with_a_name() -> None:
    rows = [region(code, number) for number, code in enumerate(geography().regions)]
    links = [part for part in elements(drawn_map(rows)) if part["tag"] == "a"]
    assert len(links) == 31
    assert {link["attributes"]["href"] for link in links} == {f"/regio?regio={row['region_code']}" for row in rows}
    assert {link["attributes"]["aria-label"] for link in links} == {
        f"{row['region_name']}: {row['free_count']}" for row in rows
    }


def test_the_chosen_region_lies_on_top_and_keeps_its_number() -> None:
    rows = [region(code, 100) for code in geography().regions]
    chosen = rows[0]
    drawing = drawn_map([{**chosen, "free_count": 7}, *rows[1:]], chosen=chosen["region_code"])
    links = [part for part in elements(drawing) if part["tag"] == "a"]
    assert "is-chosen" in links[-1]["attributes"]["className"]
    assert sum("is-chosen" in link["attributes"]["className"] for link in links) == 1
    numbers = [part["children"] for part in elements(drawing) if part["tag"] == "text"]
    assert ["7"] in numbers


def test_numbers_on_the_map_do_not_touch() -> None:
    rows = [region(code, 100 + number) for number, code in enumerate(geography().regions)]
    texts = [part["attributes"] for part in elements(drawn_map(rows)) if part["tag"] == "text"]
    assert 10 < len(texts) < 31, "three digits do not fit everywhere"
    for one, other in combinations(texts, 2):
        assert abs(one["x"] - other["x"]) > 20 or abs(one["y"] - other["y"]) > 12


@pytest.mark.parametrize(
    ("counts", "starts"),
    [
        ([], [0]),
        ([0, 0], [0]),
        ([0, 5], [0, 1, 5]),
        ([1, 2, 3, 4, 5, 6], [0, 1, 3, 5]),
        ([0, 1, 1, 1], [0, 1]),
        ([10, 200, 3000], [0, 1, 200, 3000]),
    ],
)
def test_shades_split_the_regions_that_have_places(counts: list[int], starts: list[int]) -> None:
    assert shade_starts(counts) == starts
    assert shade(0, starts) == 0
    assert all(shade(count, starts) > 0 for count in counts if count)


def test_the_matrix_has_a_cell_for_every_urgency() -> None:
    rows = [counted(pathway="IHT", free_count=2), counted("spoed", pathway="HIC", full_offer_count=1)]
    first, second = lines(rows, ["regulier", "spoed"])
    assert (first.care_pathway_code, second.care_pathway_code) == ("IHT", "HIC")
    assert first.cells[0] is not None
    assert first.cells[0]["free_count"] == 2
    assert first.cells[1] is None, "nobody offers it"
    assert second.cells[0] is None


def test_a_pathway_with_groups_has_a_line_with_the_sums_before_theirs() -> None:
    rows = [
        counted(group="D04", free_count=2, free_count_yesterday=1),
        counted("spoed", group="D04", expected_count=3),
        counted(group="D05", free_count=1, unknown_offer_count=1),
    ]
    found = lines(rows, ["regulier", "spoed"])
    assert [line.diagnosis_group_code for line in found] == [None, "D04", "D05"]
    regular, urgent = found[0].cells
    assert regular is not None
    assert urgent is not None
    assert (regular["free_count"], regular["free_count_yesterday"], regular["unknown_offer_count"]) == (3, 1, 1)
    assert urgent["expected_count"] == 3


def test_totals_add_up_and_take_nothing_told_for_none() -> None:
    rows = [counted(free_count=2), {**counted(free_count=1), "free_count_yesterday": None}]
    assert totals(rows)["free_count"] == 3
    assert totals(rows)["free_count_yesterday"] == 0
    assert totals([])["offer_count"] == 0
