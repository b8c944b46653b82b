"""Lessons of the classes of a school, as rows and as cells of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import col, select

from api.errors import Forbidden
from api.services.registry.lists import joined, weeks_of
from api.services.teachers.overview import frame_of_school
from api.services.teachers.seen import LEADING
from api.services.unit import Unit
from api.services.weekly import Days
from exports.workbook.cellvalues import shown_numbers
from exports.workbook.keys import Keys
from exports.workbook.sheets_of_teachers import TEACHERS
from models.school import School
from models.staff import ClassLesson, ClassLessonTeacher, Teacher
from scheduler.terms import Weekday

Slot = tuple[Weekday, int]  # day and number of a lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonDraft:
    """What one group of a class does at one time; teachers: ids."""

    day: Weekday
    number: int
    subject: str
    teachers: tuple[str, ...]
    weeks: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The actor's school with its teachers by the names people write them by."""

    school: School
    days: Days
    cycle: int
    names: Mapping[str, str]  # id -> name
    keys: Keys

    def id_of(self, name: str) -> str:
        return next(key for key, told in self.names.items() if told == name)


def desk_of(unit: Unit) -> Desk:
    """For who leads the teachers of a school: deputy, director, coordinator."""
    if unit.actor.role not in LEADING or unit.actor.school_id is None:
        raise Forbidden("Расписание классов ведёт заместитель директора или координатор. Попросите их.")
    school = unit.session.get_one(School, unit.actor.school_id)
    frame = frame_of_school(unit, school)
    still = col(Teacher.last_on).is_(None) | (col(Teacher.last_on) >= unit.today)
    rows = unit.session.exec(
        select(Teacher).where(Teacher.school_id == school.id, still).order_by(col(Teacher.code))
    ).all()
    several = {name for name in (row.name for row in rows) if sum(name == row.name for row in rows) > 1}
    names = {row.id: row.code if row.name in several else row.name for row in rows}
    return Desk(
        school=school, days=frame.days, cycle=frame.cycle, names=names, keys=Keys([TEACHERS], names.values())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLesson:
    """A row with its teachers' ids."""

    row: ClassLesson
    teachers: tuple[str, ...]


def lessons_of(unit: Unit, school_id: str, title: str | None = None) -> tuple[StoredLesson, ...]:
    """Lessons of a school or of one class, by class, day and number."""
    asked = select(ClassLesson).where(ClassLesson.school_id == school_id)
    if title is not None:
        asked = asked.where(ClassLesson.class_title == title)
    rows = unit.session.exec(asked.order_by(col(ClassLesson.created_at), col(ClassLesson.id))).all()
    given: defaultdict[str, list[str]] = defaultdict(list)
    of_school = select(ClassLessonTeacher).where(
        ClassLessonTeacher.lesson_id == ClassLesson.id, ClassLesson.school_id == school_id
    )
    for entry in unit.session.exec(of_school.order_by(col(ClassLessonTeacher.created_at))):
        given[entry.lesson_id].append(entry.teacher_id)
    made = [StoredLesson(row=row, teachers=tuple(given[row.id])) for row in rows]
    return tuple(sorted(made, key=_place))


def _place(lesson: StoredLesson) -> tuple[str, int, int, int]:
    row = lesson.row
    return row.class_title, Weekday(row.day).number, row.shift, row.number


def cells_of(lessons: Iterable[StoredLesson], names: Mapping[str, str]) -> dict[Slot, str]:
    """The text of each filled slot: `Математика, Озёрная А. А. (нед. 1, 3)`, groups parted by «; »."""
    found: dict[Slot, list[str]] = {}
    for lesson in lessons:
        row = lesson.row
        words = [row.subject, *(names[key] for key in lesson.teachers if key in names)]
        weeks = weeks_of(row.weeks)
        told = ", ".join(words) + (f" (нед. {shown_numbers(weeks)})" if weeks else "")
        found.setdefault((Weekday(row.day), row.number), []).append(told)
    return {slot: "; ".join(told) for slot, told in found.items()}


def mark_of(lessons: Sequence[StoredLesson]) -> str:
    """Changes with every change of the lessons."""
    told = [
        f"{each.row.day} {each.row.shift} {each.row.number} {each.row.subject} {each.row.weeks} {sorted(each.teachers)}"
        for each in lessons
    ]
    return sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]


def replace(
    unit: Unit,
    desk: Desk,
    title: str,
    shift: int,
    drafts: Sequence[LessonDraft],
    before: Iterable[StoredLesson],
) -> None:
    """The drafts in place of the lessons before. Rows that say the same stay."""
    wanted = list(drafts)
    for lesson in before:
        same = _draft(lesson)
        if same in wanted and lesson.row.shift == shift:
            wanted.remove(same)
            continue
        for entry in unit.session.exec(
            select(ClassLessonTeacher).where(ClassLessonTeacher.lesson_id == lesson.row.id)
        ):
            unit.session.delete(entry)
        unit.session.flush()
        unit.session.delete(lesson.row)
    unit.session.flush()
    for draft in wanted:
        _add(unit, desk, title, shift, draft)
    unit.session.flush()


def _draft(lesson: StoredLesson) -> LessonDraft:
    row = lesson.row
    return LessonDraft(
        day=Weekday(row.day), number=row.number, subject=row.subject, teachers=lesson.teachers,
        weeks=weeks_of(row.weeks),
    )  # fmt: skip


def _add(unit: Unit, desk: Desk, title: str, shift: int, draft: LessonDraft) -> None:
    row = ClassLesson(
        school_id=desk.school.id, class_title=title, day=draft.day.value, shift=shift, number=draft.number,
        subject=draft.subject, weeks=joined(draft.weeks),
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.session.add_all(
        ClassLessonTeacher(lesson_id=row.id, teacher_id=key) for key in dict.fromkeys(draft.teachers)
    )
