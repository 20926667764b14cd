"""Weeks of waiting and copies on the form of a statement: deliveries of their own, judged as every other."""

from datetime import timedelta
from typing import Any

from etl import pipeline
from etl.feed import all_feeds
from etl.transports import received
from sql.call import act, driver, select
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file
from tests.etl.capacity_file import rows as csv_rows
from tests.sql.access.people import account
from tests.sql.access.test_statement import LATER, offers, place, save, undo


def load(at: Any) -> list[tuple[str, str]]:
    """(source, what became of it) of all that the web took in."""
    done = [(receipt.source, received.load(receipt, at=at)) for receipt in received.waiting()]
    return [(source, outcome.outcome) for source, outcome in done if outcome is not None]


def waits(database: Database) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        found = driver(connection).execute(
            "select sl.agb_code, w.intake_weeks::float, w.treatment_weeks::float, w.treatment_state, w.method_code,"
            " w.reference_on from core.waiting_current w join core.source_location sl using (source_location_id)"
            " where sl.source_code = 'wachttijd-09000000' order by 1, 2"
        )
        return found.fetchall()


def test_weeks_go_as_a_delivery_of_waits_and_stand_in_the_form_again(database: Database, who: int) -> None:
    first, second, _third = offers(who)
    assert save(who, place(first, intake_weeks=3, treatment_weeks=8))["outcome_code"] == "done"
    assert offers(who)[0]["told"]["treatment_weeks"] == 8, "what is on its way stands in the form"
    assert load(LATER) == [("opgave-09000000", "applied"), ("wachttijd-09000000", "applied")]
    today = AT.date()
    assert waits(database) == [("09000001", 3.0, 8.0, "value", "current", today)]
    told = offers(who)[0]["told"]
    assert (told["intake_weeks"], told["treatment_weeks"]) == (3, 8)
    spread = select("read.own_spread", role="app_provider", as_of=LATER, asker=who)
    assert [(row["offer_id"], row["start_weeks"]) for row in spread] == [(first["offer_id"], 11)]
    later = LATER + timedelta(days=7)
    fresh = offers(who, later)
    assert save(who, place(fresh[1], treatment_weeks=0), key="b", at=later)["outcome_code"] == "done"
    assert [outcome for _source, outcome in load(later)] == ["applied", "applied"]
    assert [row[:3] for row in waits(database)] == [("09000001", 3.0, 8.0), ("09000002", None, 0.0)]
    assert [row["told"].get("treatment_weeks") for row in offers(who, later)] == [8, 0, None], (
        "the other stays as it was"
    )
    assert second["offer_id"] == fresh[1]["offer_id"]


def test_emptied_weeks_are_no_longer_told_and_undone_they_are_again(database: Database, who: int) -> None:
    save(who, place(offers(who)[0], intake_weeks=3, treatment_weeks=8))
    load(LATER)
    soon = LATER + timedelta(minutes=1)
    told = place(offers(who)[0], intake_weeks=None, treatment_weeks=None)
    made = save(who, told, key="leeg", at=soon)["statement_id"]
    load(soon)
    assert waits(database)[0][1:4] == (None, None, "not_published")
    assert "treatment_weeks" not in offers(who)[0]["told"]
    assert undo(who, made, soon) == "done"
    load(soon)
    assert waits(database)[0][1:3] == (3.0, 8.0)


def test_without_weeks_there_is_no_delivery_of_waits_and_two_people_are_told(database: Database, who: int) -> None:
    first, *_ = offers(who)
    assert save(who, place(first, free_count=1))["outcome_code"] == "done"
    assert [source for source, _outcome in load(LATER)] == ["opgave-09000000"]
    with database.engine().begin() as connection:
        colleague = account(connection, "provider", at=AT, scopes={"agb": ["09000000"]})
    mine, hers = offers(who)[0], offers(colleague)[0]
    assert save(who, place(mine, treatment_weeks=5), key="b")["outcome_code"] == "done"
    assert save(colleague, place(hers, treatment_weeks=6), key="c")["outcome_code"] == "changed_meanwhile"


def copy(who: int, offer: int, location: int, role: str = "app_provider") -> str:
    (answer,) = act("act.copy_offer", role=role, asker=who, offer=offer, location=location, at=LATER)
    return str(answer["copy_offer"])


def test_a_copy_describes_the_same_care_elsewhere_and_tells_no_places(database: Database, who: int) -> None:
    first, second, third = offers(who)
    other = {"care_pathway_code": "IHT"}
    assert copy(who, first["offer_id"], second["location_id"]) == "exists"
    night = csv_file([*csv_rows(3, agressie="uitgesloten"), *csv_rows(1, zorgpad="IHT", agressie="uitgesloten")])
    assert pipeline.run(all_feeds()["capacity_csv"], "capacity_csv", night, "n.csv", at=LATER).outcome == "applied"
    (only,) = [row for row in offers(who) if row["care_pathway_code"] == other["care_pathway_code"]]
    with database.engine().begin() as connection:
        stranger = account(connection, "provider", at=AT, scopes={"agb": ["09000001"]})
        clinician = account(connection, "clinician", at=AT, scopes={"agb": ["09000000"]})
    assert [copy(one, only["offer_id"], third["location_id"]) for one in (stranger, clinician)] == ["denied", "denied"]
    assert [copy(who, only["offer_id"], third["location_id"]) for _twice in range(2)] == ["done", "done"]
    assert load(LATER) == [("opgave-09000000", "applied")]
    copied = [row for row in offers(who) if row["care_pathway_code"] == "IHT"]
    assert [(row["location_id"], row["status_code"]) for row in copied] == [
        (only["location_id"], "free"),
        (third["location_id"], "unknown"),
    ]
    assert copied[1]["told"] == {"exclusions": {"X_AGR": "excluded"}}
    assert save(who, place(copied[1], free_count=2), at=LATER + timedelta(seconds=1))["outcome_code"] == "done"
