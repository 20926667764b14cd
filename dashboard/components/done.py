"""What became of the form that was sent last, in a banner over the page."""

from collections.abc import Callable, Mapping

from dash import html

from dashboard.components.page import banner


def done_or_refused(asked: Mapping[str, str], done: Mapping[str, str], refused: Callable[[str], str]) -> list[html.Div]:
    """The sentence of `done` for the deed in the address, else that of `refused` for its refusal, if any."""
    if said := done.get(asked.get("gedaan", "")):
        return [banner(html.P(said), kind="note")]
    return [banner(html.P(refused(asked["fout"])))] if asked.get("fout") else []
