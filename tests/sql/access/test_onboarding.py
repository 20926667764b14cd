"""Inviting a provider: by whom, with what link; nothing counts before it is approved, and nobody sees another's."""

from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import Connection

from etl.transports import received
from sql.call import act, driver, rows, select, value
from tests import factories as make
from tests.conftest import Database
from tests.etl.capacity_file import AT
from tests.sql.access.applications import LOCATION, steps
from tests.sql.access.people import account, sha256

DAY = timedelta(days=1)
TOKEN = sha256("geheim")


def one(connection: Connection, query: Any, *given: object) -> Any:
    return driver(connection).execute(query, list(given)).fetchone()


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    """A coordinator of Utrecht, one of another region, an operator, and somebody of a provider."""
    with database.engine().begin() as connection:
        return {
            "utrecht": account(connection, "coordinator", at=AT, scopes={"region": ["ZK23"]}),
            "elders": account(connection, "coordinator", at=AT, scopes={"region": ["ZK01"]}),
            "operator": account(connection, "operator", at=AT),
            "provider": account(connection, "provider", at=AT, scopes={"agb": ["94000060"]}),
        }


def invite(who: int, role: str = "app_coordinator", **changes: Any) -> dict[str, Any]:
    facts = {
        "agb": "94000060",
        "kvk": "00000001",
        "provider_name": "Praktijk Proefduin",
        "email": "duin@voorbeeld.test",
    }
    (answer,) = act("act.invite_provider", role=role, asker=who, at=AT, **(facts | {"region": "ZK23"} | changes))
    return answer


def mailed(number: int, token: str = TOKEN, code: str = "invited", at: Any = AT) -> bool:
    step = {"invitation": number, "mail_code": code, "token_sha256": token, "at": at, "expires_at": at + 14 * DAY}
    (answer,) = act("load.note_invitation_mail", role="etl_writer", **step)
    return bool(answer["note_invitation_mail"])


def save(step: str, content: dict[str, Any], version: int = 0, token: str = TOKEN, at: Any = AT) -> str:
    told = {"token_sha256": token, "step": step, "content": Jsonb(content), "version": version, "at": at}
    (answer,) = act("act.save_application_step", role="app_session", **told)
    return str(answer["outcome_code"])


def submit(token: str = TOKEN, at: Any = AT) -> str:
    (answer,) = act("act.submit_application", role="app_session", token_sha256=token, at=at)
    return str(answer["submit_application"])


def decide(
    who: int, number: int, verdict: str = "approve", reason: str | None = None, role: str = "app_coordinator"
) -> str:
    told = {"asker": who, "invitation": number, "verdict": verdict, "reason": reason, "at": AT}
    (answer,) = act("act.decide_application", role=role, **told)
    return str(answer["decide_application"])


def seen(token: str = TOKEN, at: Any = AT) -> dict[str, Any]:
    (row,) = select("read.invited", role="app_session", as_of=at, token_sha256=token)
    return row


def load(at: Any = AT) -> None:
    """What the web took in, as the worker loads it."""
    for receipt in received.waiting():
        received.load(receipt, at=at)


def listed(who: int, number: int | None = None, role: str = "app_coordinator", at: Any = AT) -> list[dict[str, Any]]:
    return select("read.invitations", role=role, as_of=at, asker=who, invitation=number)


@pytest.fixture
def sent_in(people: dict[str, int]) -> int:
    """The number of an application that waits for a verdict."""
    number = int(invite(people["utrecht"])["invitation_id"])
    assert mailed(number)
    assert [save(step, content) for step, content in steps().items()] == ["done"] * 4
    assert submit() == "done"
    return number


def standing(database: Database) -> tuple[int, ...]:
    """How many providers, locations, offers, sources of the form, deliveries there are."""
    with database.engine().begin() as connection:
        found = one(
            connection,
            "select (select count(*) from core.provider), (select count(*) from core.location),"
            " (select count(*) from core.offer), (select count(*) from core.source where source_code like 'opgave-%%'),"
            " (select count(*) from raw.receipt)",
        )
        return tuple(found)


def test_only_who_may_invites_and_only_into_its_own_regions(database: Database, people: dict[str, int]) -> None:
    assert invite(people["elders"])["outcome_code"] == "denied"
    assert invite(people["provider"])["outcome_code"] == "denied"
    assert invite(people["utrecht"], region="ZK01")["outcome_code"] == "denied"
    wrong = {"agb": "9400006", "kvk": "1", "email": "geen adres", "provider_name": "BSN 123456782"}
    codes = [invite(people["utrecht"], **{name: told})["outcome_code"] for name, told in wrong.items()]
    assert codes == ["wrong_agb", "wrong_kvk", "wrong_email", "wrong_text"]
    assert invite(people["operator"], "app_operator", region="ZK99")["outcome_code"] == "unknown_region"
    made = invite(people["utrecht"])
    assert made["outcome_code"] == "done"
    assert invite(people["operator"], "app_operator")["outcome_code"] == "under_way"
    assert invite(people["operator"], "app_operator", agb="94000070", region="ZK01")["outcome_code"] == "done"
    assert [row["agb_code"] for row in listed(people["utrecht"])] == ["94000060"]
    assert [row["agb_code"] for row in listed(people["elders"])] == ["94000070"]
    assert len(listed(people["operator"], role="app_operator")) == 2
    assert listed(people["provider"]) == []
    with database.engine().begin() as connection:
        told = rows(connection, "read.own_actions", as_of=AT + DAY, account=people["elders"])
    assert [(event["event_type"], event["outcome_code"]) for event in told] == [("provider_invited", "refused")]


def test_the_link_is_of_one_application_and_ends(people: dict[str, int]) -> None:
    first = int(invite(people["utrecht"])["invitation_id"])
    other = int(invite(people["utrecht"], agb="94000070")["invitation_id"])
    assert (seen()["state_code"], seen()["agb_code"], save("contact", {})) == ("unknown", None, "unknown_link")
    assert [mailed(first), mailed(first, sha256("nogmaals")), mailed(other, sha256("ander"))] == [True, False, True]
    assert (seen()["agb_code"], seen(sha256("ander"))["agb_code"]) == ("94000060", "94000070")
    assert save("contact", {"provider_name": "Van de ene"}) == "done"
    assert seen(sha256("ander"))["steps"]["contact"] == {}, "of the other nothing is seen"
    late = AT + 14 * DAY
    assert (seen(at=late)["state_code"], seen(at=late)["steps"]) == ("expired", None)
    assert [save("contact", {}, 1, at=late), submit(at=late)] == ["expired_link"] * 2
    asked = {"asker": people["utrecht"], "invitation": first, "at": late}
    assert (
        act("act.change_invitation", role="app_coordinator", verdict="resend", **asked)[0]["change_invitation"]
        == "done"
    )
    assert listed(people["utrecht"], first, at=late)[0]["state_code"] == "waiting"
    assert mailed(first, sha256("nieuw"), at=late)
    assert (seen(at=late)["state_code"], seen(sha256("nieuw"), late)["state_code"]) == ("unknown", "open")
    assert seen(sha256("nieuw"), late)["steps"]["contact"] == {"provider_name": "Van de ene"}, (
        "what was filled in stays"
    )
    stranger = asked | {"asker": people["elders"]}
    for verdict in ("resend", "withdraw"):
        (denied,) = act("act.change_invitation", role="app_coordinator", verdict=verdict, **stranger)
        assert denied["change_invitation"] == "denied"
    assert (
        act("act.change_invitation", role="app_coordinator", verdict="withdraw", **asked)[0]["change_invitation"]
        == "done"
    )
    assert (seen(sha256("nieuw"), late)["state_code"], seen(sha256("nieuw"), late)["agb_code"]) == ("withdrawn", None)
    assert save("contact", {}, 1, sha256("nieuw"), late) == "withdrawn_link"
    assert (
        act("act.change_invitation", role="app_coordinator", verdict="resend", **asked)[0]["change_invitation"]
        == "not_open"
    )


def test_a_step_is_kept_the_second_of_two_tabs_is_told_and_no_number_of_a_person_is(people: dict[str, int]) -> None:
    mailed(int(invite(people["utrecht"])["invitation_id"]))
    assert save("contact", {"provider_name": "Eerste"}) == "done"
    assert save("contact", {"provider_name": "Tweede tab"}) == "changed_meanwhile"
    assert save("contact", {"provider_name": "Daarna"}, 1) == "done"
    assert (seen()["steps"]["contact"], seen()["versions"]) == ({"provider_name": "Daarna"}, {"contact": 2})
    hidden = {"locations": [LOCATION | {"location_name": "bij mw. 123 45 67 82"}]}
    assert save("locations", hidden) == "wrong_text"
    assert seen()["versions"] == {"contact": 2}
    assert submit() == "nothing"


def identifiers(database: Database) -> list[tuple[str, str]]:
    """By which numbers the provider that was approved is known."""
    with database.engine().begin() as connection:
        found = driver(connection).execute(
            "select system_code, value from core.provider_identifier where valid_to is null order by system_code"
        )
        return found.fetchall()


def test_nothing_counts_before_it_is_approved_and_then_it_can_be_stated(
    database: Database, people: dict[str, int], sent_in: int
) -> None:
    assert standing(database) == (0, 0, 0, 0, 0)
    assert (save("contact", {}, 1), submit(), seen()["steps"]) == ("submitted_link", "submitted_link", None)
    (waiting,) = listed(people["utrecht"], sent_in)
    assert (waiting["state_code"], waiting["faults"], waiting["step_count"]) == ("submitted", [], 4)
    assert waiting["steps"] == steps()
    assert [decide(people[who], sent_in) for who in ("elders", "provider")] == ["denied", "denied"]
    assert standing(database) == (0, 0, 0, 0, 0)
    assert [decide(people["utrecht"], sent_in), decide(people["utrecht"], sent_in)] == ["done", "not_submitted"]
    assert standing(database) == (0, 0, 0, 1, 1), "it goes the way of every delivery"
    assert select("load.invitation_mails", role="etl_writer") == [], "it is told once its places stand here"
    load()
    assert standing(database) == (1, 1, 1, 1, 1)
    assert identifiers(database) == [("agb", "94000060"), ("kvk", "00000001")]
    assert [row["mail_code"] for row in select("load.invitation_mails", role="etl_writer")] == ["approved"]
    own = select("read.own_offers", role="app_provider", as_of=AT + DAY, asker=people["provider"])
    assert [(row["urgency_code"], row["status_code"], row["source_code"]) for row in own] == [
        ("regulier", "unknown", "opgave-94000060"),
        ("spoed", "unknown", "opgave-94000060"),
    ]
    assert own[0]["told"]["exclusions"] == {"X_AUT": "no_obstacle", "X_AGR": "by_consultation"}
    assert own[0]["consult_phone"] == "000-0000001"
    given = {
        "told": Jsonb([own[0]["told"] | {"offer_id": own[0]["offer_id"], "urgency_code": "regulier", "free_count": 2}])
    }
    stated = {"asker": people["provider"], "idempotency_key": "eerste", "at": AT + DAY}
    (answer,) = act("act.save_statement", role="app_provider", **given, **stated)
    assert answer["outcome_code"] == "done"
    load(AT + DAY)
    own = select("read.own_offers", role="app_provider", as_of=AT + DAY, asker=people["provider"])
    assert [row["status_code"] for row in own] == ["free", "unknown"]
    (source,) = [
        row for row in select("read.sources", role="app_operator", as_of=AT) if row["source_code"] == "opgave-94000060"
    ]
    assert source["feed_code"] == "manual"
    with database.engine().begin() as connection:
        contact = one(
            connection, "select contact_email, expected_every from core.source where source_code = 'opgave-94000060'"
        )
    assert contact == ("balie@voorbeeld.test", 7 * DAY)


def test_what_ended_long_ago_is_taken_away_and_what_waits_is_not(
    database: Database, people: dict[str, int], sent_in: int
) -> None:
    other = int(invite(people["utrecht"], agb="94000070")["invitation_id"])
    mailed(other, sha256("ander"))
    save("contact", steps()["contact"], token=sha256("ander"))
    for before, left in ((AT, 2), (AT + 14 * DAY, 2), (AT + 15 * DAY, 1)):
        with database.engine().begin() as connection:
            value(connection, "load.tidy_closed", before=before)
        assert len(listed(people["utrecht"])) == left
    assert listed(people["utrecht"])[0]["invitation_id"] == sent_in


def test_sent_back_says_why_and_is_filled_in_again(database: Database, people: dict[str, int], sent_in: int) -> None:
    assert decide(people["utrecht"], sent_in, "return") == "without_reason"
    assert decide(people["utrecht"], sent_in, "return", "over 123456782") == "wrong_text"
    assert decide(people["utrecht"], sent_in, "return", "Welke leeftijd?") == "done"
    assert standing(database) == (0, 0, 0, 0, 0)
    assert mailed(sent_in, sha256("terug"), "returned")
    assert seen()["state_code"] == "unknown"
    back = seen(sha256("terug"))
    assert (back["state_code"], back["reason"], back["steps"]) == ("open", "Welke leeftijd?", steps())
    assert [save("contact", steps()["contact"], 1, sha256("terug")), submit(sha256("terug"))] == ["done", "done"]
    assert decide(people["utrecht"], sent_in) == "done"


def test_no_code_of_another_is_taken_and_no_place_elsewhere_is_approved(
    database: Database, people: dict[str, int]
) -> None:
    with database.engine().begin() as connection:
        other = make.location(connection, provider_id=make.provider(connection, name="Andere praktijk"))
        named = {"system_code": "agb", "valid_from": "2020-01-01"}
        make.insert(connection, "core.location_identifier", location_id=other, value="94000099", **named)
    number = int(invite(people["utrecht"])["invitation_id"])
    mailed(number)
    at_version = 0
    for changes, code in (
        ({"agb_location": "94000099"}, "taken"),
        ({"postcode": "0000"}, "unknown_postcode"),
        ({"postcode": "9711"}, "other_region"),
    ):
        for step, content in steps(**changes).items():
            assert save(step, content, at_version) == "done"
        at_version += 1
        assert submit() == code
    both = {"locations": [LOCATION, LOCATION | {"agb_location": "94000062", "postcode": "9711"}]}
    assert [save("locations", both, at_version), save("offers", steps()["offers"], at_version), submit()] == [
        "done"
    ] * 3
    assert decide(people["utrecht"], number) == "denied", "one location lies in a region that is not hers"
    assert decide(people["operator"], number, role="app_operator") == "done"


def test_the_directory_tells_what_it_knows_of_the_code(database: Database, people: dict[str, int]) -> None:
    mailed(int(invite(people["utrecht"])["invitation_id"]))
    assert seen()["known"] == {}
    with database.engine().begin() as connection:
        make.source(connection, "lrza", feed_code="lrza_directory")
        delivery = make.delivery(connection, source_code="lrza", state_code="applied")
        told = {
            "source_code": "lrza",
            "updated_at": AT,
            "is_deleted": False,
            "is_active": True,
            "delivery_id": delivery,
        }
        organization = {
            "resource_type": "Organization",
            "resource_id": "o1",
            "agb_code": "94000060",
            "name": "Proefduin BV",
        }
        make.insert(connection, "core.directory_entry", line=1, kvk_number="00000009", **organization, **told)
        place = {"resource_type": "Location", "parent_reference": "Organization/o1", "agb_code": "94000061"}
        make.insert(
            connection,
            "core.directory_entry",
            line=2,
            resource_id="l1",
            name="Duin",
            postcode="3511AB",
            **place,
            **told,
        )
        gone = told | {"is_active": False}
        make.insert(connection, "core.directory_entry", line=3, resource_id="l2", name="Weg", **place, **gone)
    assert seen()["known"] == {
        "name": "Proefduin BV", "kvk_number": "00000009",
        "locations": [{"agb_location": "94000061", "location_name": "Duin", "postcode": "3511AB"}],
    }  # fmt: skip
    assert listed(people["utrecht"])[0]["known_kvk"] == "00000009"
    with database.engine().begin() as connection:
        assert value(connection, "functions.directory_of", agb_code="94000070") == {}
