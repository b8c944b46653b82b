"""Make-up plans: what they cost by the checker's own measures, compared with every plan there is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.repair import Answer, Lost, Option, Rules, make_up
from scheduler.repair.values import BY_DAY, WEIGHT
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable
from tests import builders

WEEKS = ({"id": "2026-W40", "monday": "2026-09-28"}, {"id": "2026-W41", "monday": "2026-10-05"})
FIRST, SECOND = "2026-W40", "2026-W41"
SOON = 5


def asked(problem: Problem, *names: str) -> list[Lost]:
    rows = {row.id: row for row in problem.rows}
    return [Lost(key=name, options=(Option(row=rows[name]),)) for name in names]


def said(answer: Answer) -> list[str]:
    return [builders.said(lesson) for _, lesson in answer.placed]


def with_plan(standing: Timetable, lessons: Sequence[Lesson]) -> Timetable:
    return standing.model_copy(update={"lessons": (*standing.lessons, *lessons)})


def points(problem: Problem, standing: Timetable, lessons: Sequence[Lesson]) -> int | None:
    """By the checker; None for a plan that breaks a rule that nothing broke before."""
    before, after = check(problem, standing), check(problem, with_plan(standing, lessons))
    if {v for v in after.violations if v.rule != "row.count"} - set(before.violations):
        return None
    late = sum(7 * (x.week == SECOND) + Weekday(x.day).number for x in lessons)
    return SOON * late + sum(WEIGHT[code] * (after.score[code] - before.score[code]) for code in BY_DAY)


def every_plan(problem: Problem, lost: Sequence[Lost]) -> Iterator[list[Lesson]]:
    """At most two on a day."""
    days = [(week.id, day) for week in problem.weeks for day in problem.days]
    minutes = range(problem.day_start_min, problem.day_end_min, problem.step_min)
    choices: list[list[Lesson | None]] = []
    for each in lost:
        row = each.options[0].row
        plain = builders.lesson(problem, f"{row.id} {FIRST} mon 08:00")
        choices.append([None])
        for (week, day), start, who in product(days, minutes, row.teachers):
            at = {
                "week": week,
                "day": day,
                "start_min": start,
                "end_min": start + row.lesson_min,
                "teacher": who,
            }
            choices[-1].append(plain.model_copy(update=at))
    for plan in product(*choices):
        lessons = [lesson for lesson in plan if lesson is not None]
        if max(Counter((x.week, x.day) for x in lessons).values(), default=0) <= 2:
            yield lessons


def tiny(seed: int) -> tuple[Problem, Timetable, list[Lost]]:
    """Two days of a morning, a child with lessons, a teacher with others; all else drawn."""
    draw = random.Random(seed)
    teachers = [
        builders.teacher(
            name, free=[builders.window(draw.choice(("08:00-12:00", "08:30-11:30", "09:00-12:00")))],
            busy=[builders.window("08:00-08:30")] if draw.random() < 0.4 else [],
            max_gap_min=draw.choice((None, 30, 60)), max_day_lessons=draw.choice((None, 2, 3)),
            max_week_min=draw.choice((None, 80, 120)),
        )
        for name in ("t1", "t2")
    ]  # fmt: skip
    wishes = [{"kind": "prefer", "weight": 1, **builders.window("09:00-10:30")}]
    pupils = [
        builders.pupil(
            wishes=wishes if draw.random() < 0.5 else [], max_day_lessons=draw.choice((2, 3)),
            max_teachers_day=draw.choice((None, 1, 2)),
        ),
        builders.pupil("p2", home="h2"),
    ]  # fmt: skip
    form = draw.choice(("home", "remote"))
    rows = [
        builders.row("own", teachers=["t1"], subject=draw.choice(("a", "c"))),
        builders.row("other", pupils=["p2"], teachers=["t1"]),
        builders.row("L1", teachers=draw.choice((["t1"], ["t1", "t2"])), subject="a"),
        builders.row(
            "L2", teachers=["t1"], subject=draw.choice(("a", "b")), form=form,
            block=draw.choice(("mandatory", "correction")),
        ),
    ]  # fmt: skip
    problem = builders.problem(
        rows=rows, teachers=teachers, pupils=pupils, weeks=WEEKS[:1], days=["mon", "tue"], day_end="12:00",
        step_min=30,
    )  # fmt: skip
    standing = builders.timetable(
        problem, f"own {draw.choice(('mon', 'tue'))} 09:00", f"other {draw.choice(('mon', 'tue'))} 10:30"
    )
    return problem, standing, asked(problem, "L1", "L2")


@pytest.mark.parametrize("seed", range(10))
def test_no_plan_of_a_tiny_week_is_better(seed: int) -> None:
    problem, standing, lost = tiny(seed)
    answer = make_up(problem, standing, lost)
    prices = [
        (len(lost) - len(plan), price)
        for plan in every_plan(problem, lost)
        if (price := points(problem, standing, plan)) is not None
    ]
    lessons = [lesson for _, lesson in answer.placed]
    assert points(problem, standing, lessons) == answer.points
    assert (len(answer.unmet), answer.points) == min(prices)
    assert answer.proved


def test_lessons_go_to_the_first_days_and_two_to_a_day_at_most() -> None:
    rows = [builders.row(f"L{n}", subject=f"s{n}") for n in range(3)]
    problem = builders.problem(rows=rows, weeks=WEEKS)
    answer = make_up(problem, builders.timetable(problem), asked(problem, "L0", "L1", "L2"))
    assert [lesson.day for _, lesson in answer.placed] == ["mon", "mon", "tue"]
    one = make_up(problem, builders.timetable(problem), asked(problem, "L0", "L1", "L2"), Rules(most_a_day=1))
    assert [lesson.day for _, lesson in one.placed] == ["mon", "tue", "wed"]


def test_what_does_not_fit_is_told_with_its_reason() -> None:
    rows = [builders.row(f"L{n}", subject="maths") for n in range(3)]
    teacher = builders.teacher(free=[builders.window("09:00-10:00", days=["mon", "thu"])])
    problem = builders.problem(rows=rows, teachers=[teacher], weeks=WEEKS[:1])
    answer = make_up(problem, builders.timetable(problem), asked(problem, "L0", "L1", "L2"))
    assert said(answer) == ["L0/1 2026-W40 mon 09:00 t1", "L1/1 2026-W40 thu 09:00 t1"]
    (unmet,) = answer.unmet
    assert unmet.key == "L2"
    assert "t1: вт нет свободного времени" in unmet.reasons


def test_minutes_of_a_teacher_are_counted_week_by_week() -> None:
    rows = [builders.row(f"L{n}", subject=f"s{n}") for n in range(3)]
    teacher = builders.teacher(max_week_min=80)
    problem = builders.problem(rows=rows, teachers=[teacher], weeks=WEEKS)
    answer = make_up(problem, builders.timetable(problem), asked(problem, "L0", "L1", "L2"))
    assert [lesson.week for _, lesson in answer.placed] == [FIRST, FIRST, SECOND]


def test_first_days_only_in_the_form_that_is_allowed_on_them() -> None:
    rows = [builders.row("home"), builders.row("remote", form="remote")]
    problem = builders.problem(rows=rows, weeks=WEEKS[:1])
    home, remote = problem.rows
    later = frozenset((FIRST, day) for day in (Weekday.WED, Weekday.THU, Weekday.FRI))
    options = (Option(row=home, on=later), Option(row=remote, price=10))
    answer = make_up(problem, builders.timetable(problem), [Lost(key="x", options=options)])
    assert [(lesson.day, lesson.form) for _, lesson in answer.placed] == [("mon", "remote")]
    dear = (Option(row=home, on=later), Option(row=remote, price=100))
    answer = make_up(problem, builders.timetable(problem), [Lost(key="x", options=dear)])
    assert [(lesson.day, lesson.form) for _, lesson in answer.placed] == [("wed", "home")]


def test_lessons_of_two_children_are_two_plans() -> None:
    rows = [builders.row("a"), builders.row("b", pupils=["p2"])]
    problem = builders.problem(rows=rows, pupils=[builders.pupil(), builders.pupil("p2")], weeks=WEEKS[:1])
    with pytest.raises(ValueError, match="one pupil at a time"):
        make_up(problem, builders.timetable(problem), asked(problem, "a", "b"))
