"""A real mail server on this machine, on a port that the system chooses."""

import asyncio
import contextlib
import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class PostOffice:
    """What came in, and what is answered to a message."""

    mails: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 kept"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - its name for it
        if self.answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer


class Listening(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def open_office() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    """The office, and the settings that lead to it."""
    office = PostOffice()
    controller = Listening(office, hostname="127.0.0.1", port=0)
    controller.start()
    environ = {
        "TRANSFERPUNT_SMTP_URL": f"smtp://127.0.0.1:{controller.port}",
        "TRANSFERPUNT_MAIL_FROM": "transferpunt@voorbeeld.test",
        "TRANSFERPUNT_PUBLIC_URL": "https://transferpunt.voorbeeld.test",
    }
    try:
        yield office, environ
    finally:
        controller.stop()
