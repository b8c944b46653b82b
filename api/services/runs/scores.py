"""Scores of timetables: which of two is better for a problem, and the numbers in words."""

from __future__ import annotations

from collections.abc import Mapping

from exports.board.score import score_said
from scheduler.problem import GoalSetting, Problem
from scheduler.rulebook import GOALS, RULES
from scheduler.russian import lessons as lessons_counted

Score = Mapping[str, int]
Key = tuple[int, ...]


def key_of(problem: Problem, score: Score) -> Key:
    """Orders scores as the problem ranks them: lessons not placed, then rank by rank. Less is better."""
    return key_by(problem.goals, score)


def key_by(goals: Mapping[str, GoalSetting], score: Score) -> Key:
    """The same by the goals of a problem alone."""
    ranks: dict[int, int] = {}
    for rule in GOALS:
        own = goals.get(rule.code)
        rank = own.rank if own and own.rank is not None else rule.rank
        weight = own.weight if own and own.weight is not None else rule.weight
        ranks[rank] = ranks.get(rank, 0) + weight * score.get(rule.code, 0)
    return (score.get("unplaced", 0), *(ranks[rank] for rank in sorted(ranks)))


def in_short(score: Score) -> str:
    """`не размещено 2, минут в дороге 35, пожеланий не учтено 3`."""
    said = [f"не размещено {score['unplaced']}" if score.get("unplaced") else "размещено всё"]
    said += [f"{RULES[code].said} {score[code]}" for code in ("travel", "wish") if score.get(code)]
    return ", ".join(said)


def in_full(score: Score) -> tuple[tuple[str, str], ...]:
    """Pairs of title and value, lessons not placed first."""
    unplaced = score.get("unplaced", 0)
    return (("Не размещено", lessons_counted(unplaced) if unplaced else "нет таких"), *score_said(score))
