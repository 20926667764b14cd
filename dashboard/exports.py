"""The list one sees, as a file: at /<page>.csv for each page with `export=`, .xlsx with `workbook=`, .pdf with
`report=`; written down before it is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import dash
import flask

from dashboard import access, limits, refusals
from dashboard.access import Permission, requires
from dashboard.csv_text import Table, csv_text
from dashboard.queries import audit
from dashboard.report import report_bytes
from dashboard.viewer import Viewer, current_viewer
from dashboard.workbook import workbook_bytes


@dataclass(frozen=True)
class Form:
    """key: the argument of register_page whose function makes what is written. size: what the audit trail counts."""

    key: str
    ending: str
    mimetype: str
    written: Callable[[Any], bytes]
    size: Callable[[Any], int]


class NotReadyError(Exception):
    """What is asked for is being made; the page at this address says how far that is."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


FORMS = (
    Form(
        "export",
        ".csv",
        "text/csv; charset=utf-8",
        lambda table: csv_text(table.heads, table.rows).encode(),
        lambda table: len(table.rows),
    ),
    Form(
        "workbook",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook_bytes,
        lambda book: sum(len(sheet.rows) for sheet in book.sheets),
    ),
    Form("report", ".pdf", "application/pdf", report_bytes, lambda report: len(report.told["matrix"])),
)


def add_routes(server: flask.Flask) -> None:
    """One route for each form of each page; open to who may export and may see that page."""
    for name, page in dash.page_registry.items():
        for form in FORMS:
            if page.get(form.key):
                endpoint = f"{'export' if form.key == 'export' else f'export_{form.key}'}_{name.rpartition('.')[2]}"
                server.add_url_rule(page["path"] + form.ending, endpoint, _view(page, form), methods=["GET"])


def _view(page: Mapping[str, Any], form: Form) -> Callable[[], flask.typing.ResponseReturnValue]:
    @requires(Permission.EXPORT)
    def download() -> flask.typing.ResponseReturnValue:
        viewer = current_viewer()
        if not access.allows(access.policy_of_page(page), viewer.permissions):
            audit.record(
                viewer, "denied", action="R", outcome="refused", object_type="export", object_id=str(page["path"])
            )
            return refusals.refused("denied", 403)
        if seconds := limits.wait(limits.EXPORTS, str(viewer.account_id)):
            limits.alarm(viewer, viewer.address)
            return refusals.too_many(seconds)
        query = flask.request.args.to_dict()
        try:
            made = page[form.key](viewer, query)
        except NotReadyError as error:
            return flask.redirect(error.address, code=303)
        if not getattr(made, "is_recorded", False):
            _record(viewer, made.what, form.size(made), query)
        return _file(form.written(made), made.name + form.ending, form.mimetype)

    return download


def _record(viewer: Viewer, what: str, size: int, query: Mapping[str, str]) -> None:
    asked = {_plain(name): _plain(value) for name, value in list(query.items())[:10]}
    detail = {"rows": size, "filters": asked}
    audit.record(viewer, "exported", action="R", outcome="success", object_type=what, detail=detail)


def as_file(table: Table) -> flask.Response:
    """The answer that a browser keeps as a file."""
    form = FORMS[0]
    return _file(form.written(table), table.name + form.ending, form.mimetype)


def _file(content: bytes, name: str, mimetype: str) -> flask.Response:
    response = flask.make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plain(text: str) -> str:
    """A part of the address as the audit trail can hold it."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:80])
