"""Processes of a run: their lines, their end, what they leave, and the leash."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from launch import crew as crews
from launch.crew import LEASH, MARK, Crew, Ended, Said, Stopped

FAMILY = "import os, time\nif os.fork(): print('parent', flush=True)\ntime.sleep(60)"


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    with Crew({**os.environ, MARK: str(tmp_path)}, grace=0.3) as opened:
        yield opened


def python(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def heard(crew: Crew) -> list[Said | Ended]:
    """The next thing that happens."""
    while not (events := crew.turn(10)):
        pass
    return events


def until_ended(crew: Crew) -> tuple[list[str], list[int]]:
    lines, codes = [], []
    while crew.children:
        for event in crew.turn(10):
            if isinstance(event, Said):
                lines.append(event.line)
            else:
                codes.append(event.code)
    return lines, codes


def test_lines_come_whole_whatever_their_pieces(crew: Crew) -> None:
    crew.start(
        "one", python("import sys, os\nfor piece in (b'on', b'e\\ntwo', b'\\n\\xc3\\xa9\\nlast'): os.write(1, piece)")
    )
    assert until_ended(crew) == (["one", "two", "é", "last"], [0])


def test_errors_come_with_the_lines_and_the_code(crew: Crew) -> None:
    crew.start("one", python("import sys; sys.exit('no')"))
    assert until_ended(crew) == (["no"], [1])


def test_much_output_is_not_lost(crew: Crew) -> None:
    crew.start("one", python("for number in range(20000): print(number)"))
    lines, _ = until_ended(crew)
    assert lines == [str(number) for number in range(20000)]


def test_what_a_child_started_goes_with_it(crew: Crew, tmp_path: Path, eventually: Any) -> None:
    child = crew.start("one", python(FAMILY))
    assert heard(crew) == [Said(child, "parent")]
    assert len(crews.orphans(tmp_path)) == 2
    os.kill(child.process.pid, signal.SIGKILL)
    assert until_ended(crew) == ([], [-signal.SIGKILL])
    eventually(lambda: crews.orphans(tmp_path) == [])


def test_a_child_that_will_not_end_is_ended(crew: Crew) -> None:
    stubborn = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('up', flush=True)\nsignal.pause()"
    child = crew.start("one", python(stubborn))
    assert heard(crew) == [Said(child, "up")]
    assert crew.end() == [Ended(child, -signal.SIGKILL)]


def test_a_child_ends_in_order_when_it_will(crew: Crew) -> None:
    crew.grace = 30
    handler = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit('bye'))\n"
    child = crew.start("one", python(f"{handler}print('up', flush=True)\nsignal.pause()"))
    assert heard(crew) == [Said(child, "up")]
    assert crew.end() == [Said(child, "bye"), Ended(child, 1)]


@pytest.mark.parametrize("sign", crews.TOLD)
def test_a_signal_stops_the_wait(crew: Crew, sign: signal.Signals) -> None:
    os.kill(os.getpid(), sign)
    with pytest.raises(Stopped):
        crew.turn(10)


def test_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Crew({}):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_the_leash_ends_the_command_with_its_parent(tmp_path: Path, eventually: Any) -> None:
    leashed = f"[sys.executable, {str(LEASH)!r}, str(os.getpid()), 'tail', '-f', '/dev/null']"
    parent = subprocess.Popen(
        python(f"import signal, subprocess, os, sys\nsubprocess.Popen({leashed})\nsignal.pause()"),
        env={**os.environ, MARK: str(tmp_path)},
    )
    assert eventually(lambda: "tail\n" in [Path(f"/proc/{pid}/comm").read_text() for pid in crews.orphans(tmp_path)])
    parent.kill()
    parent.wait()
    assert eventually(lambda: crews.orphans(tmp_path) == [])


def test_the_leash_starts_nothing_for_a_parent_that_is_gone(tmp_path: Path) -> None:
    made = tmp_path / "made"
    ended = subprocess.run([sys.executable, LEASH, "1", "touch", made], check=False)
    assert ended.returncode == 1
    assert not made.exists()
