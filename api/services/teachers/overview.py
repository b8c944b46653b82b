"""Everybody's time at a glance: who has handed it in, how much is free, whether it covers what plans ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlmodel import col, select

from api.errors import Forbidden
from api.services.desk import DESK
from api.services.registry.reading import registry_of
from api.services.teachers.open_hours import Frame, OpenHours, open_hours
from api.services.teachers.seen import LEADING, partners, year_of
from api.services.teachers.submitting import text_of
from api.services.unit import Unit
from api.services.weekly import working_days
from models.place import PlanningSettings
from models.school import School
from models.staff import Submission, Teacher, TeacherSubject, TeacherWindow
from scheduler.registry.values import Registry
from scheduler.terms import HoursKind


class Handed(StrEnum):
    """CHANGED: handed in, and somebody of the school has changed it since. OPEN: opened again."""

    NO = "no"
    OPEN = "open"
    CHANGED = "changed"
    YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherLine:
    """A teacher of the own school, or (foreign) of a partner: of them only free and busy is known."""

    id: str
    name: str
    school: str
    foreign: bool
    subjects: tuple[str, ...]
    handed: Handed
    handed_at: datetime | None
    told: bool
    free_min: int
    lessons_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A subject: minutes a week that plans ask for, teachers who give it, their free minutes (a teacher of several
    subjects counts in each). lesson_min: of an hour of plans."""

    subject: str
    needed_min: int
    teachers: int
    free_min: int
    lesson_min: int

    @property
    def needed(self) -> Fraction:
        """Hours of plans."""
        return Fraction(self.needed_min, self.lesson_min)

    @property
    def free(self) -> int:
        """Whole hours of plans that the free time would hold."""
        return self.free_min // self.lesson_min

    @property
    def short(self) -> bool:
        return self.free_min < self.needed_min

    @property
    def tight(self) -> bool:
        return not self.short and 2 * self.free_min < 3 * self.needed_min


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    lines: tuple[TeacherLine, ...]
    partners: tuple[TeacherLine, ...]
    coverage: tuple[Coverage, ...]

    @property
    def waiting(self) -> int:
        """How many of the own school have not handed in."""
        return sum(line.handed in (Handed.NO, Handed.OPEN) for line in self.lines)


def overview(unit: Unit) -> Overview:
    """The actor's school, for who leads its teachers; partners and coverage at the desk."""
    if unit.actor.role not in LEADING or unit.actor.school_id is None:
        raise Forbidden("Это видит заместитель директора, директор или координатор.")
    own = unit.actor.school_id
    schools = [own, *sorted(partners(unit))] if unit.actor.role in DESK else [own]
    lines = [line for school_id in schools for line in _lines(unit, school_id, own)]
    return Overview(
        lines=tuple(sorted((line for line in lines if not line.foreign), key=_order)),
        partners=tuple(line for line in lines if line.foreign),
        coverage=tuple(_coverage(unit, own, lines)) if unit.actor.role in DESK else (),
    )


def _order(line: TeacherLine) -> tuple[int, str]:
    return list(Handed).index(line.handed), line.name


def _lines(unit: Unit, school_id: str, own: str) -> Iterator[TeacherLine]:
    school = unit.session.get_one(School, school_id)
    asked = select(Teacher).where(
        Teacher.school_id == school_id, col(Teacher.first_on) <= _horizon(unit, school_id)
    )
    still = col(Teacher.last_on).is_(None) | (col(Teacher.last_on) >= unit.today)
    rows = unit.session.exec(asked.where(still).order_by(col(Teacher.name), col(Teacher.id))).all()
    keys = [row.id for row in rows]
    found, subjects = open_hours(unit, keys, frame_of_school(unit, school)), _subjects(unit, keys)
    handed = _handed(unit, rows) if school_id == own else {}
    for row in rows:
        state, at = handed.get(row.id, (Handed.NO, None))
        yield TeacherLine(
            id=row.id, name=row.name, school=school.title, foreign=school_id != own,
            subjects=tuple(subjects.get(row.id, ())), handed=state, handed_at=at, told=found[row.id].told,
            free_min=found[row.id].free_min, lessons_min=_lessons(found[row.id]),
        )  # fmt: skip


def _horizon(unit: Unit, school_id: str) -> date:
    """Teachers who begin later in the year belong to it, too."""
    year = year_of(unit, school_id)
    return max(unit.today, year.last_on) if year else unit.today


def frame_of_school(unit: Unit, school: School) -> Frame:
    asked = select(PlanningSettings).where(PlanningSettings.school_id == school.id)
    settings = unit.session.exec(asked).first() or PlanningSettings(school_id=school.id)
    return Frame(
        days=working_days(school.week_days), cycle=settings.cycle_weeks,
        day_start_min=settings.day_start_min, day_end_min=settings.day_end_min,
    )  # fmt: skip


def _subjects(unit: Unit, keys: Sequence[str]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    asked = select(TeacherSubject).where(col(TeacherSubject.teacher_id).in_(keys))
    for row in unit.session.exec(asked.order_by(col(TeacherSubject.subject))):
        found[row.teacher_id].append(row.subject)
    return found


def _handed(unit: Unit, teachers: Sequence[Teacher]) -> Mapping[str, tuple[Handed, datetime | None]]:
    """The state of the last submission of the school's year, by teacher; who never handed in is absent."""
    year = year_of(unit, unit.actor.school_id or "")
    if year is None:
        return {}
    keys = [row.id for row in teachers]
    asked = select(Submission).where(Submission.year_id == year.id, col(Submission.teacher_id).in_(keys))
    last = {row.teacher_id: row for row in unit.session.exec(asked.order_by(col(Submission.number)))}
    windows: defaultdict[str, list[TeacherWindow]] = defaultdict(list)
    for window in unit.session.exec(select(TeacherWindow).where(col(TeacherWindow.teacher_id).in_(keys))):
        windows[window.teacher_id].append(window)
    return {
        row.id: (_state(last[row.id], text_of(windows[row.id], row.goes)), last[row.id].at)
        for row in teachers
        if row.id in last
    }


def _state(last: Submission, now: str) -> Handed:
    if last.reopened_at is not None:
        return Handed.OPEN
    return Handed.YES if last.text == now else Handed.CHANGED


def _lessons(found: OpenHours) -> int:
    return sum(hours.end_min - hours.start_min for hours in found.lessons)


def _coverage(unit: Unit, school_id: str, lines: Iterable[TeacherLine]) -> Iterator[Coverage]:
    """Worst first."""
    year = year_of(unit, school_id)
    if year is None:
        return
    registry = registry_of(unit, year.id)
    length = registry.settings.academic_hour_min
    giving: defaultdict[str, list[TeacherLine]] = defaultdict(list)
    for line in lines:
        for subject in line.subjects:
            giving[subject].append(line)
    told = [
        Coverage(
            subject=subject, needed_min=minutes, teachers=len(giving[subject]),
            free_min=sum(line.free_min for line in giving[subject]), lesson_min=length,
        )
        for subject, minutes in needed_minutes(registry).items()
    ]  # fmt: skip
    yield from sorted(told, key=lambda each: (not each.short, not each.tight, each.subject))


def needed_minutes(registry: Registry) -> Mapping[str, int]:
    """Minutes a week with a teacher by subject; lessons with the class and self-study need nobody here."""
    hours: defaultdict[str, Fraction] = defaultdict(Fraction)
    for line in registry.lines:
        if line.kind != HoursKind.SELF_STUDY:
            hours[line.subject] += line.hours_week - line.in_class_hours
    length = registry.settings.academic_hour_min
    return {subject: round(told * length) for subject, told in hours.items() if told > 0}
