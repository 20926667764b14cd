"""The page of deliveries: to each role its own sources, decisions with a reason, refusals in the sender's own words."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from sql.call import act
from tests import factories as make
from tests.conftest import Database
from tests.dashboard.visit import START, Browser

PATH, FILE = "/aanlevering", "/aanlevering/afgekeurd.csv"
OWN, OTHER = "09000002", "09000003"  # the first is the provider's of the demo; both stand in Flevoland
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GATES = [
    {"code": "offers_gone", "verdict": "hold", "expected": 240, "found": 118},
    {"code": "free_jump", "verdict": "pass", "expected": 1, "found": 1},
]
World = dict[str, int]


def sender(connection: Connection, code: str, agb_code: str, **facts: Any) -> None:
    """A source that may report for one provider with a location in Flevoland."""
    provider_id = make.provider(connection)
    make.location(connection, provider_id=provider_id, postcode4="8211")
    make.insert(
        connection,
        "core.provider_identifier",
        provider_id=provider_id,
        system_code="agb",
        value=agb_code,
        valid_from=date(2020, 1, 1),
    )
    make.source(connection, code, **facts)
    make.insert(connection, "core.source_agb", source_code=code, agb_code=agb_code)


def applied(connection: Connection, code: str, at: Any, **facts: Any) -> int:
    delivery = make.delivery(connection, source_code=code, received_at=at, **facts)
    state = {"delivery_id": delivery, "order_at": at, "applied_at": at}
    make.insert(connection, "core.source_state", source_code=code, **state)
    return delivery


@pytest.fixture
def world(database: Database) -> World:
    """own: with refused rows, in time. held: of the same source. other: late, and reminded three times."""
    with database.engine().begin() as connection:
        sender(connection, "eigen", OWN, name="Bron van onszelf")
        sender(connection, "ander", OTHER, name="Bron van een ander", contact_phone="0000-123456")
        counts = {"read_count": 20, "accepted_count": 17, "refused_count": 3, "masked_count": 2}
        own = applied(connection, "eigen", START - 2 * HOUR, **counts)
        for line, code, value in ((4, "not_a_date", "=cmd()"), (9, "not_a_date", "morgen"), (12, "key_conflict", "")):
            refused = {"line": line, "refusal_code": code, "value_excerpt": value}
            column = "" if code == "key_conflict" else "geteld op"
            make.insert(connection, "raw.refused_row", delivery_id=own, column_name=column, **refused)
        facts = {"state_code": "held", "received_at": START - HOUR, "gates": json.dumps(GATES)}
        held = make.delivery(connection, source_code="eigen", **facts)
        other = applied(connection, "ander", START - 5 * DAY)
        missed = START - 5 * DAY + DAY + 6 * HOUR
        for step in (1, 2, 3):
            sent = {"step_number": step, "sent_to": "x@voorbeeld.test", "sent_at": START - step * HOUR}
            make.insert(connection, "ops.reminder", source_code="ander", missed_at=missed, **sent)
    return {"own": own, "held": held, "other": other}


def drawn(who: Browser, search: str = "") -> str:
    answer = who.page(PATH, search)
    assert answer.status_code == 200
    return json.dumps(answer.get_json(), ensure_ascii=False)


def decided(database: Database, delivery: int) -> Any:
    query = text("select state_code, decided_by, decision_reason from raw.delivery where delivery_id = :one")
    with database.engine().connect() as connection:
        return tuple(connection.execute(query, {"one": delivery}).one())


SEEN = [("provider", {"eigen"}), ("coordinator", {"eigen", "ander"}), ("operator", {"eigen", "ander"}), ("auditor", {"eigen", "ander"})]  # fmt: skip  # noqa: E501


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("role", "expected"), SEEN)
def test_each_sees_its_own_sources(browser: Callable[[], Browser], role: str, expected: set[str]) -> None:
    who = browser().sign_in(role)
    said = drawn(who)
    assert {code for code in ("eigen", "ander") if f"bron={code}" in said} == expected
    assert "20 gelezen, 17 overgenomen, 3 afgekeurd, 0 dubbel" not in said, (
        "the newest delivery is the one that is held"
    )
    assert ("te laat sinds" in said) is ("ander" in expected)
    decides = role in {"coordinator", "operator"}
    assert ("Te bellen (1)" in said) is decides
    assert ("0000-123456" in said) is decides
    for words in ("240", "118", "Vrijgegeven", "name': 'besluit"):
        assert (words in said) is (decides and words in {"240", "118"}), words
    one = drawn(who, "?bron=ander")
    assert ("4 aanleveringen gemist" in one or "5 aanleveringen gemist" in one) is ("ander" in expected)


def test_refusals_are_told_by_column_and_reason(browser: Callable[[], Browser], world: World) -> None:
    said = drawn(browser().sign_in("provider"), f"?bron=eigen&aanlevering={world['own']}")
    for words in (
        "geteld op",
        "4, 9",
        "12",
        "2 nummers die op een BSN lijken",
        "Wat te doen",
        f"aanlevering={world['own']}",
    ):
        assert words in said, words
    held = drawn(browser().sign_in("provider"), f"?bron=eigen&aanlevering={world['held']}")
    assert "240" in held
    assert "118" in held
    assert "besluit" not in held, "a provider reads"


def test_refused_rows_are_a_file_in_the_senders_own_words(
    browser: Callable[[], Browser], world: World, events: Callable[[], list[dict[str, Any]]]
) -> None:
    file = browser().sign_in("provider").get(f"{FILE}?aanlevering={world['own']}")
    assert (file.status_code, file.mimetype) == (200, "text/csv")
    heads, *rows = csv.reader(io.StringIO(file.text.lstrip("\ufeff")), delimiter=";")
    assert heads == ["regel", "kolom", "waarde", "wat er mis is", "wat te doen"]
    assert [row[:3] for row in rows] == [
        ["4", "geteld op", "'=cmd()"],
        ["9", "geteld op", "morgen"],
        ["12", "", ""],
    ]
    assert all(row[3] and row[4] for row in rows)
    assert events()[-1]["event_type"] == "refused_rows_read"
    empty = browser().sign_in("provider").get(f"{FILE}?aanlevering={world['other']}")
    assert len(empty.text.splitlines()) == 1, "not theirs: heads only"
    assert (events()[-1]["event_type"], events()[-1]["outcome_code"]) == ("refused_rows_read", "refused")
    assert browser().sign_in("gp").get(f"{FILE}?aanlevering={world['own']}").status_code == 403
    assert browser().sign_in("operator").get(f"{FILE}?aanlevering=x").status_code == 404


@pytest.mark.parametrize(("verdict", "state"), [("release", "held"), ("refuse", "rejected")])
def test_a_coordinator_decides_with_a_reason(
    browser: Callable[[], Browser], world: World, database: Database, verdict: str, state: str
) -> None:
    who = browser().sign_in("coordinator")
    form = {"aanlevering": str(world["held"]), "besluit": verdict, "reden": "gebeld: klopt"}
    nothing = who.submit(PATH, form | {"reden": "  "})
    assert nothing.status_code == 303
    assert "fout=without_reason" in nothing.headers["Location"]
    assert "een besluit vraagt een reden" in drawn(who, nothing.headers["Location"].partition(PATH)[2])
    assert "fout=without_verdict" in who.submit(PATH, form | {"besluit": ""}).headers["Location"]
    assert decided(database, world["held"]) == ("held", None, None)
    done = who.submit(PATH, form)
    assert done.headers["Location"] == f"{PATH}?gedaan={verdict}"
    assert decided(database, world["held"]) == (state, "coordinator", "gebeld: klopt")
    assert "118" not in drawn(who), "it waits for nobody any more"
    assert "fout=not_held" in who.submit(PATH, form).headers["Location"]


@pytest.mark.parametrize("role", ["provider", "auditor", "gp", "insurer"])
def test_nobody_else_decides(browser: Callable[[], Browser], world: World, database: Database, role: str) -> None:
    form = {"aanlevering": str(world["held"]), "besluit": "refuse", "reden": "omdat het kan"}
    assert browser().sign_in(role).submit(PATH, form).status_code == 403
    assert browser().sign_in("coordinator").submit(PATH, form | {"csrf": "x"}).status_code == 403
    assert decided(database, world["held"]) == ("held", None, None)


@pytest.mark.usefixtures("world")
def test_what_runs_is_followed_and_only_by_who_may_see_it(browser: Callable[[], Browser]) -> None:
    provider, other = browser().sign_in("provider"), browser().sign_in("coordinator")
    assert "deliveries-look" not in drawn(provider), "nothing is under way: nothing is asked"
    receipt = {"source": "ander", "idempotency_key": "k", "file_name": "a.csv", "payload": b"x", "at": START}
    act("act.receive_delivery", role="app_session", **receipt)
    assert "deliveries-look" in drawn(other)
    assert "deliveries-look" not in drawn(provider)
    assert "Bron van een ander: binnen, wordt zo ingelezen" in str(followed(other))
    assert followed(other)["deliveries-look"]["disabled"] is False
    assert "Klaar." in str(followed(provider))
    assert followed(provider)["deliveries-look"]["disabled"] is True, "it ends by itself"
    assert "Klaar." in str(followed(other, "?bron=eigen")), "on the page of one source only that one is followed"
    assert browser().sign_in("gp").post(follow()).status_code == 403


@pytest.mark.usefixtures("world")
def test_how_many_rows_are_read_checked_and_taken_over_is_told_with_a_bar(
    browser: Callable[[], Browser], database: Database
) -> None:
    with database.engine().begin() as connection:
        delivery = make.delivery(connection, source_code="ander", state_code="received", received_at=START)
    coordinator = browser().sign_in("coordinator")
    told: dict[str, Any] = {"delivery": delivery, "row_count": 20_000, "at": START}
    for step, total, bar, words in (
        ("reading", 60_000, "'20000'", "20.000 van 60.000 regels gelezen, 0 gecontroleerd, 0 overgenomen"),
        ("reading", None, None, "20.000 regels gelezen, 0 gecontroleerd, 0 overgenomen"),
        ("checking", 20_000, "'20000'", "20.000 van 20.000 regels gelezen, 0 gecontroleerd, 0 overgenomen"),
        ("applying", 20_000, "'40000'", "20.000 van 20.000 regels gelezen, 20.000 gecontroleerd, 0 overgenomen"),
    ):
        act("load.note_progress", role="etl_writer", step=step, total_count=total, **told)
        said = str(followed(coordinator)["deliveries-progress"])
        assert words in said
        assert (f"'value': {bar}" in said) == (bar is not None)
        assert "Bron van een ander: wordt geladen" in said
    assert "Progress" in drawn(coordinator), "it stands there before the first question"


def follow(search: str = "") -> dict[str, Any]:
    """The question that the page asks by itself while something is under way."""
    outputs = [{"id": "deliveries-progress", "property": "children"}, {"id": "deliveries-look", "property": "disabled"}]
    return {
        "output": "..deliveries-progress.children...deliveries-look.disabled..",
        "outputs": outputs,
        "inputs": [{"id": "deliveries-look", "property": "n_intervals", "value": 1}],
        "changedPropIds": ["deliveries-look.n_intervals"],
        "state": [{"id": "_pages_location", "property": "search", "value": search}],
    }


def followed(who: Browser, search: str = "") -> dict[str, Any]:
    found: dict[str, Any] = who.post(follow(search)).get_json()["response"]
    return found
