"""The programs of the Procfile: read, restarted, given up."""

import os
from pathlib import Path
from typing import Any

import pytest

from launch import programs
from launch.crew import CHECKOUT, Crew, Stopped
from launch.programs import WANTED, GaveUp, Program, Running, read_procfile


def nothing() -> None:
    """When ready."""


def test_the_procfile_names_what_runs_and_where() -> None:
    commands = read_procfile(CHECKOUT / "Procfile")
    assert set(commands) == {"release", *WANTED}
    assert "--bind ${WEB_BIND:-127.0.0.1}:${PORT:-8050}" in commands["web"]
    assert "access-log" not in commands["web"]


def test_comments_and_empty_lines_are_no_programs(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("# about: this\n\nweb: serve --at a:b\n")
    assert read_procfile(tmp_path / "Procfile") == {"web": "serve --at a:b"}


def test_a_program_that_always_dies_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "FIRST_WAIT", 0.01)
    said: list[str] = []
    with (
        Crew(os.environ) as crew,
        pytest.raises(GaveUp, match=r"web ended with code 3, for the 6th time .*echo \$WHY"),
    ):
        Running(crew, [Program("web", "sh -c 'echo $WHY; exit 3'")], said.append).keep(lambda: False, nothing)
    assert sum("started again" in line for line in said) == 5
    assert crew.children == []


def test_pages_that_never_answer_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "READY_SECONDS", 0.1)
    with Crew(os.environ) as crew, pytest.raises(GaveUp, match="did not answer within"):
        Running(crew, [Program("web", "sleep 60")], print).keep(lambda: False, nothing)


def test_ready_is_told_once_and_lines_carry_the_program_s_name() -> None:
    said: list[str] = []
    times: list[int] = []

    def say(line: str) -> None:
        said.append(line)
        if line.endswith("2"):
            raise Stopped

    command = "sh -c 'echo ${NUMBER:-0}; sleep 0.3; echo 2; sleep 60'"
    with Crew({**os.environ, "NUMBER": "1"}) as crew, pytest.raises(Stopped):
        Running(crew, [Program("worker", command)], say).keep(lambda: bool(said), lambda: times.append(1))
    assert said == ["worker | 1", "worker | 2"]
    assert times == [1]


def test_deaths_long_ago_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(programs.time, "monotonic", lambda: clock[0])
    program = Program("web", "serve")
    waits: list[Any] = []
    for _ in range(20):
        waits.append(programs._after_death(program, -9))
        clock[0] += 20
    assert waits[-1] == "ended by signal 9; it is started again in 2 s"
