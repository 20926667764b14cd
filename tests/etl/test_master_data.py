"""Doubles merged and split, a move, a rename, a municipality that ended: nothing is lost and the history follows.

Through the real pipeline, so that what is delivered afterwards under an old number, and a replay, are seen to land.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import text

from etl import pipeline
from etl.feed import all_feeds
from etl.outcome import Outcome
from sql.call import act, driver, rows, select
from tests import factories as make
from tests.conftest import Database
from tests.etl.capacity_file import AT, csv_file, row
from tests.sql.access.people import account

FEED = all_feeds()["capacity_csv"]
DAY = timedelta(days=1)
OLD, NEW = "09000001", "09000002"  # two numbers of what turns out to be one location
Ask = Callable[..., list[tuple[Any, ...]]]
NUMBERED = {
    "location": "select location_id from core.location_identifier where value = :value",
    "provider": "select provider_id from core.provider_identifier where value = :value",
}
# Every table in which a merge may move, change or take away something.
TOUCHED = (
    *("location_identifier", "source_location", "location_municipality", "closure", "offer", "capacity_count"),
    *("capacity_current", "offer_exclusion", "call_outcome", "location", "provider", "provider_identifier", "contract"),
)


def load(*lines: dict[str, str], at: Any = AT) -> Outcome:
    return pipeline.run(FEED, "capacity_csv", csv_file(lines), "test.csv", at=at)


def told(agb: str, days: int = 0, **changes: Any) -> dict[str, str]:
    return row(agb_vestiging=agb, geteld_op=f"2026-09-{1 + days:02}T07:10+02:00", **changes)


@pytest.fixture
def ask(database: Database) -> Ask:
    def found(statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with database.engine().connect() as connection:
            return [tuple(one) for one in connection.execute(text(statement), values)]

    return found


@pytest.fixture
def operator(database: Database) -> int:
    with database.engine().begin() as connection:
        return account(connection, "operator")


@pytest.fixture
def merged(operator: int, ask: Ask) -> Callable[..., str]:
    """merged(OLD, NEW): the first goes up in the second; how it ended."""

    def merge(gone: str, kept: str, kind: str = "location", reason: str = "zelfde pand") -> str:
        query = NUMBERED[kind]
        ((one,),), ((other,),) = ask(query, value=gone), ask(query, value=kept)
        (answer,) = act(
            "act.merge_same", role="app_operator", asker=operator, kind=kind, gone=one, kept=other, reason=reason, at=AT
        )
        return str(answer["merge_same"])

    return merge


@pytest.fixture
def undone(operator: int) -> Callable[[int], str]:
    def undo(merge: int) -> str:
        (answer,) = act("act.undo_merge", role="app_operator", asker=operator, merge=merge, at=AT + DAY)
        return str(answer["undo_merge"])

    return undo


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows that a merge may touch."""
    with database.engine().begin() as connection:
        cursor = driver(connection)
        query = sql.SQL("select to_jsonb(t) from {} t order by to_jsonb(t)::text")
        return {table: cursor.execute(query.format(sql.Identifier("core", table))).fetchall() for table in TOUCHED}


def two_of_one(database: Database) -> None:
    """The same care under two numbers, the older count under the one that stays; a stop, a call, a criterion, waits."""
    load(
        told(OLD, 1, vrij=5, suicidaliteit="uitgesloten"),
        told(OLD, 1, zorgpad="VERS", vrij=2, aanmeldstop="ja"),
        told(NEW, 0, vrij=1),
        told(NEW, 0, zorgpad="IHT", vrij=4),
        at=AT + DAY,
    )
    with database.engine().begin() as connection:
        ((location, offer),) = (
            driver(connection)
            .execute(
                "select location_id, offer_id from core.offer join core.location_identifier using (location_id)"
                " where value = %s and care_pathway_code = 'AMB'",
                (OLD,),
            )
            .fetchall()
        )
        called = {"offer_id": offer, "urgency_code": "regulier", "is_as_shown": True, "role_code": "gp"}
        make.insert(connection, "core.call_outcome", called_at=AT, **called)
        make.insert(connection, "core.location_municipality", location_id=location, municipality_code="GM0363")
        make.wait(connection, location)


def test_all_of_a_double_is_found_under_the_survivor(database: Database, merged: Any, ask: Ask) -> None:
    two_of_one(database)
    counts = ask("select count(*) from core.capacity_count")
    assert merged(OLD, NEW) == "done"
    ((kept, is_alias),) = ask(
        "select location_id, is_alias from core.location_identifier where value = :value", value=NEW
    )
    assert not is_alias
    shown = "select care_pathway_code, free_count from core.capacity_current join core.offer using (offer_id)"
    assert ask(f"{shown} where location_id = :kept order by 1", kept=kept) == [("AMB", 5), ("IHT", 4), ("VERS", 2)]
    followed = "select count(*) from core.capacity_count join core.offer using (offer_id) where location_id = :kept"
    assert ask(followed, kept=kept) == counts == ask("select count(*) from core.capacity_count"), "the history is whole"
    assert ask("select distinct location_id from core.closure") == [(kept,)]
    assert ask("select distinct location_id from core.location_municipality") == [(kept,)]
    assert ask("select distinct location_id from core.source_location") == [(kept,)]
    assert ask("select distinct location_id from core.call_outcome join core.offer using (offer_id)") == [(kept,)]
    ((gone,),) = ask("select location_id from core.location where merged_into is not null")
    asked = {"role": "app_operator", "as_of": AT + DAY}
    (found,) = select("read.location", location=gone, **asked)
    assert (found["location_id"], found["agb_code"]) == (kept, NEW), "an old link leads to the survivor"
    waits = select("read.location_waits", role="app_insurer", as_of=make.AS_OF, own_concerns=None)
    assert [one["location_id"] for one in waits] == [kept]
    ((offer, delivery),) = ask("select offer_id, delivery_id from core.capacity_current where free_count = 5")
    (origin, *_) = select("read.capacity_lineage", offer=offer, urgency="regulier", **asked)
    assert origin["delivery_id"] == delivery


def test_undoing_a_merge_puts_every_row_back(database: Database, merged: Any, undone: Any, ask: Ask) -> None:
    two_of_one(database)
    before = everything(database)
    merged(OLD, NEW)
    assert everything(database) != before
    ((number,),) = ask("select merge_id from core.merge")
    assert undone(number) == "done"
    assert everything(database) == before
    assert undone(number) == "not_open"


def test_what_is_delivered_under_the_old_number_lands_on_the_survivor_and_renames_nothing(
    merged: Any, ask: Ask
) -> None:
    load(told(OLD, naam_vestiging="Oud pand"), told(NEW, zorgpad="IHT", naam_vestiging="Nieuw pand"))
    merged(OLD, NEW)
    later = load(told(OLD, 2, vrij=7, naam_vestiging="Oud pand"), told(NEW, 2, zorgpad="IHT", vrij=1), at=AT + 2 * DAY)
    assert later.outcome == "applied"
    assert ask("select count(*) from core.location") == [(2,)], "no third one is made"
    assert ask(
        "select l.name, c.free_count from core.capacity_current c join core.offer using (offer_id)"
        " join core.location l using (location_id) order by 2"
    ) == [("Proefberg Centrum", 1), ("Proefberg Centrum", 7)]


def test_a_delivery_that_tells_both_is_not_broken_by_the_merge(merged: Any, ask: Ask) -> None:
    load(told(OLD), told(NEW))
    merged(OLD, NEW)
    later = load(told(OLD, 2, vrij=7), told(NEW, 2, vrij=1), at=AT + 2 * DAY)
    assert (later.outcome, later.refusals) == ("applied", {"merged_double": 1})
    assert ask("select free_count from core.capacity_current") == [(1,)], "the survivor's own row counts"


def test_a_replay_after_a_merge_lands_on_the_survivor(merged: Any, ask: Ask) -> None:
    first = load(told(OLD, vrij=3), told(NEW, zorgpad="IHT", vrij=2))
    merged(OLD, NEW)
    again = pipeline.replay(first.delivery_id, at=AT + DAY)
    assert again.reason == "replay_unchanged"
    assert ask(
        "select count(distinct location_id), sum(free_count) from core.capacity_current"
        " join core.offer using (offer_id)"
    ) == [(1, 5)]


def test_the_next_delivery_after_a_split_goes_its_own_way_again(
    database: Database, merged: Any, undone: Any, ask: Ask
) -> None:
    two_of_one(database)
    merged(OLD, NEW)
    ((number,),) = ask("select merge_id from core.merge")
    vers, iht = {"zorgpad": "VERS", "vrij": 2}, {"zorgpad": "IHT", "vrij": 3}
    between = load(told(OLD, 2, vrij=6), told(OLD, 2, **vers), told(NEW, 2, **iht), at=AT + 2 * DAY)
    assert undone(number) == "done"
    after = load(told(OLD, 3, vrij=7), told(OLD, 3, **vers), told(NEW, 3, vrij=8), told(NEW, 3, **iht), at=AT + 3 * DAY)
    assert (between.outcome, after.outcome, after.accepted) == ("applied", "applied", 4)
    shown = ask(
        "select value, care_pathway_code, free_count from core.capacity_current join core.offer using (offer_id)"
        " join core.location_identifier using (location_id) where blank_code is null order by 1, 2"
    )
    assert shown == [(OLD, "AMB", 7), (OLD, "VERS", 2), (NEW, "AMB", 8), (NEW, "IHT", 3)]


def test_only_the_newest_merge_into_a_survivor_is_undone(merged: Any, undone: Any, ask: Ask) -> None:
    load(told(OLD), told(NEW), told("09000003"))
    merged(OLD, NEW)
    merged("09000003", NEW)
    (first,), (second,) = ask("select merge_id from core.merge order by 1")
    assert undone(first) == "in_between"
    assert (undone(second), undone(first)) == ("done", "done")
    assert ask("select count(distinct location_id) from core.offer") == [(3,)]


def test_who_may_not_and_what_cannot_is_refused_and_written_down(database: Database, merged: Any, ask: Ask) -> None:
    load(told(OLD), told(NEW))
    before = everything(database)
    assert merged(OLD, NEW, reason=" ") == "without_reason"
    assert merged(OLD, OLD) == "not_alike"
    with database.engine().begin() as connection:
        gp = account(connection)
    asked = {"kind": "location", "gone": 1, "kept": 2, "reason": "x", "at": AT}
    (answer,) = act("act.merge_same", role="app_operator", asker=gp, **asked)
    assert answer["merge_same"] == "denied"
    assert everything(database) == before
    assert ask("select outcome_code, count(*) from audit.event where event_type = 'merged' group by 1") == [
        ("refused", 3)
    ]
    assert merged(OLD, NEW) == "done"
    assert merged(OLD, NEW) == "not_alike", "its number leads to the survivor now"


def test_a_provider_that_went_up_in_another(database: Database, merged: Any, undone: Any, ask: Ask) -> None:
    other = {"agb_onderneming": "09000009", "naam_aanbieder": "Praktijk Oudberg"}
    load(told(OLD, contracten="menzis:ja", **other), told(NEW, contracten="menzis:nee"))
    before = everything(database)
    assert merged("09000009", "09000000", kind="provider") == "done"
    providers = "select count(distinct provider_id) from core.location"
    assert ask(providers) == [(1,)]
    later = load(told(OLD, 2, vrij=1, **other), told(NEW, 2), at=AT + 2 * DAY)
    assert later.outcome == "applied"
    assert ask(providers) == [(1,)]
    assert ask("select name from core.provider where merged_into is null") == [("Praktijk Proefberg",)]
    ((number,),) = ask("select merge_id from core.merge")
    assert undone(number) == "done"
    assert ask(providers) == [(2,)]
    assert {kind: before[kind] for kind in ("provider", "provider_identifier")} == {
        kind: everything(database)[kind] for kind in ("provider", "provider_identifier")
    }


def test_a_location_that_moved_and_a_provider_that_was_renamed_keep_what_they_were(ask: Ask, operator: int) -> None:
    load(told(OLD, postcode="1012"))
    load(told(OLD, 1, postcode="3511", naam_aanbieder="Praktijk Nieuwberg"), at=AT + DAY)
    assert ask("select postcode4 from core.location") == [("3511",)]
    assert ask("select count(*) from core.capacity_count join core.offer using (offer_id)") == [(2,)]
    found = select("read.renamed_or_moved", role="app_operator", as_of=AT + DAY, asker=operator)
    assert {one["kind_code"] for one in found} == {"location", "provider"}
    assert any("1012" in one["was"] and "3511" in one["is_now"] for one in found)
    assert any((one["was"], one["is_now"]) == ("Praktijk Proefberg", "Praktijk Nieuwberg") for one in found)
    load(told(OLD, 2, postcode="3511", naam_aanbieder="Praktijk Nieuwberg"), at=AT + 2 * DAY)
    assert ask("select count(*) from core.location_former") == [(1,)], "the same again is no move"


def test_what_looks_alike_is_asked_until_somebody_said_what_it_is(database: Database, operator: int) -> None:
    same = {"postcode6": "1012AB", "name": "Proefberg Centrum", "postcode4": "1012"}
    with database.engine().begin() as connection:
        provider = make.provider(connection, name="Praktijk Proefberg")
        one, other = (make.location(connection, provider_id=provider, **same) for _twice in range(2))
        make.location(connection, provider_id=provider, name="Heel iets anders", postcode4="3511")
    asked = {"role": "app_operator", "asker": operator}
    (pair,) = select("read.location_doubles", as_of=AT, **asked)
    assert (pair["one_id"], pair["other_id"]) == (one, other)
    assert set(pair["reason_codes"]) == {"same_postcode", "same_phone", "same_provider", "near_name"}
    (answer,) = act("act.say_not_same", kind="location", one=other, other=one, at=AT, **asked)
    assert answer["say_not_same"] == "done"
    assert select("read.location_doubles", as_of=AT, **asked) == []


def test_a_location_of_a_source_is_matched_by_a_person_and_taken_back(database: Database, operator: int) -> None:
    with database.engine().begin() as connection:
        provider = make.provider(connection, name="GGZ De Voorbeeldlinde")
        ours = make.location(connection, provider_id=provider, name="Voorbeeldhuis")
        known = {"provider_key": "x", "provider_name": "Stichting Voorbeeldlinde", "location_name": "het Voorbeeldhuis"}
        make.source(connection, "lindebron")
        theirs = make.insert(
            connection, "core.source_location", source_code="lindebron", location_key="x", postcode4="3511", **known
        )["source_location_id"]
    asked = {"role": "app_operator", "asker": operator}
    (found,) = select("read.unmatched_locations", as_of=AT, **asked)
    assert (found["source_location_id"], found["location_id"]) == (theirs, ours)
    assert found["reason_codes"] == ["same_postcode", "near_name"]
    for location, outcome in ((ours, "done"), (ours, "not_alike"), (None, "done")):
        (answer,) = act("act.match_location", source_location=theirs, location=location, at=AT, **asked)
        assert answer["match_location"] == outcome
    act("act.say_not_same", kind="source_location", one=theirs, other=ours, at=AT, **asked)
    (found,) = select("read.unmatched_locations", as_of=AT, **asked)
    assert found["location_id"] is None, "it stays on the work list, without this candidate"


def test_a_municipality_that_ended_is_read_as_its_successor(database: Database) -> None:
    with database.engine().begin() as connection:

        def now_called(code: str, on: date) -> Any:
            (answer,) = rows(connection, "functions.current_municipality", municipality=code, on_date=on)
            return answer["current_municipality"]

        new_year = {"valid_from": "2027-01-01", "name": "Eemsdelta", "source": "test", "maintained_by": "operator"}
        make.insert(
            connection, "core.municipality_change", municipality_code="GM1979", successor_code="GM0014", **new_year
        )
        assert now_called("GM0003", date(2020, 12, 31)) == "GM0003"
        assert now_called("GM0003", date(2021, 1, 1)) == "GM1979"
        assert now_called("GM0003", date(2027, 1, 1)) == "GM0014", "and what went up in another since, too"
        assert now_called("GM0363", date(2027, 1, 1)) == "GM0363"
        make.source(connection, "lindebron")
        place = {"provider_key": "x", "provider_name": "x", "municipality_codes": ["GM0003"]}
        make.insert(connection, "core.source_location", source_code="lindebron", location_key="x", **place)
        for on, code in ((date(2026, 9, 1), "GM1979"), (date(2027, 1, 1), "GM0014")):
            (answer,) = rows(connection, "functions.region_of_place", layer="municipality", on_date=on)
            assert answer["region_code"] == code
