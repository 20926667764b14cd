"""POST /gebeld: what a caller tells is stored once, by who may, and leads back to the same view."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories as make

VIEW = "klacht=somber&postcode=3511"


@pytest.fixture
def offer(database: Any) -> int:
    with database.engine().begin() as connection:
        location = make.location(connection)
        number = make.offer(connection, location_id=location)
        make.count(connection, number)
        make.publish(connection)
    return number


@pytest.fixture
def stored(database: Any) -> Callable[[], list[tuple[Any, ...]]]:
    def read() -> list[tuple[Any, ...]]:
        with database.engine().begin() as connection:
            found = connection.exec_driver_sql(
                "select offer_id, urgency_code, is_as_shown, role_code from core.call_outcome order by 1"
            )
            return [tuple(row) for row in found]

    return read


def told(offer: int, outcome: str = "klopte-niet") -> str:
    return f"/gebeld?aanbod={offer}&urgentie=regulier&uitkomst={outcome}&naar={VIEW.replace('&', '%26')}"


def test_a_tap_is_stored_once_and_leads_back(gp: Any, offer: int, stored: Callable[[], Any], clock: Any) -> None:
    for _tap in range(2):
        answer = gp.submit(told(offer), {})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/vrije-plekken?{VIEW}&gemeld={offer}"
    assert stored() == [(offer, "regulier", False, "gp")]
    clock.forward(minutes=5)
    gp.submit(told(offer), {})
    assert len(stored()) == 2, "a later call is another one"
    said = repr(gp.page("/vrije-plekken", f"?{VIEW}&gemeld={offer}").get_json())
    assert "Genoteerd, dank u." in said
    assert "laatst gebeld" in said


@pytest.mark.parametrize("role", ["provider", "operator", "auditor", "insurer"])
def test_who_may_not_say_so_is_refused(browser: Any, offer: int, stored: Callable[[], Any], role: str) -> None:
    assert browser().sign_in(role).submit(told(offer), {}).status_code == 403
    assert stored() == []


def test_without_the_token_or_with_nonsense_nothing_is_stored(gp: Any, offer: int, stored: Callable[[], Any]) -> None:
    assert gp.submit(told(offer), {"csrf": "x"}).status_code == 403
    assert gp.submit(told(offer, "misschien"), {}).status_code == 400
    assert gp.submit("/gebeld?aanbod=een&uitkomst=klopte", {}).status_code == 400
    assert gp.submit(told(offer + 1000), {}).status_code == 403
    assert gp.get(told(offer)).status_code in {404, 405}
    assert stored() == []


def test_the_view_it_leads_back_to_is_always_ours(gp: Any, offer: int) -> None:
    elsewhere = f"/gebeld?aanbod={offer}&urgentie=regulier&uitkomst=klopte&naar=//elders.example"
    assert gp.submit(elsewhere, {}).headers["Location"].startswith("/vrije-plekken?")
