"""From a school's registry and a timetable to dates: lessons of the year, and what the plan is still owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exports.board.owed import Owed
from scheduler.calendar.counts import balances
from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import Expansion
from scheduler.calendar.year import SchoolYear
from scheduler.problem import Problem
from scheduler.registry.values import Registry
from scheduler.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Dates, both included."""

    first: date
    last: date


def base_year(registry: Registry) -> SchoolYear | None:
    """The year of the first school that has one: it counts the weeks of the cycle."""
    order = {school.id: number for number, school in enumerate(registry.schools)}
    return min(registry.years, key=lambda year: order.get(year.school, len(order)), default=None)


def whole_year(registry: Registry) -> Period | None:
    """First to last day of the base school's year."""
    year = base_year(registry)
    return Period(first=year.first, last=year.last) if year else None


def dated(registry: Registry, problem: Problem, timetable: Timetable, period: Period) -> Expansion:
    """Lessons of the period. Raises what `expand` raises."""
    return expand(
        problem,
        timetable,
        registry.years,
        parity=registry.settings.parity,
        first=period.first,
        last=period.last,
        validity=papers(registry),
        reference=_reference(registry),
    )


def owed(
    registry: Registry, problem: Problem, timetable: Timetable, expansion: Expansion, period: Period
) -> tuple[Owed, ...]:
    """What the calendar takes from the plan, row by row."""
    rows = {row.id: row for row in problem.rows}
    printed = {pupil.id: pupil.name for pupil in problem.pupils} | names(registry)
    teachers = {teacher.id: teacher.name for teacher in problem.teachers}
    by_row = {lesson.row: lesson.teacher for lesson in timetable.lessons}
    found = balances(
        problem, timetable, expansion, registry.years,
        first=period.first, last=period.last, validity=papers(registry), reference=_reference(registry),
    )  # fmt: skip
    return tuple(
        Owed(
            row_id=entry.row,
            pupil=printed[entry.pupil],
            pupil_id=entry.pupil,
            teacher_id=by_row.get(entry.row, ""),
            subject=rows[entry.row].name,
            teacher=teachers.get(by_row.get(entry.row, ""), ""),
            planned=entry.planned,
            on_dates=entry.held,
            unplaced=entry.unplaced,
            lapsed=len(entry.lapsed),
            owed=entry.owed,
        )
        for entry in found
    )


def papers(registry: Registry) -> dict[str, tuple[date | None, date | None]]:
    """Validity of each child's papers."""
    return {pupil.id: (pupil.valid_from, pupil.valid_to) for pupil in registry.pupils}


def names(registry: Registry) -> dict[str, str]:
    """Children's names for print, where the school has written them."""
    return {pupil.id: pupil.name for pupil in registry.pupils if pupil.name}


def _reference(registry: Registry) -> str | None:
    year = base_year(registry)
    return year.school if year else None
