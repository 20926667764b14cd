"""The OpenAPI 3.1 document of the addresses for programs: made of the published schema and our refusals. Pure."""

from collections.abc import Mapping
from typing import Any

from dashboard.push import addresses, refusal
from dashboard.push import openapi_schemas as schemas
from dashboard.push.openapi_schemas import REF, Json

_JSON = "application/json"
PLACE: Json = {
    "agb_location": "09000001",
    "agb_provider": "09000000",
    "provider_name": "Praktijk Voorbeeld",
    "location_name": "Voorbeeld Centrum",
    "care_pathway_code": "AMB",
    "diagnosis_group_code": "D04",
    "age_from": 18,
    "segment_code": "s-ggz",
    "urgency_code": "regulier",
    "status": "available",
    "free_count": 3,
    "total_count": 8,
}
EXAMPLE: Json = {"form": addresses.FORM, "counted_at": "2026-09-01T07:10:00+02:00", "places": [PLACE]}
APPLIED: Json = {
    "delivery": 4711,
    "address": f"{addresses.DELIVERIES}/4711",
    "dry_run": False,
    "received_at": "2026-09-01T05:12:03+00:00",
    "state": "applied",
    "counts": {"read": 1, "accepted": 1, "refused": 0, "duplicate": 0},
    "reason": None,
    "sentence": None,
    "refusals": [],
    "more_refusals": 0,
}
# Status -> the codes with which it refuses a delivery, beside those that any request can get.
_ALWAYS = {
    401: ["token_missing", "token_unknown", "token_expired", "token_revoked", "token_ended"],
    403: ["cross_site", "unknown_sender"],
    405: ["method"],
    429: ["too_many"],
    500: ["broken"],
    503: ["unavailable"],
}
_PUSHING = {
    400: ["body_incomplete", "key_missing", "not_json", "unknown_host", "wrong_parameter", "wrong_request"],
    409: ["key_used"],
    411: ["length"],
    413: ["too_large"],
    415: ["wrong_type"],
    422: ["not_this_form"],
    503: ["no_answer", "unavailable"],
}
_ASKING = {400: ["unknown_host", "wrong_request"], 404: ["not_found"]}


def document(schema: Mapping[str, Any], server: str) -> Json:
    """schema: that of a delivery (JSON Schema 2020-12). server: where these addresses are, such as https://example.org."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Transferpunt: push places",
            "version": "1",
            "summary": "A provider's system delivers its free places. No data on persons.",
            "description": (
                "A delivery holds all places of one sender at one moment: one that a later delivery no longer names "
                "becomes unknown. It is judged as every delivery: rows of an AGB code to which the token is not bound "
                "are refused and reported. Sentences are Dutch, and English where Accept-Language asks for it."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {
            addresses.PLACES: {"post": _post()},
            f"{addresses.DELIVERIES}/{{delivery}}": {"get": _get()},
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Made on the page /opgave/koppeling."}
            },
            "schemas": {
                **schemas.of_places(schema),
                "Delivery": schemas.of_delivery(),
                "Problem": schemas.of_problem(),
            },
        },
    }


def _post() -> Json:
    return {
        "operationId": "pushPlaces",
        "summary": "Deliver all places of this sender",
        "parameters": [
            {
                "name": "dry_run",
                "in": "query",
                "description": "1: answered as a delivery would be, and nothing of it is stored.",
                "schema": {"type": "string", "enum": ["0", "1"]},
            },
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": (
                    "A name of your own for this delivery, kept for 30 days. The same key with the same body is the "
                    "same delivery, however often it is sent; with another body it is refused."
                ),
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
                "example": "2026-09-01.1",
            },
        ],
        "requestBody": {
            "required": True,
            "description": f"At most {addresses.MOST_BYTES} bytes.",
            "content": {_JSON: {"schema": {"$ref": f"{REF}Places"}, "example": EXAMPLE}},
        },
        "responses": {
            "200": _told("Loaded: readers see it now."),
            "202": _told("Stored and still under way: ask its address again. Or held for a person to look at."),
            **_refusals(_ALWAYS | _PUSHING),
            "422": {
                "description": "The delivery as a whole was refused: " + ", ".join(_PUSHING[422]) + ", or its reason.",
                "content": {**_content("Delivery"), **_content("Problem", refusal.PROBLEM)},
            },
        },
    }


def _get() -> Json:
    number = {"type": "string", "pattern": "^[0-9]{1,18}$"}
    return {
        "operationId": "askDelivery",
        "summary": "What became of a delivery of this sender",
        "parameters": [{"name": "delivery", "in": "path", "required": True, "schema": number, "example": "4711"}],
        "responses": {"200": _told("What became of it so far."), **_refusals(_ALWAYS | _ASKING)},
    }


def _told(meaning: str) -> Json:
    return {"description": meaning, "content": _content("Delivery", example=APPLIED)}


def _content(name: str, kind: str = _JSON, **more: Any) -> Json:  # noqa: ANN401 - an example
    return {kind: {"schema": {"$ref": f"{REF}{name}"}, **more}}


def _refusals(codes: Mapping[int, list[str]]) -> Json:
    return {
        str(status): {
            "description": ", ".join(said),
            "content": _content("Problem", refusal.PROBLEM, example={"status": status, **_said(said[0])}),
        }
        for status, said in sorted(codes.items())
    }


def _said(code: str) -> Json:
    return {"code": code, "detail": refusal.sentence(code)}
