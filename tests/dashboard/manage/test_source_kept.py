"""A source that an operator adds, changes, tries and switches off and on, as a browser sends its forms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sql.call import act, driver, rows
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.manage.conftest import Asked
from tests.dashboard.visit import START
from tests.sql.access.people import account

PATH = "/beheer/bronnen"
NEW = {"bron": "ggz-nieuw", "vorm": "capacity_json", "naam": "GGZ Nieuw", "telling": "fed", "agb": "09000001, 09000002"}


def sent(operator: Any, word: str, **form: str) -> str:
    answer = operator.submit(f"{PATH}/{word}", form)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def codes(asked: Asked) -> list[str]:
    return [
        code for (code,) in asked("select agb_code from core.source_agb where source_code = 'ggz-nieuw' order by 1")
    ]


def test_a_source_is_added_switched_off_for_whom_it_names(operator: Any, asked: Asked, events: Any) -> None:
    assert "Bron toevoegen" in operator.page(PATH, "?nieuw=ja").text
    assert sent(operator, "toevoegen", **NEW) == f"{PATH}?bron=ggz-nieuw&gedaan=toevoegen"
    query = "select feed_code, name, entry_code, is_any_agb, is_active, maintained_by from core.source"
    assert asked(f"{query} where source_code = 'ggz-nieuw'") == [
        ("capacity_json", "GGZ Nieuw", "fed", False, False, "page")
    ]
    assert codes(asked) == ["09000001", "09000002"]
    assert "uitgezet" in operator.page(PATH, "?bron=ggz-nieuw").text
    (event,) = [event for event in events() if event["event_type"] == "source_added"]
    assert (event["object_id"], event["outcome_code"]) == ("ggz-nieuw", "success")
    assert event["detail"]["agb_codes"] == ["09000001", "09000002"]
    assert "fout=source_exists" in sent(operator, "toevoegen", **NEW)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"bron": "GGZ Nieuw"}, "wrong_source_code"),
        ({"bron": "desk-ZK23"}, "wrong_source_code"),
        ({"bron": "desk-zk23"}, "wrong_source_code"),
        ({"vorm": "zomaar"}, "unknown_feed"),
        ({"naam": " "}, "without_source_name"),
        ({"telling": ""}, "without_entry"),
        ({"agb": "0900001"}, "wrong_agb"),
        ({"namens": "alle"}, "codes_and_all"),
    ],
)
def test_what_was_typed_wrong_comes_back_with_a_sentence(
    operator: Any, asked: Asked, changed: dict[str, str], code: str
) -> None:
    told = sent(operator, "toevoegen", **(NEW | changed))
    assert f"fout={code}" in told
    drawn = operator.page(PATH, told.partition(PATH)[2]).text
    assert "Dat kon niet" not in drawn, "the code has a sentence of its own"
    assert "Een nieuwe bron" in drawn
    assert changed.get("agb", "09000002") in drawn
    assert codes(asked) == []


def test_a_code_that_is_taken_away_stays_away_whatever_a_list_says(
    operator: Any, asked: Asked, database: Database
) -> None:
    sent(operator, "toevoegen", **NEW)
    who = {"bron": "ggz-nieuw", "naam": "GGZ Nieuw", "telling": "fed"}
    assert "gedaan=wijzigen" in sent(operator, "wijzigen", **who, agb="09000002")
    with database.engine().begin() as connection:
        listed = "insert into core.source_agb select 'ggz-nieuw', unnest(array['09000001', '09000003']), 'operator'"
        driver(connection).execute(listed.encode())
    assert codes(asked) == ["09000002", "09000003"], "what no page took away a list may give"
    sent(operator, "wijzigen", **who, agb="09000001 09000002 09000003")
    assert codes(asked) == ["09000001", "09000002", "09000003"]
    assert asked("select count(*) from core.source_agb_withdrawn") == [(0,)]
    assert "fout=unknown_source" in sent(operator, "wijzigen", **(who | {"bron": "nergens"}))


def test_more_codes_than_an_address_holds_are_all_kept(operator: Any, asked: Asked) -> None:
    many = [f"{number:08}" for number in range(1, 201)]
    sent(operator, "toevoegen", **(NEW | {"agb": " ".join(many)}))
    assert codes(asked) == many
    told = sent(operator, "wijzigen", bron="ggz-nieuw", naam="", telling="fed", agb=" ".join(many))
    assert "agb=" not in told, "a part of them in the form would take the others away"
    assert many[-1] in operator.page(PATH, told.partition(PATH)[2]).text


def test_off_keeps_everything_and_what_was_told_grows_old(
    operator: Any, asked: Asked, database: Database, events: Any
) -> None:
    with database.engine().begin() as connection:
        make.publish(connection, source_code="bron-een")
        offer = make.offer(connection)
        make.count(connection, offer, counted_at=START - timedelta(hours=1), expires_at=START + timedelta(hours=3))
    told: dict[str, Any] = {"source": "bron-een", "way": "https", "url": "https://a.example.org/x", "at": START}
    act("act.save_transport", role="app_session", credential_encrypted="sealed", **told)
    before = asked("select * from core.capacity_current")
    assert sent(operator, "schakelen", bron="bron-een", stand="uit") == f"{PATH}?bron=bron-een&gedaan=uit"
    assert asked("select * from core.capacity_current") == before
    assert asked("select credential_encrypted from ops.source_transport") == [("sealed",)]
    assert asked("select source_code from load.schedule()") == []
    assert "fout=not_fetched" in sent(operator, "ophalen", bron="bron-een")

    def unknown(hours: int) -> Any:
        with database.engine().begin() as connection:
            found = rows(connection, "functions.offer_state", as_of=START + timedelta(hours=hours), urgency="regulier")
        return next(row["unknown_code"] for row in found if row["offer_id"] == offer)

    assert (unknown(0), unknown(4)) == (None, "stale")
    assert "gedaan=aan" in sent(operator, "schakelen", bron="bron-een", stand="aan")
    assert asked("select source_code from load.schedule()") == [("bron-een",)]
    assert "fout=without_choice" in sent(operator, "schakelen", bron="bron-een", stand="half")
    kinds = [event["event_type"] for event in events() if event["event_type"].startswith("source_o")]
    assert kinds == ["source_off", "source_on"]


def test_a_try_is_asked_and_its_finding_appears_by_itself(operator: Any, asked: Asked) -> None:
    sent(operator, "toevoegen", **NEW)
    assert "fout=not_fetched" in sent(operator, "proberen", bron="ggz-nieuw")
    sent(operator, "adres", bron="ggz-nieuw", adres="https://files.example.org/p.json")
    assert "Nog niet geprobeerd." in operator.page(PATH, "?bron=ggz-nieuw").text
    assert "gedaan=proberen" in sent(operator, "proberen", bron="ggz-nieuw")
    drawn = operator.page(PATH, "?bron=ggz-nieuw").text
    assert "Wacht op een worker" in drawn
    assert "source-trial-look" in drawn
    assert asked("select source_code from load.begin_trial(now())") == [("ggz-nieuw",)]
    assert "Wordt opgehaald" in str(follow(operator)["source-trial"])
    asked("select load.end_trial('ggz-nieuw', now(), failure => 'certificate_refused')")
    answer = follow(operator)
    assert "Het certificaat van de server klopt niet" in str(answer["source-trial"])
    assert answer["source-trial-look"]["disabled"] is True
    asked("select act.try_source(1, 'ggz-nieuw', now())")
    counts = {"read_count": 12, "accepted_count": 10, "refused_count": 2, "duplicate_count": 0}
    found = {"outcome": "applied", "file_name": "p.json", "size_bytes": 2048, "refusals": {"not_a_count": 2}}
    act("load.end_trial", role="etl_writer", source="ggz-nieuw", at=START, **found, **counts)
    drawn = operator.page(PATH, "?bron=ggz-nieuw").text
    assert "Dit zou worden overgenomen." in drawn
    assert "12 regels gelezen: 10 goed, 2 afgekeurd, 0 dubbel." in drawn
    assert "source-trial-look" not in drawn, "nothing more will come"


def follow(operator: Any) -> Any:
    """The question that the page asks by itself while a try is under way."""
    outputs = [{"id": "source-trial", "property": "children"}, {"id": "source-trial-look", "property": "disabled"}]
    body = {
        "output": "..source-trial.children...source-trial-look.disabled..",
        "outputs": outputs,
        "inputs": [{"id": "source-trial-look", "property": "n_intervals", "value": 1}],
        "changedPropIds": ["source-trial-look.n_intervals"],
        "state": [{"id": "_pages_location", "property": "search", "value": "?bron=ggz-nieuw"}],
    }
    answer = operator.post(body)
    assert answer.status_code == 200, answer.text
    return answer.get_json()["response"]


@pytest.mark.parametrize("role", ["gp", "provider", "coordinator", "auditor"])
def test_others_may_not(browser: Callable[[], Any], asked: Asked, role: str) -> None:
    other = browser().sign_in(role)
    for word, form in (
        ("toevoegen", NEW),
        ("wijzigen", NEW),
        ("schakelen", {"bron": "capacity_csv", "stand": "uit"}),
        ("proberen", {"bron": "capacity_csv"}),
    ):
        assert other.submit(f"{PATH}/{word}", form).status_code == 403
    assert asked("select count(*) from core.source where maintained_by = 'page'") == [(0,)]


def test_the_database_denies_by_itself_and_writes_it_down(database: Database, events: Any) -> None:
    """Deny first: without an account that may, the deed itself says no."""
    common = {"asker": 0, "source": "capacity_csv", "at": START}
    who = {"feed": None, "source_name": "x", "entry_code": "fed", "is_any_agb": True, "agb_codes": []}
    with database.engine().begin() as connection:
        common["asker"] = account(connection, "gp")
        for deed, more in (("save_source", who), ("switch_source", {"is_active": False}), ("try_source", {})):
            ((outcome,),) = (row.values() for row in rows(connection, f"act.{deed}", **common, **more))
            assert outcome == "denied"
    denied = [event["event_type"] for event in events() if event["outcome_code"] == "refused"]
    assert denied == ["source_changed", "source_off", "source_tried"]
