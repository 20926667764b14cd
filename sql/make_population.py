"""Prints the inhabitants by municipality and age as sql/reference/population.csv: python -m sql.make_population FOLDER.

FOLDER holds geo/gemeente_leeftijd_2021.csv, inhabitants by municipality and class of five years (docs/data-sources.md).
The class of 15 to 19 is cut at 18: three fifths below, two fifths above.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

COLUMNS = ("municipality_code", "counted_on", "age_from", "age_to", "inhabitant_count", "source", "valid_from")
COUNTED_ON = "2021-01-01"
SOURCE = "CBS StatLine 83503NED; ours: 15-19 cut at 18"
_BANDS = (  # from, to, and the classes of five years in it with the part of each
    ("0", "17", {"0-4": 5, "5-9": 5, "10-14": 5, "15-19": 3}),
    ("18", "24", {"15-19": 2, "20-24": 5}),
    ("25", "64", dict.fromkeys(("25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-64"), 5)),
    ("65", "", dict.fromkeys(("65-69", "70-74", "75-79", "80-84", "85-89", "90-94", "95+"), 5)),
)


def rows(municipalities: Iterator[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """The rows of population.csv, one a municipality and age band, from rows of inhabitants by class."""
    for one in municipalities:
        for age_from, age_to, parts in _BANDS:
            fifths = sum(int(one[name]) * part for name, part in parts.items())
            yield one["gm_code"], COUNTED_ON, age_from, age_to, f"{(fifths + 2) // 5}", SOURCE, COUNTED_ON


def main() -> None:
    """Reads the folder named on the command line and prints the list."""
    with (Path(sys.argv[1]) / "geo" / "gemeente_leeftijd_2021.csv").open(encoding="utf-8", newline="") as stream:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(csv.DictReader(stream)))


if __name__ == "__main__":
    main()
