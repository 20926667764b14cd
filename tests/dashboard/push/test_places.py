"""A delivery pushed by a program: kept and loaded as every delivery is, or refused with a code and a sentence."""

import re
import threading
from collections.abc import Callable
from typing import Any

import flask
import pytest
from werkzeug.test import TestResponse

from dashboard.push import addresses, refusal, waiting
from dashboard.push.token import Token, new_token
from sql.call import act, driver, select
from tests.conftest import Database
from tests.dashboard.push.supplier import Program, delivery, told
from tests.dashboard.visit import START, Browser

FOREIGN = {"agb_location": "09000777", "agb_provider": "09000778"}
LARGE = b" " * (addresses.MOST_BYTES + 1)


def query(database: Database, statement: Any, *given: object) -> list[tuple[Any, ...]]:
    with database.engine().begin() as connection:
        return driver(connection).execute(statement, list(given)).fetchall()


def refused(answer: TestResponse) -> tuple[int, str]:
    said = told(answer)
    assert answer.headers["Content-Type"] == refusal.PROBLEM
    assert said["status"] == answer.status_code
    assert len(said["detail"]) > 20
    return answer.status_code, said["code"]


@pytest.mark.usefixtures("patient")
def test_what_is_pushed_is_loaded_and_readers_see_it(program: Program, database: Database, token: Token) -> None:
    answer = program.push(delivery({"free_count": 5}))
    said = told(answer)
    assert (answer.status_code, said["state"], said["dry_run"]) == (200, "applied", False)
    assert said["counts"] == {"read": 1, "accepted": 1, "refused": 0, "duplicate": 0}
    assert answer.headers["Location"] == said["address"] == f"/api/v1/deliveries/{said['delivery']}"
    assert told(program.get(said["address"])) == said
    shown = select("read.free_places", role="app_gp", as_of=START, care_pathway="AMB", urgency="regulier")
    assert sorted(row["free_count"] for row in shown) == [3, 5], "the other location stays as it was"
    (kept,) = query(
        database,
        "select d.source_code, d.sha256 = encode(sha256(c.payload), 'hex') from raw.delivery d"
        " join raw.delivery_chunk c using (delivery_id) where d.feed_code = 'capacity_json'",
    )
    assert kept == (f"push-{token.prefix[3:]}", True), "with its payload as it came"
    (event,) = query(
        database, "select detail ->> 'token', address from audit.event where event_type = 'delivery_pushed'"
    )
    assert event == (token.prefix, program.address)
    assert query(database, "select last_used_at from ops.push_token") == [(START,)]


def test_without_a_worker_it_waits_and_its_address_tells(program: Program, load: Callable[[], None]) -> None:
    answer = program.push(delivery())
    said = told(answer)
    assert (answer.status_code, said["state"], said["counts"]) == (202, "waiting", None)
    load()
    assert told(program.get(said["address"]))["state"] == "applied"
    assert told(program.push(delivery())) == told(program.get(said["address"])), "the same again is the same delivery"


@pytest.mark.usefixtures("patient")
def test_rows_of_another_code_are_refused_by_their_place_and_alarmed(program: Program, database: Database) -> None:
    answer = program.push(delivery({}, FOREIGN))
    said = told(answer)
    assert (answer.status_code, said["state"]) == (200, "applied")
    assert said["counts"] == {"read": 2, "accepted": 1, "refused": 1, "duplicate": 0}
    (row,) = said["refusals"]
    assert (row["place"], row["pointer"], row["code"]) == (2, "/places/1/agb_location", "not_authorised_for_agb")
    assert row["value"] == "09000777"
    assert "09000777" not in str(query(database, "select value from core.location_identifier"))
    found = select("load.alarms", role="etl_writer", as_of=START)
    assert [row["alarm_code"] for row in found if row["subject"].startswith("push-")] == ["foreign_codes"]


@pytest.mark.usefixtures("patient")
def test_a_delivery_of_foreign_codes_only_is_refused_whole(program: Program) -> None:
    answer = program.push(delivery(FOREIGN))
    said = told(answer)
    assert (answer.status_code, said["state"], said["reason"]) == (422, "rejected", "too_many_refused")
    english = program.get(said["address"], **{"Accept-Language": "en-GB, nl;q=0.5"})
    assert english.headers["Content-Language"] == "en"
    assert told(english)["sentence"].startswith("Too large a part")
    assert said["sentence"].startswith("Van dit bestand")


@pytest.mark.usefixtures("patient")
def test_a_dry_run_answers_like_the_real_one_and_stores_nothing(
    program: Program, counts: Callable[[], dict[str, int]]
) -> None:
    own, states = {"delivery", "address", "dry_run", "received_at"}, []
    sent = [[{}], [{"free_count": 9}], [{"free_count": 2}, FOREIGN], [{}, {"care_pathway_code": "BESTAAT_NIET"}]]
    for key, places in enumerate(sent):
        before = counts()
        dry = program.push(delivery(*places), key=f"k{key}", dry_run=True)
        assert counts() == before, "nothing of it is stored"
        assert dry.headers.get("Location") is None
        real = program.push(delivery(*places), key=f"k{key}")
        assert counts() != before
        first, second = told(dry), told(real)
        assert (dry.status_code, first["delivery"], first["dry_run"]) == (real.status_code, None, True)
        assert {name: first[name] for name in first.keys() - own} == {
            name: second[name] for name in second.keys() - own
        }
        assert told(program.push(delivery(*places), key=f"k{key}", dry_run=True)) == second, "stored under this key"
        states.append((real.status_code, second["state"], len(second["refusals"])))
    assert states == [(200, "applied", 0), (422, "rejected", 1), (200, "applied", 1), (200, "applied", 1)]
    assert refused(program.push(delivery(), key="k2", dry_run=True)) == (409, "key_used")


def test_a_dry_run_that_no_worker_answers_says_so_and_is_gone(
    program: Program, counts: Callable[[], dict[str, int]]
) -> None:
    before = counts()
    answer = program.push(delivery(), dry_run=True)
    assert refused(answer) == (503, "no_answer")
    assert int(answer.headers["Retry-After"]) > 0
    assert counts() == before


AT_THE_DOOR: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"<!doctype html><p>Log in</p>", {}, 400, "not_json"),
    (delivery()[:-3], {}, 400, "not_json"),
    (b"[" * 100_000 + b"]" * 100_000, {}, 400, "not_json"),
    (b"[]", {}, 422, "not_this_form"),
    (b'{"form": "transferpunt/capacity/1", "places": []}', {}, 422, "not_this_form"),
    (b'{"form": "transferpunt/capacity/1", "places": [1]}', {}, 422, "not_this_form"),
    (delivery(form="transferpunt/manual/1"), {}, 422, "not_this_form"),
    (delivery(), {"Content-Type": "text/html"}, 415, "wrong_type"),
    (delivery(), {"Content-Type": "application/json; charset=latin-1"}, 415, "wrong_type"),
    (delivery(), {"Content-Encoding": "gzip"}, 415, "wrong_type"),
    (delivery(), {"Content-Type": "application/x-www-form-urlencoded"}, 415, "wrong_type"),
    (delivery(), {"Idempotency-Key": ""}, 400, "key_missing"),
    (delivery(), {"Idempotency-Key": "two words"}, 400, "key_missing"),
    (delivery(), {"Idempotency-Key": "x" * 65}, 400, "key_missing"),
    (LARGE, {}, 413, "too_large"),
    (delivery(), {"Authorization": ""}, 401, "token_missing"),
    (delivery(), {"Authorization": "Basic dHA6dHA="}, 401, "token_missing"),
    (delivery(), {"Authorization": f"Bearer {new_token().text}"}, 401, "token_unknown"),
    (delivery(), {"Origin": "https://elders.example"}, 403, "cross_site"),
    (delivery(), {"Sec-Fetch-Site": "cross-site"}, 403, "cross_site"),
    (delivery(), {"Host": "elders.example"}, 400, "unknown_host"),
]


def test_what_is_no_delivery_is_refused_at_the_door(program: Program, database: Database) -> None:
    for body, headers, status, code in AT_THE_DOOR:
        answer = program.push(body, **headers)
        assert refused(answer) == (status, code), f"{body[:40]!r} {headers}"
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
    assert query(database, "select count(*) from raw.receipt where source_code like 'push-%%'") == [(0,)]


def test_every_refusal_is_said_in_both_languages(program: Program, web: flask.Flask) -> None:
    dutch = told(program.push(b"x", **{"Accept-Language": "de"}))["detail"]
    english = told(program.push(b"x", **{"Accept-Language": "en"}))["detail"]
    assert (dutch, english) == ("De body is geen geldige JSON.", "The body is no valid JSON.")
    with web.test_request_context("/"):
        assert all(refusal.sentences().values())


def test_an_address_with_something_unknown_in_it_stores_nothing(program: Program, database: Database) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    for asked in ("dryrun=1", "dry_run=yes", "dry_run=1&dry_run=0", "token=tp_x"):
        answer = program.open("POST", f"/api/v1/places?{asked}", data=delivery(), headers=headers)
        assert refused(answer) == (400, "wrong_parameter")
    assert query(database, "select count(*) from raw.receipt where source_code like 'push-%%'") == [(0,)]


ELSEWHERE = [
    ("GET", "/api/v1/places", 405, "POST"),
    ("PUT", "/api/v1/places", 405, "POST"),
    ("OPTIONS", "/api/v1/places", 405, "POST"),
    ("DELETE", "/api/v1/deliveries/1", 405, "GET, HEAD"),
    ("POST", "/api/v1/openapi.json", 405, "GET, HEAD"),
    ("GET", "/api/v1/elsewhere", 404, None),
    ("GET", "/api/v1/deliveries/1", 404, None),
    ("GET", "/api/v1/deliveries/x", 404, None),
    ("GET", "/api/v1/deliveries/99999999999999999999", 404, None),
]


def test_other_addresses_and_methods(program: Program) -> None:
    for method, path, status, allow in ELSEWHERE:
        answer = program.open(method, path)
        assert refused(answer)[0] == status, f"{method} {path}"
        assert answer.headers.get("Allow") == allow


def test_a_token_of_which_a_piece_is_wrong_opens_nothing_and_is_written_down(
    program: Program, token: Token, database: Database
) -> None:
    changed = token.text[:-1] + ("A" if token.text[-1] != "A" else "B")
    for given in (changed, token.text[:-1], token.text + "A", token.prefix, token.sha256):
        assert refused(program.push(delivery(), Authorization=f"Bearer {given}")) == (401, "token_unknown")
    assert query(
        database, "select object_id, detail ->> 'reason' from audit.event where event_type = 'push_refused'"
    ) == [(token.prefix, "token_unknown")], "that of a known token"
    assert query(database, "select last_used_at from ops.push_token") == [(None,)]


def test_a_token_ends_when_it_is_revoked_or_old(program: Program, token: Token, provider: int, clock: Any) -> None:
    first = told(program.push(delivery()))["address"]
    ((number,),) = [
        (row["token_id"],) for row in select("read.push_tokens", role="app_provider", as_of=START, asker=provider)
    ]
    clock.forward(days=90)
    assert refused(program.get(first)) == (401, "token_expired")
    clock.forward(days=-1)
    assert program.get(first).status_code == 200
    act("act.revoke_push_token", role="app_provider", asker=provider, token=number, at=clock.at)
    for answer in (program.get(first), program.push(delivery(), key="k2"), program.push(delivery(), dry_run=True)):
        assert refused(answer) == (401, "token_revoked")
    assert token.text not in str(select("read.push_tokens", role="app_provider", as_of=START, asker=provider))


def test_a_key_is_of_one_body(program: Program, database: Database) -> None:
    first = program.push(delivery())
    assert refused(program.push(delivery({"free_count": 2}))) == (409, "key_used")
    assert told(program.push(delivery())) == told(first)
    assert program.push(delivery(), key="k2").status_code == 202
    assert query(database, "select count(*) from raw.receipt where source_code like 'push-%%'") == [(2,)]


@pytest.mark.parametrize("bodies", [(1, 1), (1, 2)], ids=["the same", "another"])
def test_of_two_that_come_at_once_under_one_key_one_is_stored(
    web: flask.Flask, program: Program, database: Database, bodies: tuple[int, int]
) -> None:
    start, answers = threading.Barrier(2), list[TestResponse]()

    def send(free: int) -> None:
        one = Program(web.test_client(use_cookies=False), program.token)
        start.wait(timeout=20)
        answers.append(one.push(delivery({"free_count": free})))

    both = [threading.Thread(target=send, args=(free,)) for free in bodies]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == ([202, 202] if bodies[0] == bodies[1] else [202, 409])
    assert len({told(answer).get("delivery") for answer in answers if answer.status_code == 202}) == 1
    assert query(database, "select count(*) from raw.receipt where source_code like 'push-%%'") == [(1,)]
    assert query(database, "select count(*) from audit.event where event_type = 'delivery_pushed'") == [(1,)]


def test_nobody_asks_what_became_of_anothers(program: Program, web: flask.Flask, provider: int) -> None:
    address = told(program.push(delivery()))["address"]
    other = new_token()
    told_ = {"connection_name": "Ander", "agb_codes": ["09000002"], "token_prefix": other.prefix, "valid_days": 1}
    act("act.make_push_token", role="app_provider", asker=provider, token_sha256=other.sha256, at=START, **told_)
    assert refused(Program(web.test_client(), other.text).get(address)) == (404, "not_found")
    assert Program(web.test_client(), program.token).get(address).status_code == 200


def test_a_session_opens_nothing_and_a_token_no_page(
    browser: Callable[[], Browser], program: Program, database: Database
) -> None:
    one = browser().sign_in("provider")
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k", "X-CSRFToken": one.cookie("csrf")}
    answer = one.client.post("/api/v1/places", data=delivery(), headers=headers)
    assert refused(answer) == (401, "token_missing")
    page = program.get("/opgave", **{"Sec-Fetch-Mode": "navigate"})
    assert (page.status_code, page.headers["Location"]) == (302, "/aanmelden?naar=%2Fopgave")
    assert query(database, "select count(*) from raw.receipt where source_code like 'push-%%'") == [(0,)]


def test_too_many_are_told_when_to_come_back(program: Program, clock: Any) -> None:
    answers = [program.get("/api/v1/deliveries/1").status_code for _ in range(121)]
    assert answers == [404] * 120 + [429]
    late = program.get("/api/v1/deliveries/1")
    assert refused(late) == (429, "too_many")
    clock.forward(seconds=int(late.headers["Retry-After"]))
    assert program.get("/api/v1/deliveries/1").status_code == 404
    guesses = [program.push(b"x", Authorization="Bearer guess").status_code for _ in range(31)]
    assert guesses == [401] * 30 + [429]


def test_the_token_is_in_no_log(program: Program, token: Token, capfd: pytest.CaptureFixture[str]) -> None:
    program.push(delivery(), Authorization=f"Bearer {token.text[:-2]}xx")
    program.push(delivery(), Authorization=f"Bearer {token.prefix}")
    program.push(delivery())
    said = "".join(capfd.readouterr())
    assert "push refused" in said
    secret = token.text.removeprefix(token.prefix)
    assert secret[:20] not in said
    assert not re.search(r"[Bb]earer", said)
    assert token.text not in repr(token)


def test_few_threads_wait_at_a_time(web: flask.Flask, program: Program) -> None:
    patience = waiting.Patience(seconds=600, places=threading.Semaphore(0))
    web.extensions[waiting.EXTENSION] = patience
    assert told(program.push(delivery()))["state"] == "waiting", "it is answered at once when nobody more may wait"
