"""Lists and single records of a school's cases and papers for its desk, each in a lasting order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import NotFound
from api.services.cases.life import case_of
from api.services.cases.pupils import pupil_of
from api.services.desk import at_desk
from api.services.unit import Unit
from models.case import Case, CaseMove, Guardian, Pupil
from models.document import Consent, Contract, Order, OrderPupil
from models.states import OVER, State


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What a list of cases is narrowed to. asked: part of a code, a name or a class. over: whether it has ended."""

    asked: str = ""
    state: State | None = None
    year_id: str | None = None
    pupil_id: str | None = None
    grade: int | None = None
    over: bool | None = None


def case_register(unit: Unit, sought: CaseFilter) -> tuple[tuple[Case, Pupil], ...]:
    """Cases of the actor's school with their pupils, by code."""
    asked = select(Case, Pupil).where(Case.pupil_id == Pupil.id, Case.school_id == at_desk(unit))
    for column, value in (
        (Case.state, sought.state), (Case.year_id, sought.year_id),
        (Case.pupil_id, sought.pupil_id), (Case.grade, sought.grade),
    ):  # fmt: skip
        if value is not None:
            asked = asked.where(col(column) == value)
    if sought.over is not None:
        ended = col(Case.state).in_([state.value for state in OVER])
        asked = asked.where(ended if sought.over else ~ended)
    rows = unit.session.exec(asked.order_by(col(Case.code), col(Case.id)))
    return tuple((case, pupil) for case, pupil in rows if _found(case, pupil, sought.asked))


def _found(case: Case, pupil: Pupil, asked: str) -> bool:
    told = f"{case.code} {pupil.surname} {pupil.given_names} {case.class_title}"
    return asked.strip().casefold() in told.casefold()


def move_of(unit: Unit, move_id: str) -> CaseMove:
    """A move made in a case of the actor's school."""
    row = unit.session.get(CaseMove, move_id)
    if row is None:
        raise NotFound
    case_of(unit, row.case_id)
    return row


def pupils_of_school(unit: Unit, asked: str = "") -> tuple[Pupil, ...]:
    """Pupils by name. asked: part of it."""
    named = select(Pupil).where(Pupil.school_id == at_desk(unit))
    rows = unit.session.exec(named.order_by(col(Pupil.surname), col(Pupil.given_names), col(Pupil.id)))
    wanted = asked.strip().casefold()
    return tuple(row for row in rows if wanted in f"{row.surname} {row.given_names}".casefold())


def guardians_of(unit: Unit, pupil_id: str) -> tuple[Guardian, ...]:
    """Everybody who speaks or spoke for a pupil, the earliest first."""
    pupil = pupil_of(unit, pupil_id)
    asked = select(Guardian).where(Guardian.pupil_id == pupil.id)
    return tuple(unit.session.exec(asked.order_by(col(Guardian.first_on), col(Guardian.id))))


def guardian_of(unit: Unit, guardian_id: str) -> Guardian:
    row = unit.session.get(Guardian, guardian_id)
    if row is None:
        raise NotFound
    pupil_of(unit, row.pupil_id)
    return row


def consents_of(unit: Unit, pupil_id: str) -> tuple[Consent, ...]:
    """Every consent given for a pupil, withdrawn ones too, the earliest first."""
    pupil = pupil_of(unit, pupil_id)
    asked = select(Consent).where(Consent.pupil_id == pupil.id)
    return tuple(unit.session.exec(asked.order_by(col(Consent.given_on), col(Consent.id))))


def consent_of(unit: Unit, consent_id: str) -> Consent:
    row = unit.session.get(Consent, consent_id)
    if row is None:
        raise NotFound
    pupil_of(unit, row.pupil_id)
    return row


def contracts_of(unit: Unit, case_id: str) -> tuple[Contract, ...]:
    """Contracts of a case, the earliest first."""
    case = case_of(unit, case_id)
    asked = select(Contract).where(Contract.case_id == case.id)
    return tuple(unit.session.exec(asked.order_by(col(Contract.first_on), col(Contract.id))))


def contract_of(unit: Unit, contract_id: str) -> Contract:
    row = unit.session.get(Contract, contract_id)
    if row is None:
        raise NotFound
    case_of(unit, row.case_id)
    return row


def orders_of_school(unit: Unit, year_id: str | None = None) -> tuple[Order, ...]:
    """Orders of the actor's school by day and number; of one year where one is named."""
    asked = select(Order).where(Order.school_id == at_desk(unit))
    if year_id is not None:
        asked = asked.where(Order.year_id == year_id)
    return tuple(unit.session.exec(asked.order_by(col(Order.issued_on), col(Order.number), col(Order.id))))


def order_of(unit: Unit, order_id: str) -> Order:
    """An order of the actor's school."""
    school_id = at_desk(unit)
    row = unit.session.get(Order, order_id)
    if row is None or row.school_id != school_id:
        raise NotFound
    return row


def lines_of(unit: Unit, order_id: str) -> tuple[OrderPupil, ...]:
    """Lines of an order, by first day."""
    order = order_of(unit, order_id)
    asked = select(OrderPupil).where(OrderPupil.order_id == order.id)
    return tuple(unit.session.exec(asked.order_by(col(OrderPupil.first_on), col(OrderPupil.id))))


def line_of(unit: Unit, order_id: str, case_id: str) -> OrderPupil:
    """The line of one case in an order."""
    order = order_of(unit, order_id)
    asked = select(OrderPupil).where(OrderPupil.order_id == order.id, OrderPupil.case_id == case_id)
    row = unit.session.exec(asked).first()
    if row is None:
        raise NotFound
    return row
