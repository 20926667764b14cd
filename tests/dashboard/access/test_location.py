"""The page of a location and the origin of its figures, for each role on a real database, in both languages."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from dashboard.sign_in import demo
from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

ROLES = ["gp", "mediator", "insurer", "provider", "clinician", "coordinator", "operator"]
EXACT = {"gp", "mediator", "coordinator", "operator"}
CLASS = {"provider", "clinician"}
OWN, OTHER = "09000002", "09000003"


@pytest.fixture
def signed_in(browser: Callable[[], Any], clock: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    clock.at = AS_OF
    scopes = {"region": ["ZK23"], "agb": [OWN], "concern": ["cz"]}
    monkeypatch.setattr(demo, "ROLES", [(role, role) for role in ROLES])
    monkeypatch.setattr(demo, "_SCOPES", dict.fromkeys(ROLES, scopes))
    return lambda role: browser().sign_in(role)


@pytest.fixture
def connection(database: Any) -> Iterator[Connection]:
    with database.engine().connect() as opened:
        opened.begin()
        yield opened


def filled(connection: Connection, agb: str) -> dict[str, int]:
    """A location with a code: 419 places free out of 8191, a criterion, stops for cz and for vgz, and two waits."""
    location = make.location(
        connection, name="Kanariehuis", consult_phone="0000-000002", consult_hours="ma-vr 08:30-17:00"
    )
    code = {"system_code": "agb", "value": agb, "valid_from": date(2020, 1, 1)}
    make.insert(connection, "core.location_identifier", location_id=location, **code)
    delivery = make.delivery(connection, file_name="kanarie.csv", refused_count=0)
    cells = b"zorgpad,vrij,totaal,gereserveerd,geteld_op\nAMB,419,8191,77,2026-11-18\n"
    make.insert(connection, "raw.delivery_chunk", delivery_id=delivery, chunk_number=0, payload=cells)
    offer = make.offer(connection, location_id=location, delivery_id=delivery)
    make.count(connection, offer, free_count=419, total_count=8191, reserved_count=77, delivery_id=delivery)
    make.past_count(connection, offer, free_count=419, delivery_id=delivery, counted_at=AS_OF - timedelta(hours=1))
    make.exclusion(connection, offer, reason="geen achterwacht", delivery_id=delivery)
    for line, concern in enumerate(("cz", "vgz"), start=3):
        make.closure(connection, location, concern_code=concern, line=line, until_on=date(2027, 1, 31))
    rows(connection, "load.ensure_month", parent="waiting_time", day=date(2026, 10, 1))
    told = {
        "circuit_code": "adults",
        "diagnosis_group_code": "D04",
        "segment_code": "s-ggz",
        "setting_code": "ambulant",
    }
    states = {"intake_state": "value", "treatment_state": "value", "method_code": "current"}
    source_location = make.source_location(connection, location)
    for number, day in enumerate((date(2026, 10, 1), date(2026, 10, 15))):
        weeks = {"intake_weeks": 7 + number, "treatment_weeks": 3, "waiting_intake_count": 613}
        known = {"delivery_id": make.delivery(connection, source_code="wachtbron"), "line": 5, "reference_on": day}
        make.insert(
            connection, "core.waiting_time", source_location_id=source_location, **told, **states, **weeks, **known
        )
    make.publish(connection)
    connection.commit()
    return {"location": location, "offer": offer, "delivery": delivery}


def said(answer: Any) -> str:
    assert answer.status_code == 200, answer.text[:300]
    return json.dumps(answer.get_json(), ensure_ascii=False)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_its_own_detail(
    signed_in: Callable[[str], Any],
    connection: Connection,
    role: str,
) -> None:
    made = filled(connection, OTHER)
    one = signed_in(role)
    path = f"/vestiging/{made['location']}"
    assert one.get(path).status_code == 200
    got = said(one.page(path))
    assert "Kanariehuis" in got
    assert "0000-000002" in got
    assert "nu niet open" in got
    assert "Wachttijden in de tijd" in got
    assert "8 weken" in got
    for never in ("8191", "613", "ging iets mis"):
        assert never not in got
    assert ("419" in got) is (role in EXACT)
    assert ("ruim (3 of meer)" in got) is (role in CLASS)
    assert ("plek vrij" in got) is (role != "insurer")
    assert ("geen achterwacht" in got) is (role != "insurer")
    assert ("nieuwe aanmeldingen van CZ" in got or "van CZ" in got) is (role in {*EXACT, "insurer"})
    assert ("van VGZ" in got) is (role in EXACT - {"mediator"})
    assert ("kanarie.csv" in got) is (role in EXACT)
    assert ("Regels afgekeurd" in got) is (role in {"coordinator", "operator"})


def test_a_provider_sees_its_own_location_whole(signed_in: Callable[[str], Any], connection: Connection) -> None:
    made = filled(connection, OWN)
    one = signed_in("provider")
    got = said(one.page(f"/vestiging/{made['location']}"))
    assert "eigen vestiging" in got
    assert "419" in got
    assert "van VGZ" in got
    origin = f"/vestiging/{made['location']}/herkomst"
    assert f"{origin}?soort=eigen&aanlevering={made['delivery']}&regel=2" in got
    own = said(one.page(origin, f"?soort=eigen&aanlevering={made['delivery']}&regel=2"))
    assert "8191" in own, "its own row is its own, totals included"


@pytest.mark.parametrize("role", ROLES)
def test_the_origin_of_a_figure_is_for_who_sees_the_figure(
    signed_in: Callable[[str], Any],
    connection: Connection,
    role: str,
) -> None:
    made = filled(connection, OTHER)
    one = signed_in(role)
    path, offer = f"/vestiging/{made['location']}/herkomst", made["offer"]
    places = said(one.page(path, f"?soort=plekken&aanbod={offer}&urgentie=regulier"))
    assert ("kanarie.csv" in places) is (role in EXACT)
    assert ('"419"' in places) is (role in EXACT)
    criterion = said(one.page(path, f"?soort=criterium&aanbod={offer}&criterium=X_SUI"))
    assert ("geen achterwacht" in criterion) is (role in EXACT)
    own = said(one.page(path, f"?soort=eigen&aanlevering={made['delivery']}&regel=2"))
    assert "kanarie.csv" not in own
    page = said(one.page(f"/vestiging/{made['location']}"))
    start = page.index("soort=wachttijd&aanlevering=")
    wait = said(one.page(path, "?" + page[start : page.index('"', start)]))
    assert "capaciteit.csv" in wait
    for got in (places, criterion, own, wait):
        assert "8191" not in got
        assert "ging iets mis" not in got
        assert "incident" not in got
    elsewhere = said(one.page("/vestiging/1000/herkomst", f"?soort=plekken&aanbod={offer}&urgentie=regulier"))
    assert "hier niet bekend" in elsewhere


@pytest.mark.parametrize("number", ["99999", "none", "0", "-1", "1e3", "²", "9" * 40, "1%2F..", "1/herkomst/x", "'"])
@pytest.mark.usefixtures("database")
def test_a_number_that_is_no_location_is_not_found_and_says_what_to_do(
    signed_in: Callable[[str], Any],
    number: str,
) -> None:
    one = signed_in("gp")
    assert one.get(f"/vestiging/{number}").status_code == 404
    got = said(one.page(f"/vestiging/{number}"))
    assert "Deze vestiging is hier niet bekend" in got
    assert "/vrije-plekken" in got
    assert "transferpunt" in got


def test_the_query_string_does_not_say_which_location_it_is(
    signed_in: Callable[[str], Any],
    connection: Connection,
) -> None:
    made = filled(connection, OTHER)
    got = said(signed_in("gp").page("/vestiging/99999", f"?location={made['location']}&viewer=1"))
    assert "Kanariehuis" not in got


def test_the_page_speaks_english(signed_in: Callable[[str], Any], connection: Connection) -> None:
    made = filled(connection, OTHER)
    got = said(signed_in("gp").page(f"/vestiging/{made['location']}", "?taal=en"))
    for words in ("What can be had here", "Waits over time", "8 weeks", "place free: 419 intake slots"):
        assert words in got
    assert "Wachttijden in de tijd" not in got


def test_a_free_place_leads_to_its_location_and_the_map_is_for_who_asks(
    signed_in: Callable[[str], Any],
    connection: Connection,
) -> None:
    made = filled(connection, OTHER)
    one = signed_in("gp")
    path = f'"href": "/vestiging/{made["location"]}"'
    without = said(one.page("/vrije-plekken", "?klacht=somber&postcode=3511"))
    assert path in without
    assert "place-map" not in without
    assert "kaart=1#kaart" in without
    with_map = said(one.page("/vrije-plekken", "?klacht=somber&postcode=3511&kaart=1"))
    assert with_map.index("place-map") > with_map.index('"offer"'), "the list is there first"
    assert with_map.count(path) > without.count(path)
