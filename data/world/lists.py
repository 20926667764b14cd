"""The real country and its code lists, as sql/reference/*.csv has them: the only home of those facts."""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sql" / "reference"


@dataclass(frozen=True)
class Postcode:
    """A four-digit postcode: the centre of its area in degrees, and how many live there."""

    code: str
    place: str
    latitude: float
    longitude: float
    region: str
    inhabitants: int


@dataclass(frozen=True)
class Pathway:
    """A care pathway with places. The segment is empty where it has no usual one."""

    code: str
    segment: str
    unit: str
    is_clinical: bool
    is_per_group: bool
    is_unlimited: bool


@dataclass(frozen=True)
class Lists:
    """What the generator needs of the reference lists, each in the order of its file."""

    postcodes: tuple[Postcode, ...]
    pathways: dict[str, Pathway]
    groups: dict[str, str]
    """The diagnosis groups of today with their short names."""
    criteria: tuple[str, ...]
    concerns: tuple[str, ...]
    closure_reasons: tuple[str, ...]
    region_names: dict[str, str]
    municipality_regions: tuple[tuple[str, str, str, str], ...]
    """(municipality, layer, region, share) as text."""
    sources: tuple[dict[str, str], ...]
    """The product's own sources, one per feed, as they stand in their file."""


def rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    """The rows of one list that have not ended. Raises FileNotFoundError without the file."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.DictReader(stream) if not row.get("valid_to")]


def read(folder: Path = FOLDER) -> Lists:
    """Reads the lists of one folder."""
    return Lists(
        postcodes=tuple(
            Postcode(
                row["postcode4"],
                row["place_name"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["zorgkantoorregio_code"],
                int(row["inhabitant_count"] or 0),
            )
            for row in rows("postcode", folder)
        ),
        pathways={
            row["care_pathway_code"]: Pathway(
                row["care_pathway_code"],
                row["segment_code"],
                row["unit_code"],
                row["setting_code"] == "clinical",
                _is_true(row["is_per_diagnosis_group"]),
                _is_true(row["is_mostly_unlimited"]),
            )
            for row in rows("care_pathway", folder)
            if _is_true(row["has_places"])
        },
        groups={
            row["diagnosis_group_code"]: row["short_name_nl"]
            for row in rows("diagnosis_group", folder)
            if row["list_code"] == "dsm5"
        },
        criteria=tuple(row["criterion_code"] for row in rows("exclusion_criterion", folder)),
        concerns=tuple(row["concern_code"] for row in rows("insurer_concern", folder)),
        closure_reasons=tuple(row["reason_code"] for row in rows("closure_reason", folder)),
        region_names={row["region_code"]: row["name"] for row in rows("region", folder)},
        municipality_regions=tuple(
            (row["municipality_code"], row["layer_code"], row["region_code"], row["share"])
            for row in rows("municipality_region", folder)
        ),
        sources=tuple(rows("source", folder)),
    )


def _is_true(cell: str) -> bool:
    return cell.lower() in {"t", "true", "1", "yes"}
