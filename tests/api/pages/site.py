"""A running service for tests of pages, and browsers in it: each signed in as somebody, without typing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from api.app import create_app
from api.installation import Installation
from api.services.entry.passwords import UNUSABLE
from models.audit import AuditRow
from models.engines import reading, writing
from models.person import Account, Grant, Role
from tests.api import place as world
from tests.browsing import let_in

ORIGIN = "https://school.example"
SITE = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}


@dataclass
class Site:
    """One school with a deputy and a director; `elsewhere` is another school."""

    where: Installation
    clock: world.Clock
    home: str
    elsewhere: str
    deputy: Account
    director: Account
    opened: list[TestClient] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.where.engine

    def browser(self) -> TestClient:
        made = TestClient(
            create_app(self.where), base_url=ORIGIN, headers=SITE, follow_redirects=False,
            raise_server_exceptions=False,
        )  # fmt: skip
        self.opened.append(made)
        return made

    def signed_in(self, account: Account, role: Role) -> TestClient:
        """A session that has not given its password lately."""
        made = self.browser()
        for name, value in let_in(self.where, self.grant(account, role)).items():
            made.cookies.set(name, value, domain="school.example", path="/")
        return made

    def grant(self, account: Account, role: Role) -> Grant:
        return world.grant_of(self.engine, account, role)

    def person(self, login: str | None, *roles: Role, name: str, school: str | None = None) -> Account:
        """Somebody of this school (or of another) who has not come in yet."""
        at = school or self.home
        told = [(role, None if role == Role.ADMINISTRATOR else at) for role in roles]
        account = world.person(self.engine, login, *told, name=name)
        with writing(self.engine) as session:
            session.get_one(Account, account.id).password_hash = UNUSABLE if login else None
        return account

    def log(self) -> list[str]:
        with reading(self.engine) as session:
            return world.log(session)

    def told(self) -> str:
        """Everything the log holds, as text."""
        with reading(self.engine) as session:
            return "".join(row.model_dump_json() for row in session.exec(select(AuditRow)))


@contextmanager
def site_of(engine: Engine) -> Iterator[Site]:
    clock = world.Clock()
    home, elsewhere = world.school(engine), world.school(engine, "s7")
    made = Site(
        world.place(engine, clock), clock, home, elsewhere,
        world.person(engine, "zavuch", (Role.DEPUTY, home)),
        world.person(engine, "director", (Role.DIRECTOR, home), name="Седов Пётр Ильич"),
    )  # fmt: skip
    yield made
    for browser in made.opened:
        browser.close()


def csrf(browser: TestClient, page: str = "/me") -> dict[str, str]:
    """What every form of this session carries."""
    return {"csrf": browser.get(page).text.split('name="csrf" value="')[1].split('"')[0]}


def heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0]


def title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]
