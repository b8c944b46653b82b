"""A school behind its pages: a deputy, a class teacher, a parent, and browsers that are signed in as one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from api.app import create_app
from api.installation import Installation
from api.services.cases.pupils import GuardianDraft, add_guardian
from models.case import Guardian, GuardianKind
from models.engines import reading
from models.person import Account, Role
from tests.api import place as places
from tests.api.services.world import END, START, World, day, new_world
from tests.browsing import let_in

SITE = "https://school.example"
HEADERS = {"origin": SITE, "sec-fetch-site": "same-origin"}
__all__ = ["END", "START", "Browser", "Office", "day", "office_of"]


@dataclass
class Browser:
    """Somebody signed in. Forms are sent with the token a page of theirs would carry."""

    client: TestClient
    csrf: str

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.text

    def send(self, path: str, data: dict[str, object] | None = None, **more: object) -> Response:
        told = {"csrf": self.csrf} | {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in (data or {}).items()
        }
        return self.client.post(path, data=told, **more)  # type: ignore[arg-type]

    def done(self, path: str, data: dict[str, object] | None = None, **more: object) -> str:
        """Sends a form that is taken; where it leads, without what is said there."""
        answer = self.send(path, data, **more)
        assert answer.status_code == 303, (answer.status_code, faults_in(answer.text))
        return str(answer.headers["location"]).split("?said=")[0]

    def refused(self, path: str, status: int, data: dict[str, object] | None = None, **more: object) -> str:
        """Sends a form that is not taken; the page it comes back on."""
        answer = self.send(path, data, **more)
        assert answer.status_code == status, (answer.status_code, faults_in(answer.text))
        return answer.text


@dataclass
class Office:
    where: Installation
    world: World
    clock: places.Clock
    deputy: Account
    teacher: Account
    open: ExitStack = field(repr=False)

    def browser(self, account: Account, role: Role) -> Browser:
        """A browser of its own, as signing in would leave it."""
        client = self.open.enter_context(
            TestClient(create_app(self.where), base_url=SITE, headers=HEADERS, follow_redirects=False)
        )
        grant = places.grant_of(self.where.engine, account, role)
        for name, value in let_in(self.where, grant).items():
            client.cookies.set(name, value)
        page = client.get("/people/none")  # any page carries the token of the way out
        return Browser(client, csrf_of(self.where, client, page))

    def desk(self) -> Browser:
        return self.browser(self.deputy, Role.DEPUTY)

    def parent(self, case_id: str, name: str = "Иванова Мария Петровна", **days: object) -> Account:
        """A parent of the case's child since the start of the year."""
        account = places.person(self.where.engine, None, (Role.PARENT, self.world.school_id), name=name)
        with self.world.acting(START) as unit:
            draft = GuardianDraft(
                account_id=account.id, kind=GuardianKind.MOTHER, first_on=START,
                last_on=days.get("last_on"),  # type: ignore[arg-type]
            )  # fmt: skip
            add_guardian(unit, self.world.get(case_id).pupil_id, draft)
        return account

    def guardian(self, account: Account) -> Guardian:
        with reading(self.where.engine) as session:
            return session.exec(select(Guardian).where(Guardian.account_id == account.id)).one()


def csrf_of(where: Installation, client: TestClient, _page: Response) -> str:
    from api.services.entry.doors import digest

    token = next(value for name, value in client.cookies.items() if name.endswith("session"))
    return digest(where.keys.tokens, "csrf", token)


def faults_in(page: str) -> list[str]:
    """Sentences beside fields and on top."""
    return re.findall(r'(?:field-fault"[^>]*>|role="alert"[^>]*>\s*<p>)([^<]+)<', page)


@contextmanager
def office_of(engine: Engine, folder: Path, code: str = "s100", **options: object) -> Iterator[Office]:
    """A school on its first day, 1 September 2026, 11 o'clock."""
    world = new_world(engine, code, **options)
    clock = places.Clock()
    with ExitStack() as stack:
        yield Office(
            places.place(engine, clock, folder=folder), world, clock,
            places.person(engine, f"zavuch-{code}", (Role.DEPUTY, world.school_id)),
            places.person(engine, f"klass-{code}", (Role.CLASS_TEACHER, world.school_id), name="Сидорова Вера"),
            stack,
        )  # fmt: skip
