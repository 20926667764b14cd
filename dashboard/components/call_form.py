"""One tap after a call: what the list said was right, or it was not. A form of the browser's own, for each row."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.csrf import FIELD
from dashboard.filters import Filters, to_fragment, to_query
from dashboard.language import _

PATH = "/gebeld"
AS_SHOWN, NOT_AS_SHOWN = "klopte", "klopte-niet"


def call_form(row: Mapping[str, Any], filters: Filters, csrf: str) -> html.Form:
    """Two buttons that both send the token of the session, and lead back to this same view."""
    buttons = [
        html.Button(
            word,
            type="submit",
            name=FIELD,
            value=csrf,
            formAction=_action(row, filters, outcome),
            className="small-button",
        )
        for outcome, word in ((AS_SHOWN, _("it was as shown")), (NOT_AS_SHOWN, _("it was not as shown")))
    ]
    name = f"{row['provider_name']}, {row['location_name']}"
    return html.Form(
        [html.Span([_("Phoned?"), html.Span(f" {name}", className="for-readers")]), *buttons],
        action=_action(row, filters, AS_SHOWN),
        method="POST",
        className="call-form",
    )


def _action(row: Mapping[str, Any], filters: Filters, outcome: str) -> str:
    """Criteria stay behind the #: the browser keeps them when it is sent back."""
    asked = {"aanbod": row["offer_id"], "urgentie": row["urgency_code"], "uitkomst": outcome, "naar": to_query(filters)}
    return f"{PATH}?{urlencode(asked)}{to_fragment(filters)}"
