"""A small world for tests of services: one school with the year 2026/27, a deputy, a director, pupils to come.

The year is 01.09.2026–31.05.2027 (domain 6): autumn 24.10–01.11, 04.11 (Wed) off, winter 31.12–10.01 with
01.01–08.01 off, grade 1 off 15.02–21.02, 23.02 (Tue) and 08.03 (Mon) off, spring 27.03–04.04, 03.05 and 10.05 off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from api.services.cases.life import CaseDraft, make_move, open_case
from api.services.cases.orders import ContractDraft, LineDraft, OrderDraft, issue_order, sign_contract
from api.services.cases.pupils import PupilDraft, add_pupil
from api.services.papers.filing import ConsentDraft, PaperDraft, file_paper, give_consent
from api.services.papers.medical import MedicalDraft, file_medical
from api.services.schools.year_draft import DaysOff, YearDraft
from api.services.schools.years import add_year, open_next
from api.services.unit import Actor, Unit
from models.audit import AuditRow
from models.case import Case, Programme
from models.document import Paper, PaperKind, Purpose
from models.engines import reading, writing
from models.person import Account, Role
from models.school import School
from models.states import Move
from models.year import OffKind
from scheduler.calendar.year import Term
from tests.databases import once

KEY = b"a key that stands outside the database"
START = date(2026, 9, 1)
END = date(2027, 5, 31)


def day(text: str) -> date:
    """`"04.11.2026"`."""
    return datetime.strptime(text, "%d.%m.%Y").date()


def term(title: str, first: str, last: str) -> Term:
    return Term(title=title, first=day(first), last=day(last))


def off(title: str, first: str, last: str, kind: OffKind = OffKind.VACATION, *grades: int) -> DaysOff:
    return DaysOff(
        title=title, kind=kind, first=day(first), last=day(last), grades=frozenset(grades) if grades else None
    )


FREE = OffKind.DAY_OFF
YEAR = YearDraft(
    title="2026/27",
    first_on=START,
    last_on=END,
    terms=(
        term("1 четверть", "01.09.2026", "23.10.2026"),
        term("2 четверть", "02.11.2026", "30.12.2026"),
        term("3 четверть", "11.01.2027", "26.03.2027"),
        term("4 четверть", "05.04.2027", "26.05.2027"),
    ),
    off=(
        off("Осенние каникулы", "24.10.2026", "01.11.2026"),
        off("День народного единства", "04.11.2026", "04.11.2026", FREE),
        off("Зимние каникулы", "31.12.2026", "10.01.2027"),
        off("Новогодние праздники", "01.01.2027", "08.01.2027", FREE),
        off("Каникулы первых классов", "15.02.2027", "21.02.2027", OffKind.VACATION, 1),
        off("День защитника Отечества", "23.02.2027", "23.02.2027", FREE),
        off("Женский день", "08.03.2027", "08.03.2027", FREE),
        off("Весенние каникулы", "27.03.2027", "04.04.2027"),
        off("Перенос с 1 мая", "03.05.2027", "03.05.2027", FREE),
        off("Перенос с 9 мая", "10.05.2027", "10.05.2027", FREE),
    ),
)


@dataclass(frozen=True)
class World:
    """A database with a school in it."""

    engine: Engine
    school_id: str
    deputy_id: str
    year_id: str = ""

    @contextmanager
    def acting(self, today: date, role: Role = Role.DEPUTY, school_id: str | None = None) -> Iterator[Unit]:
        """One request of somebody on a day, committed at its end."""
        school = None if role == Role.ADMINISTRATOR else school_id or self.school_id
        with writing(self.engine) as session:
            yield Unit(
                session=session,
                actor=Actor(account_id=self.deputy_id, role=role, school_id=school),
                audit_key=KEY,
                at=datetime.combine(today, time(9), UTC),
                today=today,
            )

    def case(self, applied_on: date = START, grade: int = 5, year_id: str = "", pupil_id: str = "") -> str:
        """A case opened on a day; its id."""
        with self.acting(applied_on) as unit:
            pupil = pupil_id or add_pupil(unit, PUPIL).id
            draft = CaseDraft(
                pupil_id=pupil, year_id=year_id or self.year_id, class_title=f"{grade} А", grade=grade,
                programme=Programme.GENERAL, applied_on=applied_on,
            )  # fmt: skip
            return open_case(unit, draft).id

    def package(self, case_id: str, on: date, until: date = END, since: date | None = None) -> None:
        """Application, medical paper until a day and a ПМПК conclusion without a day."""
        with self.acting(on) as unit:
            file_paper(unit, case_id, PaperDraft(kind=PaperKind.APPLICATION, valid_from=on))
            file_medical(unit, case_id, medical(since or on, until, issued_on=on))
            file_medical(unit, case_id, pmpk(since or on, issued_on=on))

    def medical(self, case_id: str, on: date, first: date, last: date) -> str:
        with self.acting(on) as unit:
            return file_medical(unit, case_id, medical(first, last, issued_on=on)).id

    def order(self, on: date, number: str, *lines: tuple[str, date, date]) -> str:
        with self.acting(on) as unit:
            drafts = tuple(LineDraft(case_id=key, first_on=first, last_on=last) for key, first, last in lines)
            draft = OrderDraft(year_id=self.year_id, number=number, issued_on=on, lines=drafts)
            return issue_order(unit, draft).id

    def contract(
        self, case_id: str, on: date, last: date, first: date | None = None, number: str = "1"
    ) -> str:
        with self.acting(on) as unit:
            draft = ContractDraft(number=number, signed_on=on, first_on=first or on, last_on=last)
            return sign_contract(unit, case_id, draft).id

    def consents(self, case_id: str, on: date) -> None:
        with self.acting(on) as unit:
            pupil_id = unit.session.get_one(Case, case_id).pupil_id
            for purpose in (Purpose.DATA, Purpose.HEALTH):
                give_consent(unit, pupil_id, ConsentDraft(purpose=purpose, given_on=on))

    def move(self, case_id: str, move: Move, today: date, on: date | None = None) -> None:
        with self.acting(today) as unit:
            make_move(unit, case_id, unit.session.get_one(Case, case_id).rev, move, on)

    def running(self, on: date = START, until: date = END, grade: int = 5) -> str:
        """A case running since a day on papers until another."""
        case_id = self.case(on, grade)
        self.package(case_id, on, until)
        self.consents(case_id, on)
        self.order(on, f"о-{case_id[:8]}", (case_id, on, until))
        self.contract(case_id, on, until)
        for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT, Move.PLAN, Move.SCHEDULE, Move.START):
            self.move(case_id, move, on)
        return case_id

    def next_year(self, today: date) -> str:
        with self.acting(today) as unit:
            return open_next(unit, self.year_id).id

    def paper(self, case_id: str, kind: PaperKind) -> str:
        """The id of the only paper of a kind."""
        with reading(self.engine) as session:
            return session.exec(select(Paper.id).where(Paper.case_id == case_id, Paper.kind == kind)).one()

    def get(self, case_id: str) -> Case:
        with reading(self.engine) as session:
            return session.get_one(Case, case_id)

    def log(self, since: int = 0) -> list[tuple[str, str, dict[str, Any]]]:
        """(action, kind of object, facts) of the rows after a number."""
        with reading(self.engine) as session:
            rows = session.exec(select(AuditRow).where(col(AuditRow.n) > since).order_by(col(AuditRow.n)))
            return [(row.action, row.object_kind, json.loads(row.facts)) for row in rows]

    def actions(self, since: int = 0) -> list[str]:
        return [action for action, _, _ in self.log(since)]


PUPIL = PupilDraft(surname="Иванов", given_names="Пётр Сергеевич", birth_on=date(2015, 3, 2))


def medical(first: date, last: date | None, **more: Any) -> MedicalDraft:
    told = {"number": "17", "issuer": "Городская поликлиника № 1", "issued_on": first}
    return MedicalDraft(kind=PaperKind.MEDICAL, valid_from=first, valid_to=last, **{**told, **more})


def pmpk(first: date, last: date | None = None, **more: Any) -> MedicalDraft:
    told = {"number": "П-5", "issuer": "Областная комиссия", "issued_on": first}
    return MedicalDraft(kind=PaperKind.PMPK, valid_from=first, valid_to=last, **{**told, **more})


@once
def new_world(engine: Engine, code: str = "s100", **options: Any) -> World:
    """A school with its year; options are columns of the school."""
    with writing(engine) as session:
        school = School(code=code, title=f"Школа {code}", **options)
        deputy = Account(name="Петрова Анна Ивановна")
        session.add_all([school, deputy])
        session.flush()
        bare = World(engine, school.id, deputy.id)
    with bare.acting(START) as unit:
        year = add_year(unit, bare.school_id, YEAR)
        return World(engine, bare.school_id, bare.deputy_id, year.id)
