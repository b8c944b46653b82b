"""The witnesses of the checker on the other two judges: the exact model and the search know the same rules.

The model is asked with every lesson fixed: may they stand, and what do they cost? The search is given them as
a hint: it takes over what is lawful. What no solver can build (`odd`) is for the checker alone.
"""

from __future__ import annotations

import pytest

from scheduler.checks import check
from scheduler.engine.search import Search
from scheduler.exact import solve_exact
from scheduler.preflight.pins import judge_pins
from scheduler.problem import Problem
from scheduler.rulebook import GOALS, HARD_RULES
from scheduler.terms import SolveStatus
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.scheduler.checks import GOAL_WITNESSES, HARD_WITNESSES, Counted, Witness

BUILDABLE = [witness for witness in HARD_WITNESSES if not witness.odd]
Key = tuple[str, str, str, int, str]


def keys(timetable: Timetable) -> set[Key]:
    return {(x.row, x.week, x.day, x.start_min, x.teacher) for x in timetable.lessons}


def by_search(problem: Problem, hint: tuple[Lesson, ...]) -> tuple[Timetable, dict[str, int]] | None:
    """What the search makes of the hint before its first move, and its score; None when pins contradict."""
    pins = judge_pins(problem)
    if not pins.stands:
        return None
    search = Search(problem, pins.teachers, 1, 1)
    search.start(hint)
    lessons = search.lessons()
    search.close()
    placed = {row.id: sum(lesson.row == row.id for lesson in lessons) for row in problem.rows}
    left = [(row.id, row.lessons - placed[row.id]) for row in problem.rows]
    unplaced = tuple(Unplaced(row=row, count=count) for row, count in left if count)
    return Timetable(lessons=lessons, unplaced=unplaced), search.score()


def test_every_rule_is_shown_to_the_solvers() -> None:
    shown = {witness.rule for witness in BUILDABLE}
    assert [rule.code for rule in HARD_RULES if rule.code not in shown] == []
    counted = {witness.goal for witness in GOAL_WITNESSES}
    assert [rule.code for rule in GOALS if rule.code not in counted] == []


@pytest.mark.parametrize("witness", BUILDABLE, ids=lambda witness: witness.name)
def test_model_forbids_what_just_breaks_a_rule_and_allows_its_neighbour(witness: Witness) -> None:
    answer = solve_exact(witness.problem, fixed=witness.timetable.lessons, free_rows=(), seconds=30)
    assert answer.status is (SolveStatus.INFEASIBLE if witness.found else SolveStatus.OPTIMAL)


@pytest.mark.parametrize("counted", GOAL_WITNESSES, ids=lambda counted: counted.name)
def test_model_counts_what_was_counted_by_hand(counted: Counted) -> None:
    answer = solve_exact(counted.problem, fixed=counted.timetable.lessons, free_rows=(), seconds=30)
    assert answer.units[counted.goal] == counted.units


@pytest.mark.parametrize("witness", BUILDABLE, ids=lambda witness: witness.name)
def test_search_takes_over_the_lawful_neighbour_and_not_what_breaks_a_rule(witness: Witness) -> None:
    made = by_search(witness.problem, witness.timetable.lessons)
    if made is None:
        assert (witness.rule, bool(witness.found)) == ("pin", True)
        return
    timetable, score = made
    verdict = check(witness.problem, timetable)
    assert (verdict.violations, verdict.score) == ((), score)
    if witness.rule == "pin":  # pins come before the hint, with a teacher of the search's own choice
        wanted = {(pin.row, pin.week, str(pin.day), pin.start_min) for pin in witness.problem.pins}
        assert wanted <= {key[:4] for key in keys(timetable)}
    else:
        assert (keys(witness.timetable) <= keys(timetable)) is not bool(witness.found)


@pytest.mark.parametrize("counted", GOAL_WITNESSES, ids=lambda counted: counted.name)
def test_search_counts_what_was_counted_by_hand(counted: Counted) -> None:
    made = by_search(counted.problem, counted.timetable.lessons)
    assert made is not None
    timetable, score = made
    assert (check(counted.problem, timetable).violations, check(counted.problem, timetable).score) == (
        (),
        score,
    )
    assert keys(counted.timetable) <= keys(timetable)
    if keys(counted.timetable) == keys(timetable):
        assert score[counted.goal] == counted.units
