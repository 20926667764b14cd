"""The folder of the embedded server: whose it must be, and where it stands when nobody says."""

import os
import stat
from pathlib import Path

import pytest

from sql import embedded
from sql import home as homes
from sql.errors import SettingsError

CHECKOUT = Path(__file__).parent.parent.parent


def test_a_home_of_somebody_else_is_refused(empty_home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(empty_home, 65534, -1)
    try:
        with pytest.raises(SettingsError, match=r"belongs to user nobody, not to root.*TRANSFERPUNT_HOME="):
            embedded.start(empty_home)
    finally:
        os.chown(empty_home, 0, -1)


def test_a_home_in_which_everybody_writes_is_refused(empty_home: Path) -> None:
    empty_home.chmod(0o777)
    with pytest.raises(SettingsError, match="chmod o-w"):
        embedded.start(empty_home)


def test_a_home_behind_a_closed_folder_is_refused_for_root_and_nothing_is_opened(empty_home: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user's server can go wherever the user can")
    closed = empty_home / "closed"
    closed.mkdir(mode=0o700)
    (closed / "home").mkdir(mode=0o700)
    with pytest.raises(SettingsError, match=r"who cannot enter .*closed/home.*TRANSFERPUNT_HOME="):
        embedded.start(closed / "home")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_is_told_in_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"/proc/home cannot be made .*TRANSFERPUNT_HOME="):
        embedded.start(Path("/proc/home"))


def test_the_default_home_is_in_the_checkout_and_for_root_outside() -> None:
    default = homes.home({})
    if os.geteuid() == 0:
        assert default.parent == Path("/var/lib/transferpunt")
    else:
        assert default == CHECKOUT / ".transferpunt"
    assert homes.home({"TRANSFERPUNT_HOME": "~/places"}) == Path.home().resolve() / "places"
