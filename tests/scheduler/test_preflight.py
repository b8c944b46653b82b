"""Arithmetic before solving: the numbers by hand, no false alarm against all timetables of tiny problems."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from scheduler.preflight import Finding, arithmetic, capacity_of, judge_pins, preflight
from scheduler.preflight.flow import SINK, SOURCE, Network
from scheduler.preflight.starts import packed, starts_between, starts_inside
from scheduler.problem import Problem
from scheduler.wire import parse_problem
from tests.scheduler.corpus import base
from tests.scheduler.exact.all_timetables import best
from tests.scheduler.exact.tiny import tiny_problem

SEEDS = range(600) if os.environ.get("TORTURE") else range(80)


def _problem(changes: dict[str, Any]) -> Problem:
    return parse_problem(json.dumps(base.patched(base.problem(), changes)).encode()).problem


def _found(changes: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    found = preflight(_problem(changes))
    return [(finding.code, finding.text, finding.needed, finding.available) for finding in found]


def test_problem_that_works_out_has_no_finding() -> None:
    assert preflight(_problem({})) == ()


def test_vacancy_blocks_all_its_lessons() -> None:
    assert _found({"rows.0.teachers": []}) == [
        ("row.teacher", "r1 (p1): учитель не назначен, нужно 2 занятия", 2, 0)
    ]


def test_windows_that_never_meet_are_named_and_nothing_else() -> None:
    # the teacher is free from 13:30, the adult leaves at 12:00
    text = (
        "Математика (К-17): для занятия 40 мин нет ни одного возможного времени: "
        "свободное время (учитель Ветров Б. Б.): 13:30–18:00, а взрослый дома у К-17: пн, вт 08:00–12:00"
    )
    changes = {
        "rows.0.teachers": ["t1"],
        "rows.0.title": "Математика",
        "rows.1.pupils": ["p2"],
        "teachers.0.title": "Ветров Б. Б.",
        "pupils.0.title": "К-17",
        "pupils.0.adult_home": [{"days": ["mon", "tue"], "start": "08:00", "end": "12:00"}],
        "pupils.0.avoid": [{"days": ["fri"], "start": "08:00", "end": "09:00"}],
    }
    assert _found(changes) == [("row.start", text, 2, 0)]


def test_window_shorter_than_the_lesson_is_named() -> None:
    why = "свободное время (учитель t3): 09:00–09:35"
    text = f"r3 (p3): для занятия 40 мин нет ни одного возможного времени: {why}"
    assert _found({"teachers.2.free.0.end": "09:35"}) == [("row.start", text, 2, 0)]


def test_row_with_more_lessons_than_days_is_counted() -> None:
    # t2 is free on Tuesday and Thursday of two weeks, one lesson of the subject a day: 4 places for 9 lessons
    text = "r4 (p3): нужно 9 занятий, свободных мест 4 (4 подходящих дня за 2 недели, в день не больше 1)"
    assert _found({"rows.3.lessons": 9}) == [("row.room", text, 9, 4)]


def test_row_that_cannot_be_even_names_the_short_weeks() -> None:
    # 4 lessons in 2 weeks are 2 a week; t2 has three days in w1 and only Friday in w2
    text = (
        "r4 (p3): нужно 4 занятия, свободных мест 3 "
        "(поровну по неделям не больше 2 в неделю, а мест меньше в неделях w2: 1)"
    )
    changes = {
        "rows.3.lessons": 4,
        "teachers.1.free.0.days": ["tue", "thu", "fri"],
        "closed": [{"week": "w2", "day": "tue"}, {"week": "w2", "day": "thu"}],
    }
    assert _found(changes) == [("row.room", text, 4, 3)]


def test_rhythm_that_no_slot_fits_in_both_weeks_is_counted() -> None:
    # 2 lessons in 2 weeks may use one (day, start) slot; Tuesday is open in w1 only, Thursday in w2 only
    text = (
        "r4 (p3): нужно 2 занятия, свободных мест 1 "
        "(ритм допускает 1 время в неделю, в каждую неделю они подходят не все)"
    )
    free = [
        {"days": ["tue"], "weeks": ["w1"], "start": "09:00", "end": "15:00"},
        {"days": ["thu"], "weeks": ["w2"], "start": "09:00", "end": "15:00"},
    ]
    changes = {"teachers.1.free": free, "rows.0.teachers": ["t1"]}
    assert _found(changes) == [("row.room", text, 2, 1)]


def test_weekly_limit_of_the_only_teacher_is_counted() -> None:
    # 60 minutes a week hold one lesson of 40; 4 lessons in 2 weeks need two a week
    text = "r4 (p3): нужно 4 занятия, свободных мест 2 (учитель t2: не больше 60 мин в неделю)"
    changes = {"rows.3.lessons": 4, "teachers.1.max_week_min": 60, "rows.0.teachers": ["t1"]}
    found = _found(changes)
    assert found == [("row.room", text, 4, 2)]


def test_pupil_with_too_few_places_in_the_days_is_counted() -> None:
    # p3: r3 and r4, 4 lessons each; on 4 taught days only one lesson a day fits: 8 wanted, 4 places;
    # each row by itself has room (4 days)
    changes = {
        "days": ["tue", "thu"],
        "rows.2.lessons": 4,
        "rows.3.lessons": 4,
        "pupils.2.max_day_lessons": 1,
        "pupils.2.homes": [],
    }
    text = "p3: нужно 8 занятий, свободных мест 4 (в день не больше 1 занятия)"
    assert _found(changes) == [("pupil.room", text, 8, 4)]


def test_two_teachers_with_too_short_days_are_counted_as_one_pool() -> None:
    # t1 and t2 are free 14:00-14:40 on Tuesday: 2 places a week, 4 in two weeks, for three rows of 2 lessons
    window = [{"days": ["tue"], "start": "14:00", "end": "14:40"}]
    changes = {
        "teachers.0.free": window,
        "teachers.1.free": window,
        "rows.1.teachers": ["t2", "t1"],
        "rows.1.pupils": ["p2"],
        "rows.3.teachers": ["t1", "t2"],
    }
    found = _found(changes)
    assert found == [("teacher.room", "t1, t2: нужно 6 занятий, свободных мест 4", 6, 4)]


def test_weekly_minutes_of_a_teacher_are_counted() -> None:
    # t1 alone: r1 and r2 with 2 lessons of 40 each = 160 minutes; 70 a week over 2 weeks are 140
    changes = {"rows.0.teachers": ["t1"], "teachers.0.max_week_min": 70}
    # one lesson a week fits into 70 minutes, so the lessons are short as well: 4 wanted, 2 places
    assert _found(changes) == [
        ("teacher.room", "t1: нужно 4 занятия, свободных мест 2", 4, 2),
        ("teacher.minutes", "t1: нужно 160 мин занятий за 2 недели, по нагрузке допустимо 140", 160, 140),
    ]


def test_window_on_a_day_that_is_not_taught_is_a_warning() -> None:
    window = {"days": ["sat"], "start": "09:00", "end": "12:00"}
    (finding,) = preflight(_problem({"teachers.0.free.+": window}))
    assert (finding.severity, finding.fields) == ("warns", ("teachers.0.free.1.days",))
    assert finding.text == "t1: свободное время указано на дни без занятий (сб)"


def test_lesson_over_the_dated_norm_is_a_warning() -> None:
    # a lesson is at most 40 minutes with ОВЗ and at most 45 without (СП 2.4.3648-20)
    weeks = [{"id": "w1", "monday": "2026-09-28"}, {"id": "w2", "monday": "2026-10-05"}]
    changes = {"weeks": weeks, "rows.0.lesson_min": 45, "rows.1.lesson_min": 45}
    (finding,) = preflight(_problem(changes))
    assert (finding.severity, finding.fields) == ("warns", ("rows.1.lesson_min",))
    assert finding.text == "r2 (p2): занятие 45 мин, по норме не больше 40"


def _pin(row: str, day: str, start: str, week: str = "w1", **more: str) -> dict[str, str]:
    return {"row": row, "week": week, "day": day, "start": start} | more


def test_pins_that_stand_get_their_teachers() -> None:
    # r1 may be taught by t1 or t2; t1 is held at 14:00 by r2's pin, and t2 is free on Tuesday
    verdict = judge_pins(_problem({"pins": [_pin("r2", "tue", "12:00"), _pin("r1", "tue", "13:00")]}))
    assert verdict.stands is False  # r2 has only t1, who is free from 13:30
    verdict = judge_pins(_problem({"pins": [_pin("r3", "tue", "14:00"), _pin("r1", "tue", "13:00")]}))
    assert (verdict.stands, verdict.teachers) == (True, {"r1": "t2", "r3": "t3"})


@pytest.mark.parametrize(
    ("pins", "code", "fields"),
    [
        ([_pin("r3", "tue", "14:03")], "pin.frame", ("pins.0",)),
        ([_pin("r3", "sun", "14:00")], "pin.frame", ("pins.0",)),
        ([_pin("r4", "mon", "14:00")], "pin.teacher.free", ("pins.0",)),
        ([_pin("r3", "tue", "14:00", teacher="t1")], "pin.teacher.candidate", ("pins.0",)),
        ([_pin("r3", "mon", "14:00"), _pin("r3", "tue", "14:00")], "pin.week.even", ("pins.0", "pins.1")),
    ],
)
def test_pin_that_contradicts_is_named_with_its_rule(
    pins: list[dict[str, str]], code: str, fields: tuple[str, ...]
) -> None:
    findings = judge_pins(_problem({"pins": pins})).findings
    assert (code, fields) in [(finding.code, finding.fields) for finding in findings]


def test_two_pins_at_once_name_each_other() -> None:
    pins = [_pin("r3", "tue", "13:40"), _pin("r4", "tue", "14:00")]
    (finding,) = judge_pins(_problem({"pins": pins})).findings
    assert (finding.code, finding.fields, finding.severity) == (
        "pin.pupil.clash",
        ("pins.0", "pins.1"),
        "blocks",
    )
    assert finding.text == (
        "Закреплённые занятия противоречат правилу «перемены ученика»: "
        "r3 (p3), неделя w1, вт 13:40; r4 (p3), неделя w1, вт 14:00"
    )


def test_pin_given_twice_is_one_lesson() -> None:
    pins = [_pin("r3", "tue", "14:00"), _pin("r3", "tue", "14:00", teacher="t3"), _pin("r3", "tue", "14:00")]
    assert judge_pins(_problem({"pins": pins})).stands is True


def _lessons_missing(finding: Finding, problem: Problem) -> int:
    if not finding.code.endswith(".minutes"):
        return finding.missing
    longest = max(row.lesson_min for row in problem.rows if row.id in finding.rows)
    return -(-finding.missing // longest)


def test_blocking_findings_are_never_more_than_all_timetables_leave_unplaced() -> None:
    judged = proved = 0
    for seed in SEEDS:
        problem = tiny_problem(seed)
        answer = best(problem, most=5_000)
        if answer is None or answer.key is None:
            continue
        judged += 1
        findings = list(arithmetic(capacity_of(problem)))
        alone = sum(finding.missing for finding in findings if finding.code.startswith("row."))
        together = max((_lessons_missing(finding, problem) for finding in findings), default=0)
        assert max(alone, together) <= answer.score["unplaced"], seed
        proved += bool(findings)
    assert judged >= 40
    assert proved >= 15


def test_pins_stand_exactly_when_some_timetable_keeps_them() -> None:
    answers = set()
    for seed in SEEDS:
        problem = tiny_problem(seed)
        answer = best(problem, most=5_000) if problem.pins else None
        if answer is not None:
            verdict = judge_pins(problem)
            assert verdict.stands == (answer.key is not None), seed
            assert bool(verdict.findings) == (answer.key is None), seed
            answers.add(verdict.stands)
    assert answers == {True, False}


def test_flow_fills_a_network_and_names_the_short_side() -> None:
    # a wants 3, b wants 1; a reaches x (1), b reaches y (5): 2 units flow, a is short by 2
    network = Network()
    for origin, target, most in (
        (SOURCE, "a", 3),
        (SOURCE, "b", 1),
        ("a", "x", 3),
        ("b", "y", 1),
        ("x", SINK, 1),
        ("y", SINK, 5),
    ):
        network.add(origin, target, most)
    assert network.push_all() == 2
    assert network.short_side() == {SOURCE, "a", "x"}


def test_flow_gives_way_where_a_first_choice_was_wrong() -> None:
    # a fits x and y, b only x: both are served although a may have taken x first
    network = Network()
    for origin, target in (
        (SOURCE, "a"),
        (SOURCE, "b"),
        ("a", "x"),
        ("a", "y"),
        ("b", "x"),
        ("x", SINK),
        ("y", SINK),
    ):
        network.add(origin, target, 1)
    assert network.push_all() == 2


def test_starts_are_counted_inside_windows_and_apart() -> None:
    # 09:00-10:00 and 10:00-11:00 adjoin: a lesson of 90 minutes starts from 09:00 to 09:30, 31 minutes
    mask = starts_inside([(540, 600), (600, 660)], 90)
    assert mask == starts_between(540, 570)
    assert mask.bit_count() == 31
    # starts 50 minutes apart between 09:00 and 11:00: 09:00, 09:50, 10:40
    assert packed(starts_between(540, 660), 50) == 3
    assert packed(0, 50) == 0
