"""The first answer at any address: the empty page that Dash fills, in the reader's language."""

import dash
import flask

from dashboard import addresses, language

_INDEX = """<!DOCTYPE html>
<html lang="{language}">
  <head>
    {metas}
    <title>{title}</title>
    <link rel="icon" type="image/svg+xml" href="{logo}">
    {css}
  </head>
  <body>
    <noscript><p>{noscript}</p></noscript>
    {app_entry}
    {config}
    {scripts}
    {renderer}
  </body>
</html>"""


class Dashboard(dash.Dash):  # type: ignore[misc]
    """Dash, with an index page that has the reader's language and the title of the page it is for."""

    def interpolate_index(self, **parts: str) -> str:
        own = {
            "language": language.current(),
            "title": _title(flask.request.path),
            "logo": self.get_asset_url("logo.svg"),
            "noscript": language._("This page needs JavaScript, which is switched off in your browser."),
            "app_entry": parts["app_entry"].replace("Loading...", language._("One moment …")),
            # Dash sends the code of its table along to every reader; no page of ours has one.
            "scripts": "\n".join(one for one in parts["scripts"].splitlines() if "/dash_table/" not in one),
        }
        return _INDEX.format(**{**parts, **own})


def _title(path: str) -> str:
    missing = next(page for name, page in dash.page_registry.items() if name.endswith("not_found_404"))
    title: str = (addresses.page_at(path) or missing)["title"]()
    return title
