"""One week of a cycle: the same people, the lessons that the witness holds in the first week."""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeVar

from scheduler.problem import Frozen, PlanRow, Problem, Pupil, Teacher
from scheduler.timetable import Timetable

Value = TypeVar("Value", bound=Frozen)
PERSON_LISTS = ("free", "busy", "adult_home", "avoid", "wishes", "homes")


def first_week(problem: Problem, witness: Timetable) -> tuple[Problem, Timetable]:
    """Rows keep as many lessons as stand in week one; rows without any are gone."""
    week = problem.weeks[0].id
    lessons = sorted(
        (lesson for lesson in witness.lessons if lesson.week == week),
        key=lambda lesson: (lesson.row, lesson.n),
    )
    counts = Counter(lesson.row for lesson in lessons)
    cut = changed(
        problem,
        weeks=problem.weeks[:1],
        closed=tuple(entry for entry in problem.closed if entry.week == week),
        teachers=tuple(_person(teacher, week) for teacher in problem.teachers),
        pupils=tuple(_person(pupil, week) for pupil in problem.pupils),
        rows=tuple(_row(row, counts[row.id]) for row in problem.rows if counts[row.id]),
        pins=tuple(pin for pin in problem.pins if pin.week == week),
        previous=tuple(entry for entry in problem.previous if entry.week == week),
    )
    seen: Counter[str] = Counter()
    numbered = []
    for lesson in lessons:
        seen[lesson.row] += 1
        numbered.append(changed(lesson, n=seen[lesson.row]))
    return cut, Timetable(lessons=tuple(numbered), unplaced=())


def changed(value: Value, **fields: Any) -> Value:
    """The value with other fields; what was never set stays unset, so that files stay short."""
    kept = {name: getattr(value, name) for name in value.model_fields_set}
    return type(value)(**(kept | fields))


def _row(row: PlanRow, lessons: int) -> PlanRow:
    kept = {name: getattr(row, name) for name in row.model_fields_set - {"weeks", "slot"}}
    return PlanRow(**(kept | {"lessons": lessons}))


def _person(person: Teacher | Pupil, week: str) -> Teacher | Pupil:
    """Windows of that week only, for the one week there is."""
    fields = {}
    for name in PERSON_LISTS:
        if name in person.model_fields_set and getattr(person, name) is not None:
            entries = [e for e in getattr(person, name) if e.weeks is None or week in e.weeks]
            fields[name] = tuple(_without_weeks(entry) for entry in entries)
    return changed(person, **fields)


def _without_weeks(entry: Value) -> Value:
    kept = {name: getattr(entry, name) for name in entry.model_fields_set - {"weeks"}}
    return type(entry)(**kept)
