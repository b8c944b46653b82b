"""Teachers of a registry: what they give, when they are free, the lessons of their classes."""

from __future__ import annotations

from collections.abc import Iterator

from api.services.registry.lists import days_of, weeks_of
from api.services.registry.naming import Names
from api.services.registry.rows import Rows
from models.staff import Teacher
from scheduler.registry.values import Availability, AvailabilityKind, ClassLesson, TeacherEntry
from scheduler.terms import Weekday


def teacher_entries(rows: Rows, names: Names) -> Iterator[TeacherEntry]:
    """Teachers who work on some day of the range, the own school's first."""
    for row in ordered(rows):
        yield TeacherEntry(
            id=names.teachers[row.id],
            name=row.name,
            school=names.schools[row.school_id],
            subjects=tuple(entry.subject for entry in rows.staff.subjects.get(row.id, ())),
            grade_first=row.grade_first,
            grade_last=row.grade_last,
            remote_place=names.places.get(row.remote_place_id or ""),
            max_week_min=row.max_week_min,
            max_day_lessons=row.max_day_lessons,
            max_gap_min=row.max_gap_min,
            transport=row.goes,
        )


def availability(rows: Rows, names: Names) -> Iterator[Availability]:
    """Weekly windows; what holds on one date alone is for the weeks with dates."""
    for teacher in ordered(rows):
        for row in rows.staff.windows.get(teacher.id, ()):
            yield Availability(
                teacher=names.teachers[teacher.id],
                kind=AvailabilityKind(row.kind),
                days=days_of(row.days),
                weeks=weeks_of(row.weeks),
                start_min=row.start_min,
                end_min=row.end_min,
                place=names.places.get(row.place_id or ""),
            )


def class_lessons(rows: Rows, names: Names) -> Iterator[ClassLesson]:
    """Class timetables; teachers who have left are no longer named."""
    for row, given in rows.school.lessons:
        yield ClassLesson(
            school=names.schools[row.school_id],
            class_title=row.class_title,
            day=Weekday(row.day),
            shift=row.shift,
            number=row.number,
            subject=row.subject,
            teachers=tuple(sorted(names.teachers[key] for key in given if key in names.teachers)),
            weeks=weeks_of(row.weeks),
        )


def ordered(rows: Rows) -> list[Teacher]:
    order = {school.id: number for number, school in enumerate(rows.school.schools)}
    return sorted(rows.staff.teachers, key=lambda row: (order[row.school_id], row.code))
