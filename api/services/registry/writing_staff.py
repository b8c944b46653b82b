"""Teachers, their time and class timetables of a registry into the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from api.services.registry.desk import Desk, Pool, free_code, of_kind
from api.services.registry.difference import Fate, Item, same
from api.services.registry.lists import joined
from api.services.registry.staff import class_lessons, ordered
from exports.workbook.canonical import class_lesson
from models.staff import ClassLesson, ClassLessonTeacher, Teacher, TeacherSubject, TeacherWindow
from scheduler.registry.values import Availability, TeacherEntry
from scheduler.registry.values import ClassLesson as LessonEntry

LIMITS = ("grade_first", "grade_last", "max_week_min", "max_day_lessons", "max_gap_min")


def write_staff(desk: Desk, items: Iterable[Item]) -> None:
    """Teachers first: windows and lessons name them. Who is gone has had the last day today."""
    items = list(items)
    _write_teachers(desk, of_kind(items, "teachers"))
    _write_windows(desk, of_kind(items, "availability"))
    _write_lessons(desk, of_kind(items, "classes"))


def _write_teachers(desk: Desk, items: Sequence[Item]) -> None:
    session = desk.unit.session
    codes = {row.code for row in desk.gathered.rows.staff.teachers}
    for item in items:
        if item.fate == Fate.GONE:
            row = desk.teachers[item.before.id]
            row.last_on, row.rev = max(desk.unit.today, row.first_on), row.rev + 1
            continue
        said: TeacherEntry = item.after
        found = desk.teachers.get(said.id)
        row = found or Teacher(
            school_id=desk.schools[said.school].id, code=free_code(said.name, codes), name=said.name,
            first_on=desk.gathered.rows.school.year.first_on,
        )  # fmt: skip
        row.school_id = desk.schools[said.school].id
        row.remote_place_id = desk.place_id(said.remote_place)
        for field in LIMITS:
            setattr(row, field, getattr(said, field))
        row.goes = said.transport
        row.rev += 1 if found else 0
        desk.teachers[said.id] = row
        session.add(row)
    session.flush()
    _write_subjects(desk, [item.after for item in items if item.after is not None])


def _write_subjects(desk: Desk, said: Sequence[TeacherEntry]) -> None:
    session = desk.unit.session
    for entry in said:
        row = desk.teachers[entry.id]
        known = {each.subject: each for each in desk.gathered.rows.staff.subjects.get(row.id, ())}
        for subject in known.keys() - set(entry.subjects):
            session.delete(known[subject])
        new = [subject for subject in dict.fromkeys(entry.subjects) if subject not in known]
        session.add_all(TeacherSubject(teacher_id=row.id, subject=subject) for subject in new)
    session.flush()


def _write_windows(desk: Desk, items: Sequence[Item]) -> None:
    windows = desk.gathered.rows.staff.windows
    rows = chain.from_iterable(windows.get(teacher.id, ()) for teacher in ordered(desk.gathered.rows))
    pool = Pool(zip(desk.before.availability, rows, strict=True))
    for item in items:
        row = pool.take(item.before) if item.before is not None else None
        if item.fate == Fate.GONE:
            desk.unit.session.delete(row)
            continue
        said: Availability = item.after
        row = row or TeacherWindow(teacher_id=desk.teachers[said.teacher].id, start_min=0, end_min=1)
        row.kind, row.days, row.weeks = said.kind.value, joined(said.days), joined(said.weeks)
        row.start_min, row.end_min = said.start_min, said.end_min
        row.place_id = desk.place_id(said.place)
        desk.unit.session.add(row)
    desk.unit.session.flush()


def _write_lessons(desk: Desk, items: Sequence[Item]) -> None:
    session = desk.unit.session
    pool = _lesson_rows(desk)
    new = []
    for item in items:
        row = pool.take(same("classes", item.before)) if item.before is not None else None
        if row is not None:
            _drop_lesson(desk, row)
        if item.after is not None:
            said: LessonEntry = item.after
            made = ClassLesson(
                school_id=desk.schools[said.school].id, class_title=said.class_title, day=said.day.value,
                shift=said.shift, number=said.number, subject=said.subject, weeks=joined(said.weeks),
            )  # fmt: skip
            new.append((made, said))
    session.flush()
    session.add_all(made for made, _ in new)
    session.flush()
    session.add_all(
        ClassLessonTeacher(lesson_id=made.id, teacher_id=desk.teachers[name].id)
        for made, said in new
        for name in dict.fromkeys(said.teachers)
    )
    session.flush()


def _lesson_rows(desk: Desk) -> Pool:
    """Lessons by what they say in the spelling of workbooks."""
    rows, names = desk.gathered.rows, desk.gathered.names
    spellings = {
        names.teachers[row.id]: spelling
        for spelling, row in desk.teachers.items()
        if row.id in names.teachers
    }
    told = (same("classes", class_lesson(entry, spellings)) for entry in class_lessons(rows, names))
    return Pool(zip(told, (row for row, _ in rows.school.lessons), strict=True))


def _drop_lesson(desk: Desk, row: Any) -> None:
    given = desk.gathered.rows.school.given.get(row.id, ())
    for entry in given:
        desk.unit.session.delete(entry)
    desk.unit.session.flush()
    desk.unit.session.delete(row)
