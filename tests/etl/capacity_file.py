"""Deliveries of the capacity template, row by row: defaults plus what a test cares about."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from etl.feeds.capacity_csv import FEED

AT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
DEFAULTS = {
    "agb_vestiging": "09000001",
    "agb_onderneming": "09000000",
    "naam_aanbieder": "Praktijk Proefberg",
    "naam_vestiging": "Proefberg Centrum",
    "omvang": "klein",
    "postcode": "1012",
    "zorgpad": "AMB",
    "diagnosegroep": "D04",
    "leeftijd_van": "18",
    "segment": "s-ggz",
    "urgentie": "regulier",
    "vrij": "3",
    "totaal": "8",
    "geteld_op": "2026-09-01T07:10+02:00",
}
COLUMNS = [*FEED.required, *FEED.optional]


def row(**changes: Any) -> dict[str, str]:
    """One row of the template."""
    return DEFAULTS | {name: str(value) for name, value in changes.items()}


def rows(count: int, **changes: Any) -> list[dict[str, str]]:
    """So many rows, each of a location of its own."""
    return [row(agb_vestiging=f"0900{number:04}", **changes) for number in range(1, count + 1)]


def csv_file(lines: Iterable[dict[str, str]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    """The rows as a sender's CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=COLUMNS, delimiter=separator, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)
