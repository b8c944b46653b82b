"""Orders: of one or several children with their teachers and load, the extract of one, prolonging, ending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from api.services.cases.basis import DAY
from api.services.cases.loading import load_one
from api.services.cases.orderlist import order_of
from api.services.people.staff import person
from api.services.printing.found import Found, lacking
from api.services.printing.ground import Ground, school_of
from api.services.printing.load import loads_of
from api.services.printing.naming import NOBODY, corrections, person_of, studying
from api.services.unit import Unit
from api.services.words import shown
from exports.document import values
from exports.document.values import OrderRow
from exports.russian.names import Case as Form
from exports.russian.names import Corrections, short, short_declined
from exports.russian.numbers import decimal, full_date, quoted_date
from models.case import Case, Pupil
from models.document import Order, OrderPupil, PaperKind
from models.year import Year

Line = tuple[OrderPupil, Case, Pupil]
NO_ORDER = "Ребёнка нет ни в одном приказе. Внесите приказ в дело."
BLANK = "«___» ____________ 20___ г."
BY_PARENT = (
    "На основании заявления родителя (законного представителя) о прекращении обучения на дому "
    "(пункт 2.9 положения)"
)
BY_TERM = "В связи с окончанием срока медицинского заключения (пункт 2.8 положения)"


def order(unit: Unit, order_id: str) -> Found:
    """Annex 2, for the archive of the school: every child of the order."""
    row = order_of(unit, order_id)
    asked = (
        select(OrderPupil, Case, Pupil)
        .where(OrderPupil.case_id == Case.id, Case.pupil_id == Pupil.id, OrderPupil.order_id == row.id)
        .order_by(col(Pupil.surname), col(Pupil.given_names), col(Case.code))
    )
    lines = [(line, case, pupil) for line, case, pupil in unit.session.exec(asked)]
    return Found(values=_order(unit, row, lines))


def extract(ground: Ground) -> Found:
    """One child, one sheet: what a parent gets of an order never names another child."""
    if not ground.orders:
        return lacking(NO_ORDER)
    line, row = ground.orders[-1]
    pupil = ground.unit.session.get_one(Pupil, ground.case.pupil_id)
    return Found(values=_order(ground.unit, row, [(line, ground.case, pupil)]))


def _order(unit: Unit, row: Order, lines: Sequence[Line]) -> values.Order:
    told = corrections(unit.session, row.school_id)
    deputy = person(unit, row.deputy_id)
    rows = tuple(each for number, line in enumerate(lines, 1) for each in _rows(unit, number, line))
    named = dict.fromkeys(name for each in rows for name in each.teacher.split(", ") if name)
    return values.Order(
        school=school_of(unit, told), today=full_date(unit.today), number=row.number,
        on=quoted_date(row.issued_on), year=unit.session.get_one(Year, row.year_id).title,
        deputy=person_of(deputy.name, told) if deputy else NOBODY,
        pupils=", ".join(_pupil_said(case, pupil, told) for _, case, pupil in lines), several=len(lines) > 1,
        rows=rows, teachers=tuple(map(short, named)),
    )  # fmt: skip


def _pupil_said(case: Case, pupil: Pupil, told: Corrections) -> str:
    """`обучающегося 5 А класса Иванова П. С.`"""
    name = pupil.full_name
    return f"{studying(name)} {case.class_title} класса {short_declined(name, Form.GENITIVE, told)}"


def _rows(unit: Unit, number: int, line: Line) -> Iterator[OrderRow]:
    """One row per teacher; who and until when stands in the first of them only."""
    period, case, pupil = line
    name = pupil.full_name
    days = f"{shown(period.first_on)} – {shown(period.ended_on or period.last_on)}"
    head = (f"{number}", name, case.class_title, days)
    loads = loads_of(unit, case)
    if not loads:
        yield _row(head, "", "", "", "")
    for place, load in enumerate(loads):
        yield _row(
            head if place == 0 else ("", "", "", ""), load.teacher, ", ".join(load.subjects),
            decimal(load.hours), decimal(load.lessons),
        )  # fmt: skip


def _row(head: tuple[str, str, str, str], teacher: str, subjects: str, hours: str, lessons: str) -> OrderRow:
    number, pupil, class_title, period = head
    return OrderRow(
        number=number, pupil=pupil, class_title=class_title, teacher=teacher, subjects=subjects, hours=hours,
        lessons=lessons, period=period,
    )  # fmt: skip


def prolonging(ground: Ground) -> Found:
    """From the day after the running order for as long as a new medical paper and the year allow (2.7)."""
    if not ground.orders:
        return lacking(NO_ORDER)
    line, row = ground.orders[-1]
    basis = load_one(ground.unit.session, ground.case)
    first = (line.ended_on or line.last_on) + DAY
    until = basis.medical_until(first)
    if first > basis.year.last or until is None:
        return lacking(
            f"Нет медицинского заключения, которое действует с {shown(first)}. Внесите новое (п. 2.7)."
        )
    return Found(
        values=values.Prolonging(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            order_number=row.number, order_on=quoted_date(row.issued_on), first=shown(first),
            last=shown(min(until, basis.year.last)), deputy=ground.deputy_named,
        )
    )  # fmt: skip


def ending(ground: Ground) -> Found:
    """By the parent's application where there is one, else by the term of the medical paper."""
    if not ground.orders:
        return lacking(NO_ORDER)
    line, row = ground.orders[-1]
    basis = load_one(ground.unit.session, ground.case)
    applied = bool(basis.of(PaperKind.END_APPLICATION))
    over = basis.medical_until(ground.unit.today) is None
    return Found(
        values=values.Ending(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            order_number=row.number, order_on=quoted_date(row.issued_on),
            last=shown(line.ended_on) if line.ended_on else BLANK,
            ground=BY_TERM if over and not applied else BY_PARENT, deputy=ground.deputy_named,
        )
    )  # fmt: skip
