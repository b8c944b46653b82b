"""Requests made up from the description by Schemathesis: no breakdown, every answer as described. On both databases.

Ids and revisions are real ones half of the time, so that the services are reached. TORTURE=1 asks for many more.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from sqlalchemy import Engine

from models.person import Role
from tests.api.rest.full import full
from tests.api.rest.site import ORIGIN, Asker, described, site
from tests.conftest import TORTURE

EXAMPLES = 100 if TORTURE else 3
ALWAYS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
SPOILT = [*ALWAYS, checks.negative_data_rejection]


# How requests are made up: fitting the description or not; ids made up or there. A sample shares the operations out.
WAYS = list(product(GenerationMode, (False, True)))


@dataclass(frozen=True)
class Ground:
    """Who asks, ids that are there, and every operation described."""

    deputy: Asker
    administrator: Asker
    ids: dict[str, str]
    operations: tuple[Any, ...]

    def asker(self, operation: Any) -> Asker:
        """Who may do most of it."""
        section = operation.path.split("/")[3]
        return self.administrator if section in ("schools", "people", "years", "roles") else self.deputy


@pytest.fixture
def ground(database: Engine) -> Ground:
    school = site(database)
    ids = full(school.world)
    deputy = school.asker()
    schema = schemathesis.openapi.from_dict(without_keys(described(deputy)))
    operations = tuple(found.ok() for found in schema.get_all_operations())
    return Ground(deputy, school.asker(Role.ADMINISTRATOR), ids, operations)


def without_keys(told: dict[str, Any]) -> dict[str, Any]:
    """The same description of an open service: whoever asks here is signed in, whatever is made up."""
    del told["components"]["securitySchemes"]
    for methods in told["paths"].values():
        for operation in methods.values():
            del operation["security"]
    return told


def send(client: Asker, case: Case) -> Any:
    told = case.as_transport_kwargs(base_url=ORIGIN)
    headers = {name: value for name, value in told["headers"].items() if name.lower() != "x-csrf-token"}
    body = {"json": told["json"]} if "json" in told else {"content": told.get("data")}
    return client.request(told["method"], told["url"], params=told.get("params"), headers=headers, **body)


def there(ground: Ground, operation: Any) -> dict[str, Any]:
    """Ids for the path of an operation, and the revision of a record nobody has changed yet."""
    wants = any(entry.name == "If-Match" for entry in operation.headers)
    ids = {entry.name: ground.ids[entry.name] for entry in operation.path_parameters}
    return {"path_parameters": ids or None, "headers": {"If-Match": '"1"'} if wants else None}


def may_be_spoilt(operation: Any, exactly: bool) -> bool:
    """Whether anything but an id that is there can be made up wrongly."""
    return bool(list(operation.body) or list(operation.query) or (operation.path_parameters and not exactly))


def try_out(ground: Ground, operation: Any, mode: GenerationMode, exactly: bool) -> None:
    """A few requests for one operation."""
    if mode == GenerationMode.NEGATIVE and not may_be_spoilt(operation, exactly):
        return
    checked = ALWAYS if mode == GenerationMode.POSITIVE else SPOILT

    @settings(
        max_examples=EXAMPLES, phases=[Phase.generate], derandomize=not TORTURE, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(mode, **there(ground, operation) if exactly else {}))
    def run(case: Case) -> None:
        case.validate_response(send(ground.asker(operation), case), checks=checked)

    run()


@pytest.mark.parametrize("number", range(len(WAYS)), ids=[f"{mode} {exactly}" for mode, exactly in WAYS])
def test_no_made_up_request_breaks_anything(database: Engine, ground: Ground, number: int) -> None:
    offset = number * 2 + (database.dialect.name == "sqlite")
    for operation in ground.operations if TORTURE else ground.operations[offset :: 2 * len(WAYS)]:
        try_out(ground, operation, *WAYS[number])
