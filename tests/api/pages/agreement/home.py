"""The two families of `households` behind a running service: everybody has a role and, of the staff, a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import Engine
from sqlmodel import select

from api.app import create_app
from api.installation import Installation
from models.case import Pupil
from models.engines import reading, writing
from models.person import Account, Grant, Role
from models.staff import Teacher
from scheduler.problem import Problem
from tests import builders
from tests.api import place as world
from tests.api.pages.desk import SITE, fields_of
from tests.api.services.agreement.households import Families, families
from tests.api.services.world import START
from tests.browsing import context_of, let_in, serving
from tests.databases import once

LONG = "Достопримечательнейшеевысокопреподобие"
TEACHER = "Семёнова-Тяньшанская-Константинопольская Александра-Феодосия Всеволодовна"
SUBJECT = "Коррекционно-развивающие занятия с учителем-дефектологом (адаптированная программа)"
_UNCHOSEN = re.compile(r'<input type="radio"(?![^>]*checked)[^>]*>')
ROLES = {
    "deputy": Role.DEPUTY,
    "director": Role.DIRECTOR,
    "mother": Role.PARENT,
    "father": Role.PARENT,
    "other": Role.PARENT,
}


@dataclass
class Home:
    """Browsers of everybody. `made` are the families, `clock` is set by hand."""

    where: Installation
    made: Families
    clock: world.Clock
    address: str = ""
    opened: list[TestClient] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.where.engine

    def account(self, who: str) -> str:
        return self.made.world.deputy_id if who == "deputy" else str(getattr(self.made, who))

    def grant(self, who: str) -> Grant:
        with reading(self.engine) as session:
            return session.exec(select(Grant).where(Grant.account_id == self.account(who))).one()

    def client(self, who: str) -> TestClient:
        made = TestClient(
            create_app(self.where), base_url="https://school.example", headers=SITE, follow_redirects=False,
            raise_server_exceptions=False,
        )  # fmt: skip
        for name, value in let_in(self.where, self.grant(who)).items():
            made.cookies.set(name, value)
        self.opened.append(made)
        return made

    def get(self, who: str, path: str) -> Response:
        return self.client(who).get(path)

    def post(self, who: str, path: str, page: str, **fields: str | list[str]) -> Response:
        """Sends a form of a page as somebody, with everything the page filled in."""
        client = self.client(who)
        shown = client.get(page)
        assert shown.status_code == 200, (page, shown.status_code)
        return client.post(path, data={**filled(shown.text), **fields})

    def send(
        self, who: str, path: str, page: str, files: dict[str, tuple[str, bytes, str]], **fields: str
    ) -> Response:
        """As `post`, with files: by field a name, bytes and a type."""
        client = self.client(who)
        return client.post(path, data={**filled(client.get(page).text), **fields}, files=files)

    def context(self, browser: Browser, who: str, wide: int, **more: object) -> BrowserContext:
        return context_of(browser, self.address, let_in(self.where, self.grant(who)), wide, **more)


def filled(html: str) -> dict[str, str]:
    """Fields of a page as a browser would send them, the token of its session with them."""
    csrf = html.split('name="csrf" value="')[1].split('"')[0]
    return {**fields_of(_UNCHOSEN.sub("", html)), "csrf": csrf}


def home_of(engine: Engine, **settings: object) -> Home:
    clock = world.Clock()
    return Home(world.place(engine, clock, **settings), _peopled(engine), clock)  # type: ignore[arg-type]


@once
def _peopled(engine: Engine) -> Families:
    made = families(engine)
    with writing(engine) as session:
        for who, role in ROLES.items():
            account_id = made.world.deputy_id if who == "deputy" else str(getattr(made, who))
            account = session.get_one(Account, account_id)
            if role != Role.PARENT:
                account.login, account.password_hash = f"{who}-login", world.HASH
            session.add(
                Grant(account_id=account_id, role=role, school_id=made.world.school_id, first_on=START)
            )
    return made


@contextmanager
def open_home(engine: Engine, folder: Path) -> Iterator[Home]:
    """The same behind a real server."""
    made = home_of(engine, folder=folder, origin=None, plain_http=True)
    with serving(made.where) as address:
        made.address = address
        yield made


def crowded(moved: bool = False) -> Problem:
    """К-01 with eleven lessons in two weeks and the longest names there may be; К-02 with one. `week` places them."""
    rows = [
        builders.row(
            f"r{n}", title=title, pupils=["К-01"], teachers=[teacher], form=form,
            lessons=1 if form == "remote" else 2,
        )
        for n, (title, teacher, form) in enumerate(
            [
                (SUBJECT, "t1", "home"), ("Математика", "t2", "home"), ("Русский язык", "t2", "home"),
                (LONG, "t1", "home"), ("Информатика", "t2", "remote"), ("Музыка", "t2" if moved else "t1", "home"),
            ]
        )
    ]  # fmt: skip
    return builders.problem(
        weeks=2,
        teachers=[builders.teacher("t1", title=TEACHER), builders.teacher("t2", title="Лугова В. В.")],
        pupils=[builders.pupil("К-01"), builders.pupil("К-02", home="h2")],
        rows=[*rows, builders.row("r9", title="Чтение", pupils=["К-02"], lessons=2)],
    )


WEEK = (
    "r0/1 w1 mon 10:00", "r0/2 w2 mon 10:00", "r1/1 w1 mon 11:00", "r1/2 w2 mon 11:00", "r2/1 w1 tue 11:00",
    "r2/2 w2 tue 11:00", "r3/1 w1 wed 10:00", "r3/2 w2 wed 10:00", "r4 w1 thu 12:00",
    "r5/1 w1 fri 10:00", "r5/2 w2 fri 10:00", "r9/1 w1 tue 12:00", "r9/2 w2 tue 12:00",
)  # fmt: skip


def crowded_variant(home: Home, *swaps: tuple[str, str], moved: bool = False) -> str:
    """A kept variant of the crowded problem; swaps: (words of a lesson, words instead)."""
    told = [dict(swaps).get(words, words) for words in WEEK]
    return home.made.variant_of(*told, problem=crowded(moved))


def long_names(home: Home) -> None:
    """Everybody gets the longest name there may be."""
    with writing(home.engine) as session:
        for account in session.exec(select(Account)):
            account.name = TEACHER
        for pupil in session.exec(select(Pupil)):
            pupil.surname, pupil.given_names = LONG, "Александра-Феодосия Всеволодовна"
        for teacher in session.exec(select(Teacher)):
            teacher.name = TEACHER
