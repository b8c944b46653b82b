"""What every paper of a case stands on, read once: school, child, who speaks for it, orders, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlmodel import col, select

from api.services.cases.life import case_of
from api.services.people.staff import Person as Staff
from api.services.people.staff import in_roles, person
from api.services.printing.naming import NOBODY, corrections, person_of, studying
from api.services.unit import Unit
from exports.document.values import Child, Person, School
from exports.russian.names import Corrections
from exports.russian.numbers import full_date
from models import school as schools
from models.case import UNKNOWN_BIRTH, Case, Guardian, Pupil
from models.document import Contract, Order, OrderPupil
from models.person import Account, Role
from models.year import Year


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One case in one unit. origin: address of the service, empty where nobody has set one: no links then."""

    unit: Unit
    case: Case
    told: Corrections
    guardian: Guardian | None
    origin: str

    @property
    def today(self) -> str:
        return full_date(self.unit.today)

    @cached_property
    def school(self) -> School:
        return school_of(self.unit, self.told)

    @cached_property
    def child(self) -> Child:
        session = self.unit.session
        pupil = session.get_one(Pupil, self.case.pupil_id)
        known, name = pupil.birth_on > UNKNOWN_BIRTH, pupil.full_name
        return Child(
            name=person_of(name, self.told), studying=studying(name), class_title=self.case.class_title,
            birth=f"{pupil.birth_on:%d.%m.%Y}" if known else "", birth_year=f"{pupil.birth_on:%Y}" if known else "____",
            code=self.case.code, year=session.get_one(Year, self.case.year_id).title,
        )  # fmt: skip

    @cached_property
    def parent(self) -> Person:
        if self.guardian is None:
            return NOBODY
        return person_of(self.unit.session.get_one(Account, self.guardian.account_id).name, self.told)

    @cached_property
    def deputy(self) -> Staff | None:
        named = person(self.unit, self.case.deputy_id)
        return named or next(iter(in_roles(self.unit, [Role.DEPUTY])), None)

    @property
    def deputy_named(self) -> Person:
        return person_of(self.deputy.name, self.told) if self.deputy else NOBODY

    @property
    def phone(self) -> str:
        return (self.deputy.phone or "") if self.deputy else ""

    @cached_property
    def orders(self) -> tuple[tuple[OrderPupil, Order], ...]:
        """Lines of the case in orders, the latest last."""
        asked = select(OrderPupil, Order).where(
            OrderPupil.order_id == Order.id, OrderPupil.case_id == self.case.id
        )
        ordered = asked.order_by(col(OrderPupil.first_on), col(OrderPupil.created_at), col(OrderPupil.id))
        return tuple((line, order) for line, order in self.unit.session.exec(ordered))

    @cached_property
    def contract(self) -> Contract | None:
        """The latest one."""
        asked = select(Contract).where(Contract.case_id == self.case.id)
        return self.unit.session.exec(
            asked.order_by(col(Contract.first_on).desc(), col(Contract.created_at).desc())
        ).first()


def school_of(unit: Unit, told: Corrections) -> School:
    director = next(iter(in_roles(unit, [Role.DIRECTOR])), None)
    row = unit.session.get_one(schools.School, unit.actor.school_id)
    return School(title=row.title, director=person_of(director.name, told) if director else NOBODY)


def ground_of(unit: Unit, case_id: str, origin: str, guardian_id: str | None = None) -> Ground:
    """guardian_id: for whom the paper is; default the first who speaks for the child today and decides."""
    case = case_of(unit, case_id)
    speakers = guardians_now(unit, case)
    chosen = next((row for row in speakers if row.id == guardian_id), None)
    if chosen is None and guardian_id is None:
        chosen = next((row for row in speakers if row.may_decide), None)
    told = corrections(unit.session, case.school_id)
    return Ground(unit=unit, case=case, told=told, guardian=chosen, origin=origin)


def guardians_now(unit: Unit, case: Case) -> tuple[Guardian, ...]:
    """Who speaks for the child today."""
    asked = select(Guardian).where(Guardian.pupil_id == case.pupil_id, Guardian.first_on <= unit.today)
    rows = unit.session.exec(
        asked.order_by(col(Guardian.first_on), col(Guardian.created_at), col(Guardian.id))
    )
    return tuple(row for row in rows if row.last_on is None or row.last_on >= unit.today)
