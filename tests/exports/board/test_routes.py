"""A teacher's day as a way, computed by hand and against the checker's own count."""

from __future__ import annotations

from exports.board.entries import Entries
from exports.board.routes import Route, Station, routes_of
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.terms import LessonForm
from scheduler.timetable import Timetable
from tests import builders
from tests.builders import window
from tests.exports.school import small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)


def routes(problem: Problem, timetable: Timetable) -> tuple[Route, ...]:
    return routes_of(Entries(problem, timetable))


def test_a_day_leads_from_school_to_home_to_home() -> None:
    # Monday of week 1: classes until 11:00 = 660; 12 min to h1, there at 672, lesson at 11:20 = 680: 8 min early.
    # Математика 11:20–12:00, break 10 min, Чтение 12:10–12:50 = 770; 8 min to h2, there at 778, Музыка 13:10 = 790:
    # 12 min early, until 13:40 = 820.
    route = routes(PROBLEM, TIMETABLE)[0]
    assert (route.day, route.teacher, route.weeks) == ("mon", "Озёрная А. А.", ("w1",))
    assert route.stations == (
        Station(
            start_min=510, end_min=660, place="СОШ № 1", who="", pupils=(), subjects=("уроки",), form=None,
            lessons=0,
        ),
        Station(
            start_min=680, end_min=770, place="ул. Ёлочная, 1", who="К-01, 5 «А»", pupils=("p1",),
            subjects=("Математика", "Чтение"), form=LessonForm.HOME, lessons=2, leave_min=660, travel_min=12,
            wait_min=8, pause_min=10,
        ),
        Station(
            start_min=790, end_min=820, place="ул. Ёлочная, 2", who="К-02, 6 «Б»", pupils=("p2",),
            subjects=("Музыка",), form=LessonForm.HOME, lessons=1, leave_min=770, travel_min=8, wait_min=12,
        ),
    )  # fmt: skip
    assert (route.travel_min, route.wait_min, route.lessons) == (20, 30, 3)


def test_days_are_in_order_and_differ_by_week() -> None:
    found = [
        (route.day, route.teacher_id, route.weeks, route.lessons) for route in routes(PROBLEM, TIMETABLE)
    ]
    assert found == [
        ("mon", "t1", ("w1",), 3), ("mon", "t1", ("w2",), 1), ("mon", "t2", ("w1", "w2"), 1),
        ("tue", "t1", ("w2",), 1), ("tue", "t2", ("w2",), 1),
    ]  # fmt: skip


def test_a_remote_lesson_is_a_station_where_the_teacher_sits() -> None:
    station = routes(PROBLEM, TIMETABLE)[2].stations[0]
    assert (station.place, station.who, station.form) == ("СОШ № 2", "К-02, 6 «Б»", LessonForm.REMOTE)


def test_time_between_two_classes_is_no_waiting() -> None:
    # classes at s1 until 09:10, at s2 from 10:10: 30 min of way count, 30 min to spare do not; the lesson at 11:00
    # is at s2, 10 min after the classes there end
    busy = [window("08:30-09:10", place="s1"), window("10:10-10:50", place="s2")]
    problem = builders.problem(
        teachers=[builders.teacher(busy=busy)], rows=[builders.row(form="school", place="s2")], days=["mon"]
    )
    timetable = builders.timetable(problem, "r1 mon 11:00")
    (route,) = routes(problem, timetable)
    assert [(s.travel_min, s.wait_min, s.leave_min) for s in route.stations] == [
        (0, 0, None), (30, 0, 550), (0, 10, None),
    ]  # fmt: skip
    score = check(problem, timetable).score
    assert (route.travel_min, route.wait_min) == (score["travel"], score["idle"]) == (30, 10)


def test_routes_of_the_demo_school_add_up_to_the_score(demo: tuple[Problem, Timetable]) -> None:
    # classes are at one school each, so that days without lessons add no travel
    problem, timetable = demo
    score = check(problem, timetable).score
    found = routes(problem, timetable)
    assert sum(route.travel_min * len(route.weeks) for route in found) == score["travel"]
    assert sum(route.wait_min * len(route.weeks) for route in found) == score["idle"]
    assert sum(route.lessons * len(route.weeks) for route in found) == len(timetable.lessons)
