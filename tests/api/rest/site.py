"""A school behind the JSON API: whoever asks has a session, and sends the token of changing requests by itself."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine

from api.app import create_app
from api.installation import Installation
from models.person import Role
from tests.api import place as doors
from tests.api.services.world import World, new_world
from tests.browsing import let_in

ORIGIN = "https://school.example"
MISSING = "0" * 32
NUMBER = count(1)
FILES = TemporaryDirectory(prefix="files")  # of every school; they stand apart by its id


class Asker(TestClient):
    """Somebody signed in. Paths are under /api/v1; `tag` is the revision a change was made of."""

    def call(
        self, method: str, path: str, json: Any = None, tag: str | None = None, **headers: str
    ) -> Response:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        if tag is not None:
            told["if-match"] = tag
        return self.request(method, f"/api/v1{path}", json=json, headers=told)

    def got(self, path: str, status: int = 200, **headers: str) -> Any:
        answer = self.call("GET", path, **headers)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def tag(self, path: str) -> str:
        """The ETag of a record now."""
        return self.call("GET", path).headers["etag"]

    def made(self, path: str, json: Any, **more: Any) -> Any:
        answer = self.call("POST", path, json, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()


@dataclass(frozen=True)
class Site:
    where: Installation
    world: World
    clock: doors.Clock

    @property
    def engine(self) -> Engine:
        return self.where.engine

    def visitor(self) -> Asker:
        """Nobody known yet."""
        return Asker(
            create_app(self.where), base_url=ORIGIN, headers={"origin": ORIGIN}, follow_redirects=False,
            raise_server_exceptions=False,
        )  # fmt: skip

    def asker(self, role: Role = Role.DEPUTY, school_id: str | None = None) -> Asker:
        """Somebody new in a role at the world's school, or at another one."""
        school = None if role == Role.ADMINISTRATOR else school_id or self.world.school_id
        login = f"{role}{next(NUMBER)}" if role != Role.PARENT else None
        account = doors.person(self.engine, login, (role, school))
        client = self.visitor()
        for name, value in let_in(self.where, doors.grant_of(self.engine, account, role)).items():
            client.cookies.set(name, value)
        client.headers["x-csrf-token"] = client.got("/me")["csrf"]
        return client

    def other_school(self, code: str = "s200") -> World:
        return new_world(self.engine, code)


def site(database: Engine, **settings: Any) -> Site:
    """One school with the year 2026/27 on 01.09.2026."""
    clock = doors.Clock()
    world = new_world(database)
    return Site(doors.place(database, clock, folder=Path(FILES.name), **settings), world, clock)


def described(client: Asker) -> dict[str, Any]:
    """The description as the service tells it."""
    told: dict[str, Any] = client.got("/openapi.json")
    return told


def operations(told: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path under /api/v1, operation) of everything described."""
    return [
        (method.upper(), path.removeprefix("/api/v1"), operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]


def takes(operation: dict[str, Any], header: str) -> bool:
    return any(entry["name"] == header for entry in operation.get("parameters", ()))


def sample(told: dict[str, Any], operation: dict[str, Any], **values: Any) -> Any:
    """A body as the description's own examples make it; `values` stand in for fields of a name, however deep."""
    if "requestBody" not in operation:
        return None
    return _sample(told, operation["requestBody"]["content"]["application/json"]["schema"], values)


def _sample(told: dict[str, Any], schema: dict[str, Any], values: dict[str, Any]) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _sample(told, told["components"]["schemas"][name], values)
    if schema.get("type") == "object":
        needed = schema.get("required", ())
        return {
            name: values[name] if name in values else _sample(told, schema["properties"][name], values)
            for name in needed
        }
    if schema.get("type") == "array":
        return [_sample(told, schema["items"], values)] if schema.get("minItems") else []
    for name in ("examples", "enum"):
        if name in schema:
            return schema[name][0]
    return _sample(told, schema["anyOf"][0], values)
