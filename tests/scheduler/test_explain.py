"""Why lessons are not placed: kind of proof, sentences with facts, exact against the brute force."""

from __future__ import annotations

import json
import os
from collections import Counter
from random import Random
from typing import Any

from scheduler.explain import explain, explain_row
from scheduler.explain.standing import Standing
from scheduler.preflight import capacity_of
from scheduler.preflight.spoken import Names
from scheduler.problem import Problem
from scheduler.terms import Proof
from scheduler.timetable import Lesson, Timetable, Unplaced
from scheduler.wire import parse_problem
from tests.scheduler.brute_force import Placed, World, violations
from tests.scheduler.corpus import base
from tests.scheduler.exact.tiny import tiny_problem

SEEDS = range(1000) if os.environ.get("TORTURE") else range(100)


def _problem(changes: dict[str, Any]) -> Problem:
    return parse_problem(json.dumps(base.patched(base.problem(), changes)).encode()).problem


def _lesson(
    row: str, n: int, week: str, day: str, start_min: int, teacher: str, form: str, place: str
) -> Lesson:
    return Lesson(
        row=row, n=n, week=week, day=day, start_min=start_min, end_min=start_min + 40,
        teacher=teacher, form=form, place=place,
    )  # fmt: skip


def _timetable(lessons: list[Lesson], unplaced: dict[str, int]) -> Timetable:
    entries = tuple(Unplaced(row=row, count=count) for row, count in unplaced.items())
    return Timetable(lessons=tuple(lessons), unplaced=entries)


def test_vacancy_is_impossible() -> None:
    (found,) = explain(_problem({"rows.0.teachers": []}), _timetable([], {"r1": 2}))
    assert (found.row, found.count, found.proof) == ("r1", 2, Proof.IMPOSSIBLE)
    (reason,) = found.reasons
    assert (reason.code, reason.text) == ("row.teacher", "r1 (p1): учитель не назначен, нужно 2 занятия")
    assert reason.facts == {"needed": 2, "available": 0}


def test_pool_without_room_is_impossible_while_no_more_is_unplaced_than_proved() -> None:
    # p3 has 8 lessons and 4 places (one a day, 4 days), all taken by r3: 4 unplaced are proved
    changes = {
        "days": ["tue", "thu"],
        "rows.2.lessons": 4,
        "rows.3.lessons": 4,
        "pupils.2.max_day_lessons": 1,
        "pupils.2.homes": [],
    }
    problem = _problem(changes)
    days = [(week, day) for week in ("w1", "w2") for day in ("tue", "thu")]
    taken = [_lesson("r3", n, *at, 840, "t3", "school", "s1") for n, at in enumerate(days, start=1)]
    (found,) = explain(problem, _timetable(taken, {"r4": 4}))
    assert found.proof == Proof.IMPOSSIBLE
    assert [reason.code for reason in found.reasons] == ["pupil.room"]
    # one of r3 less: the fifth unplaced lesson is not proved, and its place is open
    (first, second) = explain(problem, _timetable(taken[:3], {"r3": 1, "r4": 4}))
    assert (first.proof, second.proof) == (Proof.NOT_FOUND, Proof.NOT_FOUND)


def test_lesson_in_the_way_is_named() -> None:
    # t2 teaches p3 on Tuesday and Thursday 09:00-09:40 only; r1 of the same teacher stands there in w1 and w2
    window = [{"days": ["tue"], "start": "09:00", "end": "09:40"}]
    problem = _problem({"teachers.1.free": window, "rows.0.teachers": ["t2"]})
    standing = [_lesson("r1", n, f"w{n}", "tue", 540, "t2", "home", "h1") for n in (1, 2)]
    (found,) = explain(problem, _timetable(standing, {"r4": 2}))
    assert (found.proof, [reason.code for reason in found.reasons]) == (Proof.IMPOSSIBLE, ["teacher.room"])
    # with an hour more the arithmetic has nothing to say: the lesson stands in the middle of the window
    window = [{"days": ["tue"], "start": "09:00", "end": "11:00"}]
    problem = _problem({"teachers.1.free": window, "rows.0.teachers": ["t2"]})
    standing = [_lesson("r1", n, f"w{n}", "tue", 580, "t2", "home", "h1") for n in (1, 2)]
    (found,) = explain(problem, _timetable(standing, {"r4": 2}))
    assert found.proof == Proof.BLOCKED
    (reason,) = found.reasons
    # starts 09:00 to 10:20 every 5 minutes are 17 a week, 34 in two; 09:40-10:20 with the road leaves none
    assert (
        reason.text == "r4 (p3): учитель t2 с дорогой занят: r1 (p1) (вт) — закрыто 34 из 34 возможных начал"
    )
    assert (reason.code, reason.teacher) == ("teacher.clash", "t2")


def test_open_start_means_not_found() -> None:
    (found,) = explain(_problem({}), _timetable([], {"r3": 1}))
    assert (found.proof, found.reasons[0].code) == (Proof.NOT_FOUND, "open")


def test_row_that_is_placed_or_fits_has_nothing_to_explain() -> None:
    placed = explain_row(_problem({}), "r3", _timetable([], {}))
    assert (placed.count, placed.proof, placed.placed) == (0, None, True)
    alone = explain_row(_problem({}), "r3")
    assert (alone.count, alone.proof, alone.reasons) == (0, None, ())
    assert explain(_problem({}), _timetable([], {})) == ()


def test_row_alone_tells_what_its_pupil_lacks() -> None:
    changes = {
        "days": ["tue", "thu"],
        "rows.2.lessons": 4,
        "rows.3.lessons": 4,
        "pupils.2.max_day_lessons": 1,
    }
    found = explain_row(_problem(changes | {"pupils.2.homes": []}), "r3")
    assert [reason.text for reason in found.reasons] == [
        "p3: нужно 8 занятий, свободных мест 4 (в день не больше 1 занятия)"
    ]


def _random_lawful(world: World, seed: int) -> list[Placed]:
    """Random lessons added one by one while no rule breaks."""
    random, lessons = Random(seed), list[Placed]()
    for _ in range(30):
        row = random.choice(world.p.rows)
        if row.teachers and sum(lesson.row == row.id for lesson in lessons) < row.lessons:
            teacher = random.choice(row.teachers)
            week, day = random.choice(world.weeks), random.choice(world.days)
            more = Placed(row.id, week, day, random.randrange(540, 690, 30), teacher)
            lessons += [] if violations(world, [*lessons, more]) else [more]
    return lessons


def _as_timetable(world: World, lessons: list[Placed]) -> Timetable:
    count: Counter[str] = Counter()
    written = []
    for placed in lessons:
        row, teacher = world.row[placed.row], world.teacher[placed.teacher]
        pupil = world.pupil[row.pupils[0]]
        spots = {"remote": teacher.remote_place or teacher.school, "school": row.place or pupil.school}
        count[row.id] += 1
        written.append(
            Lesson(
                row=row.id,
                n=count[row.id],
                week=placed.week,
                day=placed.day,
                start_min=placed.start,
                end_min=placed.start + row.lesson_min,
                teacher=placed.teacher,
                form=row.form,
                place=spots.get(row.form, pupil.home),
            )
        )
    return Timetable(lessons=tuple(written), unplaced=())


def _open_starts(world: World, lessons: list[Placed], row_id: str) -> int:
    row = world.row[row_id]
    return sum(
        not violations(world, [*lessons, Placed(row_id, week, day, start, teacher)])
        for week in world.weeks
        for day in world.days
        for start in range(0, 24 * 60, 30)
        for teacher in dict.fromkeys(row.teachers)
    )


def test_open_starts_are_exactly_those_that_break_no_rule() -> None:
    judged = blocked = 0
    for seed in SEEDS:
        problem = tiny_problem(seed).model_copy(update={"pins": ()})
        world = World(problem)
        lessons = _random_lawful(world, seed)
        standing = Standing(capacity_of(problem).starts, Names(problem), _as_timetable(world, lessons))
        for row in problem.rows:
            if row.teachers and sum(lesson.row == row.id for lesson in lessons) < row.lessons:
                expected = _open_starts(world, lessons, row.id)
                assert standing.judge(row)[0] == expected, (seed, row.id)
                judged, blocked = judged + 1, blocked + (expected == 0)
    assert 0 < blocked < judged
