"""A supplier's program: what it sends, and what it is told."""

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.push.addresses import PLACES
from tests.dashboard.visit import START
from tests.etl.capacity_place import document, place


@dataclass
class Program:
    """A supplier's program: no cookies, a token, and what it says of its requests."""

    client: FlaskClient
    token: str
    address: str = "127.2.0.1"

    def push(self, body: bytes, *, key: str = "k1", dry_run: bool = False, **headers: str) -> TestResponse:
        sent = {"Content-Type": "application/json", "Idempotency-Key": key, **headers}
        return self.open("POST", f"{PLACES}{'?dry_run=1' if dry_run else ''}", data=body, headers=sent)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.open("GET", path, headers=headers)

    def open(self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        given = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        sent = {name: told for name, told in given.items() if told}
        return self.client.open(path, method=method, headers=sent, environ_base={"REMOTE_ADDR": self.address}, **more)


def delivery(*places: dict[str, Any], **more: Any) -> bytes:
    """A delivery of these places, counted just before the clock of the tests."""
    return document(*(place(counted_at=START.isoformat(), **one) for one in places or ({},)), **more)


def told(answer: TestResponse) -> Any:
    return json.loads(answer.get_data(as_text=True))
