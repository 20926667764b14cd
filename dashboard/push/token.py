"""Push tokens: what one looks like, and how one is made."""

import re
import secrets
import string
from dataclasses import dataclass, field

from dashboard.csrf import fingerprint

_ALPHABET = sorted({*string.ascii_lowercase, *string.digits} - {*"lo01"})  # what is typed over is not mistaken
_FORM = re.compile(r"(?P<prefix>tp_[a-z0-9]{8})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Token:
    """prefix: what may be seen of it. text: the whole, shown once. sha256: what is stored in its place."""

    prefix: str
    text: str = field(repr=False)

    @property
    def sha256(self) -> str:
        """In hex."""
        return fingerprint(self.text)


def new_token() -> Token:
    """A token that nobody has: 256 random bits behind a prefix by which people can tell it from another."""
    prefix = "tp_" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return Token(prefix, f"{prefix}_{secrets.token_urlsafe(32)}")


def prefix_in(text: str) -> str:
    """The visible part of a token; empty for what is none."""
    found = _FORM.fullmatch(text)
    return found["prefix"] if found else ""
