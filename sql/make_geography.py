"""Makes the geographic reference lists and the map shapes from the data folder: python -m sql.make_geography FOLDER.

FOLDER holds geo/ with gemeente_regio_2023.csv, pc4_centroids.csv and zorgkantoorregios.geojson (docs/data-sources.md
says what they are). Written: sql/reference/region.csv, municipality_region.csv, postcode.csv and
dashboard/figures/region_shapes.json. The same input gives the same bytes.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from sql import make_region_shapes

Row = Mapping[str, str]

# The municipalities, and which region each falls in, are those of 1 January 2023.
_VALID_FROM = "2023-01-01"
_CBS = "CBS gebiedsindelingen 2023 (geometry CBS/Kadaster via PDOK)"
_ZK = "NZa 2018 postcode table, its 32 old regions joined to the 31 of CBS 2024"
_UNSURE = "; unsure: split in that table, to be checked"
_VIJFHEERENLANDEN = "GM1961"

# Code and name as CBS 2024 lists them, by the name the geometry carries.
_GGD_REGIONS = {
    "GGD Groningen": ("GG0111", "Groningen"),
    "GGD Drenthe": ("GG0706", "Drenthe"),
    "GGD IJsselland": ("GG1009", "IJsselland"),
    "GGD Twente": ("GG1106", "Twente"),
    "GGD Noord- en Oost-Gelderland": ("GG1413", "Noord- en Oost-Gelderland"),
    "Veiligheids- en Gezondheidsregio Gelderland-Midden": ("GG1911", "Gelderland-Midden (VGGM)"),
    "GGD Gelderland-Zuid": ("GG2014", "Gelderland-Zuid"),
    "GGD Flevoland": ("GG2209", "Flevoland"),
    "GGD Regio Utrecht": ("GG2514", "Regio Utrecht"),
    "GGD Hollands-Noorden": ("GG2707", "Hollands Noorden"),
    "GGD Kennemerland": ("GG3109", "Kennemerland"),
    "GGD Amsterdam": ("GG3406", "Amsterdam"),
    "GGD Gooi en Vechtstreek": ("GG3606", "Gooi en Vechtstreek"),
    "GGD Hollands-Midden": ("GG4506", "Hollands Midden"),
    "GGD Rotterdam-Rijnmond": ("GG4607", "Rotterdam-Rijnmond"),
    "Dienst Gezondheid & Jeugd ZHZ": ("GG4816", "Zuid-Holland Zuid (DG&J)"),
    "GGD Zeeland": ("GG5006", "Zeeland"),
    "GGD West-Brabant": ("GG5206", "West-Brabant"),
    "GGD Hart voor Brabant": ("GG5406", "Hart voor Brabant"),
    "GGD Brabant-Zuidoost": ("GG5608", "Brabant-Zuidoost"),
    "GGD Limburg-Noord": ("GG6011", "Limburg-Noord"),
    "GGD Zuid-Limburg": ("GG6106", "Zuid-Limburg"),
    "GGD Haaglanden": ("GG7014", "Haaglanden"),
    "GGD Fryslân": ("GG7206", "Fryslân"),
    "GGD Zaanstreek/Waterland": ("GG7306", "Zaanstreek/Waterland"),
}
# Where CBS 2024 writes a name otherwise than the geometry does.
_ZORGKANTOORREGIO_NAMES = {"ZK03": "Apeldoorn/Zutphen e.o."}


def regions(municipalities: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The rows of region.csv, layer by layer, each once."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in municipalities:
        found["zorgkantoorregio"][row["zk_code"]] = _ZORGKANTOORREGIO_NAMES.get(row["zk_code"], row["zk_name"])
        code, name = _GGD_REGIONS[row["ggd_name"]]
        found["ggd_region"][code] = name
        found["province"][row["pv_code"]] = row["pv_name"]
        found["municipality"][row["gm_code"]] = row["gm_name"]
    source = {"zorgkantoorregio": "CBS gebiedsindelingen 2024", "ggd_region": "CBS gebiedsindelingen 2024"}
    for layer, names in found.items():
        yield from ((code, layer, names[code], source.get(layer, _CBS), _VALID_FROM) for code in sorted(names))


def municipality_regions(municipalities: Iterable[Row], postcodes: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The rows of municipality_region.csv. Where a municipality is split, the rest goes to the region of its other
    inhabited postcodes."""
    inhabited: dict[str, set[str]] = defaultdict(set)
    for row in postcodes:
        if int(row["inwoners_2021"] or 0):
            inhabited[row["gm_code"]].add(row["zk_code"])
    for row in municipalities:
        code, share = row["gm_code"], Decimal(row["zk_share"])
        source = _ZK + (_UNSURE if code == _VIJFHEERENLANDEN else "")
        yield code, "zorgkantoorregio", row["zk_code"], f"{share:f}", source, _VALID_FROM
        if share < 1:
            (other,) = inhabited[code] - {row["zk_code"]}
            yield code, "zorgkantoorregio", other, f"{1 - share:f}", source, _VALID_FROM
        yield code, "ggd_region", _GGD_REGIONS[row["ggd_name"]][0], "1", _CBS, _VALID_FROM
        yield code, "province", row["pv_code"], "1", _CBS, _VALID_FROM


def postcodes_of(municipalities: Iterable[Row], postcodes: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The rows of postcode.csv. Province and GGD region are those of the municipality; the zorgkantoorregio is told by
    postcode and may differ from that of most of the municipality."""
    by_code = {row["gm_code"]: row for row in municipalities}
    for row in postcodes:
        municipality = by_code[row["gm_code"]]
        yield (
            row["pc4"],
            row["place"],
            row["lat"],
            row["lon"],
            row["gm_code"],
            municipality["pv_code"],
            _GGD_REGIONS[municipality["ggd_name"]][0],
            row["zk_code"],
            row["inwoners_2021"],
            "GeoNames; NZa 2018 (zorgkantoorregio); CBS 2021 (inhabitants)",
            _VALID_FROM,
        )


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(path: Path, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(rows)


def make(folder: Path, reference: Path, figures: Path) -> None:
    """Reads FOLDER/geo; writes the lists into one folder and the shapes into another."""
    geo = folder / "geo"
    municipalities, postcodes = _read(geo / "gemeente_regio_2023.csv"), _read(geo / "pc4_centroids.csv")
    _write(reference / "region.csv", "region_code layer_code name source valid_from", regions(municipalities))
    _write(
        reference / "municipality_region.csv",
        "municipality_code layer_code region_code share source valid_from",
        municipality_regions(municipalities, postcodes),
    )
    _write(
        reference / "postcode.csv",
        "postcode4 place_name latitude longitude municipality_code province_code ggd_region_code zorgkantoorregio_code"
        " inhabitant_count source valid_from",
        postcodes_of(municipalities, postcodes),
    )
    shapes = make_region_shapes.shapes(json.loads((geo / "zorgkantoorregios.geojson").read_text(encoding="utf-8")))
    text = json.dumps(shapes, ensure_ascii=False, indent=1, sort_keys=True)
    (figures / "region_shapes.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    checkout = Path(__file__).parent.parent
    make(Path(sys.argv[1]), checkout / "sql" / "reference", checkout / "dashboard" / "figures")
