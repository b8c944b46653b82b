"""Two families with published timetables, people who subscribe to them, and what a program reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from api import feeding
from api.feeding import Calendar
from api.installation import Installation
from api.services.entry.doors import Door
from api.services.feeds import links
from api.services.feeds.links import LinkDraft
from api.services.unit import Unit
from models.case import Guardian
from models.engines import reading, writing
from models.message import FeedCopy, FeedLink
from models.person import Account, Grant, Role
from models.staff import Teacher
from tests.api import place as installation
from tests.api.services.agreement.households import Families, families
from tests.databases import once
from tests.exports.ical.samples import events

NOW = datetime(2026, 9, 2, 9, tzinfo=UTC)
AGENT = "Thunderbird"
ALARM = re.compile(rb"BEGIN:VALARM.*?END:VALARM\r\n", re.S)


@dataclass
class Subscribers:
    """t1 and t2 have accounts `maths` and `russian`; `where` is the service behind."""

    made: Families
    where: Installation
    clock: installation.Clock
    maths: str
    russian: str
    teachers: dict[str, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return self.where.engine

    @contextmanager
    def acting(self, account_id: str, role: Role) -> Iterator[tuple[Unit, Door]]:
        with self.made.acting(account_id, role, self.clock()) as unit:
            yield unit, self.where.door(unit.session, unit.at)

    def link(self, account_id: str, role: Role, number: int = 0, **more: Any) -> str:
        """The token of a new link to the first (or another) thing somebody may have."""
        with self.acting(account_id, role) as (unit, door):
            whose = links.offered(unit)[number]
            made = links.make(unit, door, LinkDraft(whose=whose.key, label="Телефон", **more))
        return made.token.get_secret_value()

    def of_teacher(self, **more: Any) -> str:
        return self.link(self.maths, Role.TEACHER, **more)

    def of_mother(self, **more: Any) -> str:
        return self.link(self.made.mother, Role.PARENT, **more)

    def of_deputy(self, **more: Any) -> str:
        return self.link(self.made.world.deputy_id, Role.DEPUTY, **more)

    def ask(self, token: str) -> Calendar:
        given = feeding.ask(self.where, token, AGENT)
        assert isinstance(given, Calendar)
        return given

    def read(self, token: str) -> list[dict[str, str]]:
        """Properties of every event, those of its alarm left out."""
        return events(ALARM.sub(b"", self.ask(token).load()))

    def row(self, token: str) -> FeedLink:
        with writing(self.engine) as session:
            digest = self.where.door(session).digest(links.PURPOSE, token)
            return session.exec(select(FeedLink).where(FeedLink.token_digest == digest)).one()

    def row_copy(self) -> FeedCopy:
        """The only copy there is."""
        with reading(self.engine) as session:
            return session.exec(select(FeedCopy)).one()

    def revoke(self, token: str) -> None:
        """By its owner."""
        row = self.row(token)
        role = Role.PARENT if row.case_id else Role.TEACHER
        with self.acting(row.account_id, role) as (unit, _):
            links.revoke(unit, row.id)

    def forget(self) -> None:
        """As another process, or this one after a new start."""
        self.where = replace(self.where, feeds=type(self.where.feeds)())


def subscribers(engine: Engine, published: bool = True) -> Subscribers:
    """К-01 and К-02 with their timetables of the whole year in force."""
    made, maths, russian = _settled(engine, published)
    clock = installation.Clock(NOW)
    return Subscribers(made, installation.place(engine, clock), clock, maths, russian)


@once
def _settled(engine: Engine, published: bool) -> tuple[Families, str, str]:
    """The families, and the accounts of the teachers of mathematics and Russian."""
    made = families(engine)
    with writing(engine) as session:
        people = [Account(name="Снегова Галина Геннадьевна"), Account(name="Лугова Вера Викторовна")]
        session.add_all(people)
        session.flush()
        for account, code in zip(people, ("t1", "t2"), strict=True):
            teacher = session.exec(select(Teacher).where(Teacher.code == code)).one()
            teacher.account_id = account.id
            give(session, account.id, Role.TEACHER, made)
        give(session, made.world.deputy_id, Role.DEPUTY, made)
    if published:
        for case in (0, 1):
            made.published(case)
    return made, people[0].id, people[1].id


def give(session: Any, account_id: str, role: Role, made: Families) -> None:
    session.add(
        Grant(account_id=account_id, role=role, school_id=made.world.school_id, first_on=date(2026, 9, 1))
    )


def part(made: Subscribers, account_id: str, last_on: date) -> None:
    """Somebody speaks for a child no longer than that day."""
    with writing(made.engine) as session:
        for row in session.exec(select(Guardian).where(Guardian.account_id == account_id)):
            row.last_on = last_on


def starts(read: list[dict[str, str]], **only: str) -> list[str]:
    """`20260907T050000Z` of every event, in order; only: of events with such values."""
    return sorted(
        event["DTSTART"]
        for event in read
        if all(event.get(name.upper()) == value for name, value in only.items())
    )
