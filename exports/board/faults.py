"""What a timetable says that no board can show: lessons of rows, weeks, days and people that are none."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scheduler.errors import BadFileError, Fault
from scheduler.problem import Problem
from scheduler.shape import shown
from scheduler.terms import LessonForm
from scheduler.timetable import Timetable


def refuse_strangers(problem: Problem, timetable: Timetable) -> None:
    """Raises BadFileError with every reference that nothing answers to: a lesson must not vanish from print."""
    faults = list(_faults(problem, timetable))
    if faults:
        raise BadFileError("timetable", faults)


def _faults(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    rows = {row.id for row in problem.rows}
    known: dict[str, Collection[str]] = {
        "row": rows,
        "week": {week.id for week in problem.weeks},
        "day": {str(day) for day in problem.days},
        "teacher": {teacher.id for teacher in problem.teachers},
        "form": {str(form) for form in LessonForm},
        "place": {place.id for place in problem.places},
    }
    for number, lesson in enumerate(timetable.lessons):
        for field, names in known.items():
            value = getattr(lesson, field)
            if value not in names:
                yield _fault(f"lessons.{number}.{field}", value, field)
    for number, entry in enumerate(timetable.unplaced):
        if entry.row not in rows:
            yield _fault(f"unplaced.{number}.row", entry.row, "row")


def _fault(path: str, value: str, kind: str) -> Fault:
    return Fault(path, shown(value), f"a {kind} of the problem")
