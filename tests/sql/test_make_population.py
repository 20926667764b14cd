"""Inhabitants by municipality and age: the committed list is what the published counts give."""

import csv
from pathlib import Path

from sql import make_population, reference


def committed() -> list[dict[str, str]]:
    with (reference.OWN_FOLDER / "population.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_committed_list_is_made_of_the_published_counts(shared_data: Path) -> None:
    with (shared_data / "geo" / "gemeente_leeftijd_2021.csv").open(encoding="utf-8", newline="") as stream:
        made = list(make_population.rows(csv.DictReader(stream)))
    assert [tuple(row.values()) for row in committed()] == made


def test_together_they_are_the_country() -> None:
    rows = committed()
    assert len(rows) == 4 * len({row["municipality_code"] for row in rows})
    assert abs(sum(int(row["inhabitant_count"]) for row in rows) - 17_472_870) < len(rows)


def test_the_class_that_comes_of_age_is_cut() -> None:
    one = dict.fromkeys(("0-4", "5-9", "10-14", "15-19", "20-24"), "100") | {"gm_code": "GM0000"}
    one |= dict.fromkeys((name for _, _, parts in make_population._BANDS[2:] for name in parts), "10")
    counts = [row[4] for row in make_population.rows(iter([one]))]
    assert counts == ["360", "140", "80", "70"]
