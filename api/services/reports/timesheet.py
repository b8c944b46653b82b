"""The timesheet of a month: lessons marked as held, by teacher of the school and by whose pupils they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import col, or_, select

from api.services.days.lessons import OnDay
from api.services.people.staff import person
from api.services.reports.month import Month, Taught, academic_hours, held_once
from api.services.schools.workdays import WorkCalendar
from api.services.schools.year_draft import work_calendar
from api.services.schools.years import draft_of
from api.services.unit import Unit
from api.services.words import shown
from exports.reports.timesheet import Code, DayMark, Timesheet, TimesheetLine, substitution
from exports.russian.names import short
from models.case import Case
from models.day import Absence, Cause
from models.school import School
from models.staff import Teacher
from models.year import Year

DEPARTMENT = "обучение на дому"
POST = "учитель"  # where the school has named none
DAY = timedelta(days=1)


@dataclass(slots=True)
class _Marks:
    """Marks by teacher and school of the pupils; absences a person has to code, by teacher."""

    held: dict[tuple[str, str], list[DayMark]] = field(default_factory=lambda: defaultdict(list))
    away: dict[str, list[DayMark]] = field(default_factory=lambda: defaultdict(list))
    uncoded: list[str] = field(default_factory=list)


def timesheet(unit: Unit, told: Taught) -> Timesheet:
    """told: with lessons everywhere. A substitution stands under its code by the child's grade."""
    school = unit.session.get_one(School, told.school_id)
    work = _work(unit, school, told.month)
    marks = _held(unit, told, school, work)
    teachers = _staff(told)
    for absence in _absences(unit, teachers, told.month):
        _away(marks, teachers[absence.teacher_id or ""], absence, told.month, unit.today)
    titles = dict(unit.session.exec(select(School.id, School.title)).all())
    free = [DayMark(on=on, code=Code.DAY_OFF) for on in _dates(told.month) if not work.works(on)]
    me = person(unit, unit.actor.account_id)
    return Timesheet(
        school=school.title, department=DEPARTMENT, month=told.month.first, made_on=unit.today,
        made_by=short(me.name) if me else "", uncoded=tuple(marks.uncoded),
        lines=tuple(
            line
            for row in sorted(teachers.values(), key=lambda row: (row.name, row.id))
            for line in _lines(row, school.id, marks, titles, free)
        ),
    )  # fmt: skip


def _staff(told: Taught) -> dict[str, Teacher]:
    """Teachers of the school who gave or were promised a lesson in the month."""
    return {key: row for key, row in told.teachers.items() if row.school_id == told.school_id}


def _work(unit: Unit, school: School, month: Month) -> WorkCalendar:
    """Of the school's year that meets the month; between years weekdays alone tell."""
    asked = select(Year).where(
        Year.school_id == school.id, Year.first_on <= month.last, Year.last_on >= month.first
    )
    year = unit.session.exec(asked.order_by(col(Year.first_on).desc())).first()
    if year is None:
        return WorkCalendar(week_days=school.week_days)
    return work_calendar(draft_of(unit.session, year), school)


def _held(unit: Unit, told: Taught, school: School, work: WorkCalendar) -> _Marks:
    keys = {each.case_id for each in told.days.lessons}
    cases = {case.id: case for case in unit.session.exec(select(Case).where(col(Case.id).in_(keys)))}
    marks = _Marks()
    for each in held_once(told):
        case = cases[each.case_id]
        mark = DayMark(
            on=each.lesson.on, code=_code(each, case.grade, work),
            hours=academic_hours(each, school.academic_hour_min),
        )  # fmt: skip
        marks.held[each.lesson.teacher, case.school_id].append(mark)
    return marks


def _code(each: OnDay, grade: int, work: WorkCalendar) -> Code:
    if not work.works(each.lesson.on):
        return Code.ON_DAY_OFF
    return substitution(grade) if each.is_substituted else Code.HELD


def _absences(unit: Unit, teachers: Iterable[str], month: Month) -> Iterator[Absence]:
    """Whole days of absence that meet the month."""
    asked = select(Absence).where(
        col(Absence.teacher_id).in_(list(teachers)), col(Absence.withdrawn_at).is_(None),
        col(Absence.whole).is_(True), Absence.first_on <= month.last,
        or_(col(Absence.last_on).is_(None), col(Absence.last_on) >= month.first),
    )  # fmt: skip
    yield from unit.session.exec(asked.order_by(col(Absence.first_on), col(Absence.id)))


def _away(marks: _Marks, row: Teacher, absence: Absence, month: Month, today: date) -> None:
    """Illness has its code; why else somebody was away only the school knows. An open end lasts until today."""
    first = max(absence.first_on, month.first)
    last = min(absence.last_on or max(today, first), month.last)
    if absence.cause == Cause.TEACHER_ILL:
        marks.away[row.id] += [DayMark(on=on, code=Code.ILL) for on in _between(first, last)]
    else:
        marks.uncoded.append(f"{short(row.name)}, {shown(first)}–{shown(last)}")


def _lines(
    row: Teacher, school_id: str, marks: _Marks, titles: Mapping[str, str], free: list[DayMark]
) -> Iterator[TimesheetLine]:
    """Own pupils first, then those of every other school; days that were not worked stand in the first line."""
    worked = {mark.on for (teacher, _), held in marks.held.items() if teacher == row.id for mark in held}
    idle: dict[date, DayMark] = {mark.on: mark for mark in (*free, *marks.away[row.id])}
    beside = [mark for on, mark in idle.items() if on not in worked]
    taught = sorted(
        (other for key, other in marks.held if key == row.id), key=lambda key: (key != school_id, key)
    )
    if not taught and marks.away[row.id]:
        taught = [school_id]
    for place, other in enumerate(taught):
        yield TimesheetLine(
            number=row.staff_number or "", teacher=row.name, post=row.post or POST, school=titles[other],
            marks=(*marks.held.get((row.id, other), ()), *(beside if place == 0 else ())),
        )  # fmt: skip


def _dates(month: Month) -> Iterator[date]:
    return _between(month.first, month.last)


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + DAY * number
