"""SFTP against a real server: its key decides, files come once and whole, and bounds hold."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest
import stamina

from etl.errors import FetchError
from etl.text.pieces import as_file
from etl.transports.sftp import ATTEMPTS, Way, fetch

pytestmark = pytest.mark.usefixtures("own_event_loop")
PASSWORD = "only-for-this-test"  # noqa: S105  # pragma: allowlist secret
KEY = asyncssh.generate_private_key("ssh-ed25519")
LOGIN_KEY = asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=ATTEMPTS):
        yield


class Login(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("ggz", PASSWORD)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == "ggz" and key == LOGIN_KEY.convert_to_public()


class Short(asyncssh.SFTPServer):
    """A file is shorter than it was listed."""

    def read(self, file_obj: object, offset: int, size: int) -> bytes:  # noqa: ARG002
        return b"" if offset else b"ha"


class Gone(asyncssh.SFTPServer):
    """The connection goes while a file is read."""

    def read(self, file_obj: object, offset: int, size: int) -> bytes:  # noqa: ARG002
        self.channel.get_connection().abort()
        return b""


class Stuck(asyncssh.SFTPServer):
    """Never answers a read."""

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:  # type: ignore[override]  # noqa: ARG002
        with contextlib.closing(file_obj):  # type: ignore[type-var]
            await asyncio.Event().wait()
        return b""


@dataclass
class Peer:
    port: int
    folder: Path
    logins: list[str]

    def put(self, name: str, payload: bytes, modified: int) -> None:
        path = self.folder / "out" / name
        path.write_bytes(payload)
        os.utime(path, (modified, modified))

    def way(self, **more: Any) -> Way:
        told: dict[str, Any] = {
            "url": f"sftp://sftp.test:{self.port}/out",
            "user_name": "ggz",
            "host_key": KEY.export_public_key().decode(),
            "credential": PASSWORD,
            "is_private_allowed": True,
        }
        return Way(**(told | more))


Serve = Callable[..., Peer]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """serve(server=..., keys=...): a server in a thread of its own."""
    loop = asyncio.new_event_loop()
    running = threading.Thread(target=loop.run_forever)
    running.start()
    started: list[Any] = []

    def run(server: type[asyncssh.SFTPServer] = asyncssh.SFTPServer, keys: Any = KEY) -> Peer:
        (tmp_path / "out").mkdir()
        peer = Peer(0, tmp_path, [])

        def login() -> Login:
            peer.logins.append("tried")
            return Login()

        async def listen() -> Any:
            return await asyncssh.listen(
                "127.0.0.1",
                0,
                server_host_keys=[keys],
                server_factory=login,
                sftp_factory=lambda channel: server(channel, chroot=os.fsencode(tmp_path)),
            )

        started.append(asyncio.run_coroutine_threadsafe(listen(), loop).result(10))
        peer.port = started[0].get_port()
        return peer

    yield run

    async def end() -> None:
        for one in started:
            one.close()
            await one.wait_closed()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(end(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    running.join(10)
    loop.close()


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def refusal(way: Way) -> tuple[str, bool]:
    with pytest.raises(FetchError) as caught:
        fetch(way, [], ask=here)
    return caught.value.code, caught.value.permanent


def test_new_files_come_oldest_first_and_only_once(serve: Serve) -> None:
    peer = serve()
    peer.put("b.csv", b"second", 2000)
    peer.put("a.csv", b"third", 3000)
    peer.put("c.csv", b"first", 1000)
    peer.put("d.csv.part", b"still coming", 500)
    peer.put(".hidden", b"not ours", 500)
    (peer.folder / "out" / "folder").mkdir()
    found = fetch(peer.way(), [], ask=here)
    assert [(one.listed.file_name, as_file(one.payload).read()) for one in found] == [
        ("c.csv", b"first"),
        ("b.csv", b"second"),
        ("a.csv", b"third"),
    ]
    known = [one.listed for one in found]
    assert fetch(peer.way(), known, ask=here) == []
    peer.put("a.csv", b"third, mended", 4000)
    assert [as_file(one.payload).read() for one in fetch(peer.way(), known, ask=here)] == [b"third, mended"]
    assert len(list((peer.folder / "out").iterdir())) == 6, "nothing is changed on the server"


def test_a_private_key_is_a_login_too(serve: Serve) -> None:
    peer = serve()
    peer.put("a.csv", b"places", 1000)
    way = peer.way(credential=LOGIN_KEY.export_private_key().decode())
    assert [as_file(one.payload).read() for one in fetch(way, [], ask=here)] == [b"places"]


@pytest.mark.parametrize(
    "host_key",
    [asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode(), "", "x"],
    ids=["another", "none", "no key"],
)
def test_another_host_key_is_refused_before_the_password_is_sent(serve: Serve, host_key: str) -> None:
    peer = serve()
    assert refusal(peer.way(host_key=host_key)) == ("host_key_refused", True)


def test_a_wrong_password_is_not_tried_again(serve: Serve) -> None:
    peer = serve()
    assert refusal(peer.way(credential="wrong")) == ("fetch_no_access", True)
    assert len(peer.logins) == 1


def test_a_folder_that_is_not_there_needs_a_person(serve: Serve) -> None:
    peer = serve()
    assert refusal(peer.way(url=f"sftp://sftp.test:{peer.port}/elsewhere")) == ("fetch_refused", True)


def test_a_file_over_the_bound_is_not_read(serve: Serve) -> None:
    peer = serve()
    peer.put("a.csv", b"x" * 101, 1000)
    assert refusal(peer.way(max_bytes=100)) == ("fetch_too_large", True)


def test_a_round_takes_no_more_than_the_bound(serve: Serve) -> None:
    peer = serve()
    for number in range(5):
        peer.put(f"{number}.csv", b"x" * 40, 1000 + number)
    found = fetch(peer.way(max_bytes=100), [], ask=here)
    assert [one.listed.file_name for one in found] == ["0.csv", "1.csv"]


@pytest.mark.parametrize("server", [Short, Gone])
def test_half_a_file_is_no_file(serve: Serve, server: type[asyncssh.SFTPServer]) -> None:
    peer = serve(server)
    peer.put("a.csv", b"x" * 100, 1000)
    assert refusal(peer.way()) == ("fetch_cut_off", False)
    assert len(peer.logins) == ATTEMPTS


def test_a_server_that_does_not_answer_ends_with_the_time_it_was_given(serve: Serve) -> None:
    peer = serve(Stuck)
    peer.put("a.csv", b"x" * 100, 1000)
    assert refusal(peer.way(max_seconds=0.5)) == ("fetch_too_slow", False)


def test_an_address_of_this_machine_needs_leave(serve: Serve) -> None:
    peer = serve()
    assert refusal(peer.way(is_private_allowed=False)) == ("address_not_allowed", True)
    assert peer.logins == []


def test_nobody_there_can_pass() -> None:
    assert refusal(Peer(1, Path(), []).way()) == ("fetch_no_connection", False)
