"""Settings: what is refused at start, and that the demo's sign-in exists nowhere but in the demo."""

import socket
from pathlib import Path

import pytest

from dashboard.settings import SettingError, Settings, SignIn
from dashboard.sign_in import demo

KEY = "x" * 32
DEMO = {"TRANSFERPUNT_DEMO": "1", "TRANSFERPUNT_SIGN_IN": "demo", "TRANSFERPUNT_SECRET_KEY": KEY}


def test_without_anything_there_are_local_accounts(tmp_path: Path) -> None:
    first = Settings.from_env({"TRANSFERPUNT_HOME": str(tmp_path)})
    assert (first.sign_in, first.is_secure) == (SignIn.LOCAL, False)
    again = Settings.from_env({"TRANSFERPUNT_HOME": str(tmp_path)})
    assert again.secret_keys == first.secret_keys
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"DATABASE_URL": "postgresql://a:b@localhost/c"}, "on the embedded database only"),
        ({"TRANSFERPUNT_DEMO": "0"}, "for the sample world"),
        ({"TRANSFERPUNT_PUBLIC_URL": "https://care.example"}, "from this machine only"),
    ],
)
def test_the_demo_is_for_the_sample_world_here(more: dict[str, str], sentence: str) -> None:
    assert Settings.from_env(DEMO).sign_in is SignIn.DEMO
    with pytest.raises(SettingError, match=sentence):
        Settings.from_env({**DEMO, **more})


def test_the_demo_refuses_a_server_that_others_can_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_env(DEMO)
    with socket.create_server(("127.0.0.1", 0)):
        assert demo.listens_on() == {"127.0.0.1"}
        demo.refuse_outside_loopback(settings)
    assert demo.listens_on() == set()
    monkeypatch.setattr(demo, "listens_on", lambda: {"0.0.0.0", "127.0.0.1"})  # noqa: S104
    with pytest.raises(SettingError, match=r"the server listens on 0\.0\.0\.0\."):
        demo.refuse_outside_loopback(settings)


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"TRANSFERPUNT_SIGN_IN": "everybody"}, "can be oidc"),
        ({"TRANSFERPUNT_SIGN_IN": "oidc"}, "OIDC_ISSUER is not set"),
        ({"OIDC_ISSUER": "http://login.example"}, "starts with https"),
        ({"OIDC_ISSUER": "https://login.example"}, "needs OIDC_CLIENT_ID"),
        ({"TRANSFERPUNT_PUBLIC_URL": "http://care.example"}, "may not travel in the clear"),
        ({"TRANSFERPUNT_PUBLIC_URL": "https://care.example/path"}, "no path"),
        ({"TRANSFERPUNT_SECRET_KEY": "short"}, "fewer than 32"),
        ({"TRANSFERPUNT_SECRET_KEY": f"{KEY} short"}, "fewer than 32"),
    ],
)
def test_what_cannot_be_is_refused(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingError, match=sentence):
        Settings.from_env({"TRANSFERPUNT_SECRET_KEY": KEY, **environ})


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(KEY)
    path.chmod(0o644)
    with pytest.raises(SettingError, match="chmod 600"):
        Settings.from_env({"TRANSFERPUNT_SECRET_KEY_FILE": str(path)})
