"""The OpenAPI document: it holds for the real application, as a program finds that knows nothing else of it."""

import json
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from dashboard.push import openapi, refusal, routes
from tests import repository
from tests.dashboard.push.supplier import Program, delivery, told

# Not asked: that the door refuses what the schema forbids and takes what it allows. The worker judges place by place.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
    checks.missing_required_header,
    checks.ignored_auth,
]
EXAMPLES = 12


@pytest.fixture
def document(program: Program) -> dict[str, Any]:
    answer = program.get("/api/v1/openapi.json", Authorization="")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    found: dict[str, Any] = told(answer)
    return found


def test_the_schema_that_is_served_is_the_one_that_the_feed_is_held_against(program: Program) -> None:
    answer = program.get("/api/v1/places.schema.json", Authorization="")
    assert told(answer) == json.loads(repository.text("sql/capacity_json.schema.json")) == routes.schema()
    assert answer.headers["Content-Type"] == "application/schema+json"


def test_its_examples_keep_the_schemas(document: dict[str, Any], program: Program) -> None:
    jsonschema.Draft202012Validator(routes.schema()).validate(openapi.EXAMPLE)
    schemas = document["components"]
    for name, example in (("Delivery", openapi.APPLIED), ("Delivery", told(program.push(delivery())))):
        held = {"$ref": f"#/components/schemas/{name}", "components": schemas}
        jsonschema.Draft202012Validator(held).validate(example)
    assert program.push(json.dumps(openapi.EXAMPLE).encode(), key="k2").status_code == 202, "the example is a delivery"


def test_every_code_of_a_refusal_is_told(document: dict[str, Any]) -> None:
    said = json.dumps(document["paths"])
    assert [code for code in refusal.sentences() if code not in said] == []
    assert document["servers"] == [{"url": "http://localhost"}]
    assert set(document["paths"]) == {"/api/v1/places", "/api/v1/deliveries/{delivery}"}


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_what_it_says_holds_for_the_application(
    program: Program, mode: GenerationMode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.limits.wait", lambda *_: 0)  # more questions than a sender asks
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", program.client.application)
    seen = {
        found.ok().definition.raw["operationId"]: _asked(found.ok(), program, mode)
        for found in schema.get_all_operations()
    }
    assert seen.keys() == {"pushPlaces", "askDelivery"}
    if mode is GenerationMode.POSITIVE:
        assert seen["pushPlaces"] <= {200, 202, 409, 422}
        assert seen["askDelivery"] == {404}
    else:
        assert {400} < seen["pushPlaces"] <= {200, 202, 400, 401, 409, 415, 422}
        assert seen["askDelivery"] <= {401, 404}


def _asked(operation: schemathesis.APIOperation, program: Program, mode: GenerationMode) -> set[int]:
    """The statuses with which an operation answers what is made up for it; an answer off the document fails."""
    statuses: set[int] = set()

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(mode))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {program.token}"}, checks=CHECKS)
        statuses.add(answer.status_code)

    ask()
    return statuses
