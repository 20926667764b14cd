"""What every page asks: the code lists, the moment the data stand at, and who to phone in a region."""

from dashboard.queries.database import Row, ask
from dashboard.viewer import Viewer
from dashboard.vocabulary import Vocabulary, build


def vocabulary(viewer: Viewer) -> Vocabulary:
    """The code lists, as words that can be chosen or typed."""
    return build(
        care_pathways=ask(viewer, "care_pathways"),
        diagnosis_groups=ask(viewer, "diagnosis_groups"),
        urgencies=ask(viewer, "urgencies"),
        regions=ask(viewer, "regions"),
        complaint_terms=ask(viewer, "complaint_terms"),
        concerns=ask(viewer, "insurer_concerns"),
        criteria=ask(viewer, "exclusion_criteria"),
    )


def data_moment(viewer: Viewer) -> Row:
    """When the newest delivery was applied, and how many sources are late or held."""
    (row,) = ask(viewer, "data_moment")
    return row


def region_of_postcode(viewer: Viewer, postcode: str) -> str | None:
    """The code of the zorgkantoorregio a postcode lies in; None when the postcode does not exist."""
    rows = ask(viewer, "region_of_postcode", postcode=postcode)
    return next((row["region_code"] for row in rows if row["layer_code"] == "zorgkantoorregio"), None)


def centre_of_postcode(viewer: Viewer, postcode: str) -> tuple[float, float] | None:
    """The centre of the area of a postcode, in degrees; None when the postcode does not exist."""
    rows = ask(viewer, "postcode_centre", postcode=postcode)
    return next(((float(row["latitude"]), float(row["longitude"])) for row in rows), None)


def crisis_lines(viewer: Viewer, *, postcode: str | None, region: str | None) -> list[Row]:
    """The crisis lines of the acute region, or all plausible ones. Made-up numbers only where everything is made up."""
    return _real(viewer, ask(viewer, "crisis_lines", postcode=postcode, region=region))


def transfer_points(viewer: Viewer, *, postcode: str | None, region: str | None) -> list[Row]:
    """The desks that know what is free in the region. Made-up numbers only where everything is made up."""
    return _real(viewer, ask(viewer, "transfer_points", postcode=postcode, region=region))


def youth_routes(viewer: Viewer, postcode: str | None) -> list[Row]:
    """Who to phone first for somebody under 18. Made-up numbers only where everything is made up."""
    return _real(viewer, ask(viewer, "youth_routes", postcode=postcode)) if postcode else []


def _real(viewer: Viewer, rows: list[Row]) -> list[Row]:
    return rows if viewer.is_demo else [row for row in rows if not row["is_fictional"]]
