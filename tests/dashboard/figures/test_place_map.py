"""The map of locations, as a plain dict, and that it says nothing that the list does not say."""

import pytest

from dashboard.components.place_map import place_overview, spot
from dashboard.components.places_list import FIRST_ROWS, places_list, shown_rows
from dashboard.figures.drawn import Drawn
from dashboard.figures.place_map import Spot, apart, frame, place_map
from dashboard.filters import Filters
from dashboard.vocabulary import Vocabulary
from tests.dashboard.rows import NOW, Row, place
from tests.dashboard.seen import links, of_kind, text

UTRECHT, AMSTERDAM = (52.09, 5.12), (52.37, 4.90)


def at(place_: tuple[float, float], number: int, status_code: str = "free") -> Spot:
    return Spot(*place_, status_code, f"vestiging {number}", f"/vestiging/{number}")


def elements(drawn: Drawn | str) -> list[Drawn]:
    if isinstance(drawn, str):
        return []
    return [drawn, *(inner for child in drawn["children"] for inner in elements(child))]


def spots_of(drawn: Drawn) -> list[Drawn]:
    return [one for one in elements(drawn) if one["tag"] == "a"]


def test_a_location_is_a_link_with_a_shape_and_a_name() -> None:
    drawn = place_map([at(UTRECHT, 1), at(AMSTERDAM, 2, "stop")], title="Kaart", here=UTRECHT)
    found = {one["attributes"]["href"]: one for one in spots_of(drawn)}
    assert {one["attributes"]["aria-label"] for one in found.values()} == {"vestiging 1", "vestiging 2"}
    assert "rect" in {one["tag"] for one in elements(found["/vestiging/2"])}, "a bar, not a colour alone"
    assert drawn["attributes"]["role"] == "group"


def test_those_that_share_a_point_are_drawn_apart() -> None:
    spots = [at(UTRECHT, number) for number in range(4)] + [at(AMSTERDAM, 4)]
    drawn = apart(spots, 2.0)
    near = [(one, other) for one in drawn for other in drawn if one < other]
    assert min(((x - a) ** 2 + (y - b) ** 2) ** 0.5 for (x, y), (a, b) in near) >= 1.99


def test_the_frame_holds_every_spot_and_is_never_too_near() -> None:
    left, top, side = frame([UTRECHT, AMSTERDAM])
    for x, y in apart([at(UTRECHT, 1), at(AMSTERDAM, 2)], 1.0):
        assert left < x < left + side
        assert top < y < top + side
    assert frame([UTRECHT])[2] > 20


def rows() -> list[Row]:
    first = [place(offer_id=number, location_id=number) for number in range(1, FIRST_ROWS + 3)]
    again = place(offer_id=50, location_id=1, tier=3, status_code="full", free_count=0, expected_count=0)
    lost = place(
        offer_id=51, location_id=40, tier=6, status_code="unknown", unknown_code="stale", latitude=None, longitude=None
    )
    return [*first, again, lost]


@pytest.mark.parametrize("shows_all", [False, True])
def test_the_list_says_everything_the_map_says(known: Vocabulary, shows_all: bool) -> None:  # noqa: FBT001
    filters = Filters(care_pathway="AMB", shows_all=shows_all, shows_map=True)
    listed = places_list(rows(), known, filters, NOW)
    overview = place_overview(shown_rows(rows(), filters), filters, NOW, None)
    drawing = of_kind(overview, "Drawing")[0]  # the others are the legend's
    spots = spots_of(drawing.drawn)
    in_list = {to for one in of_kind(listed, "Article") for to in links(one).values() if to.startswith("/vestiging/")}
    articles = {
        next(to for to in links(one).values() if to.startswith("/vestiging/")): text(one)
        for one in reversed(of_kind(listed, "Article"))
    }
    assert {one["attributes"]["href"] for one in spots} == in_list - {"/vestiging/40"}
    for one in spots:
        said = articles[one["attributes"]["href"]]
        for words in one["attributes"]["aria-label"].split("; "):
            assert words in said or "nog 1 aanbod" in words, (words, said)
    assert "1 vestiging zonder bekende postcode staat niet op de kaart." in text(overview)


def test_a_location_is_told_once_with_its_first_offer() -> None:
    both = [place(), place(offer_id=2, tier=5, status_code="full")]
    told = spot(both, NOW)
    assert told.status_code == "free"
    assert told.label.endswith("nog 1 aanbod; 4 km")
