"""A report as PDF: a fixed template, data beside it, drawings as SVG. Asks nothing of the system or the network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from dashboard.figures.drawn import Drawn
from dashboard.figures.svg_text import svg_text

_TEMPLATE = Path(__file__).parent / "templates/report.typ"


@dataclass(frozen=True)
class Report:
    """name: of the file, without an ending. what: the object in the audit trail. told: what the template asks for.

    charts: name of a file, as told["charts"] names it -> drawing.
    """

    name: str
    what: str
    told: Mapping[str, Any]
    charts: Mapping[str, Drawn]
    made_at: datetime


def report_bytes(report: Report) -> bytes:
    """The PDF, with letters of its own and tags for screen readers."""
    files: dict[str, bytes] = {
        "main": _TEMPLATE.read_bytes(),
        "told.json": json.dumps(report.told).encode(),
        **{name: svg_text(drawn).encode() for name, drawn in report.charts.items()},
    }
    moment = int(report.made_at.timestamp())
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stub leaves out that it takes files by name
        files, format="pdf", ignore_system_fonts=True, timestamp=moment
    )
    return made
