"""A link that opens a mail with the address of this view. Criteria stay out of it: a mail server would read them."""

from dataclasses import replace
from urllib.parse import quote

from dash import html

from dashboard.addresses import absolute
from dashboard.components.search import PATH
from dashboard.filters import Filters, address
from dashboard.language import _


def mail_link(filters: Filters, asked: str) -> html.Span:
    """asked: the question in words; of it the criteria are left out too."""
    bare = replace(filters.bare, criteria=())
    about = _("Free places")
    subject = about if filters.criteria else f"{about}: {asked}"
    mail = f"mailto:?subject={quote(subject)}&body={quote(absolute(address(PATH, bare)))}"
    remark = [" ", _("(without the criteria)")] if filters.criteria else []
    return html.Span([html.A(_("Mail this view"), href=mail), *remark], className="mail-link")
