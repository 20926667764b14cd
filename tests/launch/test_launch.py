"""The whole of it, with small programs in place of ours: started, stopped, killed in every part, started again."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
from typing import Any

import pytest

from launch.crew import orphans
from sql import embedded, keeper


def said_until_end(run: "subprocess.Popen[str]") -> str:
    assert run.stdout is not None
    text = run.stdout.read()
    run.wait(60)
    return text


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_and_the_data_stay(machine: Any, eventually: Any, sign: signal.Signals) -> None:
    made = cluster(machine)
    run, said = machine.started()
    assert "step 4/5  Load each delivery through the pipeline 3/3\n" in said
    assert f"http://127.0.0.1:{machine.port}/vrije-plekken" in "".join(said)
    assert machine.answer()
    eventually(lambda: set(machine.children()) == {"web", "worker"})
    run.send_signal(sign)
    assert said_until_end(run).endswith("Stopping …\nStopped.\n")
    assert run.returncode == 0
    assert machine.left() == []
    assert machine.is_port_free()
    assert cluster(machine) == made


def cluster(machine: Any) -> bytes:
    """The number that a cluster gets when it is made."""
    return bytes((machine.home / "postgres" / "global" / "pg_control").read_bytes()[:8])


def test_a_killed_run_leaves_nothing_and_the_next_one_starts(machine: Any) -> None:
    run, _ = machine.started()
    run.kill()
    run.communicate()
    machine.started()
    assert machine.answer()
    machine.end()
    assert machine.left() == []


def test_a_killed_run_takes_its_processes_with_it(machine: Any, eventually: Any) -> None:
    run, _ = machine.started()
    run.kill()
    eventually(lambda: not machine.left())
    assert machine.is_port_free()


def test_whatever_is_left_of_a_killed_run_is_ended_by_the_next(machine: Any, eventually: Any) -> None:
    (machine.home / "mood").write_text("stubborn")  # a worker that will not hear of an end
    run, said = machine.started()
    if "worker | worker waits\n" not in said:
        assert "worker | worker waits\n" in run.stdout
    stubborn = machine.children()["worker"]
    run.kill()
    assert eventually(lambda: orphans(machine.home) == [stubborn]), "the others went with the run"
    (machine.home / "mood").unlink()
    _, said = machine.started()
    assert "Ended 1 processes that a killed run had left behind.\n" in said
    assert stubborn not in machine.left()


@pytest.mark.parametrize("part", ["web", "worker"])
def test_a_killed_program_is_started_again(running: Any, eventually: Any, part: str) -> None:
    killed = eventually(lambda: running.children().get(part))
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: running.children().get(part, killed) != killed)
    assert eventually(running.answer)


def test_a_killed_web_process_is_started_again(running: Any, eventually: Any) -> None:
    killed = eventually(running.answer)
    os.kill(int(killed), signal.SIGKILL)
    assert eventually(lambda: running.answer() not in {None, killed})


def test_a_killed_server_is_started_again(running: Any, eventually: Any) -> None:
    killed = eventually(running.postmaster)
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: running.postmaster() not in {None, killed})


def test_a_killed_keeper_takes_its_server_with_it_and_the_next_start_recovers(machine: Any, eventually: Any) -> None:
    run, _ = machine.started()
    kept = embedded.keeper_pid(machine.home)
    assert kept is not None
    os.kill(kept, signal.SIGKILL)
    eventually(lambda: not keeper.servers(machine.home / "postgres"))
    run.terminate()
    said_until_end(run)
    machine.started()
    assert machine.answer()


def test_everything_killed_at_once(machine: Any) -> None:
    run, _ = machine.started()
    for pid in [run.pid, *machine.left()]:
        with contextlib.suppress(ProcessLookupError):  # one before took it along
            os.kill(pid, signal.SIGKILL)
    machine.started()
    assert machine.answer()


def test_a_second_run_says_where_the_first_one_is(machine: Any) -> None:
    run, _ = machine.started()
    second = machine.launch("demo", PORT="1024")
    said = said_until_end(second)
    assert second.returncode == 1
    assert f"on http://127.0.0.1:{machine.port} (process {run.pid})" in said
    assert machine.answer()


def test_stop_stops_it_from_another_terminal(machine: Any) -> None:
    run, _ = machine.started()
    assert said_until_end(machine.launch("stop")) == "Stopped.\n"
    assert run.wait(10) == 0
    assert machine.left() == []
    assert "Nothing runs" in said_until_end(machine.launch("stop"))


def test_a_taken_port_is_refused_before_the_work(new_machine: Any) -> None:
    machine = new_machine
    with socket.socket() as other:
        other.bind(("127.0.0.1", machine.port))
        other.listen()
        run = machine.launch("demo")
        said = said_until_end(run)
    assert run.returncode == 1
    assert f"Port {machine.port} of this machine cannot be used" in said
    assert "PORT=8060 make demo" in said
    assert not (machine.home / "postgres").exists()


def test_the_demo_is_not_for_a_server_of_somebody(machine: Any) -> None:
    run = machine.launch("demo", DATABASE_URL="postgresql://transferpunt@localhost/transferpunt")
    assert "make serve" in said_until_end(run)
    assert run.returncode == 1


def test_a_failed_step_is_told_and_leaves_nothing(machine: Any) -> None:
    (machine.home / "mood").write_text("fail")
    run = machine.launch("demo")
    said = said_until_end(run)
    assert run.returncode == 1
    assert "step 4/5  Load each delivery through the pipeline FAILED" in said
    assert "`python -m etl load-drop --progress --totals` ended with code 1:\n    this delivery is beyond me\n" in said
    assert machine.left() == []


def test_a_step_can_be_interrupted(machine: Any) -> None:
    (machine.home / "mood").write_text("hang")
    run = machine.launch("demo")
    assert run.stdout is not None
    for line in run.stdout:
        if "Load each delivery" in line:
            break
    run.send_signal(signal.SIGINT)
    assert said_until_end(run).endswith("Stopped.\n")
    assert run.returncode == 0
    assert machine.left() == []


def test_pages_of_a_known_database_answer_while_what_is_new_is_loaded(machine: Any, eventually: Any) -> None:
    (machine.home / "mood").write_text("hang")
    machine.launch("demo")
    assert eventually(machine.answer)
    assert set(machine.children()) - {"worker"} == {"web"}


def test_serve_has_no_made_up_data_and_says_who_can_reach_it(machine: Any) -> None:
    shutil.rmtree(machine.home / "drop")
    _, said = machine.started("serve")
    assert "and can be reached from this machine only.\n" in "".join(said)
    assert not (machine.home / "drop").exists()
    assert machine.answer()


def test_serve_runs_on_a_server_of_its_own(machine: Any, database: Any) -> None:
    machine.home = database.home
    _, said = machine.started("serve", **{name: database.env[name] for name in ("DATABASE_URL", "TRANSFERPUNT_HOME")})
    assert any(line.startswith("step 1/3  Reach the database done") for line in said)
    assert machine.answer()
    machine.end()
    assert machine.left() == []


def test_it_works_for_an_ordinary_user_in_a_home_of_its_own(ordinary_user: Any) -> None:
    run, said = ordinary_user.started()
    assert any(f"data in {ordinary_user.checkout}/.transferpunt" in line for line in said)
    assert ordinary_user.answer()
    owner = pwd.getpwnam("nobody").pw_uid
    assert {path.stat().st_uid for path in ordinary_user.home.rglob("*")} == {owner}
    assert (ordinary_user.home / "postgres").stat().st_mode & 0o777 == 0o700
    run.send_signal(signal.SIGINT)
    said_until_end(run)
    assert ordinary_user.left() == []
    assert ordinary_user.is_port_free()


def test_reset_throws_away_what_this_product_made_and_nothing_else(machine: Any) -> None:
    run, _ = machine.started()
    (machine.home / "mine").touch()
    assert "Stopped.\nThrown away.\n" in said_until_end(machine.launch("reset", "--yes"))
    assert run.wait(10) == 0
    assert [path.name for path in machine.home.iterdir()] == ["mine"]
    assert "nothing to throw away" in said_until_end(machine.launch("reset", "--yes"))


def test_a_run_whose_listener_is_gone_stops(machine: Any) -> None:
    run, _ = machine.started()
    run.stdout.close()
    if worker := machine.children().get("worker"):  # gone already when it had something to say
        os.kill(worker, signal.SIGKILL)
    assert run.wait(60) == 1
    assert machine.left() == []
