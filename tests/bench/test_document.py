"""docs/performance.md says what is kept of the measurements, and nothing else between its marks."""

import pytest

from bench import document, run
from tests import repository


def test_the_document_shows_what_is_kept() -> None:
    assert document.measured(run.read_results()) in repository.text("docs/performance.md")


def test_every_goal_is_one_file_with_a_title_and_a_measurement() -> None:
    found = run.goals()
    assert len(found) >= 8
    assert set(found) <= set(range(1, 19))


@pytest.mark.parametrize("kept", [run.read_results()], ids=["kept"])
def test_every_kept_verdict_follows_from_its_numbers(kept: dict[str, run.Result]) -> None:
    findings = [finding for result in kept.values() for finding in result["findings"]]
    assert findings
    for finding in findings:
        limit, ratio = finding["limit"], finding["ratio"]
        met = limit is not None and (ratio <= limit if finding["aim"] == "at most" else ratio >= limit)
        assert finding["verdict"] == ("told" if limit is None else "met" if met else "missed"), finding["what"]
