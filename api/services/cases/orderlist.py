"""Orders to look at: the school's list, one of them with its lines, and who could stand in a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, select

from api.errors import NotFound
from api.services.cases.basis import DAY, Basis
from api.services.cases.loading import load
from api.services.desk import at_desk
from api.services.people.staff import Person, person
from api.services.unit import Unit
from models.case import Case, Pupil
from models.document import Order, OrderPupil
from models.states import LAST, SAID, State
from models.year import Year


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """An order in the list; pupils: how many lines it has, ended ones included."""

    id: str
    number: str
    issued_on: date
    year: str
    pupils: int
    has_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A pupil's line. rev guards its end."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    first: date
    last: date
    ended: date | None
    rev: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSheet:
    """One order with all its lines."""

    id: str
    number: str
    issued_on: date
    year: str
    deputy: Person | None
    rev: int
    has_file: bool
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that may stand in an order. first and last: the days its papers would allow. due: it waits for one."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    said: str
    first: date
    last: date
    due: bool


def order_of(unit: Unit, order_id: str) -> Order:
    """An order of the actor's school; foreign and missing ones are not found alike."""
    school_id = at_desk(unit)
    order = unit.session.get(Order, order_id)
    if order is None or order.school_id != school_id:
        raise NotFound
    return order


def order_rows(unit: Unit, asked: str = "") -> tuple[OrderRow, ...]:
    """Orders of the actor's school, the newest first. asked: part of a number."""
    school_id = at_desk(unit)
    counted = (
        select(OrderPupil.order_id, func.count())
        .where(OrderPupil.order_id == Order.id, Order.school_id == school_id)
        .group_by(col(OrderPupil.order_id))
    )
    lines = dict(unit.session.exec(counted).all())
    rows = unit.session.exec(
        select(Order, Year.title)
        .where(Order.year_id == Year.id, Order.school_id == school_id)
        .order_by(col(Order.issued_on).desc(), col(Order.number))
    )
    wanted = asked.strip().casefold()
    return tuple(
        OrderRow(
            id=order.id, number=order.number, issued_on=order.issued_on, year=year,
            pupils=lines.get(order.id, 0), has_file=order.file_id is not None,
        )
        for order, year in rows
        if wanted in order.number.casefold()
    )  # fmt: skip


def order_sheet(unit: Unit, order_id: str) -> OrderSheet:
    """One order of the actor's school."""
    order = order_of(unit, order_id)
    asked = (
        select(OrderPupil, Case, Pupil)
        .where(OrderPupil.case_id == Case.id, Case.pupil_id == Pupil.id, OrderPupil.order_id == order.id)
        .order_by(col(Pupil.surname), col(Pupil.given_names), col(Case.code))
    )
    lines = tuple(
        OrderLine(
            case_id=case.id, code=case.code, pupil=f"{pupil.surname} {pupil.given_names}",
            class_title=case.class_title, first=line.first_on, last=line.last_on, ended=line.ended_on,
            rev=line.rev,
        )
        for line, case, pupil in unit.session.exec(asked)
    )  # fmt: skip
    return OrderSheet(
        id=order.id, number=order.number, issued_on=order.issued_on,
        year=unit.session.get_one(Year, order.year_id).title, deputy=person(unit, order.deputy_id),
        rev=order.rev, has_file=order.file_id is not None, lines=lines,
    )  # fmt: skip


def candidates(unit: Unit, year_id: str) -> tuple[Candidate, ...]:
    """Cases of a year that are not over for good: first those that wait for an order, then by name."""
    school_id = at_desk(unit)
    rows = unit.session.exec(
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == school_id, Case.year_id == year_id)
        .where(col(Case.state).not_in([state.value for state in LAST]))
        .order_by(col(Pupil.surname), col(Pupil.given_names), col(Case.code))
    ).all()
    bases = load(unit.session, [case for case, _ in rows])
    found = [_candidate(case, pupil, bases[case.id], unit.today) for case, pupil in rows]
    return tuple(sorted(found, key=lambda entry: not entry.due))


def _candidate(case: Case, pupil: Pupil, basis: Basis, today: date) -> Candidate:
    """From the day after the running order, or from today, for as long as medical papers and the year allow."""
    after = max((span.last for span in basis.orders), default=None)
    first = max(today, basis.year.first, after + DAY if after and after >= today else today)
    last = min(basis.medical_until(first) or basis.year.last, basis.year.last)
    return Candidate(
        case_id=case.id, code=case.code, pupil=f"{pupil.surname} {pupil.given_names}",
        class_title=case.class_title, said=SAID[State(case.state)], first=first, last=max(first, last),
        due=State(case.state) == State.COMPLETE,
    )  # fmt: skip


def years_of(unit: Unit) -> tuple[Year, ...]:
    """School years of the actor's school: the one that is on or comes next first, then the others, new to old."""
    asked = select(Year).where(Year.school_id == at_desk(unit)).order_by(col(Year.first_on).desc())
    years = unit.session.exec(asked).all()
    current = min(
        (year for year in years if year.last_on >= unit.today), key=lambda year: year.first_on, default=None
    )
    return tuple(sorted(years, key=lambda year: year is not current))
