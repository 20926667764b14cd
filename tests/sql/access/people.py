"""Accounts for tests: made as the product makes them."""

import hashlib
import itertools
from datetime import datetime

from sqlalchemy import Connection

from sql.call import value
from tests.factories import AS_OF

PASSWORD = "$argon2id$of-nobody"  # noqa: S105 - the form of a hash, which is all the database looks at
_numbers = itertools.count(1)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def account(connection: Connection, role: str = "gp", at: datetime = AS_OF, **overrides: object) -> int:
    """An account of that role with a login of its own; scopes={"region": ["ZK23"]} and the like."""
    number = next(_numbers)
    defaults: dict[str, object] = {"login": f"voorbeeld{number}", "display_name": f"Voorbeeldpersoon {number}"}
    return int(value(connection, "act.save_account", role=role, at=at, **defaults | overrides))
