"""The way to an identity provider and back, as a browser goes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from joserfc.jwk import RSAKey

CLIENT = "transferpunt"


@dataclass
class Liar:
    """A provider whose tokens say what a test wants."""

    address: str
    key: RSAKey
    make: Callable[[dict[str, Any]], str] = field(default=lambda _claims: "")
    claims: dict[str, Any] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)


def begin(one: Any, naar: str = "/vrije-plekken") -> str:
    """To the provider: the address a browser is sent to."""
    answer = one.get(f"/aanmelden/start?naar={naar}")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def consent(address: str, who: str) -> str:
    """At the provider: the path a browser is sent back to."""
    answer = requests.post(address, data={"sub": who}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def back(one: Any, path: str) -> Any:
    return one.get(path, **{"Sec-Fetch-Site": "cross-site"})
