"""«Что будет 15 марта» with its lessons: which of the day are given, which vanish, and how many from then on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.services.agreement.timetable.week import span
from api.services.cases.life import case_of
from api.services.days.desk import days_of_case
from api.services.unit import Unit
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.day import Fate
from scheduler.russian import day_said
from scheduler.terms import Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonThen:
    """A lesson of the day. gone: why it is not given, empty: it is."""

    time: str
    subject: str
    teacher: str
    gone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsThen:
    """lessons: of the day, by the timetable in force then. lost: how many fall out for papers from that day until the
    timetable's last, the day itself included; until: that last day, None: no timetable is in force then."""

    lessons: tuple[LessonThen, ...]
    lost: int
    until: date | None


def lessons_then(unit: Unit, case_id: str, on: date) -> LessonsThen:
    """Of a case of the actor's school on a day. Where the timetable has ended by then, its lessons of that weekday."""
    case = case_of(unit, case_id)
    version = _version(unit, case.id, on)
    if version is None:
        return LessonsThen(lessons=(), lost=0, until=None)
    if version.last_on < on:
        why = f"расписание действует по {day_said(version.last_on)}"
        return LessonsThen(lessons=tuple(_would_be(unit, version, on, why)), lost=0, until=None)
    days = days_of_case(unit, case, on, version.last_on)
    subject = {row.id: row.name for row in days.problem.rows}
    named = {one.id: one.name for one in days.problem.teachers}
    given = [
        (each.lesson.start_min, each.lesson.end_min, each.lesson.row, each.lesson.teacher, "")
        for each in days.lessons
        if each.lesson.on == on and each.fate != Fate.CANCELLED
    ]
    gone = [
        (each.start_min, each.start_min + each.minutes, each.row, each.teacher, each.why)
        for each in days.lost
        if each.on == on
    ]
    return LessonsThen(
        lessons=tuple(
            LessonThen(time=span(start, end), subject=subject[row], teacher=named.get(teacher, ""), gone=why)
            for start, end, row, teacher, why in sorted(given + gone)
        ),
        lost=sum(not each.is_holiday for each in days.lost), until=version.last_on,
    )  # fmt: skip


def _version(unit: Unit, case_id: str, on: date) -> TimetableVersion | None:
    """The timetable in force on a day, else the last one before it."""
    asked = (
        select(TimetableVersion)
        .where(TimetableVersion.case_id == case_id, TimetableVersion.first_on <= on)
        .where(col(TimetableVersion.state).in_([VersionState.PUBLISHED, VersionState.ENDED]))
    )
    return unit.session.exec(asked.order_by(col(TimetableVersion.last_on).desc())).first()


def _would_be(unit: Unit, version: TimetableVersion, on: date, why: str) -> Iterator[LessonThen]:
    asked = select(TimetableEntry).where(
        TimetableEntry.version_id == version.id, TimetableEntry.day == list(Weekday)[on.weekday()]
    )
    for entry in unit.session.exec(asked.order_by(col(TimetableEntry.start_min))):
        yield LessonThen(
            time=span(entry.start_min, entry.end_min), subject=entry.subject, teacher=entry.teacher_name,
            gone=why,
        )  # fmt: skip
