"""A real HTTPS server on this machine that answers each path as a test wants, also wrongly."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import trustme

Answer = Callable[[ssl.SSLSocket, str], None]
HOST = "feed.test"
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Peer:
    """A running server. asked: the requests as they came, head only."""

    port: int
    ca_file: str
    answers: dict[str, Answer]
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [head.split(" ")[1] for head in self.asked]


def reply(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    """A whole answer. A header's name has _ for -."""

    def answer(connection: ssl.SSLSocket, _: str) -> None:
        told = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items())]
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer


def redirect(to: str) -> Answer:
    return reply(b"", "302 Found", Location=to)


def cut(body: bytes, promised: int) -> Answer:
    """Promises more than it sends, and ends in order."""
    return reply(body, Content_Length=str(promised))


def reset(connection: ssl.SSLSocket, _: str) -> None:
    """Half a head, and then the line goes dead as when a cable is pulled."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.socket(fileno=connection.detach()).close()


def drip(stop: threading.Event) -> Answer:
    """A byte of the head now and then, for ever."""

    def answer(connection: ssl.SSLSocket, _: str) -> None:
        with contextlib.suppress(OSError):
            while not stop.wait(0.05):
                connection.sendall(b"H")

    return answer


def certificate(ca: trustme.CA, kind: str) -> trustme.LeafCert:
    """`good`, `wrong_host`, `expired`, or `stranger`: of an authority that nobody trusts."""
    if kind == "wrong_host":
        return ca.issue_cert("elsewhere.test")
    if kind == "expired":
        return ca.issue_cert(HOST, not_before=_LONG_AGO, not_after=datetime(2021, 1, 1, tzinfo=UTC))
    return (trustme.CA() if kind == "stranger" else ca).issue_cert(HOST, "other.test", "127.0.0.1")


@contextlib.contextmanager
def running(answers: dict[str, Answer], folder: Path, kind: str = "good") -> Iterator[Peer]:
    """The server while the test runs."""
    ca = trustme.CA()
    ca_file = folder / "ca.pem"
    ca.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate(ca, kind).configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer = Peer(listening.getsockname()[1], str(ca_file), answers)
        serving = threading.Thread(target=_serve, args=(listening, context, peer))
        serving.start()
        try:
            yield peer
        finally:
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            serving.join(10)
            assert not serving.is_alive()


def _serve(listening: socket.socket, context: ssl.SSLContext, peer: Peer) -> None:
    """One connection at a time, each with one request."""
    while True:
        try:
            plain, _ = listening.accept()
        except OSError:
            return
        with contextlib.suppress(OSError, ssl.SSLError), plain:
            plain.settimeout(10)
            with context.wrap_socket(plain, server_side=True) as connection:
                head = b""
                while b"\r\n\r\n" not in head and (more := connection.recv(4096)):
                    head += more
                peer.asked.append(head.decode())
                path = peer.asked[-1].split(" ")[1].partition("?")[0]
                peer.answers.get(path, reply(b"", "404 Not Found"))(connection, peer.asked[-1])
