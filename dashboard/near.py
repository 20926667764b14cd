"""How far from a postcode is looked: who names a postcode looks near it, until another distance is chosen."""

from dashboard.language import _

DISTANCES_KM = (5, 15, 30, 60)
USUAL_KM = 30
ANY_DISTANCE = "elke"


def in_words(km: int) -> str:
    """binnen 30 km"""
    return _("within {km} km").format(km=km)


def from_address(value: str | None, *, has_postcode: bool, has_region: bool) -> tuple[int | None, str | None]:
    """The kilometres an address asks for (None: any distance), and a sentence when its `afstand` was dropped.

    A region says where already, so there the usual distance does not narrow it further.
    """
    usual = USUAL_KM if has_postcode and not has_region else None
    if value is None:
        return usual, None
    is_known = value == ANY_DISTANCE or value in {str(km) for km in DISTANCES_KM}
    if not is_known:
        said = _("The distance “{value}” is none of the distances you can choose.")
        return usual, said.format(value=value if len(value) <= 20 else f"{value[:20]}…")
    if not has_postcode:
        return None, _("A distance needs a postcode to count from, so it was left out.")
    return (None if value == ANY_DISTANCE else int(value)), None


def in_address(max_km: int | None, *, has_postcode: bool, has_region: bool) -> int | str | None:
    """What stands in the address for it: nothing where it is what would be taken anyway."""
    usual, _sentence = from_address(None, has_postcode=has_postcode, has_region=has_region)
    return None if max_km == usual else max_km or ANY_DISTANCE
