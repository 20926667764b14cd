"""The measured part of docs/performance.md, from the results that are kept. Pure but for write()."""

import statistics
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parent.parent / "docs/performance.md"
BEGIN, END = "<!-- measured: written by make bench -->", "<!-- measured: end -->"
_HEAD = "| # | what | ours | against | ratio | goal | verdict |\n|---|---|---|---|---|---|---|"
NOT_YET = {
    13: "the board that allocates requests to places is not built",
}


def write(results: dict[str, Any]) -> None:
    """Puts the measured part into the document, between its marks."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{measured(results)}{after}")


def measured(results: dict[str, Any]) -> str:
    """The marks and what stands between them: one table, what each line was measured with, what was not measured."""
    ordered = sorted(results.items(), key=lambda item: int(item[0]))
    judged = [(int(number), _line(number, finding)) for number, result in ordered for finding in result["findings"]]
    waiting = [(number, f"| {number} | {why} |  |  |  |  | not measured |") for number, why in NOT_YET.items()]
    lines = [line for _, line in sorted([*judged, *waiting], key=lambda item: item[0])]
    runs = [
        f"| {number} | {result['title']} | {result['measured_on']} | {result['seconds']} s | {result['load_before']} |"
        for number, result in ordered
    ]
    used = sorted({_versions(result["versions"]) for _, result in ordered})
    missing = sorted(set(range(1, 19)) - {int(number) for number in results})
    unmeasured = [f"- goal {number}: {NOT_YET.get(number, 'no measurement of it was kept')}" for number in missing]
    return "\n".join(
        [
            *(BEGIN, "", _HEAD, *lines, ""),
            *("| # | measurement | on | took | load of the machine before it |", "|---|---|---|---|---|", *runs, ""),
            *("Measured with:", "", *(f"- {text}" for text in used), ""),
            *("Not measured:", "", *unmeasured, "", END),
        ]
    )


def _line(number: str, finding: dict[str, Any]) -> str:
    other = finding["other"]
    limit = "" if finding["limit"] is None else f"{finding['aim']} {finding['limit']:g}"
    what = finding["what"] + (f" ({finding['note']})" if finding["note"] else "")
    against = "" if other is None else _side(other)
    cells = (number, what, _side(finding["ours"]), against, f"{finding['ratio']:g}", limit, finding["verdict"])
    return f"| {' | '.join(cells)} |"


def _side(side: dict[str, Any]) -> str:
    values = side["values"]
    middle = f"{statistics.median(values):.4g}"
    spread = f" ({min(values):.4g}–{max(values):.4g}, {len(values)} times)" if len(values) > 1 else ""
    return f"{side['name']}: {middle} {side['unit']}{spread}"


def _versions(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {told}" if name != "machine" else told for name, told in found.items())
