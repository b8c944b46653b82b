"""Brute force, checker and exact solver agree on tiny problems: what is lawful, least unplaced, every goal.

TORTURE=1 tries twenty-five times as many problems.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from functools import cache
from random import Random

import pytest

from scheduler.bounds import impossible_rows, proven_bound, quick_bound
from scheduler.checks import check
from scheduler.exact import solve_exact
from scheduler.outcome import Settings
from scheduler.problem import Problem
from scheduler.solve import solve
from scheduler.terms import SolveStatus
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.scheduler.brute_force import Placed, World, key, units, violations
from tests.scheduler.exact.all_timetables import Best, any_timetable, best
from tests.scheduler.exact.tiny import tiny_problem

TORTURE = os.environ.get("TORTURE") == "1"
SEEDS = range(3_000) if TORTURE else range(120)
BATCH = 20
BATCHES = [SEEDS[i : i + BATCH] for i in range(0, len(SEEDS), BATCH)]


def placed(lessons: Iterable[Lesson]) -> list[Placed]:
    return [Placed(le.row, le.week, le.day, le.start_min, le.teacher) for le in lessons]


def as_lessons(world: World, lessons: Iterable[Placed]) -> list[Lesson]:
    """Numbered within their row in order of time."""
    taken: Counter[str] = Counter()
    found = []
    for le in sorted(
        lessons, key=lambda le: (world.weeks.index(le.week), world.days.index(le.day), le.start)
    ):
        taken[le.row] += 1
        found.append(
            Lesson(
                row=le.row,
                n=taken[le.row],
                week=le.week,
                day=le.day,
                start_min=le.start,
                end_min=world.end(le),
                teacher=le.teacher,
                form=world.row[le.row].form,
                place=world.teacher_at(le),
            )
        )
    return found


def as_timetable(world: World, lessons: Iterable[Placed]) -> Timetable:
    """What is not placed is told as unplaced; a row with too many lessons has none."""
    stands = tuple(as_lessons(world, lessons))
    short = {row.id: row.lessons - sum(le.row == row.id for le in stands) for row in world.p.rows}
    return Timetable(
        lessons=stands, unplaced=tuple(Unplaced(row=row, count=n) for row, n in short.items() if n > 0)
    )


@cache
def truth_of(seed: int) -> tuple[Problem, Best | None]:
    problem = tiny_problem(seed)
    return problem, best(problem, most=60_000 if TORTURE else 6_000)


def tried(seeds: Iterable[int]) -> Iterable[tuple[int, Problem, Best]]:
    """Problems small enough to try all timetables, with the best of them."""
    for seed in seeds:
        problem, answer = truth_of(seed)
        if answer is not None:
            yield seed, problem, answer


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_exact_answer_is_the_best_of_all_timetables(seeds: range) -> None:
    for seed, problem, truth in tried(seeds):
        answer = solve_exact(problem, seconds=60)
        if truth.key is None:
            assert answer.status is SolveStatus.INFEASIBLE, seed
            continue
        assert answer.status is SolveStatus.OPTIMAL, seed
        assert answer.timetable is not None, seed
        lessons = placed(answer.timetable.lessons)
        assert violations(World(problem), lessons) == set(), seed
        assert units(World(problem), lessons) == answer.units, seed
        assert key(problem, answer.units) == truth.key, seed
        assert answer.bound["unplaced"] == truth.score["unplaced"], seed


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_bounds_never_exceed_the_fewest_unplaced(seeds: range) -> None:
    for seed, problem, truth in tried(seeds):
        if truth.key is None:
            continue
        counted, proven = quick_bound(problem), proven_bound(problem, 20)
        assert sum(impossible_rows(problem).values()) <= counted <= proven <= truth.key[0], seed


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_exact_model_judges_any_timetable_as_brute_force_does(seeds: range) -> None:
    """With every lesson fixed and no row free the model judges: lawful or not, each goal to the unit."""
    for seed in seeds:
        problem, random = tiny_problem(seed), Random(seed)
        world = World(problem)
        for _ in range(2):
            lessons = any_timetable(world, random)
            answer = solve_exact(problem, fixed=as_lessons(world, lessons), free_rows=(), seconds=60)
            broken = violations(world, lessons)
            assert answer.status is (SolveStatus.INFEASIBLE if broken else SolveStatus.OPTIMAL), (
                seed,
                broken,
            )
            if not broken:
                assert answer.units == units(world, lessons), (seed, lessons)


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_checker_judges_any_timetable_as_brute_force_does(seeds: range) -> None:
    for seed in seeds:
        problem, random = tiny_problem(seed), Random(seed)
        world = World(problem)
        for _ in range(5):
            lessons = any_timetable(world, random)
            verdict, broken = check(problem, as_timetable(world, lessons)), violations(world, lessons)
            assert {found.rule for found in verdict.violations} == broken, (seed, lessons)
            if broken.isdisjoint(("pupil.clash", "teacher.clash")):  # overlaps leave the order of a day open
                assert verdict.score == units(world, lessons), (seed, lessons)


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_exact_answer_with_the_rest_fixed_is_the_best_around_it(seeds: range) -> None:
    """One row is decided, the others stand as the best timetable of all has them without that row."""
    for seed, problem, truth in tried(seeds):
        if truth.key is None:
            continue
        world = World(problem)
        free = problem.rows[seed % len(problem.rows)].id
        given = {row.id: tuple(le for le in truth.lessons if le.row == row.id) for row in problem.rows}
        del given[free]
        around = best(problem, given=given)
        fixed = as_lessons(world, [le for le in truth.lessons if le.row != free])
        answer = solve_exact(problem, fixed=fixed, free_rows=[free], seconds=60)
        assert around is not None
        assert answer.status is SolveStatus.OPTIMAL, seed
        assert key(problem, answer.units) == around.key == truth.key, seed


@pytest.mark.parametrize("seeds", BATCHES, ids=str)
def test_search_places_as_many_lessons_as_can_be(seeds: range) -> None:
    """A counted search, without any proof beside it: lawful, no better than the truth, nothing left out."""
    for seed, problem, truth in tried(seeds):
        outcome = solve(problem, Settings(iterations=20_000, workers=1, seed=seed))
        if truth.key is None:
            assert outcome.status is SolveStatus.INFEASIBLE, seed
            continue
        lessons = placed(outcome.timetable.lessons)
        assert violations(World(problem), lessons) == set(), seed
        assert units(World(problem), lessons) == outcome.score, seed
        assert key(problem, outcome.score) >= truth.key, seed
        assert outcome.score["unplaced"] == truth.key[0], seed
