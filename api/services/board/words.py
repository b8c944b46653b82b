"""Steps and changes of score in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.services.board.held import Held
from api.services.board.state import Change, PinKind, StepKind
from api.services.runs.differences import Words, differences
from api.services.runs.lifting import SAID
from api.services.runs.rules import REASON
from models.timetable import LiftReason
from scheduler.problem import Problem
from scheduler.rulebook import GOALS, RULES, UNPLACED
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson, Timetable

PIN = {PinKind.DAY: "день", PinKind.TIME: "время", PinKind.TEACHER: "учитель"}


def step_said(problem: Problem, change: Change) -> tuple[str, ...]:
    """`Математика, К-03: вт 10:00 → ср 11:20`; several sentences where several rows moved."""
    words = Words(problem)
    if change.kind == StepKind.PINS:
        return _pins_said(words, change)
    before, after = (Timetable(lessons=each, unplaced=()) for each in (change.before, change.after))
    rows = {lesson.row for lesson in (*change.before, *change.after)}
    told = [words.said(each) for each in differences(problem, before, after, rows)]
    return (*told, *_in_spite_said(change))


def _in_spite_said(change: Change) -> Iterator[str]:
    """`в обход правила: окно учителя больше, чем он согласен ждать; причина: договорились с учителем`."""
    if change.lifted:
        reason = ", ".join(filter(None, (REASON[LiftReason(change.reason)], change.words)))
        yield f"в обход правила: {', '.join(SAID[code] for code in change.lifted.rules)}; причина: {reason}"


def _pins_said(words: Words, change: Change) -> tuple[str, ...]:
    told: dict[tuple[str, tuple[PinKind, ...]], None] = {}
    for (row, _), kinds in change.pins.items():
        told.setdefault((row, tuple(kind for kind in PinKind if kind in kinds)))
    return tuple(
        f"{words.lesson(row)}: "
        + (f"закреплено: {', '.join(PIN[kind] for kind in kinds)}" if kinds else "закрепление снято")
        for row, kinds in told
    )


def score_said(score: Mapping[str, int]) -> str:
    """`минут в дороге −12, пожеланий не учтено +1`; empty when nothing changes."""
    codes = [rule.code for rule in (UNPLACED, *GOALS) if score.get(rule.code)]
    return ", ".join(f"{RULES[code].said} {signed(score[code])}" for code in codes)


def signed(number: int) -> str:
    """`+3`, `−12`, `0`."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def lesson_said(held: Held, lesson: Lesson) -> str:
    """`Математика (К-17), вт 10:00`."""
    return f"{held.names.row(held.rows[lesson.row])}, {when_said(lesson)}"


def when_said(lesson: Lesson) -> str:
    return f"{DAY[Weekday(lesson.day)]} {clock(lesson.start_min)}"
