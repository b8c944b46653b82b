"""A solved timetable, cut into what one family sees of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from api.services.agreement.timetable.content import Line, Where
from scheduler.problem import PlanRow, Problem
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Lesson, Timetable


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the family's week with what it came from: row, teacher and place of the problem."""

    line: Line
    row: str
    teacher: str
    place: str


def placed_lines(problem: Problem, timetable: Timetable, pupil: str) -> tuple[Placed, ...]:
    """Lessons of a pupil (a case's code), those at one time in several weeks as one, in the order of the week."""
    rows = {row.id: row for row in problem.rows if pupil in row.pupils}
    weeks: dict[tuple[str, str, int, int, str, str, str], set[int]] = defaultdict(set)
    number = {week.id: n for n, week in enumerate(problem.weeks, 1)}
    for lesson in timetable.lessons:
        if lesson.row in rows:
            weeks[_same(lesson)].add(number[lesson.week])
    found = [_placed(problem, pupil, rows[key[0]], key, told) for key, told in weeks.items()]
    return tuple(sorted(found, key=lambda placed: placed.line.order))


def _same(lesson: Lesson) -> tuple[str, str, int, int, str, str, str]:
    return (
        lesson.row, lesson.day, lesson.start_min, lesson.end_min, lesson.teacher, lesson.form, lesson.place
    )  # fmt: skip


def _placed(
    problem: Problem, pupil: str, row: PlanRow, key: tuple[str, str, int, int, str, str, str], weeks: set[int]
) -> Placed:
    _, day, start_min, end_min, teacher, form, place = key
    line = Line(
        day=Weekday(day),
        weeks=None if len(weeks) == len(problem.weeks) else tuple(sorted(weeks)),
        start_min=start_min,
        end_min=end_min,
        subject=row.name,
        teacher=next(entry.name for entry in problem.teachers if entry.id == teacher),
        form=LessonForm(form),
        where=_where(problem, pupil, LessonForm(form), place),
    )
    return Placed(line, row.id, teacher, place)


def _where(problem: Problem, pupil: str, form: LessonForm, place: str) -> Where:
    if form is LessonForm.REMOTE:
        return Where.REMOTE
    if form is LessonForm.SCHOOL:
        return Where.SCHOOL
    home = next(entry.home for entry in problem.pupils if entry.id == pupil)
    return Where.HOME if place == home else Where.OTHER_HOME


def unplaced_of(problem: Problem, timetable: Timetable, pupils: Iterable[str]) -> dict[str, int]:
    """Lessons of each pupil that have no place."""
    count = {entry.row: entry.count for entry in timetable.unplaced}
    wanted = set(pupils)
    told = dict.fromkeys(wanted, 0)
    for row in problem.rows:
        for pupil in wanted.intersection(row.pupils):
            told[pupil] += count.get(row.id, 0)
    return told
