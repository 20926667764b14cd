"""docs/reliability.md says what the tests prove: its table is printed by them."""

import os

from tests.faults.reliability import BEGIN, DOCUMENT, END, outcomes, table
from tests.faults.test_crash import STEPS
from tests.repository import ROOT, text


def test_the_table_of_the_document_is_that_of_the_tests() -> None:
    path = ROOT / DOCUMENT
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    wanted = f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
    if os.environ.get("TRANSFERPUNT_WRITE_GOLDEN"):
        path.write_text(wanted)
    assert path.read_text() == wanted, "TRANSFERPUNT_WRITE_GOLDEN=1 writes it again; read what changed in it"


def test_every_fault_is_told_once() -> None:
    faults = [one.fault for one in outcomes()]
    assert len(faults) > 15
    assert len(set(faults)) == len(faults)


def test_the_document_names_the_steps_at_which_a_load_is_killed() -> None:
    told = text(DOCUMENT)
    assert f"{len(STEPS)} steps" in told
    assert [step for step in STEPS if f"`{step}`" not in told] == []
