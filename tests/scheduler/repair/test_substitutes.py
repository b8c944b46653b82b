"""Substitutes: who can, what it costs, and the best way to share lessons out, compared with every way there is."""

from __future__ import annotations

import random
from itertools import product

import pytest

from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.repair import Vacancy, cover
from scheduler.repair.values import WEIGHT
from scheduler.terms import Weekday
from scheduler.timetable import Timetable
from tests import builders

WEEK = "2026-W40"
WEEKS = ({"id": WEEK, "monday": "2026-09-28"},)
OF_TEACHERS = ("travel", "idle", "visits")
STARTS = {"a": ("mon", 600), "b": ("mon", 650), "c": ("tue", 600), "d": ("tue", 650)}


def vacancies(problem: Problem, *names: str) -> list[Vacancy]:
    rows = {row.id: row for row in problem.rows}
    return [
        Vacancy(key=name, row=rows[name], slot=(WEEK, Weekday(STARTS[name][0])), start_min=STARTS[name][1])
        for name in names
    ]


def drawn(seed: int) -> tuple[Problem, Timetable, list[Vacancy]]:
    draw = random.Random(seed)
    teachers = [
        builders.teacher(
            name, free=[builders.window(draw.choice(("08:00-19:00", "10:00-11:30", "08:00-10:45")))],
            max_week_min=draw.choice((None, 80, 120)), max_day_lessons=draw.choice((None, 2)),
            max_gap_min=draw.choice((None, 30)),
        )
        for name in ("t1", "t2", "t3")
    ]  # fmt: skip
    homes = [
        builders.pupil("p1", max_teachers_day=draw.choice((None, 1, 2))),
        builders.pupil("p2", home="h2"),
        builders.pupil("p3", home="h3"),
    ]
    rows = [
        builders.row(
            name, pupils=[draw.choice(("p1", "p2"))], subject=name, teachers=draw.sample(("t1", "t2", "t3"), 2)
        )
        for name in STARTS
    ]  # fmt: skip
    rows.append(builders.row("stands", pupils=["p3"], teachers=["t1"]))
    problem = builders.problem(rows=rows, teachers=teachers, pupils=homes, weeks=WEEKS)
    return problem, builders.timetable(problem, "stands mon 11:40"), vacancies(problem, *STARTS)


def price(problem: Problem, standing: Timetable, chosen: dict[str, str]) -> int | None:
    """By the checker, None for a plan that breaks a rule."""
    days = {name: f"{name} {day} {start // 60:02d}:{start % 60:02d}" for name, (day, start) in STARTS.items()}
    lessons = [builders.lesson(problem, f"{days[name]} {who}") for name, who in chosen.items()]
    before, after = (
        check(problem, each)
        for each in (
            standing,
            standing.model_copy(update={"lessons": (*standing.lessons, *lessons)}),
        )
    )
    if {v for v in after.violations if v.rule != "row.count"} - set(before.violations):
        return None
    return sum(WEIGHT[code] * (after.score[code] - before.score[code]) for code in OF_TEACHERS)


@pytest.mark.parametrize("seed", range(8))
def test_no_way_to_share_lessons_out_is_better(seed: int) -> None:
    problem, standing, open_lessons = drawn(seed)
    found = cover(problem, standing, open_lessons)
    ways = []
    for way in product(*((None, *each.row.teachers) for each in open_lessons)):
        chosen = {each.key: who for each, who in zip(open_lessons, way, strict=True) if who is not None}
        if (cost := price(problem, standing, chosen)) is not None:
            ways.append((4 - len(chosen), cost))
    assert (len(found.left), found.points) == min(ways)
    assert price(problem, standing, dict(found.plan)) == found.points
    assert found.proved


def test_whoever_cannot_is_told_with_the_reason_and_stands_last() -> None:
    busy = builders.teacher("t1", free=[builders.window("12:00-19:00")])
    rows = [builders.row("a", teachers=["t1", "t2"]), builders.row("stands", pupils=["p2"], teachers=["t2"])]
    problem = builders.problem(
        rows=rows, teachers=[busy, builders.teacher("t2")],
        pupils=[builders.pupil(), builders.pupil("p2", home="h2")], weeks=WEEKS,
    )  # fmt: skip
    found = cover(problem, builders.timetable(problem, "stands mon 09:00"), vacancies(problem, "a"))
    first, last = found.candidates["a"]
    # 8 minutes from h2 to h1, 12 minutes of waiting after them, one more visit
    assert (first.teacher, first.points, first.road_min) == ("t2", 8 + 12 + 10 + 30, 8)
    assert (last.teacher, last.points, last.reasons) == ("t1", None, ("t1: свободное время пн 12:00–19:00",))
    assert found.plan == {"a": "t2"}
