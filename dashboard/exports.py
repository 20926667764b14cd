"""The list one sees, as a file at /<page>.csv for each page with `export=`; written down before it is sent."""

from collections.abc import Callable, Mapping

import dash
import flask

from dashboard import access, limits, refusals
from dashboard.access import Permission, requires
from dashboard.csv_text import Table, csv_text
from dashboard.queries import audit
from dashboard.viewer import Viewer, current_viewer

Export = Callable[[Viewer, Mapping[str, str]], Table]
ENDING = ".csv"


def add_routes(server: flask.Flask) -> None:
    """One route for each page with `export=`; open to who may export and may see that page."""
    for name, page in dash.page_registry.items():
        if page.get("export"):
            server.add_url_rule(
                page["path"] + ENDING, f"export_{name.rpartition('.')[2]}", _view(page), methods=["GET"]
            )


def _view(page: Mapping[str, object]) -> Callable[[], flask.typing.ResponseReturnValue]:
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
        export: Export = page["export"]  # type: ignore[assignment]
        query = flask.request.args.to_dict()
        table = export(viewer, query)
        if not table.is_recorded:
            asked = {_plain(name): _plain(value) for name, value in list(query.items())[:10]}
            detail = {"rows": len(table.rows), "filters": asked}
            audit.record(viewer, "exported", action="R", outcome="success", object_type=table.what, detail=detail)
        return as_file(table)

    return download


def as_file(table: Table) -> flask.Response:
    """The answer that a browser keeps as a file."""
    response = flask.make_response(csv_text(table.heads, table.rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}{ENDING}"'
    return response


def _plain(text: str) -> str:
    """A part of the address as the audit trail can hold it."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:80])
