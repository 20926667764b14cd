"""The drill: data, a noted minute, an accident after it, and everything back as it was at that minute."""

import re
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from sql import embedded
from tests.sql.backup.conftest import KEY, Run, as_superuser
from tests.sql.backup.facts import DEFINITIONS, facts

ACCIDENT = """
delete from core.capacity_current;
update core.provider set name = 'Verkeerd';
drop policy owner_reads on audit.event;
alter role app_gp bypassrls;
revoke execute on all functions in schema read from app_gp;
drop table core.call_outcome cascade;
"""


def test_everything_comes_back_as_it_was_at_a_noted_minute(
    filled: Path, new_home: Path, tmp_path: Path, run: Run
) -> None:
    backups, own = tmp_path / "backups", {"TRANSFERPUNT_BACKUP_KEY": KEY}
    made = run("sql", "backup", "--to", backups, home=filled, **own)
    assert made.returncode == 0, made.stderr
    with as_superuser(filled) as connection:
        connection.execute("update core.source set contact_name = 'Na de back-up' where source_code = 'capacity_csv'")
        before = facts(connection)
        definitions = connection.execute(DEFINITIONS.encode()).fetchall()
        (noted,) = connection.execute("select clock_timestamp()").fetchone() or (None,)
        connection.execute(ACCIDENT.encode())
        assert facts(connection) != before
    carried = run("sql", "backup", "--log", "--to", backups, home=filled, **own)
    assert carried.returncode == 0, carried.stderr
    shutil.rmtree(filled / "wal")  # the machine is lost: only what was carried away is left

    done = run("sql", "restore", "--from", backups, "--to", noted.isoformat(), "--home", new_home, home=filled, **own)
    assert done.returncode == 0, done.stderr
    assert "the audit trail is whole: 3" in done.stdout
    sys.stdout.write(f"\n{made.stdout.splitlines()[-1]}\n{done.stdout.splitlines()[-2]}\n")
    embedded.start(new_home)
    with as_superuser(new_home) as connection:
        after = facts(connection)
        assert connection.execute(DEFINITIONS.encode()).fetchall() == definitions
    assert {name: after.get(name) for name in before if after.get(name) != before[name]} == {}
    assert set(after) == set(before)
    assert before["core.capacity_current"][0] > 0
    assert before["raw.delivery_chunk"][0] > 0
    assert len(before["policies"]) > 5
    assert sorted(path.name for path in new_home.iterdir() if path.name.startswith(("wal", "postgres."))) == []

    again = run("sql", "backup", "--to", backups, home=new_home, **own)
    assert again.returncode == 0, again.stderr
    streams = {path.name for path in backups.glob("wal-*")}
    assert len(streams) == 2, "the restored home carries its log on in a stream of its own"


def test_without_a_moment_all_comes_back_and_what_cannot_is_a_sentence(
    filled: Path, new_home: Path, tmp_path: Path, run: Run
) -> None:
    assert run("sql", "backup", "--to", tmp_path, home=filled).returncode == 0
    with as_superuser(filled) as connection:
        connection.execute("update core.source set contact_name = 'Later' where source_code = 'capacity_csv'")
        last = facts(connection)
        (now,) = connection.execute("select clock_timestamp()").fetchone() or (None,)
    for to, said in (
        ((now - timedelta(hours=1)).isoformat(), "The first backup in .* was finished at .*, after that moment"),
        ((now + timedelta(hours=1)).isoformat(), "The kept log ends before"),
    ):
        done = run("sql", "restore", "--from", tmp_path, "--to", to, "--home", new_home, home=filled)
        assert done.returncode == 1
        assert re.search(said, done.stderr), done.stderr
        assert "Traceback" not in done.stderr
        assert not (new_home / "postgres").exists()
        assert not (new_home / "postgres.new").exists()
        shutil.rmtree(new_home, ignore_errors=True)
    assert run("sql", "backup", "--log", "--to", tmp_path, home=filled).returncode == 0
    done = run("sql", "restore", "--from", tmp_path, "--home", new_home, home=filled)
    assert done.returncode == 0, done.stderr
    embedded.start(new_home)
    with as_superuser(new_home) as connection:
        assert facts(connection) == last
    taken = run("sql", "restore", "--from", tmp_path, "--home", filled, home=filled)
    assert taken.returncode == 1
    assert "is not empty" in taken.stderr
    assert (
        run(
            "sql", "restore", "--from", tmp_path, "--to", "2026-11-20T09:30", "--home", new_home, home=filled
        ).returncode
        == 2
    )


def test_a_backup_that_was_changed_is_found(filled: Path, tmp_path: Path, run: Run) -> None:
    key = {"TRANSFERPUNT_BACKUP_KEY": KEY}
    assert run("sql", "backup", "--to", tmp_path, home=filled, **key).returncode == 0
    (folder,) = [path for path in tmp_path.iterdir() if not path.name.startswith("wal")]
    assert run("sql", "backup", "--check", folder, home=filled, **key).returncode == 0
    assert run("sql", "backup", "--check", folder, home=filled).returncode == 1, "without its key it cannot be read"
    other = run("sql", "backup", "--check", folder, home=filled, TRANSFERPUNT_BACKUP_KEY="z" * 40)
    assert "does not fit the key" in other.stderr
    for name in ("base.tar.gz.sealed", "transferpunt.dump.sealed"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        done = run("sql", "backup", "--check", folder, home=filled, **key)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert name in done.stderr
        (folder / name).write_bytes(whole)
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"seconds"', '"seconds" '))  # the same content still counts
    assert run("sql", "backup", "--check", folder, home=filled, **key).returncode == 0
    manifest.write_text(manifest.read_text().replace(str((folder / "roles.sql.sealed").stat().st_size), "7"))
    assert "does not fit the key" in run("sql", "backup", "--check", folder, home=filled, **key).stderr
    manifest.unlink()
    assert "no backup that was finished" in run("sql", "backup", "--check", folder, home=filled, **key).stderr
