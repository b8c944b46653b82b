"""A walk over every route as somebody: what is due by the table of routes, and what is told.

What stands in a relation to whom is judged here afresh, by who made the thing for whom; resolvers are not asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access import Relation, Rule
from api.app import create_app
from api.deps import FIELD, SAFE, routes_of
from api.services.entry.doors import digest
from models.person import Role
from models.session import SessionKind
from tests.api.everywhere.cast import Person, Stage
from tests.api.everywhere.makers import NAME, SHARED, Holder, make, missing, names_of

ADDRESS = "https://school.example"
HEADERS = {"origin": ADDRESS, "sec-fetch-site": "same-origin"}
DIGESTS = re.compile(r"[0-9a-f]{64}")
# what a route may answer where the table lets somebody in, and why
EXCUSED = {
    "POST /signin/code": {401},  # a whole session has no code to give any more
    "POST /me/codes": {403},  # who came in without a code has no spare ones to renew
}


HEADS = ("nobody", "deputy")  # who asks by HEAD as well


class Due(StrEnum):
    GRANTED = "let in"
    SIGN_IN = "asked to sign in"
    FORBIDDEN = "refused"
    MISSING = "told that there is nothing"


@dataclass
class Walker:
    """Somebody with a browser. A session is used up by whatever changes something."""

    stage: Stage
    client: TestClient
    person: Person
    kept: dict[str, str] | None = field(default=None, init=False)

    def ask(self, route: str, names: Mapping[str, str], **body: Any) -> Response:
        """The answer to a route with real values for its names. body: `data` of a form, or `json`."""
        method, _, template = route.partition(" ")
        if self.kept is None:
            self.kept = self.stage.cookies_of(self.person)
        self.client.cookies.clear()
        for name, value in self.kept.items():
            self.client.cookies.set(name, value)
        path = NAME.sub(lambda found: names[found[1]], template)
        headers = HEADERS | ({} if method in SAFE else {"x-csrf-token": self._csrf()})
        answer = self.client.request(method, path, headers=headers, **body)
        if method not in SAFE and answer.status_code < 400:
            self.kept = None
        return answer

    def _csrf(self) -> str:
        token = next(iter((self.kept or {}).values()), "")
        return digest(self.stage.where.keys.tokens, FIELD, token)

    def names(self, route: str, holder: Holder) -> dict[str, str]:
        return {name: make(self.stage, route, name, holder) for name in names_of(route)}


@contextmanager
def walking(stage: Stage, person: Person, app: FastAPI | None = None) -> Iterator[Walker]:
    made = TestClient(
        app or create_app(stage.where), base_url=ADDRESS, follow_redirects=False,
        raise_server_exceptions=False,
    )  # fmt: skip
    with made as client:
        yield Walker(stage, client, person)


def holders(stage: Stage, person: Person, rules: tuple[Rule, ...]) -> list[Holder]:
    """Whose things somebody asks for: of each realm, and their own where the table speaks of it.

    Who is refused whatever they name is asked for one thing only.
    """
    if not any(person.role in rule.roles for rule in rules):
        return [Holder(stage.child)]
    found = [Holder(realm) for realm in stage.realms]
    if person.grant is not None and any(rule.relation == Relation.SELF for rule in rules):
        found.append(Holder(person.realm or stage.child, person.grant))
    return found


def stands(person: Person, relation: Relation, holder: Holder | None) -> bool:
    """Whether the thing is in the relation to the person. holder None: the route names nothing."""
    school = person.realm is not None
    if relation == Relation.INSTALLATION:
        return person.role == Role.ADMINISTRATOR
    if holder is None:
        return school or relation != Relation.SCHOOL
    if relation == Relation.SELF:
        return holder.grant is not None and holder.grant == person.grant
    if relation == Relation.SCHOOL:
        return school and person.realm.school.school_id == holder.realm.school.school_id  # type: ignore[union-attr]
    if relation == Relation.CASE:
        return person.role == Role.PARENT and person.realm == holder.realm
    if relation == Relation.CLASS:
        return person.role == Role.CLASS_TEACHER and person.realm == holder.realm
    return False  # no lesson is stored yet that could be anybody's


def due(stage: Stage, person: Person, route: str, holder: Holder | None) -> Due:
    """What the table of routes promises to somebody for a thing."""
    policy = stage.where.policy
    rules = policy.of(route)
    if not rules and route.replace("HEAD ", "GET ") in policy.public:
        return Due.GRANTED
    if person.role is None:
        return Due.SIGN_IN
    if person.kind == SessionKind.PENDING:
        return Due.GRANTED if any(rule.pending for rule in rules) else Due.SIGN_IN
    mine = [rule for rule in rules if person.role in rule.roles]
    if not mine:
        return Due.FORBIDDEN
    strong = [rule for rule in mine if rule.device or person.kind != SessionKind.DEVICE]
    if not strong:
        return Due.SIGN_IN
    return Due.GRANTED if any(stands(person, rule.relation, holder) for rule in strong) else Due.MISSING


def told(route: str, answer: Response) -> Due | int:
    """What an answer comes to; a number where it is none of the four."""
    status = answer.status_code
    led = route.startswith(("GET ", "HEAD ")) and answer.headers.get("location") == "/signin"
    if status == 401 or (status == 303 and led):
        return Due.SIGN_IN
    if status in (403, 404):
        return Due.FORBIDDEN if status == 403 else Due.MISSING
    return status if status >= 500 else Due.GRANTED


def shown(answer: Response, names: Mapping[str, str]) -> tuple[int, str, str]:
    """What can be told from an answer, without tokens of forms and without the keys that were asked for."""
    body = DIGESTS.sub("", answer.text)
    for value in names.values():
        body = body.replace(value, "")
    return answer.status_code, body, answer.headers.get("content-type", "")


def told_apart(person: Person, routes: tuple[str, ...]) -> tuple[str, ...]:
    """Every route; HEAD, which is judged as GET, by two only."""
    return tuple(route for route in routes if person.title in HEADS or not route.startswith("HEAD "))


def faults(walker: Walker, routes: tuple[str, ...] | None = None) -> list[str]:
    """Where the application does not do what its table of routes promises to this person."""
    app = walker.client.app
    assert isinstance(app, FastAPI)
    found = []
    for route in routes or told_apart(walker.person, routes_of(app)):
        rules = walker.stage.where.policy.of(route)
        whose = holders(walker.stage, walker.person, rules) if names_of(route) else [None]
        if (
            route.startswith("HEAD ") and len(whose) > 1
        ):  # one's own and the farthest: the rest is judged by GET
            whose = [whose[0], whose[-1]]
        for holder in whose:
            found += list(_faults_of(walker, route, holder))
    return found


def _faults_of(walker: Walker, route: str, holder: Holder | None) -> Iterator[str]:
    wanted = due(walker.stage, walker.person, route, holder)
    names = walker.names(route, holder) if holder else {}
    answer = walker.ask(route, names)
    came = told(route, answer)
    about = f"{walker.person.title}, {route}" + (f", of {holder.realm.title}" if holder else "")
    if came != wanted and answer.status_code not in EXCUSED.get(route, ()):
        yield f"{about}: {wanted} was due, came {came} ({answer.status_code})"
    if holder and wanted == Due.MISSING:
        nothing = {name: missing(name, value) for name, value in names.items()}
        if shown(answer, names) != shown(walker.ask(route, nothing), nothing):
            yield f"{about}: answers otherwise than for what does not exist"
    if holder and wanted == Due.GRANTED and len(names) > 1:
        yield from _mixed(walker, route, names)


def _mixed(walker: Walker, route: str, names: Mapping[str, str]) -> Iterator[str]:
    """One name of one's own beside one of somebody else's: still nothing is there."""
    for realm in walker.stage.realms:
        foreign = Holder(realm)
        if due(walker.stage, walker.person, route, foreign) == Due.GRANTED:
            continue
        for name in set(names) - SHARED:
            other = dict(names) | {name: make(walker.stage, route, name, foreign)}
            if told(route, walker.ask(route, other)) != Due.MISSING:
                yield f"{walker.person.title}, {route}: {name} of {realm.title} beside own ones is let in"
