"""The parts of the explanation. Plain values, so that a test can compare them and a template draw them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A cell for each head in every row; the first cell names the row."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """anchor: the part of the address after #, the same in both languages. points: a list under the sentences.

    marks: (code of a status, what it means), drawn with its shape.
    """

    anchor: str
    title: str
    sentences: Sequence[str] = ()
    points: Sequence[str] = ()
    is_numbered: bool = False
    marks: Sequence[tuple[str, str]] = ()
    tables: Sequence[Table] = ()
