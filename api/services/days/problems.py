"""Versions as values of the kernel: what they say in words, and where their lessons stand in the cycle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.services.days.versions import Held
from exports.ical.text import initials
from models.agreement import TimetableEntry
from models.case import Pupil
from models.day import LessonChange
from models.place import Place
from models.school import School
from models.staff import Teacher
from scheduler import problem as kernel
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Weekday
from scheduler.timetable import Lesson, Timetable

NOWHERE = "nowhere"
TRAVEL = kernel.Travel(pairs=(), speed_kmh=4.5, detour=1.3, door_min=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """alone: every version is a pupil of its own, so that each has its own days. problem: cases are the pupils.

    Rows are `<version>:<plan row>` in both.
    """

    alone: kernel.Problem
    problem: kernel.Problem
    timetable: Timetable


def of_versions(
    session: Session, versions: Sequence[Held], timezone: str, changes: Sequence[LessonChange] = ()
) -> Made:
    """One cycle for all of them: they are of equal length where `alone` and `timetable` are used.

    changes: bring teachers, places and rows that no version has.
    """
    weeks = max((each.cycle_weeks for each in versions), default=1)
    schools = {row.id: row.code for row in session.exec(select(School))}
    common = {
        "name": "calendar", "timezone": timezone, "days": tuple(Weekday), "day_start_min": 0,
        "day_end_min": 1440, "step_min": 1, "travel": TRAVEL,
        "weeks": tuple(kernel.Week(id=_week(number)) for number in range(1, weeks + 1)),
        "places": _places(session, versions, changes),
        "teachers": _teachers(session, versions, schools, changes),
    }  # fmt: skip
    pupils = {
        each.version.id: _pupil(each.version.id, each.case.grade, schools[each.case.school_id])
        for each in versions
    }
    cases = {
        each.case.id: _pupil(each.case.id, each.case.grade, schools[each.case.school_id]) for each in versions
    }
    alone = [row for each in versions for row in _rows(each, each.version.id)]
    shown = [row for each in versions for row in _rows(each, each.case.id)]
    shown += [_added(each) for each in {added_row(each): each for each in changes}.values()]
    return Made(
        alone=kernel.Problem(**common, pupils=tuple(pupils.values()), rows=tuple(alone)),
        problem=kernel.Problem(**common, pupils=tuple(cases.values()), rows=tuple(shown)),
        timetable=Timetable(lessons=tuple(_lessons(versions, weeks)), unplaced=()),
    )


def labels_of(session: Session, versions: Sequence[Held]) -> dict[str, str]:
    """Case → initials and class, `В. П. И., 5 А`: nobody's surname."""
    cases = {each.case.id: each.case for each in versions}
    asked = select(Pupil).where(col(Pupil.id).in_({case.pupil_id for case in cases.values()}))
    told = {pupil.id: initials(f"{pupil.surname} {pupil.given_names}") for pupil in session.exec(asked)}
    return {key: f"{told[case.pupil_id] or case.code}, {case.class_title}" for key, case in cases.items()}


def _week(number: int) -> str:
    return f"w{number}"


def added_row(change: LessonChange) -> str:
    """The row of a lesson that no version needs to have."""
    return f"{change.case_id}:{change.row_key}"


def _added(change: LessonChange) -> kernel.PlanRow:
    return kernel.PlanRow(
        id=added_row(change), title=change.subject, pupils=(change.case_id,), subject=change.subject,
        block=Block.MANDATORY, form=LessonForm(change.form), lessons=1,
        lesson_min=change.end_min - change.start_min, teachers=(),
    )  # fmt: skip


def _row_id(entry: TimetableEntry) -> str:
    return f"{entry.version_id}:{entry.row_key}"


def _pupil(name: str, grade: int, school: str) -> kernel.Pupil:
    return kernel.Pupil(id=name, school=school, home=NOWHERE, grade=grade, needs=Needs.GENERAL)


def _rows(each: Held, pupil: str) -> list[kernel.PlanRow]:
    first = {_row_id(entry): entry for entry in reversed(each.entries)}
    return [
        kernel.PlanRow(
            id=name, title=entry.subject, pupils=(pupil,), subject=entry.subject, block=Block.MANDATORY,
            form=LessonForm(entry.form), lessons=1, lesson_min=entry.end_min - entry.start_min, teachers=(),
        )
        for name, entry in first.items()
    ]  # fmt: skip


def _lessons(versions: Sequence[Held], weeks: int) -> list[Lesson]:
    return [
        Lesson(
            row=_row_id(entry), n=1, week=_week(week), day=entry.day, start_min=entry.start_min,
            end_min=entry.end_min, teacher=entry.teacher_id, form=entry.form, place=entry.place_id or NOWHERE,
        )
        for each in versions
        for entry in each.entries
        for week in _weeks_of(entry, weeks)
    ]  # fmt: skip


def _weeks_of(entry: TimetableEntry, weeks: int) -> list[int]:
    if entry.weeks is None:
        return list(range(1, weeks + 1))
    return [int(week) for week in entry.weeks.split(",")]


def _teachers(
    session: Session, versions: Sequence[Held], schools: dict[str, str], changes: Sequence[LessonChange]
) -> tuple[kernel.Teacher, ...]:
    """As they were named in the latest version; who only steps in, as they are called now."""
    named = {entry.teacher_id: entry.teacher_name for each in versions for entry in each.entries}
    wanted = {*named, *(each.teacher_id for each in changes)}
    asked = select(Teacher.id, Teacher.school_id, Teacher.name).where(col(Teacher.id).in_(wanted))
    return tuple(
        kernel.Teacher(id=key, title=named.get(key, name), school=schools[school_id], free=())
        for key, school_id, name in session.exec(asked.order_by(Teacher.id))
    )


def _places(
    session: Session, versions: Sequence[Held], changes: Sequence[LessonChange]
) -> tuple[kernel.Place, ...]:
    """Where lessons are given, with their addresses; schools by their codes, for what is said of their breaks."""
    used = {entry.place_id for each in versions for entry in each.entries if entry.place_id}
    used |= {each.place_id for each in changes if each.place_id}
    rows = session.exec(select(Place.id, Place.title).where(col(Place.id).in_(used)).order_by(Place.id))
    schools = session.exec(select(School.code, School.title).order_by(School.code))
    return (
        *(kernel.Place(id=key, title=title, kind=PlaceKind.HOME) for key, title in rows),
        *(kernel.Place(id=code, title=title, kind=PlaceKind.SCHOOL) for code, title in schools),
    )
