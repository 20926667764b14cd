"""Marks that belong to one scope, looked for in all that anybody else gets; and hostile words in every filter."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

import dash
import pytest
from sqlalchemy import Connection

from dashboard import app, server, trail_query
from dashboard.filters import Filters, to_query
from dashboard.sign_in import demo
from sql.call import rows
from tests import factories as make
from tests.factories import AS_OF

ROLES = ["gp", "mediator", "insurer", "provider", "clinician", "coordinator", "operator", "auditor"]
SCOPES = {"region": ["ZK07"], "agb": ["09000002"], "concern": ["achmea"]}
HOSTILE = [
    "' or 1=1 --",
    "'; drop table core.offer; --",
    "%27%20union%20select%20null",
    "{{7*7}}",
    "${jndi:ldap://127.0.0.1/x}",
    "<script>window.PWN=1</script>",
    "../../etc/passwd",
    "\x00",
    "\ud800",
    "9" * 40,
    "-1",
    "1e309",
    "null",
    "%",
    "_",
    "\\",
    "ｓｅｌｅｃｔ",
    "a" * 5000,
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
]
EVERY_FILTER = Filters("x", "x", "x", "x", "x", "x", "x", 1, shows_all=True)
FILTERS = [*dict(parse_qsl(to_query(EVERY_FILTER))), "taal", "naar"]
TRAIL = [*trail_query.NAMES, "taal"]
# Shown, led to a tidy address or to sign in, not understood, not allowed, no such file, too often; never a fault.
HASH = re.compile(r"\b[0-9a-f]{64}\b")
ALLOWED_TO_ANSWER = {200, 302, 400, 403, 404, 429}
CLAIMS = ["viewer", "role", "account_id", "permission", "own_agb", "asker", "maand"]


@pytest.fixture
def clock(clock: Any) -> Any:
    clock.at = AS_OF
    return clock


@pytest.fixture
def signed_in(browser: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    monkeypatch.setattr(demo, "ROLES", [(role, role) for role in ROLES])
    monkeypatch.setattr(demo, "_SCOPES", dict.fromkeys(ROLES, SCOPES))
    return lambda role: browser().sign_in(role)


@pytest.fixture
def connection(database: Any) -> Iterator[Connection]:
    """To fill the database with; the pages see what is committed."""
    with database.engine().connect() as opened:
        opened.begin()
        yield opened


def addresses() -> list[str]:
    return [page["path"] for page in dash.page_registry.values() if page["path"] is not None]


def everything(one: Any, clock: Any, search: str = "") -> dict[str, str]:
    """All that a person can get from every page and file, those that are refused included."""
    found = {}
    for path in addresses():
        clock.forward(seconds=40)
        found[path] = one.page(path, search).text
        found[f"index of {path}"] = one.get(path + search).text
        found[f"{path}.csv"] = one.get(f"{path}.csv{search}").text
    return found


def test_exact_numbers_and_deliveries_of_a_competitor_reach_no_provider(
    signed_in: Callable[[str], Any], connection: Connection, clock: Any
) -> None:
    theirs = make.offer(connection, location_id=make.location(connection, name="Kanariehuis"))
    make.count(connection, theirs, free_count=8191, expected_7_count=None, expires_at=AS_OF + timedelta(days=5))
    make.publish(connection)
    connection.commit()
    search = "?klacht=somber"
    for role in ROLES:
        got = " ".join(everything(signed_in(role), clock, search).values()).replace(".", "")
        got = HASH.sub("", got)  # of the audit trail, in which any four figures may follow one another
        sees_names = role in {"gp", "mediator", "provider", "clinician", "coordinator", "operator"}
        assert ("Kanariehuis" in got) is sees_names, role
        if role in {"provider", "clinician"}:
            assert "8191" not in got, role
            assert "ruim (3 of meer)" in got
        if role in {"gp", "mediator", "coordinator", "operator"}:
            assert "8191" in got, role
        if role == "auditor":
            assert "8191" not in got


def test_what_one_does_stands_in_nobody_elses_list_but_the_auditors(
    signed_in: Callable[[str], Any], clock: Any
) -> None:
    canary = "kanarie-4f1d"
    one = signed_in("gp")
    assert one.get("/audit").status_code == 403
    one.post({"output": canary})
    one.get(f"/vrije-plekken.csv?zorgpad=AMB&postcode={canary}")
    assert canary in "".join(everything(one, clock).values()), "it is in one's own actions"
    for role in ROLES:
        if role in {"gp", "auditor"}:
            continue
        assert canary not in "".join(everything(signed_in(role), clock).values()), role
    auditor = signed_in("auditor")
    assert canary in auditor.page("/audit", "?soort=exported").text
    assert canary not in "".join(auditor.get(path).text for path in addresses()), "it is not in the first answer"


@pytest.mark.usefixtures("clock")
def test_a_coordinator_takes_along_its_own_region_only(signed_in: Callable[[str], Any], connection: Connection) -> None:
    for name, postcode in (("Kanariehuis Utrecht", "3511"), ("Huis Flevoland", "3891")):
        one = make.offer(connection, location_id=make.location(connection, name=name, postcode4=postcode))
        make.count(connection, one, expires_at=AS_OF + timedelta(days=5))
    make.publish(connection)
    connection.commit()
    coordinator = signed_in("coordinator")
    assert "Kanariehuis Utrecht" in coordinator.page("/vrije-plekken", "?klacht=somber").text
    file = coordinator.get("/vrije-plekken.csv?klacht=somber").text
    assert "Huis Flevoland" in file
    assert "Kanariehuis Utrecht" not in file


def test_an_export_and_a_reading_of_the_trail_are_written_down(
    signed_in: Callable[[str], Any], events: Callable[[], Any]
) -> None:
    signed_in("gp").get("/vrije-plekken.csv?zorgpad=AMB")
    last = events()[-1]
    assert (last["event_type"], last["role_code"], last["object_type"]) == ("exported", "gp", "free_places")
    assert last["detail"]["filters"] == {"zorgpad": "AMB"}
    auditor = signed_in("auditor")
    auditor.page("/audit", "?uitkomst=refused")
    auditor.get("/audit.csv")
    assert [one["event_type"] for one in events()][-2:] == ["audit_read", "audit_exported"]
    insurer = signed_in("insurer")
    insurer.page("/wachtplekken")
    assert events()[-1]["event_type"] == "waiting_counts_read"


def test_many_files_in_a_row_are_refused(signed_in: Callable[[str], Any]) -> None:
    one = signed_in("gp")
    answers = [one.get("/mijn-handelingen.csv").status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("role", sorted({*ROLES} - {"mediator", "clinician"}))  # they ask what gp and provider ask
def test_hostile_words_in_a_filter_break_nothing_and_open_nothing(
    signed_in: Callable[[str], Any], connection: Connection, clock: Any, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    faults: list[str] = []

    def note(error: Exception, where: str) -> str:
        faults.append(f"{where}: {error!r}")
        return "0"

    for module in (app, server):
        monkeypatch.setattr(module, "incident", note)
    foreign = make.location(connection, name="Kanariehuis", postcode4="3511")
    theirs = make.offer(connection, location_id=foreign)
    make.count(connection, theirs, free_count=8191, expected_7_count=None, expires_at=AS_OF + timedelta(days=5))
    _tell_waiting(connection, foreign, 7331)
    make.publish(connection)
    connection.commit()
    kept_from = {"insurer": ["7331"], "provider": ["8191", "7331"]}
    marks = kept_from.get(role, ["7331"] if role != "auditor" else ["8191", "7331", "Kanariehuis"])
    one = signed_in(role)
    for path in addresses():
        names = TRAIL if path in {"/audit", "/mijn-handelingen"} else FILTERS
        # What a page makes of a word does not depend on who asks: the role that opens most pages asks them all.
        asks_all = role == "operator"
        said = HOSTILE if asks_all else HOSTILE[::4]
        together = ["&".join(f"{name}={quoted(words)}" for name in [*names, *CLAIMS]) for words in said]
        is_open = one.page(path).status_code == 200
        alone = [f"{name}={quoted(HOSTILE[1])}" for name in names] if asks_all else []
        for search in [*together, *alone] if is_open else together[:1]:
            clock.forward(seconds=31)
            answers = [one.page(path, f"?{search}")]
            if search in together:
                answers.append(one.get(f"{path}.csv?{search}"))
            for answer in answers:
                assert answer.status_code in ALLOWED_TO_ANSWER, (path, search)
                assert [mark for mark in marks if stands_in(mark, answer.text)] == [], (path, search)
        clock.forward(seconds=1)
        one = signed_in(role)
    assert faults == []


def stands_in(mark: str, text: str) -> bool:
    """Whether the mark is shown, and not by chance a piece of a hash or a number of a request."""
    return re.search(rf"(?<![0-9A-Za-z+/]){mark}(?![0-9A-Za-z+/])", re.sub(r"(?<=\d)\.(?=\d{3})", "", text)) is not None


def _tell_waiting(connection: Connection, location_id: int, count: int) -> None:
    month = AS_OF.date().replace(day=1)
    rows(connection, "load.ensure_month", parent="waiting_time", day=month)
    make.insert(
        connection,
        "core.waiting_time",
        source_location_id=make.source_location(connection, location_id),
        delivery_id=make.delivery(connection, source_code="wachtbron"),
        reference_on=month,
        circuit_code="adults",
        diagnosis_group_code="D04",
        segment_code="s-ggz",
        setting_code="ambulant",
        method_code="current",
        intake_state="unknown",
        treatment_state="unknown",
        waiting_intake_count=count,
        version=1,
        line=1,
    )


def quoted(words: str) -> str:
    """The words as a browser puts them in an address."""
    return quote(words.encode("utf-8", "surrogatepass"))
