"""Every metric says what it is, in both languages, and the help text of the pages is that."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sql import logic
from sql.call import rows, value
from tests.factories import AS_OF

TOLD = (
    "title",
    "title_en",
    "unit",
    "better",
    "definition",
    "definition_en",
    "source",
    "owner",
    "review_by",
    "audience",
)
FILES = logic.files("metrics")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_metric_tells_what_it_is(file: logic.LogicFile) -> None:
    assert [name for name in TOLD if not file.fields.get(name)] == []
    assert file.fields["better"] in {"lower", "higher"}
    assert date.fromisoformat(file.fields["review_by"])
    assert len(file.fields["definition"]) > 40


def test_the_help_text_is_what_the_files_say(connection: Connection) -> None:
    found = {row["metric_code"]: row for row in rows(connection, "read.metric_definitions", as_of=AS_OF)}
    assert set(found) == {file.name for file in FILES}
    for file in FILES:
        told = found[file.name]
        same = {name: told[name] for name in TOLD if name not in {"audience", "review_by"}}
        assert same == {name: file.fields[name] for name in same}
        assert told["review_by"] == date.fromisoformat(file.fields["review_by"])
        assert not told["is_review_due"]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("intake_wait_mean", {"weeks": [4, 12, 30], "inflow": [30, 10, None]}, 6),
        ("treatment_wait_mean", {"weeks": [4, None], "inflow": [0, 5]}, None),
        ("total_wait_mean", {"weeks": [], "inflow": []}, None),
        ("wait_median", {"weeks": [1, None, 3, 10]}, 3),
        ("wait_p80", {"weeks": list(range(11))}, 8),
        ("wait_p90", {"weeks": list(range(11))}, 9),
        ("share_over_norm", {"weeks": [14, 15, 20, None, 3], "norms": [14, 14, None, 14, 14]}, 1 / 3),
        ("small_provider_count", {"places": [7, 8, 7], "weeks": [1, 2, 3], "inflow": [None, 0, None]}, 1),
        ("small_provider_median", {"weeks": [1, 2, 5, None], "inflow": [None, 0, None, None]}, 3),
        ("share_in_stop", {"is_stopped": [True, False, False, False]}, 0.25),
        ("response_rate", {"delivered": 3, "obliged": 4}, 0.75),
        ("response_rate", {"delivered": 0, "obliged": 0}, None),
        ("age_of_figures", {"on_date": AS_OF.date(), "reference_on": [date(2026, 11, 1), date(2026, 10, 1)]}, 32.5),
        ("waiting_place_count", {"for_intake": 12, "for_treatment": None}, 12),
        ("waiting_place_count", {"for_intake": None, "for_treatment": None}, None),
        ("share_waiting_over_norm", {"over_norm": 3, "waiting": 12}, 0.25),
        ("supply_per_1000", {"places": 30, "inhabitants": 12000}, 2.5),
        ("supply_per_1000", {"places": 30, "inhabitants": None}, None),
    ],
)  # fmt: skip
def test_a_metric_by_hand(
    connection: Connection, name: str, arguments: dict[str, object], expected: float | None
) -> None:
    found = value(connection, f"metrics.{name}", **arguments)
    assert (None if found is None else float(found)) == (None if expected is None else pytest.approx(expected))
