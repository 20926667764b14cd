"""A browser as the application sees one: it keeps cookies, and says of its requests what a browser says by itself."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEYS = ("only-for-the-tests-" + "x" * 32,)
_addresses = (f"127.1.{one}.{other}" for one, other in itertools.product(range(256), range(256)))


@dataclass
class Clock:
    """The time of the application."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


def machine_clock() -> Clock:
    """A clock that begins at the time of this machine, for what another program stamps with it."""
    return Clock(datetime.now(UTC))


@dataclass
class Browser:
    """One person's browser: cookies, and what a browser says of its requests by itself."""

    client: FlaskClient
    address: str = field(default_factory=lambda: next(_addresses))

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", **headers}
        return self._open("GET", path, headers=sent)

    def fetch(self, path: str, **headers: str) -> TestResponse:
        return self._open("GET", path, headers={"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", **headers})

    def submit(self, path: str, values: dict[str, str], headers: dict[str, str] | None = None) -> TestResponse:
        sent = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        return self._open("POST", path, data={"csrf": self.cookie("csrf"), **values}, headers=sent | (headers or {}))

    def post(self, body: object, headers: dict[str, str] | None = None) -> TestResponse:
        """A callback, as Dash's renderer posts it."""
        sent = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "X-CSRFToken": self.cookie("csrf")}
        return self._open("POST", "/_dash-update-component", json=body, headers=sent | (headers or {}))

    def page(self, path: str, search: str = "") -> TestResponse:
        """A page, as the page router is asked for it."""
        return self.post(routed(path, search))

    def cookie(self, name: str) -> str:
        kept = self.client.get_cookie(name) or self.client.get_cookie(f"__Host-{name}")  # as it is named behind TLS
        return kept.value if kept else ""

    def sign_in(self, role: str) -> "Browser":
        self.get("/aanmelden")
        answer = self.submit("/aanmelden/demo", {"rol": role})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        return self

    def _open(self, method: str, path: str, **more: Any) -> TestResponse:
        return self.client.open(path, method=method, environ_base={"REMOTE_ADDR": self.address}, **more)


def routed(path: object, search: object = "") -> dict[str, Any]:
    """The request of Dash's page router."""
    output = ".._pages_content.children..._pages_store.data.."
    return {
        "output": output,
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
        "state": [],
    }
