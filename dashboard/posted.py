"""What a browser posts to run a callback, read with distrust. Pure.

Dash takes values by their position and believes what the ids beside them say, so here the two must agree with what the
callback declared: a request that does not is no request of a page of ours.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class NotOursError(Exception):
    """No page of ours sends this."""


@dataclass(frozen=True)
class Posted:
    """output: which callback. values: (id, property) -> value, in the order in which the callback gets them."""

    output: str
    values: Mapping[tuple[str, str], Any]


def read(body: bytes, callbacks: Mapping[str, Mapping[str, Any]]) -> Posted:
    """The callback that is asked for, and with what. Raises NotOursError."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotOursError("no JSON") from error
    if not isinstance(sent, dict):
        raise NotOursError("no object")
    output = sent.get("output")
    if not isinstance(output, str) or output not in callbacks or "callback" not in callbacks[output]:
        raise NotOursError("no callback of the server")
    entry = callbacks[output]
    values: dict[tuple[str, str], Any] = {}
    for part in ("inputs", "state"):
        given = sent.get(part, [])
        if not isinstance(given, list) or len(given) != len(entry[part]):
            raise NotOursError(f"other {part} than declared")
        for one, declared in zip(given, entry[part], strict=True):
            values |= _value(one, declared)
    if sent.get("outputs") != _outputs(entry["output"]):
        raise NotOursError("other outputs than declared")
    changed = sent.get("changedPropIds", [])
    if not isinstance(changed, list) or not all(isinstance(name, str) for name in changed):
        raise NotOursError("no names of what changed")
    return Posted(output, values)


def _outputs(declared: Any) -> Any:  # noqa: ANN401 - Dash's own objects: one, or a list of them
    if isinstance(declared, list | tuple):
        return [_outputs(one) for one in declared]
    return {"id": declared.component_id, "property": declared.component_property}


def _value(one: object, declared: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    key = (declared["id"], declared["property"])
    if isinstance(key[0], str) and not key[0].startswith("{"):  # an id with a pattern is answered by several
        if not isinstance(one, dict) or (one.get("id"), one.get("property")) != key:
            raise NotOursError("other ids than declared")
        return {key: one.get("value")}
    if not isinstance(one, list | dict):
        raise NotOursError("other ids than declared")
    return {key: one}
