"""The search: what it holds of itself is what the checker says, at every step and on every kind of network."""

from __future__ import annotations

import pytest

from scheduler.checks import check
from scheduler.engine.fields import B_MASK, BROKEN, R_LEFT, RNG, UNITS, UNPLACED, at, view
from scheduler.engine.layout_people import travel_table
from scheduler.engine.search import COOLED, Search, heat_at
from scheduler.engine.state import new_state
from scheduler.preflight.pins import judge_pins
from scheduler.problem import Problem
from scheduler.timetable import Timetable, Unplaced
from scheduler.travel import TravelTimes
from tests.builders import problem as build
from tests.builders import pupil, row, teacher
from tests.instances import make_instance

KINDS = [("school", False), ("school", True), ("tight", False), ("tight", True), ("town", True)]


def searched(problem: Problem, chains: int = 1, seed: int = 1) -> Search:
    search = Search(problem, judge_pins(problem).teachers, chains, seed)
    search.start()
    return search


def timetable_of(search: Search) -> Timetable:
    lessons = search.lessons()
    placed = [lesson.row for lesson in lessons]
    missing = [(row.id, row.lessons - placed.count(row.id)) for row in search.problem.rows]
    unplaced = tuple(Unplaced(row=name, count=count) for name, count in missing if count)
    return Timetable(lessons=lessons, unplaced=unplaced)


@pytest.mark.parametrize(("kind", "one_week"), KINDS)
def test_search_is_lawful_and_its_units_are_the_checkers(kind: str, one_week: bool) -> None:
    search = searched(make_instance(kind, 2, one_week).problem, seed=3)
    for heat in (200_000, 40_000, 5_000):
        search.walk(3_000, heat)
        search.place_more(20)
        verdict = check(search.problem, timetable_of(search))
        assert verdict.violations == ()
        assert verdict.score == search.score()


def test_state_knows_its_own_units_wherever_it_has_walked() -> None:
    # best is a copy of a state that was better; here the state itself is judged, after many steps taken back
    search = searched(make_instance("school", 4).problem, seed=5)
    for _ in range(5):
        search.walk(2_000, 150_000)
        state = search.states[0]
        search.bests[0][:] = state[: len(search.bests[0])] * 0
        best = search.bests[0]
        first = int(state[0])
        best[:] = state[first : first + len(best)]
        verdict = check(search.problem, timetable_of(search))
        assert verdict.violations == ()
        assert verdict.score == search.score()
        assert at(state, UNITS, BROKEN) == 0
        assert at(state, UNITS, UNPLACED) == view(state, R_LEFT).sum()


def test_everything_taken_out_leaves_the_empty_state() -> None:
    from scheduler.engine.blocks import take_row

    problem = make_instance("school", 1).problem.model_copy(update={"pins": ()})
    search = searched(problem)
    search.walk(2_000, 100_000)
    state, empty = search.states[0], new_state(search.compiled, 1)
    for number in range(len(problem.rows)):
        take_row(search.lay, state, number)
        state[int(state[RNG])] = 0
    assert view(state, UNITS).tolist() == view(empty, UNITS).tolist()
    assert view(state, B_MASK).sum() == 0


def test_walk_never_loses_its_best() -> None:
    search = searched(make_instance("school", 3).problem)
    before = search.key
    search.walk(2_000, 10_000_000)
    assert search.key <= before
    kept = search.key
    search.return_to_best()
    search.walk(200, 1)
    assert search.key <= kept


def test_placing_by_force_finds_room_that_greedy_misses() -> None:
    # r1 may have t1 only, r2 has t1 or t2; one start fits in the day: r2 must give way to r1
    day = {"day_start": "10:00", "day_end": "10:40"}
    search = searched(
        build(
            rows=[row("r2", pupils=["p2"], teachers=["t1", "t2"]), row("r1", teachers=["t1"])],
            teachers=[teacher("t1"), teacher("t2")],
            pupils=[pupil("p1"), pupil("p2", home="h2")],
            days=["mon"],
            **day,
        )
    )
    search.place_more(50)
    assert search.score()["unplaced"] == 0
    assert {lesson.row: lesson.teacher for lesson in search.lessons()} == {"r1": "t1", "r2": "t2"}


def test_two_chains_give_the_same_however_they_are_timed() -> None:
    first, second = (searched(make_instance("school", 1).problem, chains=2, seed=9) for _ in range(2))
    for search in (first, second):
        for turn in range(5):
            search.walk(400, heat_at(turn, 5, 100.0))
        search.gather()
        search.walk(400, 1_500)
        search.close()
    assert first.lessons() == second.lessons()
    assert first.key == second.key


def test_heat_falls_from_hot_to_cold() -> None:
    heats = [heat_at(turn, 100, 100.0) for turn in range(101)]
    assert heats[0] == 100_000
    assert heats[100] == round(100_000 / COOLED)
    assert heats == sorted(heats, reverse=True)


def test_travel_table_is_what_travel_times_tell() -> None:
    problem = make_instance("town", 3, one_week=True).problem
    minutes, table = TravelTimes(problem), travel_table(problem)
    for i, a in enumerate(problem.places):
        assert table[i].tolist() == [minutes(a.id, b.id) for b in problem.places]
