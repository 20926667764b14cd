"""The parts of a start: settings, port, steps, progress, samples, who holds the home, the environment."""

import io
import os
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from launch import address, environment, holder, steps
from launch.__main__ import what_to_see, with_env_file
from launch.address import Address
from launch.crew import Crew, Ended, Said
from launch.progress import Progress
from launch.steps import Step, StepFailed
from sql.errors import SettingsError

CHECKOUT = Path(__file__).parent.parent.parent


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_env_file_fills_up_what_the_environment_lacks(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# PORT=1\nPORT=8060\nDATABASE_URL='postgresql://a:b=c@d/e'\nEMPTY=\nnonsense\n")
    environ = with_env_file({"PORT": "8070"}, tmp_path / ".env")
    assert environ == {"PORT": "8070", "DATABASE_URL": "postgresql://a:b=c@d/e"}
    assert with_env_file({"A": "b"}, tmp_path / "none") == {"A": "b"}


def test_the_example_sets_nothing_that_differs_from_the_defaults() -> None:
    environ = with_env_file({}, CHECKOUT / ".env.example")
    assert environ == {"PORT": "8050", "TRANSFERPUNT_DEMO": "0", "WEB_BIND": "127.0.0.1", "WEB_WORKERS": "2"}


@pytest.mark.parametrize("wrong", ["http", "0", "65536", "-1", "80 80", "²"])
def test_a_wrong_port_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"is no port number. Example: PORT=8060 make demo"):
        address.from_env({"PORT": wrong})


def test_the_port_can_be_moved() -> None:
    assert str(address.from_env({})) == "http://127.0.0.1:8050"
    assert str(address.from_env({"PORT": "8060"})) == "http://127.0.0.1:8060"


def test_a_port_in_use_is_refused_with_another_one_to_take() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = Address(other.getsockname()[1])
        with pytest.raises(SettingsError, match=rf"Port {taken.port} .*PORT=8060 make demo"):
            address.demand_free(taken)
    address.demand_free(taken)


def test_nobody_answers_on_a_free_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        assert not address.is_answering(Address(other.getsockname()[1]))


def nobody_else(event: Said | Ended) -> None:
    pytest.fail(f"nothing else runs: {event}")


def test_a_step_counts_its_lines(tmp_path: Path) -> None:
    out = io.StringIO()
    with Crew(os.environ) as crew:
        steps.run(
            Step("Say the time", ("timeit", "-n", "1", "-r", "1", "print('3/12 now')")),
            crew,
            Progress(2, out),
            tmp_path,
            date(2026, 3, 1),
            others=nobody_else,
        )
    first, counted, last = out.getvalue().splitlines()
    assert first == "step 1/2  Say the time …"
    assert counted == "step 1/2  Say the time 3/12"
    assert last.startswith("step 1/2  Say the time done in ")


def test_a_failed_step_shows_its_last_lines(tmp_path: Path) -> None:
    out = io.StringIO()
    with (
        Crew(os.environ) as crew,
        pytest.raises(StepFailed, match=r"(?s)`python -m timeit .*` ended with code 1:.*ZeroDivisionError"),
    ):
        steps.run(
            Step("Divide", ("timeit", "1/0")), crew, Progress(1, out), tmp_path, date(2026, 3, 1), others=nobody_else
        )
    assert out.getvalue().endswith("step 1/1  Divide FAILED\n")


def test_steps_know_the_home_and_the_night(tmp_path: Path) -> None:
    step = Step("Nothing", ("nothing", "{home}", "{yesterday}"))
    with Crew(os.environ) as crew, pytest.raises(StepFailed, match=rf"`python -m nothing {tmp_path} 2026-02-28`"):
        steps.run(step, crew, Progress(1, io.StringIO()), tmp_path, date(2026, 2, 28), others=nobody_else)


def test_what_others_say_during_a_step_is_passed_on(tmp_path: Path) -> None:
    said: list[Said | Ended] = []
    with Crew(os.environ) as crew:
        other = crew.start("web", ["echo", "up"])
        while not said:  # a step takes as long as it takes; the other may not have spoken yet
            steps.run(
                Step("Pause", ("timeit", "1")), crew, Progress(9, io.StringIO()), tmp_path, date.max, others=said.append
            )
    assert said[0] == Said(other, "up")


def test_nothing_is_loaded_when_nothing_waits(tmp_path: Path) -> None:
    out = io.StringIO()
    folder = tmp_path / "drop" / "source_1"
    (folder / "done").mkdir(parents=True)
    (folder / "done" / "yesterday.csv").touch()
    (folder / ".half.csv").touch()
    with Crew(os.environ) as crew:
        steps.run(steps.DEMO[-1], crew, Progress(1, out), tmp_path, date(2026, 3, 1), others=nobody_else)
    assert out.getvalue().endswith("done in 0.0 s, nothing new\n")
    (folder / "today.csv").touch()
    assert steps.is_delivery_waiting(tmp_path)


def test_a_log_gets_a_line_a_tenth_and_a_terminal_one_line() -> None:
    log, terminal = io.StringIO(), Terminal()
    for out in (log, terminal):
        progress = Progress(1, out)
        progress.begin("Load")
        for done in range(1, 101):
            progress.count(done, 100)
        progress.say("web | up")
        progress.finish("all well")
    assert log.getvalue().count("\n") == 13
    assert terminal.getvalue().count("\n") == 2
    assert "[############............] 50/100" in terminal.getvalue()
    assert terminal.getvalue().endswith("s, all well\n")


def test_samples_are_put_once_and_whole(tmp_path: Path) -> None:
    samples, home = tmp_path / "sample", tmp_path / "home"
    (samples / "reference").mkdir(parents=True)
    (samples / "capacity_csv.csv").write_text("a;b\n")
    (samples / "waiting_times_csv.csv").write_text("a;b\n")  # the senders of the demonstration tell that month
    (samples / "population.csv").write_text("a;b\n")  # would take the place of the whole country's
    steps.put_samples(samples, home)
    put = home / "drop" / "capacity_csv" / "capacity_csv.csv"
    assert put.read_text() == "a;b\n"
    (put.parent / "done").mkdir()
    put.rename(put.parent / "done" / put.name)
    steps.put_samples(samples, home)
    assert not put.exists()
    assert sorted(path.name for path in (home / "drop").rglob("*")) == ["capacity_csv", "capacity_csv.csv", "done"]


def test_a_home_is_held_by_one_and_free_again_after(tmp_path: Path) -> None:
    assert holder.holder(tmp_path) is None
    with holder.held(tmp_path, "http://127.0.0.1:8050"):
        assert holder.holder(tmp_path) == holder.Holder(os.getpid(), "http://127.0.0.1:8050")
        with (
            pytest.raises(holder.Held, match=rf"on http://127.0.0.1:8050 \(process {os.getpid()}\)"),
            holder.held(tmp_path, "x"),
        ):
            pytest.fail("held twice")
    assert holder.holder(tmp_path) is None
    assert holder.stop(tmp_path)


def test_the_end_of_a_start_says_what_to_look_at() -> None:
    demo = what_to_see(Address(8060), is_demo=True)
    assert "http://127.0.0.1:8060/vrije-plekken" in demo
    assert "no provider, place or number in it is real" in demo
    assert "The first account:" in what_to_see(Address(8060), is_demo=False)


def test_an_environment_that_is_as_asked_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, lock = tmp_path / "venv", tmp_path / "requirements.lock"
    lock.write_text("# nothing is needed\n")
    python = folder / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    environment.make(folder, lock)
    assert "Install the packages" in capsys.readouterr().out
    environment.make(folder, lock)
    assert capsys.readouterr().out == ""
    lock.write_text("# still nothing\n")
    environment.make(folder, lock)
    assert "Install the packages" in capsys.readouterr().out


def test_a_folder_that_is_no_environment_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(environment.NotPossible, match="is no Python environment"):
        environment.make(tmp_path, CHECKOUT / "requirements.lock")
    assert (tmp_path / "mine").exists()


def test_a_missing_venv_is_named_with_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(environment.NotPossible, match=r"apt-get install python3\.\d+-venv"):
        environment.make(tmp_path / "venv", CHECKOUT / "requirements.lock")


def test_make_names_what_is_missing_and_lists_its_commands() -> None:
    make = ["/usr/bin/make", "--no-print-directory"]
    python = subprocess.run([*make, "python", "PYTHON="], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert python.returncode == 2
    assert "apt-get install python3.11 python3.11-venv" in python.stdout
    listed = subprocess.run(make, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    for command in ("demo", "serve", "stop", "test", "test-quick", "lint", "fmt", "lock", "reset", "samples"):
        assert f"\n  {command} " in listed
