"""Hours of plan rows out of the ledger: per quarter and for the year, of every child of the school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import col, select

from api.errors import NotFound
from api.services.cases.orderlist import years_of
from api.services.days.ledger import Figures, Ledger, ledger_of
from api.services.desk import at_desk
from api.services.records.rows import rows_of_cases
from api.services.unit import Unit
from api.services.words import shown
from exports.reports.hours import Hours, HoursReport, RowHours
from exports.russian.names import short
from models.case import Case, Pupil
from models.school import School


def hours_report(unit: Unit) -> HoursReport:
    """Of the school's latest year, by class and name. NotFound where there is no year."""
    school_id = at_desk(unit)
    year = next(iter(years_of(unit)), None)
    if year is None:
        raise NotFound
    asked = select(Case).where(Case.school_id == school_id, Case.year_id == year.id)
    cases = unit.session.exec(asked).all()
    pupils = _pupils(unit, cases)
    ordered = sorted(cases, key=lambda case: (case.grade, case.class_title, pupils[case.id], case.code))
    book = ledger_of(unit, year, ordered) if ordered else None
    title = unit.session.get_one(School, school_id).title
    return HoursReport(
        school=title, titles=tuple(period.title for period in book.periods) if book else (),
        rows=tuple(_rows(book, pupils, _teachers(unit, ordered))) if book else (),
        as_of=f"{year.title} учебный год, на {shown(unit.today)}",
    )  # fmt: skip


def _pupils(unit: Unit, cases: Sequence[Case]) -> dict[str, str]:
    """Case → `Иванов Пётр Сергеевич`."""
    asked = select(Pupil).where(col(Pupil.id).in_({case.pupil_id for case in cases}))
    names = {row.id: row.full_name for row in unit.session.exec(asked)}
    return {case.id: names[case.pupil_id] for case in cases}


def _teachers(unit: Unit, cases: Sequence[Case]) -> dict[tuple[str, str], str]:
    """Who gives a row, by case and key: `Орлова В. П.`"""
    found = rows_of_cases(unit.session, cases)
    return {
        (case_id, row.key): ", ".join(short(name) for name in row.teacher_names)
        for case_id, rows in found.items()
        for row in rows
    }


def _rows(
    book: Ledger, pupils: Mapping[str, str], teachers: Mapping[tuple[str, str], str]
) -> Iterator[RowHours]:
    for each in book.cases:
        for row in each.rows:
            yield RowHours(
                pupil=pupils[each.case.id], class_title=each.case.class_title, subject=row.subject,
                teacher=teachers.get((each.case.id, row.key), ""), year=_hours(row.year), code=each.case.code,
                quarters=tuple(_hours(part) for part in row.parts),
            )  # fmt: skip


def _hours(told: Figures) -> Hours:
    found = told.found
    return Hours(
        due=told.due, planned=found.planned.hours, held=found.held.hours,
        made_up=found.made_up.hours, unmarked=found.unmarked.hours,
        owed=found.debt.hours, excused=found.forgiven.hours,
        expected=found.expected.hours,
    )  # fmt: skip
