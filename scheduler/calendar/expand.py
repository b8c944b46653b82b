"""From a timetable to lessons on dates: what is held, what lapses and why. Pure: no clock, no solver."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scheduler.calendar.judge import Judge, Why
from scheduler.calendar.lessons import DatedLesson, Expansion, Lapse, Validity, lesson_id
from scheduler.calendar.network import Network, Years
from scheduler.calendar.stands import CycleStands, Stand, dated_stands
from scheduler.calendar.year import Parity
from scheduler.errors import BadFileError, Fault
from scheduler.problem import Problem
from scheduler.shape import shown
from scheduler.terms import Weekday
from scheduler.timetable import Timetable


def expand(
    problem: Problem,
    timetable: Timetable,
    years: Years,
    *,
    parity: Parity = Parity.CALENDAR,
    first: date,
    last: date,
    validity: Validity | None = None,
    reference: str | None = None,
) -> Expansion:
    """Lessons of first to last, both inclusive. `reference`: the school whose year counts the cycle's weeks,
    by default the first pupil's. A school without a year keeps the reference's.

    Raises MissingYearError without a year of the reference, BadFileError for a timetable that speaks of rows,
    weeks, days or teachers the problem does not have (the checker names them, too).
    """
    _refuse_strangers(problem, timetable)
    network = Network(problem, years, reference)
    judge = Judge(problem, network, parity, validity or {})
    held: list[DatedLesson] = []
    lapsed: list[Lapse] = []
    for stand in _stands(problem, timetable, network, parity, first, last):
        name = lesson_id(stand.lesson.row, stand.on, stand.ordinal)
        pupils, absent = judge.verdict(stand)
        if pupils:
            held.append(_dated(name, stand, pupils))
        lapsed += [_lapse(name, stand, why, tuple(who)) for why, who in absent.items()]
    held.sort(key=lambda each: (each.on, each.start_min, each.end_min, each.row, each.n))
    lapsed.sort(key=lambda each: (each.on, each.start_min, each.end_min, each.row, each.n))
    return Expansion(lessons=tuple(held), lapsed=tuple(lapsed))


def _stands(
    problem: Problem, timetable: Timetable, network: Network, parity: Parity, first: date, last: date
) -> Iterator[Stand]:
    if problem.dated:
        return (each for each in dated_stands(problem, timetable) if first <= each.on <= last)
    return CycleStands(problem, timetable, network, parity).between(first, last)


def _dated(name: str, stand: Stand, pupils: tuple[str, ...]) -> DatedLesson:
    lesson = stand.lesson
    return DatedLesson(
        id=name,
        row=lesson.row,
        n=lesson.n,
        week=lesson.week,
        on=stand.on,
        start_min=lesson.start_min,
        end_min=lesson.end_min,
        teacher=lesson.teacher,
        form=lesson.form,
        place=lesson.place,
        pupils=pupils,
    )


def _lapse(name: str, stand: Stand, why: Why, pupils: tuple[str, ...]) -> Lapse:
    lesson = stand.lesson
    return Lapse(
        id=name,
        row=lesson.row,
        n=lesson.n,
        week=lesson.week,
        on=stand.on,
        start_min=lesson.start_min,
        end_min=lesson.end_min,
        teacher=lesson.teacher,
        pupils=pupils,
        kind=why[0],
        text=why[1],
    )


def _refuse_strangers(problem: Problem, timetable: Timetable) -> None:
    known: dict[str, set[str]] = {
        "row": {row.id for row in problem.rows},
        "week": {week.id for week in problem.weeks},
        "day": {str(day) for day in Weekday},
        "teacher": {teacher.id for teacher in problem.teachers},
    }
    faults = [
        Fault(f"lessons.{index}.{key}", shown(getattr(lesson, key)), f"a {key} of the problem")
        for index, lesson in enumerate(timetable.lessons)
        for key, names in known.items()
        if getattr(lesson, key) not in names
    ]
    if faults:
        raise BadFileError("timetable", faults)
