"""The operator's forms about master data: the same, not the same, undo, match a location of a source."""

import flask

from dashboard.access import Permission, requires
from dashboard.delivering import whole
from dashboard.manage.addresses import MASTER_DATA, back, typed
from dashboard.queries import master_data
from dashboard.viewer import current_viewer

MERGE, BY_AGB, UNDO, MATCH = (
    f"{MASTER_DATA}/{word}" for word in ("samenvoegen", "op-nummer", "terugdraaien", "koppelen")
)
KINDS = {"vestiging": "location", "aanbieder": "provider"}  # as the forms send it -> as the database names it
OTHER = "anders"  # they are not the same


def add_routes(server: flask.Flask) -> None:
    """One route for each form."""
    for path, view in ((MERGE, _merge), (BY_AGB, _merge_by_agb), (UNDO, _undo), (MATCH, _match)):
        server.add_url_rule(path, f"manage_master_data{view.__name__}", view, methods=["POST"])


@requires(Permission.MANAGE_MASTER_DATA)
def _merge() -> flask.typing.ResponseReturnValue:
    """Of a pair: the number that stays, or that they are not the same."""
    viewer, kind = current_viewer(), KINDS.get(typed("soort"))
    one, other, verdict = whole(typed("een")), whole(typed("ander")), typed("besluit")
    if kind is None or one is None or other is None:
        return back(MASTER_DATA, fout="not_alike")
    if verdict == OTHER:
        return _told("anders", master_data.not_same(viewer, kind, one, other))
    kept = whole(verdict)
    if kept not in {one, other}:
        return back(MASTER_DATA, fout="without_choice")
    gone = other if kept == one else one
    return _told("samen", master_data.merge(viewer, kind, gone=gone, kept=kept, reason=typed("reden")))


@requires(Permission.MANAGE_MASTER_DATA)
def _merge_by_agb() -> flask.typing.ResponseReturnValue:
    """Of two that do not look alike: the AGB code that goes up in the other."""
    viewer, kind = current_viewer(), KINDS.get(typed("soort"))
    if kind is None:
        return back(MASTER_DATA, fout="not_alike")
    gone, kept = (master_data.identified(viewer, kind, typed(field)) for field in ("weg", "blijft"))
    if gone is None or kept is None:
        asked = {name: typed(name) for name in ("soort", "weg", "blijft")}
        return back(MASTER_DATA, fout="unknown_agb", **asked)
    return _told("samen", master_data.merge(viewer, kind, gone=gone, kept=kept, reason=typed("reden")))


@requires(Permission.MANAGE_MASTER_DATA)
def _undo() -> flask.typing.ResponseReturnValue:
    number = whole(typed("samenvoeging"))
    return _told("terug", "not_open" if number is None else master_data.undo(current_viewer(), number))


@requires(Permission.MANAGE_MASTER_DATA)
def _match() -> flask.typing.ResponseReturnValue:
    """Of a location as a source names it: that it is one of ours, is not, or that the word is taken back."""
    viewer, named, verdict = current_viewer(), whole(typed("bronvestiging")), typed("besluit")
    ours = whole(typed("vestiging"))
    if named is None:
        return back(MASTER_DATA, fout="not_alike")
    if verdict == "los":
        return _told("los", master_data.match(viewer, named, None))
    if ours is None or verdict not in {"ja", OTHER}:
        return back(MASTER_DATA, fout="without_choice")
    if verdict == OTHER:
        return _told("anders", master_data.not_same(viewer, "source_location", named, ours))
    return _told("gekoppeld", master_data.match(viewer, named, ours))


def _told(done: str, outcome: str) -> flask.typing.ResponseReturnValue:
    return back(MASTER_DATA, **({"gedaan": done} if outcome == "done" else {"fout": outcome}))
