"""The questions of the pages /vestiging/<number> and /vestiging/<number>/herkomst.

Who asks decides which question is asked: exact numbers, one's own exact and classes of others, or waits alone.
"""

from dashboard.access import Permission
from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer


def location(viewer: Viewer, number: int) -> Row | None:
    """The location with this number, or None."""
    return next(iter(ask(viewer, "location", location=number)), None)


def sees_all_exact(viewer: Viewer) -> bool:
    """Whether this person sees exact numbers of every location."""
    return viewer.reaches(Permission.SEE_PLACES_EXACT) == "all"


def offers(viewer: Viewer, number: int) -> list[Row] | None:
    """One row per offer and urgency; None for who sees no places of a location at all."""
    if sees_all_exact(viewer):
        return ask(viewer, "location_offers", location=number)
    if viewer.may(Permission.SEE_PLACES_CLASS):
        return ask(viewer, "location_offers_class", location=number, own_agb=viewer.codes("agb"))
    return None


def closures(viewer: Viewer, number: int) -> list[Row]:
    """The stops in force or to come, of one insurer only as far as this person may know of them."""
    if sees_all_exact(viewer):
        return ask(viewer, "location_closures", location=number, own_concerns=_concerns(viewer))
    return ask(viewer, "location_closures_own", location=number, **_own(viewer))


def contracts(viewer: Viewer, number: int) -> list[Row]:
    """One row per insurer concern with a contract, none or not known; the same limits."""
    if sees_all_exact(viewer):
        return ask(viewer, "location_contracts", location=number, own_concerns=_concerns(viewer))
    return ask(viewer, "location_contracts_own", location=number, **_own(viewer))


def waits(viewer: Viewer, number: int) -> list[Row]:
    """The published waits over time, newest first."""
    return ask(viewer, "location_wait_history", location=number)


def deliveries(viewer: Viewer, number: int) -> list[Row]:
    """What was delivered of the location: with what became of it where that is this person's to see."""
    rows: list[Row] = []
    if viewer.may(Permission.SEE_DELIVERIES):
        rows = ask(viewer, "location_deliveries_full", asker=viewer.account_id, location=number)
    if not rows and sees_all_exact(viewer):
        rows = ask(viewer, "location_deliveries", location=number)
    return rows


def place_lineage(viewer: Viewer, offer: int, urgency: str) -> list[Row]:
    """Where the count of an offer and urgency comes from; none for who sees classes."""
    return ask(viewer, "capacity_lineage", offer=offer, urgency=urgency) if sees_all_exact(viewer) else []


def exclusion_lineage(viewer: Viewer, offer: int, criterion: str) -> list[Row]:
    """Where the answer of an offer to a criterion comes from."""
    return ask(viewer, "exclusion_lineage", offer=offer, criterion=criterion) if sees_all_exact(viewer) else []


def closure_lineage(viewer: Viewer, closure: int) -> list[Row]:
    """Where a stop comes from."""
    if not sees_all_exact(viewer):
        return []
    return ask(viewer, "closure_lineage", closure=closure, own_concerns=_concerns(viewer))


def wait_lineage(viewer: Viewer, number: int, delivery: int, line: int) -> list[Row]:
    """Where a wait comes from."""
    return ask(viewer, "wait_lineage", location=number, delivery=delivery, line=line)


def own_lineage(viewer: Viewer, number: int, delivery: int, line: int) -> list[Row]:
    """A line that a provider delivered of its own location, whole."""
    if sees_all_exact(viewer) or not viewer.may(Permission.SEE_PLACES_CLASS):
        return []
    return ask(viewer, "own_lineage", own_agb=viewer.codes("agb"), location=number, delivery=delivery, line=line)


def _concerns(viewer: Viewer) -> list[str] | None:
    """None for all: the argument of the questions that tell exact numbers."""
    return None if viewer.reaches(Permission.SEE_STOPS) == "all" else viewer.codes("concern")


def _own(viewer: Viewer) -> dict[str, object]:
    """The AGB codes or the insurer concerns that are this person's own, by what its role counts as own."""
    reach = viewer.reaches(Permission.SEE_STOPS)
    return {
        "own_agb": viewer.codes("agb") if reach == "own" else [],
        "own_concerns": viewer.codes("concern") if reach == "concern" else [],
    }
