"""A small world with a plan to agree on: a case under contract, two deputies, a director, two parents, a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from api.services.cases.pupils import GuardianDraft, add_guardian
from api.services.plans.acts import Bound, answer, approve, offer
from api.services.plans.drafts import PlanDraft, start_plan
from api.services.plans.rows import Row
from api.services.unit import Actor, Unit
from models.case import Case, Guardian, GuardianKind
from models.engines import reading, writing
from models.person import Account, Role
from models.plan import Plan, PlanKind
from models.states import Move
from tests.api.services.world import END, KEY, START, World, new_world


@dataclass(frozen=True)
class Families:
    """accounts: who by name (`deputy`, `other`, `director`, `mother`, `father`, `stranger`) → id of the account."""

    world: World
    case_id: str
    accounts: dict[str, str]

    @contextmanager
    def acting(self, who: str, today: date = START) -> Iterator[Unit]:
        """One request of somebody on a day."""
        role = ROLES[who]
        with writing(self.world.engine) as session:
            yield Unit(
                session=session,
                actor=Actor(account_id=self.accounts[who], role=role, school_id=self.world.school_id),
                audit_key=KEY,
                at=datetime.combine(today, time(9), UTC),
                today=today,
            )

    def plan(self, plan_id: str) -> Plan:
        with reading(self.world.engine) as session:
            return session.get_one(Plan, plan_id)

    def case(self) -> Case:
        return self.world.get(self.case_id)

    def bound(self, plan_id: str, request: str | None = None) -> Bound:
        """What a form shown now would carry."""
        plan = self.plan(plan_id)
        return Bound(rev=plan.rev, digest=plan.digest or "", request=request)

    def guardian(self, who: str) -> str:
        with reading(self.world.engine) as session:
            return session.exec(select(Guardian.id).where(Guardian.account_id == self.accounts[who])).one()

    def draft(self, *rows: Row, first: date = START, last: date = END) -> str:
        with self.acting("deputy") as unit:
            draft = PlanDraft(kind=PlanKind.IUP, first_on=first, last_on=last)
            return start_plan(unit, self.case_id, draft, rows or P3).id

    def offered(self, *rows: Row, first: date = START, last: date = END) -> str:
        plan_id = self.draft(*rows, first=first, last=last)
        with self.acting("deputy") as unit:
            offer(unit, plan_id, self.plan(plan_id).rev)
        return plan_id

    def answered(self, plan_id: str, who: str, agrees: bool = True, reason: str = "") -> None:
        bound = self.bound(plan_id)
        with self.acting(who) as unit:
            answer(unit, plan_id, bound, agrees, reason)

    def approved(self, *rows: Row, first: date = START, last: date = END) -> str:
        plan_id = self.offered(*rows, first=first, last=last)
        self.answered(plan_id, "mother")
        self.approve(plan_id)
        return plan_id

    def approve(self, plan_id: str, reason: str = "") -> None:
        bound = self.bound(plan_id)
        with self.acting("director") as unit:
            approve(unit, plan_id, bound, reason)


ROLES = {
    "deputy": Role.DEPUTY,
    "other": Role.DEPUTY,
    "director": Role.DIRECTOR,
    "mother": Role.PARENT,
    "father": Role.PARENT,
    "stranger": Role.PARENT,
}


def row(subject: str, hours: str, **more: Any) -> Row:
    return Row(subject=subject, hours=Fraction(hours), **more)


# Plan P3 of domain 4.3: grade 5, ten hours a week
P3 = tuple(
    row(subject, hours)
    for subject, hours in (
        ("Русский язык", "2.25"), ("Литература", "0.75"), ("Иностранный язык", "1"), ("Математика", "2"),
        ("История", "0.75"), ("География", "0.5"), ("Биология", "0.5"), ("ОДНКНР", "0.5"),
        ("Изобразительное искусство", "0.25"), ("Музыка", "0.25"), ("Труд", "0.5"), ("Физкультура", "0.75"),
    )
)  # fmt: skip


def new_families(engine: Engine, code: str = "s100", contracted: bool = True) -> Families:
    """The case stands under contract, or has only been applied for."""
    world = new_world(engine, code)
    with writing(engine) as session:
        people = {
            name: Account(name=said)
            for name, said in (
                ("other", "Сидорова Инна Олеговна"), ("director", "Громов Лев Ильич"),
                ("mother", "Иванова Мария Петровна"), ("father", "Иванов Сергей Львович"),
                ("stranger", "Чужая Нина Ивановна"),
            )
        }  # fmt: skip
        session.add_all(people.values())
        session.flush()
        accounts = {"deputy": world.deputy_id} | {name: person.id for name, person in people.items()}
    case_id = world.case()
    families = Families(world, case_id, accounts)
    with world.acting(START) as unit:
        pupil_id = unit.session.get_one(Case, case_id).pupil_id
        for who, kind in (("mother", GuardianKind.MOTHER), ("father", GuardianKind.FATHER)):
            add_guardian(unit, pupil_id, GuardianDraft(account_id=accounts[who], kind=kind, first_on=START))
    if contracted:
        world.package(case_id, START)
        world.consents(case_id, START)
        world.order(START, "12", (case_id, START, END))
        world.contract(case_id, START, END)
        for move in (Move.COMPLETE, Move.ORDER, Move.CONTRACT):
            world.move(case_id, move, START)
    return families
