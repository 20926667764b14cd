"""HTTPS pull against a real server that misbehaves; each failure has its code and says whether it can pass."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import stamina

from etl.errors import FetchError, PassingFetchError
from etl.text.pieces import as_file
from etl.transports.address import is_allowed, pinned, resolve
from etl.transports.https import ATTEMPTS, Way, fetch
from tests.etl.transports.web_peer import Answer, Peer, cut, drip, redirect, reply, reset, running
from tests.faults.reliability import survives

BODY = b'{"form": "transferpunt/capacity/1"}'
Run = Callable[..., AbstractContextManager[Peer]]


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=ATTEMPTS):
        yield


@pytest.fixture
def serve(tmp_path: Path) -> Run:
    """serve(path=answer, ...): a server; serve.kind is its certificate."""

    @contextlib.contextmanager
    def run(answers: dict[str, Answer], kind: str = "good") -> Iterator[Peer]:
        with running(answers, tmp_path, kind) as peer:
            yield peer

    return run


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def way(peer: Peer, path: str = "/places.json", **more: Any) -> Way:
    return Way(peer.url(path), is_private_allowed=True, ca_file=peer.ca_file, **more)


def refusal(wanted: Way, ask: Callable[[str, int], list[str]] = here) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(wanted, ask=ask)
    assert caught.value.permanent is not isinstance(caught.value, PassingFetchError)
    return caught.value


def test_the_bytes_come_with_their_name_and_mark(serve: Run) -> None:
    told = {"ETag": '"7"', "Last_Modified": "Tue, 01 Sep 2026 05:00:00 GMT"}
    with serve({"/places.json": reply(BODY, **told)}) as peer:
        found = fetch(way(peer), ask=here)
    assert found is not None
    assert (as_file(found.payload).read(), found.file_name, found.etag) == (BODY, "places.json", '"7"')
    assert found.modified_at is not None
    assert found.modified_at.isoformat() == "2026-09-01T05:00:00+00:00"
    assert "Host: feed.test" in peer.asked[0], "the name, not the address it was pinned to"


def test_nothing_new_is_no_delivery(serve: Run) -> None:
    with serve({"/places.json": reply(b"", "304 Not Modified")}) as peer:
        assert fetch(way(peer), etag='"7"', ask=here) is None
    assert 'If-None-Match: "7"' in peer.asked[0]


@pytest.mark.parametrize("kind", ["wrong_host", "expired", "stranger"])
def test_a_bad_certificate_is_refused_before_anything_is_asked(serve: Run, kind: str) -> None:
    with serve({"/places.json": reply(BODY)}, kind) as peer:
        refused = refusal(way(peer, credential="Bearer secret"))
    assert (refused.code, refused.permanent) == ("certificate_refused", True)
    assert peer.asked == []


@pytest.mark.parametrize(
    ("answer", "code", "passes"),
    [
        (cut(BODY, 1000), "fetch_cut_off", True),
        (reset, "fetch_cut_off", True),
        (reply(b"", "503 Service Unavailable"), "fetch_not_now", True),
        (reply(b"", "429 Too Many Requests"), "fetch_not_now", True),
        (reply(b"", "403 Forbidden"), "fetch_no_access", False),
        (reply(b"", "404 Not Found"), "fetch_refused", False),
        (reply(b"", "204 No Content"), "fetch_refused", False),
        (reply(BODY, Content_Type="text/html; charset=utf-8"), "html_page", False),
        (reply(b"\n <!DOCTYPE HTML><title>Sign in</title>"), "html_page", False),
        (reply(b"x" * 3000), "fetch_too_large", False),
        (reply(b"", "302 Found", Location="http://feed.test/"), "redirect_refused", False),
        (reply(b"", "302 Found", Location="https://evil.test/"), "redirect_refused", False),
        (
            reply(b"", "302 Found", Location="https://user@feed.test/"),
            "redirect_refused",
            False,
        ),
    ],
)
@survives(
    "a source is away, slow, cut off, or answers with a web page",
    "a code for each; what can pass is tried again, what cannot waits for a person",
    "counts of before, late on /regio when it lasts",
)
def test_each_failure_has_its_code_and_only_what_can_pass_is_tried_again(
    serve: Run,
    answer: Answer,
    code: str,
    passes: bool,  # noqa: FBT001
) -> None:
    with serve({"/places.json": answer}) as peer:
        refused = refusal(way(peer, max_bytes=2000))
    assert (refused.code, refused.permanent) == (code, not passes)
    assert len(peer.asked) == (ATTEMPTS if passes else 1)


def test_what_passed_is_fetched_after_all(serve: Run) -> None:
    with serve({}) as peer:

        def better(connection: Any, head: str) -> None:
            reply(BODY)(connection, head) if len(peer.asked) > 1 else reply(b"", "502 Bad Gateway")(connection, head)

        peer.answers["/places.json"] = better
        found = fetch(way(peer), ask=here)
    assert found is not None
    assert as_file(found.payload).read() == BODY


@survives(
    "a source sends a byte now and then",
    "the whole fetch has one bound in time",
    "counts of before",
)
def test_a_server_that_drips_gains_no_time(serve: Run) -> None:
    stop = threading.Event()
    with serve({"/places.json": drip(stop)}) as peer:
        try:
            assert refusal(way(peer, max_seconds=0.5)).code == "fetch_too_slow"
        finally:
            stop.set()


def test_a_redirect_inside_the_list_is_followed_without_the_credential(serve: Run) -> None:
    with serve({"/new.json": reply(BODY)}) as peer:
        peer.answers["/places.json"] = redirect(peer.url("/moved.json"))
        peer.answers["/moved.json"] = redirect(peer.url("/new.json", "other.test"))
        wanted = way(peer, allowed_hosts=frozenset({"other.test"}), credential="Bearer secret")
        found = fetch(wanted, ask=here)
    assert found is not None
    assert as_file(found.payload).read() == BODY
    assert peer.paths() == ["/places.json", "/moved.json", "/new.json"]
    assert ["Bearer secret" in head for head in peer.asked] == [True, True, False]
    assert "secret" not in repr(wanted)


def test_a_redirect_for_ever_ends(serve: Run) -> None:
    with serve({}) as peer:
        peer.answers["/places.json"] = redirect(peer.url("/places.json"))
        assert refusal(way(peer)).code == "redirect_refused"
    assert len(peer.asked) == 6


def test_a_redirect_to_this_machine_is_refused_though_its_name_is_on_the_list(serve: Run) -> None:
    """The first host is as public as can be had here: what is looked at is the address of the second."""
    answers = {"feed.test": ["127.0.0.1"], "other.test": ["169.254.169.254"]}
    with serve({}) as peer:
        peer.answers["/places.json"] = redirect("https://other.test/latest/meta-data")
        wanted = way(peer, allowed_hosts=frozenset({"other.test"}))
        assert refusal(wanted, lambda host, _: answers[host]).code == "address_not_allowed"
    assert peer.paths() == ["/places.json"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]", "localhost"])
def test_every_spelling_of_this_machine_is_refused_unless_the_source_may(serve: Run, host: str) -> None:
    with serve({"/places.json": reply(BODY)}) as peer:
        refused = refusal(Way(peer.url("/places.json", host), ca_file=peer.ca_file), resolve)
    assert (refused.code, refused.permanent) == ("address_not_allowed", True)
    assert peer.asked == []


def test_a_name_is_looked_up_once_and_a_second_answer_leads_nowhere(serve: Run) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    with serve({"/places.json": reply(BODY)}) as peer:
        assert fetch(way(peer), ask=rebinding) is not None
    assert asked == ["feed.test"]


def test_one_bad_answer_among_good_ones_spoils_the_name() -> None:
    with pytest.raises(FetchError, match="address_not_allowed"):
        pinned("feed.test", 443, is_private_allowed=False, ask=lambda *_: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize(
    ("address", "public", "private"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("10.1.2.3", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104
        ("255.255.255.255", False, False),
    ],
)
def test_which_addresses_are_allowed(address: str, public: bool, private: bool) -> None:  # noqa: FBT001
    assert is_allowed(address, is_private_allowed=False) is public
    assert is_allowed(address, is_private_allowed=True) is private


def test_nobody_there_can_pass(serve: Run) -> None:
    with serve({}) as peer:
        gone = way(peer)
    assert refusal(gone).code == "fetch_no_connection"
    assert refusal(gone, lambda *_: []).code == "host_not_found"
