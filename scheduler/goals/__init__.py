"""Soft rules of the exact model. GOALS is the table of contents in order of rank; each function gives the
goal's native units as a linear expression that is exact in every solution."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.goals import plan, pupil, teacher
from scheduler.problem import Problem
from scheduler.rulebook import RULES, UNPLACED, Rule

if TYPE_CHECKING:
    from scheduler.variables import Linear, Unknowns


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the rulebook and the function that counts it."""

    rule: Rule
    units: Callable[[Unknowns], Linear]


FIRST = Goal(UNPLACED, plan.unplaced)

GOALS: tuple[Goal, ...] = (
    Goal(RULES["changes"], plan.changes),
    Goal(RULES["wish"], pupil.wish),
    Goal(RULES["travel"], teacher.travel),
    Goal(RULES["idle"], teacher.idle),
    Goal(RULES["visits"], teacher.visits),
    Goal(RULES["adult_days"], pupil.adult_days),
    Goal(RULES["pupil_gap"], pupil.pupil_gap),
    Goal(RULES["balance"], pupil.balance),
    Goal(RULES["spread"], plan.spread),
    Goal(RULES["curve"], pupil.curve),
    Goal(RULES["faces"], pupil.faces),
    Goal(RULES["fairness"], teacher.fairness),
)


def stages(problem: Problem) -> list[tuple[int, list[tuple[Goal, int]]]]:
    """(rank, [(goal, weight)]) in order of rank: the rulebook's, then the problem's; weight 0 is off."""
    by_rank: dict[int, list[tuple[Goal, int]]] = {}
    for goal in GOALS:
        setting = problem.goals.get(goal.rule.code)
        rank = setting.rank if setting and setting.rank is not None else goal.rule.rank
        weight = setting.weight if setting and setting.weight is not None else goal.rule.weight
        if weight > 0:
            by_rank.setdefault(rank, []).append((goal, weight))
    return sorted(by_rank.items())
