"""Lines of plans in a registry: rows of the versions that count, shared lessons as one, times agreed already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from api.services.registry.lists import weeks_of
from api.services.registry.naming import LineRow, Names
from api.services.registry.plans import PlanChoice
from api.services.registry.rows import Rows
from models.plan import PlanRow
from models.year import Year
from scheduler.registry.values import HoursKind, Pattern, PinnedLesson, PlanLine
from scheduler.terms import Block, LessonForm, Weekday


def plan_lines(rows: Rows, names: Names) -> Iterator[PlanLine]:
    """Lines by case and position; what a shared lesson is stands in its first case's row."""
    for line, parts in names.lines.items():
        yield _line(line, parts, rows, names)


def _line(line: str, parts: tuple[LineRow, ...], rows: Rows, names: Names) -> PlanLine:
    row = parts[0].row
    teachers = {
        names.teachers[key] for key in rows.people.row_teachers.get(row.id, ()) if key in names.teachers
    }
    first, last = held_days(row, rows.people.plans[parts[0].case.id], rows.school.year)
    return PlanLine(
        id=line,
        pupils=tuple(part.case.code for part in parts),
        area=row.area,
        subject=row.subject,
        block=Block(row.block),
        kind=HoursKind(row.kind),
        form=LessonForm(row.form),
        place=names.places.get(row.place_id or ""),
        hours_week=Fraction(row.hours_part, row.hours_over),
        in_class_hours=Fraction(row.in_class_part, row.in_class_over),
        lesson_min=row.lesson_min,
        paid_hours_lesson=_fraction(row.paid_part, row.paid_over),
        pattern=Pattern(row.pattern),
        slot=row.slot,
        teachers=tuple(sorted(teachers)),
        max_per_day=row.max_per_day,
        weeks=weeks_of(row.weeks),
        difficulty=row.difficulty,
        valid_from=first,
        valid_to=last,
    )


def _fraction(part: int | None, over: int | None) -> Fraction | None:
    return None if part is None or over is None else Fraction(part, over)


def held_days(row: PlanRow, choice: PlanChoice, year: Year) -> tuple[date | None, date | None]:
    """The row's own days, cut to those of its version where that begins or ends inside the year.

    A block (полугодие) keeps its own days alone: they say how its hours are condensed. The days of a version that
    nobody has approved yet are not settled, so they cut nothing.
    """
    if row.pattern == Pattern.BLOCK or not choice.approved:
        return row.first_on, row.last_on
    plan = choice.plan
    begins = [row.first_on, plan.first_on if plan.first_on > year.first_on else None]
    ends = [row.last_on, plan.last_on if plan.last_on < year.last_on else None]
    return (
        max((day for day in begins if day is not None), default=None),
        min((day for day in ends if day is not None), default=None),
    )


def pinned(rows: Rows, names: Names) -> Iterator[PinnedLesson]:
    """Times agreed already, once per lesson: families of a shared one may each have agreed."""
    seen = set()
    for case in rows.people.cases:
        for row in rows.people.pins.get(case.id, ()):
            line = names.keys.get((case.id, row.row_key))
            if line is None:
                continue
            entry = PinnedLesson(
                line=line,
                day=Weekday(row.day),
                start_min=row.start_min,
                week=row.week,
                teacher=names.teachers.get(row.teacher_id or ""),
            )
            if entry not in seen:
                seen.add(entry)
                yield entry
