"""The table of faults: each test says what it injects, what then happens and what the user sees; docs print it."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest

from tests import repository

DOCUMENT = "docs/reliability.md"
BEGIN, END = "<!-- printed by the tests -->", "<!-- end -->"
Test = TypeVar("Test", bound=Callable[..., object])


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    fault: str
    happens: str
    seen: str
    test: str


def survives(fault: str, happens: str, seen: str) -> Callable[[Test], Test]:
    """Marks a test as the proof of one line of the table."""

    def told(test: Test) -> Test:
        name = f"{test.__module__.replace('.', '/')}.py::{test.__name__}"
        test.outcome = Outcome(fault, happens, seen, name)  # type: ignore[attr-defined]
        return pytest.mark.faults(test)

    return told


def outcomes() -> list[Outcome]:
    """The lines of every file of tests that uses `survives`, in the order of the files."""
    names = [name for name in repository.python("tests") if "@survives(" in repository.text(name)]
    return [one for name in sorted(names) for one in _of(name)]


def table() -> str:
    """The lines as a table."""
    heads = ["| fault | what happens | what the user sees | test |", "|---|---|---|---|"]
    lines = [f"| {one.fault} | {one.happens} | {one.seen} | `{one.test}` |" for one in outcomes()]
    return "\n".join([*heads, *lines])


def _of(name: str) -> Iterator[Outcome]:
    module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
    for value in vars(module).values():
        if isinstance(found := getattr(value, "outcome", None), Outcome):
            yield found
