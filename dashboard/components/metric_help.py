"""What a metric means, beside the figure: as the header of its definition says."""

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from dashboard.language import _, current
from dashboard.wording import full_day

Row = Mapping[str, Any]


def title(definition: Row) -> str:
    """The name of a metric, in the reader's language."""
    said: str = definition["title_en" if current() == "en" else "title"]
    return said


def meaning(definition: Row) -> str:
    """What it means."""
    said: str = definition["definition_en" if current() == "en" else "definition"]
    return said


def metric_help(definitions: Mapping[str, Row], codes: Iterable[str]) -> html.Details:
    """The definitions of some metrics, folded."""
    parts: list[Any] = []
    for code in codes:
        row = definitions[code]
        better = _("lower is better") if row["better"] == "lower" else _("higher is better")
        source = _("source: {source}; owner: {owner}; to be reviewed by {date}").format(
            source=row["source"], owner=row["owner"], date=full_day(row["review_by"])
        )
        due = [html.P(_("This definition is due for review."), className="muted")] if row["is_review_due"] else []
        parts += [
            html.Dt(title(row)),
            html.Dd(
                [
                    html.P(meaning(row)),
                    html.P(f"{row['unit']} · {better}"),
                    html.P(source, className="muted"),
                    *due,
                ]
            ),
        ]
    return html.Details([html.Summary(_("What these figures mean")), html.Dl(parts)], className="metric-help")


def other_means() -> html.Details:
    """Why our mean differs from that of others."""
    return html.Details(
        [
            html.Summary(_("Why our mean differs from that of others")),
            html.P(
                _(
                    "Our total is the mean of the total of locations that tell both parts, each as heavy as who began "
                    "treatment there. Vektis adds the mean intake wait and the mean treatment wait up. Older figures "
                    "of NZa weigh by the volume of a year."
                )
            ),
            html.P(
                _(
                    "Small providers tell no inflow. They do not weigh in the mean, and stand apart with their number "
                    "and median. A change is always of the same locations, so that a stop is never an improvement."
                )
            ),
        ],
        className="metric-help",
    )
