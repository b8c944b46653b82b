"""Who is worst off in a timetable, and which three of their lessons cost them most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.checks.shares import OF_PUPILS, Shares, Units
from scheduler.problem import Problem
from scheduler.rulebook import RULES
from scheduler.russian import DAY, counted
from scheduler.suggest import Board
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson, Timetable

MOST_LESSONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HardLesson:
    """A lesson that costs its pupil dear: `Математика`, `вт 10:00`, and why, the dearest reason first."""

    subject: str
    when: str
    points: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstOff:
    """The pupil for whom the timetable is worst. unplaced: lessons without a time."""

    pupil: str
    points: int
    unplaced: int
    lessons: tuple[HardLesson, ...]


def points_of(units: Mapping[str, int]) -> int:
    """Units at the default weights of their goals."""
    return sum(RULES[code].weight * number for code, number in units.items())


def worst_off(problem: Problem, timetable: Timetable) -> WorstOff | None:
    """None where nobody is taught at all."""
    units = Shares(problem, timetable).of_pupils()
    if not units:
        return None
    key = max(units, key=lambda pupil: (units[pupil]["unplaced"], points_of(units[pupil])))
    name = next(pupil.name for pupil in problem.pupils if pupil.id == key)
    return WorstOff(
        pupil=name, points=points_of(units[key]), unplaced=units[key]["unplaced"],
        lessons=_hard_lessons(problem, timetable, key),
    )  # fmt: skip


def _hard_lessons(problem: Problem, timetable: Timetable, pupil: str) -> tuple[HardLesson, ...]:
    board = Board(problem, timetable)
    rows = {row.id: row.name for row in problem.rows if pupil in row.pupils}
    first: dict[tuple[str, str, int], Lesson] = {}
    for lesson in timetable.lessons:
        if lesson.row in rows:
            first.setdefault((lesson.row, lesson.day, lesson.start_min), lesson)
    found = [_hard(rows[lesson.row], lesson, board.price(lesson.row, lesson.n)) for lesson in first.values()]
    costly = [lesson for lesson in found if lesson.points > 0]
    return tuple(sorted(costly, key=lambda lesson: (-lesson.points, lesson.when))[:MOST_LESSONS])


def _hard(subject: str, lesson: Lesson, price: Units) -> HardLesson:
    own = {code: units for code, units in price.items() if code in OF_PUPILS and units > 0}
    dearest = sorted(own, key=lambda code: -RULES[code].weight * own[code])
    return HardLesson(
        subject=subject, when=f"{DAY[Weekday(lesson.day)]} {clock(lesson.start_min)}", points=points_of(own),
        why=", ".join(f"{RULES[code].said} {own[code]}" for code in dearest),
    )  # fmt: skip


def unplaced_said(number: int) -> str:
    return counted(number, "занятие не размещено", "занятия не размещено", "занятий не размещено")
