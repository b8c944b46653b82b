"""The description: OpenAPI 3.1 that its own schema accepts, examples that fit, answers that are as described."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import Engine

from models.person import Role
from tests.api.rest.site import Asker, Site, described, operations, sample, site


@pytest.fixture
def school(database: Engine) -> Site:
    return site(database)


@pytest.fixture
def told(school: Site) -> dict[str, Any]:
    return described(school.asker())


def schema_of(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": told["components"]}


def test_staff_may_read_it_and_nobody_else(school: Site) -> None:
    assert school.visitor().call("GET", "/openapi.json").status_code == 401
    assert school.asker(Role.PARENT).call("GET", "/openapi.json").status_code == 403
    teacher = school.asker(Role.TEACHER)
    first = teacher.call("GET", "/openapi.json")
    known = teacher.call("GET", "/openapi.json", if_none_match=first.headers["etag"])
    assert (first.status_code, known.status_code, known.content) == (200, 304, b"")


def test_it_is_openapi_and_names_no_schema_it_does_not_have(told: dict[str, Any]) -> None:
    assert told["openapi"] == "3.1.0"
    text = str(told)
    assert "HTTPValidationError" not in text
    for name, schema in told["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("additionalProperties") is False or not name.endswith("Sent"), name
    names = {operation["operationId"] for _, _, operation in operations(told)}
    assert len(names) == len(operations(told)) > 150


def test_examples_of_bodies_are_what_the_service_takes(told: dict[str, Any]) -> None:
    for _, path, operation in operations(told):
        if "requestBody" in operation:
            name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[
                2
            ]
            faults = list(Draft202012Validator(schema_of(told, name)).iter_errors(sample(told, operation)))
            assert faults == [], path


def test_examples_of_problems_are_problems(told: dict[str, Any]) -> None:
    for name, answer in told["components"]["responses"].items():
        example = answer["content"]["application/problem+json"]["example"]
        faults = list(Draft202012Validator(schema_of(told, "Problem")).iter_errors(example))
        assert (faults, example["code"]) == ([], name)


def test_an_answer_has_no_field_that_is_not_described(school: Site, told: dict[str, Any]) -> None:
    deputy: Asker = school.asker()
    case_id = school.world.case()
    for path, name in ((f"/cases/{case_id}", "CaseTold"), (f"/years/{school.world.year_id}", "YearTold")):
        answer = deputy.got(path)
        described_fields = set(told["components"]["schemas"][name]["properties"])
        assert set(answer) == described_fields
        assert list(Draft202012Validator(schema_of(told, name)).iter_errors(answer)) == []


def test_changes_say_what_they_need(told: dict[str, Any]) -> None:
    move = told["paths"]["/api/v1/cases/{case_id}/moves"]["post"]
    headers = {entry["name"]: entry["required"] for entry in move["parameters"] if entry["in"] == "header"}
    assert headers == {"If-Match": True, "Idempotency-Key": False}
    assert move["security"] == [{"session": [], "csrf": []}]
    assert sorted(move["responses"]) == [
        "201", "400", "401", "403", "404", "409", "412", "413", "422", "428", "500", "503",
    ]  # fmt: skip
    assert set(move["responses"]["201"]["headers"]) == {"ETag", "Location"}
    assert sorted(told["paths"]["/api/v1/cases"]["get"]["responses"]) == [
        "200", "401", "403", "422", "500", "503",
    ]  # fmt: skip
