"""What goes to and fro, as JSON Schema, for the OpenAPI document. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from dashboard.push import refusal, told

Json = dict[str, Any]
REF = "#/components/schemas/"
_TEXT, _WHOLE = {"type": "string"}, {"type": "integer", "minimum": 0}


def of_places(schema: Mapping[str, Any]) -> Json:
    """The published schema as components: what it defines inside itself stands beside it."""
    whole = json.loads(json.dumps(schema).replace('"#/$defs/', f'"{REF}'))
    inside = whole.pop("$defs", {})
    for name in ("$schema", "$id"):
        whole.pop(name, None)
    return {"Places": whole, **inside}


def of_delivery() -> Json:
    """That of what a sender is told of a delivery."""
    refused = {
        "place": {"type": "integer", "minimum": 1, "description": "its place in the list, from 1"},
        "pointer": {**_TEXT, "description": "where in the body (RFC 6901)"},
        "column": _TEXT,
        "value": _or_null(_TEXT),
        **dict.fromkeys(("code", "sentence", "advice"), _TEXT),
    }
    return _object(
        {
            "delivery": {**_or_null(_WHOLE), "description": "its number; null of a dry run"},
            "address": {**_or_null(_TEXT), "description": "where to ask what became of it"},
            "dry_run": {"type": "boolean"},
            "received_at": _or_null({"type": "string", "format": "date-time"}),
            "state": {"enum": [*told.STATES]},
            "counts": _or_null(_object(dict.fromkeys(("read", "accepted", "refused", "duplicate"), _WHOLE))),
            "reason": _or_null(_TEXT),
            "sentence": _or_null(_TEXT),
            "refusals": {"type": "array", "maxItems": 500, "items": _object(refused)},
            "more_refusals": {**_WHOLE, "description": "how many refusals are not listed"},
        }
    )


def of_problem() -> Json:
    """That of a refusal."""
    codes = {"enum": sorted(refusal.sentences())}
    told_in_words = {"status": {"type": "integer"}, "code": codes, "detail": _TEXT}
    return {**_object(told_in_words), "properties": {**told_in_words, "number": _TEXT}}


def _object(properties: Json) -> Json:
    return {"type": "object", "required": [*properties], "properties": properties}


def _or_null(schema: Json) -> Json:
    if "type" in schema and "properties" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}
