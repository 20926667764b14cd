"""What is typed in the form of a statement: read as people write it, and kept when it is wrong."""

from datetime import date
from typing import Any

import pytest

from dashboard.statement import form
from dashboard.statement.form import Line

TODAY = date(2026, 11, 20)
TOLD: dict[str, Any] = {
    "free_count": 2,
    "total_count": 8,
    "reserved_count": 1,
    "expected_28_count": 3,
    "first_on": "2026-12-03",
    "stop_reason_code": "ceiling",
    "stop_from": "2026-11-01",
    "stop_concern_codes": ["cz", "vgz"],
    "entry_route_codes": ["gp"],
    "responsible_code": "gp",
    "exclusions": {"X_SUI": "excluded"},
    "exclusion_valid_to": "2026-10-01",
}
ROW: dict[str, Any] = {"offer_id": 12, "urgency_code": "regulier", "version": "v1", "told": TOLD}


def sent(**changes: str | list[str]) -> dict[str, list[str]]:
    """The form of the row as a browser sends it; a change by <field>."""
    (line,) = form.as_told([ROW], TODAY)
    own = {*form.COUNTS, form.FIRST}
    fields = {field: list(texts) for field, texts in line.typed.items()} | {
        field: [given] if isinstance(given, str) else given for field, given in changes.items()
    }
    named = {f"{'12-regulier' if field in own else '12'}.{field}": texts for field, texts in fields.items()}
    return named | {"12-regulier.versie": ["v1"]}


def read(**changes: str | list[str]) -> Line:
    (line,) = form.read(sent(**changes), [ROW], TODAY)
    return line


def test_the_form_as_it_opens_says_what_was_told_and_is_not_changed() -> None:
    (line,) = form.as_told([ROW], TODAY)
    assert (line.one(form.FREE), line.one(form.FIRST), line.typed[form.STOP_FOR]) == ("2", "2026-12-03", ("cz", "vgz"))
    assert (line.is_changed, dict(line.errors)) == (False, {})
    again = read()
    assert (again.is_changed, again.facts) == (False, line.facts)
    assert again.place() == line.facts | {"offer_id": 12, "urgency_code": "regulier", "version": "v1"}
    assert "reserved_count" not in again.facts, "what the form does not ask is for the database to keep"


def test_an_offer_of_which_nothing_was_told_opens_empty() -> None:
    (line,) = form.as_told([ROW | {"told": {}}], TODAY)
    assert (line.typed, line.facts, line.is_changed) == ({}, {}, False)


def test_a_change_is_told_and_an_emptied_field_is_not() -> None:
    line = read(vrij=" 0 ", eerste="5-12-2026", verwacht28="", stop="", stopvoor=[], **{"criterium.X_SUI": ""})
    assert line.is_changed
    assert line.facts == {
        "free_count": 0,
        "total_count": 8,
        "first_on": "2026-12-05",
        "entry_route_codes": ["gp"],
        "responsible_code": "gp",
        "exclusion_valid_to": "2026-10-01",
    }


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"vrij": "veel"}, form.FREE, "wrong_count"),
        ({"vrij": "-1"}, form.FREE, "wrong_count"),
        ({"totaal": "1000"}, form.TOTAL, "wrong_count"),
        ({"vrij": "9"}, form.FREE, "free_above_total"),
        ({"verwacht7": "4"}, form.IN_28, "expected_decreasing"),
        ({"eerste": "31-4-2027"}, form.FIRST, "wrong_day"),
        ({"eerste": "2026-11-19"}, form.FIRST, "day_passed"),
        ({"eerste": "2028-11-19"}, form.FIRST, "day_far"),
        ({"stoptot": "1-11-2026"}, form.STOP_UNTIL, "day_passed"),
        ({"grondtot": "2026-11-01"}, form.HOLDS_UNTIL, "day_passed"),
        ({"stop": ""}, form.STOP, "stop_without_reason"),
        ({"grond": "zie 123456789"}, form.GROUND, "wrong_text"),
        ({"grond": "x" * 300}, form.GROUND, "long_text"),
    ],
)
def test_what_cannot_be_right_is_said_and_what_was_typed_stays(changes: dict[str, str], field: str, code: str) -> None:
    line = read(**changes)
    assert dict(line.errors) == {field: code}
    assert line.is_changed
    for name, typed in changes.items():
        assert line.one(name) == typed[:201]


def test_a_button_is_about_all_one_or_what_was_changed() -> None:
    other = ROW | {"offer_id": 13}
    typed = sent(vrij="3") | {
        name.replace("12", "13", 1): texts for name, texts in sent().items() if not name.endswith("verwacht28")
    }
    typed["13-regulier.verwacht28"] = ["3"]
    lines = form.read(typed, [ROW, other], TODAY)
    assert [line.key for line in form.chosen(lines, ["alles"])] == ["12-regulier", "13-regulier"]
    assert [line.key for line in form.chosen(lines, ["13-regulier"])] == ["13-regulier"]
    assert [line.key for line in form.chosen(lines, ["gewijzigd"])] == ["12-regulier"]
    assert form.read({"12-regulier.vrij": ["3"]}, [ROW, other], TODAY) == [], "not on the page, not told"
