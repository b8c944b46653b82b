"""The checker on the witnesses: a rule just broken is named with its excess and no other rule speaks."""

from __future__ import annotations

from collections import Counter

import pytest

from scheduler.checks import CHECKS, MEASURES, check
from scheduler.rulebook import GOALS, HARD_RULES, UNPLACED
from scheduler.wire import loaded
from tests.scheduler.checks import GOAL_WITNESSES, HARD_WITNESSES, Counted, Found, Witness


@pytest.mark.parametrize("witness", HARD_WITNESSES, ids=lambda witness: witness.name)
def test_checker_finds_exactly_what_a_witness_shows(witness: Witness) -> None:
    found = check(witness.problem, witness.timetable).violations
    told = tuple(
        Found(each.rule, tuple(f"{ref.row}/{ref.n}" for ref in each.lessons), each.excess, each.unit)
        for each in found
    )
    assert told == witness.found, [each.text for each in found]


@pytest.mark.parametrize("counted", GOAL_WITNESSES, ids=lambda counted: counted.name)
def test_checker_counts_what_was_counted_by_hand(counted: Counted) -> None:
    verdict = check(counted.problem, counted.timetable)
    assert (verdict.violations, verdict.score[counted.goal]) == ((), counted.units)


def test_every_hard_rule_has_its_check_and_both_witnesses() -> None:
    codes = [rule.code for rule in HARD_RULES]
    assert list(CHECKS) == codes
    assert {witness.rule for witness in HARD_WITNESSES if witness.found} == set(codes)
    assert {witness.rule for witness in HARD_WITNESSES if not witness.found} == set(codes)


def test_every_goal_has_its_measure_and_two_different_counts() -> None:
    codes = [rule.code for rule in (UNPLACED, *GOALS)]
    assert list(MEASURES) == codes
    for code in codes:
        assert len({counted.units for counted in GOAL_WITNESSES if counted.goal == code}) >= 2, code


def test_witnesses_have_names_of_their_own() -> None:
    names = Counter(each.name for each in HARD_WITNESSES)
    names.update(f"{each.name} {each.timetable.lessons}" for each in GOAL_WITNESSES)
    assert [name for name, count in names.items() if count > 1] == []


def test_problems_of_witnesses_are_sound_files() -> None:
    problems = {id(each.problem): each.problem for each in (*HARD_WITNESSES, *GOAL_WITNESSES)}
    for problem in problems.values():
        assert loaded(problem).problem == problem
