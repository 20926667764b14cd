"""Whether small providers come as high in the lists as their places would let them."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.language import _
from dashboard.wording import number

_FEW = 100  # first-ten places; of fewer a share says nothing


def shown_share(row: Mapping[str, Any]) -> html.Section:
    """row: of read.shown_shares."""
    heading = html.H2(_("Small providers in the lists"))
    if row["top_count"] < _FEW or row["top_share"] is None or row["fitting_share"] is None:
        return html.Section([heading, html.P(_("Too few lists were shown in the last 28 days to say."))])
    said = _("Small providers have {top} % of the first ten that were shown, and {fitting} % of all that fitted.")
    means = _("Of the last 28 days. A smaller share among the first ten means that the order leaves them behind.")
    shares = {"top": number(100 * row["top_share"]), "fitting": number(100 * row["fitting_share"])}
    return html.Section([heading, html.P(said.format(**shares)), html.P(means, className="muted")])
