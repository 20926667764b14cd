"""The view as a file, for who may have it."""

from dash import html

from dashboard.access import Permission
from dashboard.language import _
from dashboard.viewer import Viewer
from dashboard.wait_view import PATH, WaitView, address


def wait_download(viewer: Viewer, view: WaitView) -> list[html.P]:
    """Links to what is seen. view: with month and version, so that a file can be made again."""
    if not viewer.may(Permission.EXPORT):
        return []
    links = [
        html.A(_("Download as a spreadsheet (CSV)"), href=address(view, f"{PATH}.csv")),
        html.A(_("As a workbook with definitions (XLSX)"), href=address(view, f"{PATH}.xlsx")),
        html.A(_("As a report with charts (PDF)"), href=address(view, f"{PATH}.pdf")),
    ]
    return [html.P([part for link in links for part in (" · ", link)][1:], className="download")]
