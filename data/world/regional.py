"""What an operator brings for its own region, invented: acute and network regions, and numbers to phone."""

from data.world import names
from data.world.lists import Lists
from data.world.noise import chance

SOURCE = "fictional: made for the sample world"
SINCE = "2016-01-01"
Table = list[dict[str, str]]
_HOURS = ("ma-vr 08:30-17:00", "ma-vr 08:00-18:00", "ma-vr 09:00-17:00; za 10:00-13:00")
_WORDING = (
    "Crisis: direct gevaar voor uzelf of een ander, vandaag zien. Spoed: binnen vijf werkdagen zien.",
    "Crisis: kan niet wachten tot morgen. Spoed: kan niet wachten op een gewone plek.",
)


def tables(lists: Lists, seed: int) -> dict[str, Table]:
    """The operator's reference files by table: regions, lines of all kinds, transfer points."""
    codes = {code: f"AC{code[2:]}" for code in lists.region_names if code.startswith("GG")}
    networks = {code: f"NW{code[2:]}" for code in lists.region_names if code.startswith("ZK")}
    return {
        "region": [
            *(_region(new, "acute", f"Acute regio {lists.region_names[old]} (fictief)") for old, new in codes.items()),
            *(
                _region(new, "network", f"Netwerkregio {lists.region_names[old]} (fictief)")
                for old, new in networks.items()
            ),
        ],
        "municipality_region": [
            {"municipality_code": municipality, "layer_code": layer, "region_code": new, "share": share} | _listed()
            for municipality, _, old, share in lists.municipality_regions
            for layer, new in (("acute", codes.get(old)), ("network", networks.get(old)))
            if new
        ],
        "crisis_line": [line for place, code in enumerate(codes.values()) for line in _crisis_lines(code, place, seed)],
        "transfer_point": [
            {
                "region_code": code,
                "name": f"Transferpunt {name} (fictief)",
                "phone": names.phone(8000 + place),
                "opening_hours": _HOURS[place % len(_HOURS)],
                "is_fictional": "true",
            }
            | _listed()
            for place, (code, name) in enumerate(lists.region_names.items())
            if code.startswith("ZK")
        ],
        "mediation_line": [
            {
                "concern_code": code,
                "phone": names.phone(7900 + place),
                "opening_hours": _HOURS[place % len(_HOURS)],
                "is_fictional": "true",
            }
            | _listed()
            for place, code in enumerate(lists.concerns)
            if code != "other"
        ],
        "youth_route": [
            {
                "municipality_code": code,
                "name": "Toegang jeugdhulp (fictief)",
                "phone": names.phone(20_000 + place),
                "opening_hours": _HOURS[place % len(_HOURS)],
                "is_fictional": "true",
            }
            | _listed()
            for place, code in enumerate(code for code in lists.region_names if code.startswith("GM"))
        ],
    }


def _region(code: str, layer: str, name: str) -> dict[str, str]:
    return {"region_code": code, "layer_code": layer, "name": name} | _listed()


def _crisis_lines(region: str, place: int, seed: int) -> Table:
    """Youth all day; adults by day and by night, or one line for both."""
    one_line = chance(0.3, seed, "one crisis line", region)
    parts = (
        [("youth", "all"), ("adult", "all")] if one_line else [("youth", "all"), ("adult", "day"), ("adult", "night")]
    )
    return [
        {
            "region_code": region,
            "age_group_code": age_group,
            "part_of_day_code": part,
            "phone": names.phone(9000 + place * 10 + number),
            "backup_phone": names.phone(9500 + place * 10 + number)
            if chance(0.7, seed, "backup", region, part)
            else "",
            "wording_nl": _WORDING[place % len(_WORDING)],
            "is_fictional": "true",
        }
        | _listed()
        for number, (age_group, part) in enumerate(parts)
    ]


def _listed() -> dict[str, str]:
    return {"source": SOURCE, "valid_from": SINCE}
