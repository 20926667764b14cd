"""The home: a folder of a newer release is left alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from sql import home
from sql.errors import SettingsError
from tests.repository import ROOT
from tests.sql.backup.conftest import environ


def test_a_new_home_says_which_version_it_is(tmp_path: Path) -> None:
    home.prepare(tmp_path / "new")
    assert (tmp_path / "new" / "VERSION").read_text() == f"{home.VERSION}\n"
    home.prepare(tmp_path / "new")


@pytest.mark.parametrize("written", [str(home.VERSION + 1), "two"])
def test_a_newer_or_unreadable_one_is_refused_and_left_as_it_is(tmp_path: Path, written: str) -> None:
    (tmp_path / "VERSION").write_text(written)
    with pytest.raises(SettingsError, match=f"is of version {written}"):
        home.prepare(tmp_path)
    command = [sys.executable, "-m", "sql", "migrate"]
    done = subprocess.run(command, cwd=ROOT, env=environ(tmp_path), capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert [path.name for path in tmp_path.iterdir()] == ["VERSION"]
