"""A child with an approved plan (P3 of domain 4.3, grade 5), its class teacher, and teachers of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import Engine

from api.services.records.looking import look
from api.services.unit import Actor, Unit
from models.case import Case, Programme
from models.engines import writing
from models.person import Account, Role
from models.school import School
from models.staff import Teacher
from models.states import State
from tests.api.services.plans.families import P3, ROLES, Families, new_families
from tests.api.services.world import KEY, START, World, new_world

AUTUMN = date(2026, 10, 26)  # the first quarter ended on 23.10
ROLE = {
    **ROLES,
    "class": Role.CLASS_TEACHER,
    "maths": Role.TEACHER,
    "music": Role.SPECIALIST,
    "idle": Role.TEACHER,
}


@dataclass(frozen=True)
class Classroom:
    """accounts of the staff beside those of the families: `class`, `maths` (a partner's), `music`, `idle`."""

    home: Families
    accounts: dict[str, str]
    partner: World
    teachers: dict[str, str]

    @property
    def case_id(self) -> str:
        return self.home.case_id

    @contextmanager
    def acting(self, who: str, today: date = AUTUMN) -> Iterator[Unit]:
        """One request of somebody; `foreign`: the deputy of the partner."""
        school = self.partner if who in ("maths", "foreign") else self.home.world
        account = self.partner.deputy_id if who == "foreign" else {**self.home.accounts, **self.accounts}[who]
        role = ROLE.get(who, Role.DEPUTY)
        with writing(self.home.world.engine) as session:
            yield Unit(
                session=session, audit_key=KEY, at=datetime.combine(today, time(9), UTC), today=today,
                actor=Actor(account_id=account, role=role, school_id=school.school_id),
            )  # fmt: skip

    def keys(self) -> dict[str, str]:
        """Keys of the rows by subject."""
        with self.acting("deputy") as unit:
            return {row.subject: row.key for row in look(unit, self.case_id).rows}


def classroom(engine: Engine, grade: int = 5, programme: Programme = Programme.GENERAL) -> Classroom:
    """Mathematics is given by a teacher of a partner, music by a specialist; the case runs."""
    home, partner = new_families(engine), new_world(engine, "s200")
    with writing(engine) as session:
        people = {who: Account(name=f"Учитель {who}") for who in ("class", "maths", "music", "idle")}
        session.add_all(people.values())
        session.flush()
        cards = {
            who: Teacher(
                school_id=(partner if who == "maths" else home.world).school_id, code=who, name=f"Учитель {who}",
                account_id=people[who].id, first_on=START,
            )
            for who in ("maths", "music", "idle")
        }  # fmt: skip
        session.add_all(cards.values())
        session.flush()
        teachers = {who: card.id for who, card in cards.items()}
        session.get_one(School, home.world.school_id)
    _linked(home, partner)
    taught = {"Математика": teachers["maths"], "Музыка": teachers["music"]}
    rows = tuple(
        replace(row, teachers=(taught[row.subject],)) if row.subject in taught else row for row in P3
    )
    home.approved(*rows)
    with writing(engine) as session:
        case = session.get_one(Case, home.case_id)
        case.state, case.class_teacher_id = State.RUNNING, people["class"].id
        case.grade, case.programme = grade, programme
    return Classroom(home, {who: person.id for who, person in people.items()}, partner, teachers)


def _linked(home: Families, partner: World) -> None:
    from api.services.schools.network import AgreementDraft, add_agreement

    with home.acting("deputy") as unit:
        draft = AgreementDraft(
            partner_id=partner.school_id,
            number="1",
            signed_on=START,
            first_on=START,
            last_on=date(2027, 5, 31),
        )
        add_agreement(unit, home.world.school_id, draft)
