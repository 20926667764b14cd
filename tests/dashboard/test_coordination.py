"""What a coordinator's forms do, as a browser sends them: done once, kept when wrong, denied to others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from dashboard.coordination import day, whole
from sql.call import driver
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START

NOW = START


@pytest.mark.parametrize(
    ("text", "said"), [("3-12-2026", "2026-12-03"), ("2026-12-03", "2026-12-03"), ("31-4-2026", None), ("morgen", None)]
)
def test_a_day_is_read_as_people_write_it(text: str, said: str | None) -> None:
    assert str(day(text)) == str(said)


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), (" 12 ", 12), ("-1", None), ("1,5", None), ("٣", None), ("", None)]
)
def test_a_number_is_of_digits(text: str, number: int | None) -> None:
    assert whole(text) == number
    assert whole("9" * 30) is None


@pytest.fixture
def offer(database: Database) -> int:
    """An offer in Flevoland, where the coordinator of the demo is; called by a GP who heard something else."""
    with database.engine().begin() as connection:
        provider = make.provider(connection)
        location = make.location(connection, provider_id=provider, postcode4="3891")
        for kind, number, code in (("provider", provider, "09000090"), ("location", location, "09000091")):
            named = {f"{kind}_id": number, "system_code": "agb", "value": code, "valid_from": "2020-01-01"}
            make.insert(connection, f"core.{kind}_identifier", **named)
        number = make.offer(connection, location_id=location)
        make.count(
            connection, number, free_count=4, counted_at=NOW - timedelta(days=1), expires_at=NOW + timedelta(days=1)
        )
        call = {"offer_id": number, "urgency_code": "regulier", "is_as_shown": False, "role_code": "gp"}
        make.insert(connection, "core.call_outcome", called_at=NOW - timedelta(hours=1), **call)
        return number


@pytest.fixture
def coordinator(browser: Callable[[], Any], offer: int) -> Any:  # noqa: ARG001 - is there when the page asks
    return browser().sign_in("coordinator")


def asked(database: Database, query: Any) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        return driver(connection).execute(query).fetchall()


def test_a_call_is_worked_off_once(coordinator: Any, database: Database) -> None:
    assert "Voorbeeldhuis" in coordinator.page("/regio/bellen").text
    ((call,),) = asked(database, "select call_outcome_id from core.call_outcome")
    form = {"melding": str(call), "gebeld": "0", "resultaat": "no_answer"}
    for told in ("gedaan=no_answer", "fout=not_open"):
        answer = coordinator.submit("/regio/bellen", form)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/regio/bellen?{told}")
    assert "Opgeschreven: gebeld, niemand bereikt." in coordinator.page("/regio/bellen", "?gedaan=no_answer").text
    assert "1 keer gebeld" in coordinator.page("/regio/bellen").text
    done = coordinator.submit("/regio/bellen", form | {"gebeld": "1", "resultaat": "was_right"})
    assert done.headers["Location"] == "/regio/bellen?gedaan=was_right"
    assert "Geen open meldingen" in coordinator.page("/regio/bellen").text
    assert coordinator.submit("/regio/bellen", {"melding": "x"}).headers["Location"] == "/regio/bellen?fout=denied"


def test_what_was_heard_is_stored_once_and_followed(coordinator: Any, database: Database, offer: int) -> None:
    drawn = coordinator.page("/regio/telefonisch", f"?aanbod={offer}&urgentie=regulier").text
    assert "Plekken vrij nu" in drawn
    assert "en nog open. Met wat u hier invoert is dat afgehandeld" in drawn
    form = {
        "aanbod": str(offer),
        "urgentie": "regulier",
        "vrij": "2",
        "eerste": "",
        "stop": "",
        "tot": "",
        "sleutel": "k1",
    }
    for told in ("gedaan=ja&meldingen=1", "gedaan=ja"):
        answer = coordinator.submit("/regio/telefonisch", form)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/regio/telefonisch?{told}")
    assert (
        "1 open melding is daarmee afgehandeld."
        in coordinator.page("/regio/telefonisch", "?gedaan=ja&meldingen=1").text
    )
    assert "Geen open meldingen" in coordinator.page("/regio/bellen").text
    assert "en nog open" not in coordinator.page("/regio/telefonisch", f"?aanbod={offer}&urgentie=regulier").text
    assert asked(database, "select count(*) from raw.receipt") == [(1,)]
    assert "wordt binnen enkele seconden opgepakt" in coordinator.page("/regio/telefonisch", "?gedaan=ja").text


WRONG = [
    ({"vrij": "veel"}, "wrong_count"),
    ({"vrij": ""}, "without_count"),
    ({"eerste": "31-4-2027"}, "wrong_first_day"),
    ({"tot": "1-12-2026"}, "wrong_end"),
    ({"stop": "zomaar"}, "wrong_reason"),
]


def test_an_error_keeps_what_was_typed(coordinator: Any, database: Database, offer: int) -> None:
    form = {"aanbod": str(offer), "urgentie": "regulier", "vrij": "2", "sleutel": "k1"}
    for change, code in WRONG:
        address = coordinator.submit("/regio/telefonisch", form | change).headers["Location"]
        assert address.endswith(f"fout={code}")
        for name, typed in (form | change).items():
            assert not typed or name == "sleutel" or f"{name}={typed}" in address
    said = coordinator.page("/regio/telefonisch", f"?aanbod={offer}&urgentie=regulier&vrij=veel&fout=wrong_count").text
    assert "een heel getal van 0 tot en met 999" in said
    assert '"value":"veel"' in said
    assert asked(database, "select count(*) from raw.receipt") == [(0,)]


def test_an_offer_is_found_by_words_of_its_own_region_only(coordinator: Any, database: Database, offer: int) -> None:
    with database.engine().begin() as connection:
        make.count(connection, make.offer(connection))  # in Utrecht
    found = coordinator.page("/regio/telefonisch", "?zoek=voorbeeldlinde depressie").text
    assert found.count("aanbod=") == 1
    assert f"aanbod={offer}&" in found
    assert "Probeer minder woorden" in coordinator.page("/regio/telefonisch", "?zoek=voorbeeldlinde verslaving").text
    assert "niet van uw regio" in coordinator.page("/regio/telefonisch", "?aanbod=999999").text


def test_a_held_delivery_is_decided_with_a_reason(coordinator: Any, database: Database) -> None:
    gates = [{"code": "offers_gone", "expected": 240, "found": 118, "verdict": "hold"}]
    with database.engine().begin() as connection:
        delivery = make.delivery(connection, state_code="held", gates=Jsonb(gates), received_at=NOW)
        ((agb,),) = driver(connection).execute("select value from core.location_identifier").fetchall()
        make.insert(connection, "core.source_agb", source_code="lindebron", agb_code=agb)
    drawn = coordinator.page("/regio/aangehouden").text
    assert "240" in drawn
    assert "118" in drawn
    form = {"aanlevering": str(delivery), "besluit": "refuse", "reden": " "}
    kept = f"/regio/aangehouden?aanlevering={delivery}&besluit=refuse&fout=without_reason"
    assert coordinator.submit("/regio/aangehouden", form).headers["Location"] == kept
    without = coordinator.submit("/regio/aangehouden", form | {"besluit": "", "reden": "gebeld"}).headers["Location"]
    assert without.endswith("reden=gebeld&fout=without_verdict")
    for told in ("gedaan=refuse", "fout=not_held"):
        answer = coordinator.submit("/regio/aangehouden", form | {"reden": "gebeld: klopt niet"})
        assert told in answer.headers["Location"]
    query = "select state_code, decided_by, decision_reason from raw.delivery where decided_at is not null"
    assert asked(database, query) == [("rejected", "coordinator", "gebeld: klopt niet")]
    assert "wacht op een besluit" in coordinator.page("/regio/aangehouden").text


@pytest.mark.parametrize("role", ["gp", "insurer", "provider", "auditor"])
@pytest.mark.parametrize("path", ["/regio/bellen", "/regio/telefonisch", "/regio/aangehouden"])
def test_others_may_not_and_a_form_of_elsewhere_is_refused(browser: Callable[[], Any], role: str, path: str) -> None:
    other = browser().sign_in(role)
    assert other.submit(path, {}).status_code == 403
    forged = other.submit(path, {"csrf": "verzonnen"})
    assert forged.status_code == 403
    assert other.page(path).status_code == 403
