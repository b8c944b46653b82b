"""The two families of `households` with timetables in force, their teachers with accounts, all behind a service.

It is Monday 14.09.2026, 09:30 at the school. К-01: maths Mondays 10:00 with t1, Russian on Tuesdays 11:00 of odd
weeks with t2; К-02: maths Mondays 11:10 with t1. The mother and the father speak for К-01.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from api import cookies
from api.app import create_app
from api.services.days.desk import days_of_case
from api.services.days.lessons import OnDay
from api.services.entry import sessions
from models.case import Case
from models.engines import reading, writing
from models.message import Message
from models.person import Account, Grant, Role
from models.session import SessionKind
from models.staff import Teacher
from tests.api.pages.agreement.home import ROLES, Home, home_of
from tests.api.pages.desk import SITE
from tests.api.services.world import START

AT = datetime(2026, 9, 14, 4, 30, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
_FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.S)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Weeks:
    """home: browsers of everybody; maths, russian: accounts of t1 and t2. A page's forms are sent as they stand."""

    home: Home
    maths: str
    russian: str
    grants: dict[str, Grant] = field(default_factory=dict)

    @property
    def case(self) -> str:
        return self.home.made.cases[0]

    def client(self, who: str, kind: SessionKind = SessionKind.STAFF) -> TestClient:
        if who in ROLES:
            return self.home.client(who)
        grant, where = self.grants[who], self.home.where
        start = sessions.Start(account_id=grant.account_id, kind=kind, grant_id=grant.id)
        with writing(where.engine) as session:
            issued = sessions.begin(where.door(session), start)
        made = TestClient(
            create_app(where), base_url="https://school.example", headers=SITE, follow_redirects=False
        )
        name = cookies.WEEK if kind == SessionKind.DEVICE else cookies.SESSION
        made.cookies.set(cookies.name_of(where.settings, name), issued.token.get_secret_value())
        return made

    def lessons(self, case: int = 0) -> list[OnDay]:
        with self.home.made.deputy(self.home.clock()) as unit:
            row = unit.session.get_one(Case, self.home.made.cases[case])
            return list(days_of_case(unit, row, date(2026, 9, 1), date(2026, 9, 30)).lessons)

    def fates(self, case: int = 0) -> dict[str, str]:
        """Day of September → fate."""
        return {f"{each.lesson.on:%d}": str(each.fate) for each in self.lessons(case)}

    def lesson(self, on: date, case: int = 0) -> OnDay:
        return next(each for each in self.lessons(case) if each.lesson.on == on)

    def told(self) -> list[tuple[str, str]]:
        """Name and first sentence of every letter about changes of single lessons, oldest first."""
        asked = select(Account.name, Message.body).where(
            Message.account_id == Account.id, col(Message.about_id).is_not(None), Message.topic == "changed"
        )
        with reading(self.home.engine) as session:
            found = session.exec(asked.order_by(col(Message.created_at), col(Account.name))).all()
        return [(name, body.splitlines()[1]) for name, body in found]

    def teacher(self, code: str) -> str:
        with reading(self.home.engine) as session:
            return session.exec(select(Teacher.id).where(Teacher.code == code)).one()


def weeks_of(engine: Engine, folder: Path = Path(), **settings: object) -> Weeks:
    home = home_of(engine, folder=folder, **settings)
    school_id = home.made.world.school_id
    grants = {}
    with writing(engine) as session:
        for code, who in (("t1", "maths"), ("t2", "russian")):
            account = Account(name=f"Учитель {code}")
            session.add(account)
            session.flush()
            teacher = session.exec(select(Teacher).where(Teacher.code == code)).one()
            teacher.account_id = account.id
            grants[who] = Grant(account_id=account.id, role=Role.TEACHER, school_id=school_id, first_on=START)
        session.add_all(grants.values())
    for case in (0, 1):
        home.made.published(case)
    home.clock.at = AT
    return Weeks(home, grants["maths"].account_id, grants["russian"].account_id, grants)


def forms(html: str) -> dict[str, dict[str, str]]:
    """Action → hidden fields of each form of a page, the first of its action."""
    found: dict[str, dict[str, str]] = {}
    for action, inner in _FORM.findall(html):
        found.setdefault(action, {name: unescape(value) for name, value in _HIDDEN.findall(inner)})
    return found


def press(client: TestClient, page: str, action: str, **more: str | list[str]) -> Response:
    """Sends a form of a page with its hidden fields."""
    shown = client.get(page)
    assert shown.status_code == 200, (page, shown.status_code)
    return client.post(action, data={**forms(shown.text)[action], **more})


def plain(html: str) -> str:
    """Words of a page's content."""
    content = html.partition('<main id="content">')[2] or html.partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", content)).split()).replace(" .", ".")


def in_days(count: int) -> date:
    return MONDAY + timedelta(days=count)
