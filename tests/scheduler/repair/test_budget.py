"""Make-ups with a budget of changes: compared with lifting every single lesson, judged by the checker."""

from __future__ import annotations

import random
from itertools import product

import pytest

from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.repair import Lost, Movable, Moving, Option, make_up, make_up_moving
from scheduler.repair.values import BY_DAY, WEIGHT
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable
from tests import builders

WEEKS = ({"id": "2026-W40", "monday": "2026-09-28"},)
MOVE = 60


def asked(problem: Problem, *names: str) -> list[Lost]:
    rows = {row.id: row for row in problem.rows}
    return [Lost(key=name, options=(Option(row=rows[name]),)) for name in names]


def movable(problem: Problem, standing: Timetable, **rows: str) -> list[Movable]:
    """own row → the row it would be given as."""
    known = {row.id: row for row in problem.rows}
    return [
        Movable(key=own, lesson=lesson, option=Option(row=known[rows[own]], price=MOVE))
        for own in rows
        for lesson in standing.lessons
        if lesson.row == own
    ]


def told(found: Moving) -> tuple[list[str], list[str]]:
    lessons = [builders.said(lesson) for _, lesson in found.answer.placed]
    return lessons, [builders.said(lesson) for _, lesson in found.moved]


def one_slot() -> tuple[Problem, Timetable]:
    """t1 can on Monday 09:00–10:00 only, where t2's lesson stands, who can on Tuesday, too."""
    teachers = [
        builders.teacher("t1", free=[builders.window("09:00-10:00", days=["mon"])]),
        builders.teacher("t2", free=[builders.window("09:00-10:00", days=["mon", "tue"])]),
    ]
    rows = [
        builders.row("own", teachers=["t2"], subject="b"), builders.row("L", teachers=["t1"], subject="a"),
        builders.row("own#", teachers=["t2"], subject="b"),
    ]  # fmt: skip
    problem = builders.problem(rows=rows, teachers=teachers, weeks=WEEKS, days=["mon", "tue"])
    return problem, builders.timetable(problem, "own mon 09:00")


def test_a_published_lesson_moves_only_where_it_may() -> None:
    problem, standing = one_slot()
    lost, own = asked(problem, "L"), movable(problem, standing, own="own#")
    stays = make_up_moving(problem, standing, lost, own, 0)
    assert told(stays) == ([], [])
    assert len(stays.answer.unmet) == 1
    moves = make_up_moving(problem, standing, lost, own, 1)
    assert told(moves) == (["L/1 2026-W40 mon 09:00 t1"], ["own#/1 2026-W40 tue 09:00 t2"])
    assert moves.proved


def test_nothing_moves_where_all_has_a_place_without() -> None:
    rows = [builders.row("own", subject="b"), builders.row("L"), builders.row("own#", subject="b")]
    problem = builders.problem(rows=rows, weeks=WEEKS)
    standing = builders.timetable(problem, "own mon 09:00")
    found = make_up_moving(problem, standing, asked(problem, "L"), movable(problem, standing, own="own#"), 3)
    assert (found.moved, found.answer) == ((), make_up(problem, standing, asked(problem, "L")))
    assert found.proved


def test_a_lesson_without_another_place_stays() -> None:
    problem, standing = one_slot()
    only = problem.model_copy(
        update={"teachers": (problem.teachers[0], problem.teachers[1].model_copy(
            update={"free": problem.teachers[0].free}
        ))}
    )  # fmt: skip
    found = make_up_moving(only, standing, asked(only, "L"), movable(only, standing, own="own#"), 2)
    assert told(found) == ([], [])


def tiny(seed: int) -> tuple[Problem, Timetable]:
    """Two own lessons stand where the teachers of the lost ones have their little time; all else drawn."""
    draw = random.Random(seed)
    spans = ("09:00-10:00", "09:30-10:30", "10:30-11:30")

    def teacher(name: str, first: dict[str, object]) -> dict[str, object]:
        more = [builders.window(draw.choice(spans), days=[draw.choice(("mon", "tue"))])] * draw.choice((0, 1))
        return builders.teacher(name, free=[first, *more])

    mon, tue = (builders.window("09:00-10:00", days=[day]) for day in ("mon", "tue"))
    rows = [
        builders.row("a", teachers=["t1"], subject="a"), builders.row("b", teachers=["t2"], subject="b"),
        builders.row("a#", teachers=["t1"], subject="a"), builders.row("b#", teachers=["t2"], subject="b"),
        builders.row("L1", teachers=["t3"], subject="c"),
        builders.row("L2", teachers=[draw.choice(("t1", "t3"))], subject=draw.choice(("c", "d"))),
    ]  # fmt: skip
    problem = builders.problem(
        rows=rows, pupils=[builders.pupil(max_day_lessons=draw.choice((2, 3)))], weeks=WEEKS,
        teachers=[teacher("t1", mon), teacher("t2", tue), teacher("t3", draw.choice((mon, tue)))],
        days=["mon", "tue"], day_end="12:00", step_min=30,
    )  # fmt: skip
    return problem, builders.timetable(problem, "a mon 09:00", "b tue 09:00")


def best_of_all(problem: Problem, standing: Timetable, most: int) -> tuple[int, int]:
    """(lost lessons left over, moves) of the best plan there is: every start at which the teacher is free tried."""
    places: dict[str, list[Lesson | None]] = {}
    rows = {row.id: row for row in problem.rows}
    for name in ("L1", "L2", "a#", "b#"):
        plain = builders.lesson(problem, f"{name} mon 09:00")
        places[name] = [None] + [
            plain.model_copy(update={"day": day, "start_min": at, "end_min": at + rows[name].lesson_min})
            for day in (Weekday.MON, Weekday.TUE)
            for at in range(540, 720, 30)
            if any(
                day in (window.days or ()) and window.start_min <= at and at + 40 <= window.end_min
                for teacher in problem.teachers
                if teacher.id == rows[name].teachers[0]
                for window in teacher.free
            )
        ]
    before = {v for v in check(problem, standing).violations if v.rule != "row.count"}
    best = (9, 9)
    for plan in product(*places.values()):
        chosen = dict(zip(places, plan, strict=True))
        moves = [name for name in ("a", "b") if chosen[f"{name}#"] is not None]
        left = sum(chosen[name] is None for name in ("L1", "L2"))
        if len(moves) > most or (left, len(moves)) >= best:
            continue
        a_day = [x.day for x in plan if x is not None]
        if any(a_day.count(day) > 2 for day in a_day):
            continue
        kept = tuple(x for x in standing.lessons if x.row not in moves)
        whole = standing.model_copy(update={"lessons": (*kept, *(x for x in plan if x is not None))})
        after = {v for v in check(problem, whole).violations if v.rule != "row.count"}
        if after <= before:
            best = (left, len(moves))
    return best


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_of_a_tiny_week_with_one_move_is_better(seed: int) -> None:
    problem, standing = tiny(seed)
    found = make_up_moving(
        problem, standing, asked(problem, "L1", "L2"), movable(problem, standing, a="a#", b="b#"), 1
    )
    assert (len(found.answer.unmet), len(found.moved)) == best_of_all(problem, standing, 1)
    gone = {key for key, _ in found.moved}
    kept = tuple(x for x in standing.lessons if x.row not in gone)
    new = (*(x for _, x in found.answer.placed), *(x for _, x in found.moved))
    whole = standing.model_copy(update={"lessons": (*kept, *new)})
    assert {v.rule for v in check(problem, whole).violations} <= {"row.count"}


def test_the_points_are_those_of_the_checker() -> None:
    problem, standing = one_slot()
    found = make_up_moving(problem, standing, asked(problem, "L"), movable(problem, standing, own="own#"), 1)
    lifted = standing.model_copy(update={"lessons": ()})
    new = (*(x for _, x in found.answer.placed), *(x for _, x in found.moved))
    before, after = check(problem, lifted), check(problem, standing.model_copy(update={"lessons": new}))
    day = sum(WEIGHT[code] * (after.score[code] - before.score[code]) for code in BY_DAY)
    assert found.answer.points == day + MOVE + 5  # the lesson that moves waits a day, five points
