"""Home lessons that class timetables and bells of today leave no room for. Looked up, whenever asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from api.services.days.ways import minutes_between
from api.services.desk import DESK
from api.services.registry.lists import weeks_of
from api.services.teachers.seen import LEADING
from api.services.unit import Unit
from api.services.weekly import span_said
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.place import Place
from models.school import Bell, School
from models.staff import ClassLesson, ClassLessonTeacher, Teacher
from scheduler.russian import DAY
from scheduler.terms import PlaceKind, Weekday

HOLDING = (VersionState.PUBLISHED, VersionState.APPROVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A home lesson and the class lesson it meets. case_id None: the child is of another school."""

    said: str
    case_id: str | None
    code: str


def broken_lessons(unit: Unit) -> tuple[Broken, ...]:
    """Of the teachers of the actor's school: approved and published lessons to come."""
    if unit.actor.role not in LEADING or unit.actor.school_id is None:
        return ()
    busy, school = _busy(unit, unit.actor.school_id), _place_of_school(unit, unit.actor.school_id)
    asked = (
        select(TimetableEntry, Case, Teacher)
        .where(TimetableEntry.version_id == TimetableVersion.id, TimetableVersion.case_id == Case.id)
        .where(col(TimetableVersion.state).in_([state.value for state in HOLDING]))
        .where(col(TimetableVersion.last_on) >= unit.today, col(TimetableVersion.ended_on).is_(None))
        .where(TimetableEntry.teacher_id == Teacher.id, Teacher.school_id == unit.actor.school_id)
        .order_by(col(Case.code), col(TimetableEntry.start_min), col(TimetableEntry.id))
    )
    rows = unit.session.exec(asked).all()
    ways = {
        goes: minutes_between(
            unit.session,
            {
                pair
                for entry, _, teacher in rows
                if entry.place_id and teacher.goes == goes
                for pair in ((school, entry.place_id), (entry.place_id, school))
            },
            goes,
        )
        for goes in {teacher.goes for _, _, teacher in rows}
    }
    found = (
        broken
        for entry, case, teacher in rows
        for broken in _met(
            unit, entry, case, busy[entry.teacher_id, entry.day],
            (
                ways[teacher.goes].get((school, entry.place_id or ""), 0),
                ways[teacher.goes].get((entry.place_id or "", school), 0),
            ),
        )
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


def _place_of_school(unit: Unit, school_id: str) -> str:
    """Where the school stands; empty where nobody has told."""
    asked = (
        select(Place.id)
        .where(School.id == school_id, Place.school_id == School.id, Place.code == School.code)
        .where(Place.kind == PlaceKind.SCHOOL)
    )
    return unit.session.exec(asked).first() or ""


Busy = tuple[ClassLesson, Bell]


def _busy(unit: Unit, school_id: str) -> defaultdict[tuple[str, str], list[Busy]]:
    asked = (
        select(ClassLessonTeacher.teacher_id, ClassLesson, Bell)
        .where(ClassLessonTeacher.lesson_id == ClassLesson.id, ClassLesson.school_id == school_id)
        .where(
            Bell.school_id == school_id, Bell.shift == ClassLesson.shift, Bell.number == ClassLesson.number
        )
    )
    found: defaultdict[tuple[str, str], list[Busy]] = defaultdict(list)
    for teacher_id, lesson, bell in unit.session.exec(asked):
        found[teacher_id, lesson.day].append((lesson, bell))
    return found


def _met(
    unit: Unit, entry: TimetableEntry, case: Case, busy: list[Busy], ways: tuple[int, int]
) -> Iterator[Broken]:
    """ways: minutes from the school to the lesson and back; lessons that leave less than that are broken, too."""
    own = unit.actor.role in DESK and case.school_id == unit.actor.school_id
    weeks = weeks_of(entry.weeks)
    for lesson, bell in busy:
        theirs = weeks_of(lesson.weeks)
        apart = weeks is not None and theirs is not None and not set(weeks) & set(theirs)
        if apart or entry.start_min >= bell.end_min + ways[0] or bell.start_min >= entry.end_min + ways[1]:
            continue
        met = entry.start_min < bell.end_min and bell.start_min < entry.end_min
        at = f"{DAY[Weekday(entry.day)]} {span_said(entry.start_min, entry.end_min)}"
        who = f", дело {case.code}, {entry.subject}" if own else ""
        why = (
            f"в это время на уроке в классе {lesson.class_title}"
            if met
            else f"не успевает дойти: дорога {_way(entry, bell, ways)} мин, урок в классе {lesson.class_title}"
        )
        yield Broken(
            said=f"{at}{who}: {entry.teacher_name} {why} ({span_said(bell.start_min, bell.end_min)}).",
            case_id=case.id if own else None, code=case.code if own else "",
        )  # fmt: skip


def _way(entry: TimetableEntry, bell: Bell, ways: tuple[int, int]) -> int:
    return ways[0] if bell.end_min <= entry.start_min else ways[1]


def without_bells(unit: Unit) -> tuple[str, ...]:
    """Lessons nobody can tell the time of."""
    school_id = unit.actor.school_id or ""
    bells = {
        (bell.shift, bell.number)
        for bell in unit.session.exec(select(Bell).where(Bell.school_id == school_id))
    }
    asked = select(ClassLesson).where(ClassLesson.school_id == school_id)
    found = {
        (row.class_title, row.shift, row.number)
        for row in unit.session.exec(asked)
        if (row.shift, row.number) not in bells
    }
    return tuple(
        f"{title}: урок {number} смены {shift} есть в расписании, а звонка на него нет."
        for title, shift, number in sorted(found)
    )
