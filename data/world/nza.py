"""Fictional samples in the form of NZa's two published files: invented providers, with the dirt of the real ones."""

from collections.abc import Iterator
from pathlib import Path

from data.world import nza_2016, nza_2018, write


def nza_samples() -> Iterator[tuple[str, bytes]]:
    """Both samples as (file name, bytes); always the same bytes."""
    yield "nza_ggz_2016.csv", nza_2016.file()
    yield "nza_ggz_2018.xlsx", nza_2018.file()


def write_nza_samples(folder: Path) -> None:
    """Write both samples into the folder."""
    for name, payload in nza_samples():
        write.file(folder / name, payload)
