"""What can be had at a location: offers, and what each of them asks, excludes and promises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.world.lists import Lists, Pathway
from data.world.noise import chance, pick, unit, weighted, whole
from data.world.providers import Location, Provider

# Per kind and size of provider: pathway, share of locations that have it, least and most diagnosis groups if split.
_Menu = tuple[tuple[str, float, int, int], ...]
_MENUS: dict[tuple[str, str], _Menu] = {
    ("ggz", "solo"): (("BGGZ", 0.75, 0, 0), ("AMB", 0.6, 1, 3), ("EH", 0.1, 0, 0)),
    ("ggz", "small"): (("BGGZ", 0.65, 0, 0), ("AMB", 0.95, 2, 4), ("GRP", 0.2, 0, 0), ("EH", 0.15, 0, 0)),
    ("ggz", "mid"): (
        ("AMB", 1.0, 4, 6), ("BGGZ", 0.5, 0, 0), ("GRP", 0.35, 0, 0), ("EH", 0.25, 0, 0), ("ADB", 0.15, 0, 0),
        ("FACT", 0.15, 0, 0), ("SPOED", 0.15, 0, 0),
    ),
    ("ggz", "large"): (
        ("AMB", 1.0, 5, 9), ("FACT", 0.5, 0, 0), ("SPOED", 0.3, 0, 0), ("IHT", 0.35, 0, 0), ("GRP", 0.3, 0, 0),
        ("VIP", 0.25, 0, 0), ("KLIN", 0.25, 0, 0), ("HIC", 0.2, 0, 0), ("RESP", 0.2, 0, 0), ("ADB", 0.2, 0, 0),
        ("BGGZ", 0.25, 0, 0), ("BOR", 0.15, 0, 0), ("ACT", 0.12, 0, 0), ("EH", 0.2, 0, 0),
    ),
    ("youth", ""): (("AMB", 1.0, 1, 3), ("BGGZ", 0.7, 0, 0), ("EH", 0.2, 0, 0)),
    ("addiction", ""): (("VERS", 1.0, 0, 0), ("KLIN", 0.4, 0, 0), ("GRP", 0.4, 0, 0), ("EH", 0.2, 0, 0)),
    ("forensic", ""): (("FOR", 1.0, 0, 0), ("KLIN", 0.3, 0, 0)),
    ("social", ""): (("BW", 0.8, 0, 0), ("RESP", 0.45, 0, 0), ("GRP", 0.6, 0, 0)),
}  # fmt: skip
# The groups in which care is split, by how common such care is.
_GROUPS = {
    "D04": 10, "D05": 9, "D07": 9, "D01": 8, "D12": 8, "D02": 6, "D03": 6, "D06": 6, "D08": 6, "D09": 5, "D11": 4,
    "D14": 3,
}  # fmt: skip
_UNSPLIT = frozenset({"D00", "B00"})
_BOTH = frozenset({"IHT", "HIC", "RESP"})  # counted for regulier and for spoed
_OUTREACH = frozenset({"FACT", "ACT", "IHT", "VIP", "HIC", "KLIN", "BOR"})
_EXCLUDES = {"solo": 0.42, "small": 0.32, "mid": 0.14, "large": 0.05}
_SILENT = {"solo": 0.30, "small": 0.25, "mid": 0.15, "large": 0.10}
_HARDEST = {"X_CRISIS": 1.5, "X_AGR": 1.4, "X_SUI": 1.2, "X_PSY": 1.2, "X_VERS": 1.1}
_REASONS = (
    "geen bereikbaarheid buiten kantooruren",
    "geen psychiater in het team",
    "behandelaanbod past niet",
    "gebouw niet geschikt",
)
_MANY = {"solo": 2, "small": 4, "mid": 8, "large": 14}


@dataclass(frozen=True, eq=False)
class Offer:
    """One location, pathway, diagnosis group, age range (the last year included) and segment.

    `places` is the number there is in all; exclusions hold only the criteria the provider spoke of.
    """

    key: str
    location: Location
    pathway: Pathway
    group: str
    age_from: int
    age_to: int | None
    segment: str
    urgencies: tuple[str, ...]
    places: int
    entry_routes: tuple[str, ...]
    responsible: str
    languages: tuple[str, ...]
    is_remote: bool
    product: str
    exclusions: Mapping[str, str]
    reason: str
    is_reason_dated: bool


def offers(seed: int, lists: Lists, location: Location) -> Iterator[Offer]:
    """The offers of one location, at least one."""
    provider = location.provider
    menu = _MENUS.get((provider.kind, provider.size)) or _MENUS[provider.kind, ""]
    wanted = [dish for dish in menu if chance(dish[1], seed, "has", location.number, dish[0])] or [menu[0]]
    for code, _, least, most in wanted:
        pathway = lists.pathways[code]
        for group in _groups(seed, pathway, location, whole(least, most, seed, "groups", location.number)):
            yield _offer(seed, lists, location, pathway, group)


def _groups(seed: int, pathway: Pathway, location: Location, count: int) -> list[str]:
    if pathway.segment == "gb-ggz":
        return ["B00"]
    if not pathway.is_per_group or chance(0.25, seed, "unsplit", location.number):
        return ["D00"]

    def liking(group: str) -> float:
        house = 0.3 + unit(seed, location.provider.number, group)
        return house * (0.6 + unit(seed, location.number, group)) * _GROUPS[group]

    return sorted(sorted(_GROUPS, key=liking, reverse=True)[:count])


def _offer(seed: int, lists: Lists, location: Location, pathway: Pathway, group: str) -> Offer:
    provider = location.provider
    key = f"{location.number}-{pathway.code}-{group}"
    age_from, age_to = _ages(seed, key, provider.kind, pathway.code)
    exclusions = _exclusions(seed, key, lists, provider)
    return Offer(
        key=key,
        location=location,
        pathway=pathway,
        group=group,
        age_from=age_from,
        age_to=age_to,
        segment="social" if provider.kind == "social" else pathway.segment or "s-ggz",
        urgencies=_urgencies(seed, key, provider, pathway.code),
        places=_places(seed, key, provider.size, pathway),
        entry_routes=_routes(seed, key, provider.kind, pathway.code),
        responsible=weighted(("gp", "provider", "referrer"), (6, 3, 1), seed, "responsible", provider.number),
        languages=weighted((("nl",), ("nl", "en"), ("nl", "en", "ar")), (6, 3, 1), seed, "languages", location.number),
        is_remote=pathway.is_unlimited or chance(0.2, seed, "remote", key),
        product=f"{provider.word} {pathway.code}" + (f" {group}" if group not in _UNSPLIT else ""),
        exclusions=exclusions,
        reason=pick(_REASONS, seed, "reason", key) if "excluded" in exclusions.values() else "",
        is_reason_dated=chance(0.3, seed, "reason dated", key),
    )


def _ages(seed: int, key: str, kind: str, code: str) -> tuple[int, int | None]:
    if kind == "youth":
        return pick(((6, 17), (12, 17), (12, 23)), seed, "ages", key)
    if code in {"SPOED", "VIP", "FOR"}:
        return (16, None) if code == "VIP" else (18, None)
    return weighted(((18, None), (18, 64), (65, None), (18, 25)), (14, 3, 2, 1), seed, "ages", key)


def _urgencies(seed: int, key: str, provider: Provider, code: str) -> tuple[str, ...]:
    """Spoed has a pool of its own at some providers only; crisis never has places."""
    if code == "SPOED":
        return ("spoed",)
    if code in _BOTH or (code == "AMB" and provider.size in {"mid", "large"} and chance(0.07, seed, "spoed", key)):
        return ("regulier", "spoed")
    return ("regulier",)


def _places(seed: int, key: str, size: str, pathway: Pathway) -> int:
    if pathway.is_unlimited:
        return 60
    if pathway.unit == "caseload_place":
        return 10 * whole(5, 14, seed, "places", key)
    if pathway.unit == "bed":
        return (
            whole(2, 4, seed, "places", key) if pathway.code in {"RESP", "BOR"} else whole(8, 24, seed, "places", key)
        )
    if pathway.unit == "group_place":
        return whole(8, 12, seed, "places", key)
    return whole(max(1, _MANY[size] // 2), _MANY[size], seed, "places", key)


def _routes(seed: int, key: str, kind: str, code: str) -> tuple[str, ...]:
    if kind == "social":
        return ("municipality", "own_clinician", "self") if code == "RESP" else ("municipality",)
    if kind == "youth":
        return ("gp", "municipality")
    if code in _OUTREACH:
        return ("crisis_service", "own_clinician") if code in {"IHT", "HIC", "BOR"} else ("gp", "own_clinician")
    return ("gp", "own_clinician") if chance(0.3, seed, "routes", key) else ("gp",)


def _exclusions(seed: int, key: str, lists: Lists, provider: Provider) -> dict[str, str]:
    """Small providers exclude more, crisis, aggression and suicidality first, as the inspectorate found."""
    found: dict[str, str] = {}
    for criterion in lists.criteria:
        # Two thirds of the answer are the house's, one third the offer's own.
        level = (2 * unit(seed, criterion, provider.number) + unit(seed, criterion, key)) / 3
        share = _EXCLUDES[provider.size] * _HARDEST.get(criterion, 0.7)
        if chance(_SILENT[provider.size], seed, "silent", criterion, provider.number):
            continue
        found[criterion] = "excluded" if level < share else "by_consultation" if level < share + 0.25 else "no_obstacle"
    return found
