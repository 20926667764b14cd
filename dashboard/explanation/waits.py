"""What is said of waits: the two parts of a wait, the clocks it is measured by, the norms."""

from collections.abc import Sequence
from typing import Any

from dashboard import labels
from dashboard.explanation.section import Section, Table
from dashboard.language import _, current
from dashboard.wording import number

Row = dict[str, Any]


def waits(methods: Sequence[Row], norms: Sequence[Row]) -> Section:
    """methods: rows of read.wait_methods. norms: rows of read.norms."""
    return Section(
        "wachttijden",
        _("Waits and norms"),
        [
            _("A wait has two parts: to the first conversation, and from there to the start of treatment."),
            _(
                "The start of treatment is taken from the figure for exactly this diagnosis group. "
                "Without one it is the figure of the location for all groups together; without that it is unknown. "
                "A free bed or a free place in a team starts on the day it is free."
            ),
            _("A wait is compared with the norm of the day it is about. A later norm changes no earlier verdict."),
            _(
                "No figure, no wait and a stop are three things. A stop is never counted as a long wait, "
                "and a missing figure never as zero."
            ),
        ],
        tables=[
            Table(
                _("The clocks; figures of two clocks are never mixed"),
                [_("Clock"), _("What it measures")],
                [[row[f"name_{current()}"], row[f"explanation_{current()}"]] for row in methods],
            ),
            Table(
                _("The norms that hold today"),
                [_("What"), _("Segment"), _("Setting"), _("Weeks")],
                [
                    [
                        labels.wait_part(row["kind_code"]),
                        labels.segment(row["segment_code"]),
                        labels.setting(row["setting_code"]),
                        number(row["weeks"]),
                    ]
                    for row in norms
                ],
            ),
        ],
    )


def urgencies() -> Section:
    """The three urgencies. What a region calls a crisis stands with its crisis lines."""
    return Section(
        "urgentie",
        _("Regular, urgent, crisis"),
        [
            _("Regular is the ordinary way; its wait is compared with the norm in weeks."),
            _(
                "Urgent is for a patient who cannot wait that long, while there is no crisis. "
                "Such places are counted apart, and a first reaction comes within a number of working days."
            ),
            _("In a crisis the page shows the crisis lines of the region, and no list."),
        ],
    )
