"""Scores of timetables: which of two is better for a problem, and the numbers in words."""

from __future__ import annotations

from collections.abc import Mapping

from exports.board.score import score_said
from exports.words import duration_said
from scheduler.problem import GoalSetting, Problem
from scheduler.rulebook import GOALS, RULES
from scheduler.russian import lessons as lessons_counted

LONG_WAY = 600  # minutes that nobody counts in minutes any more
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
    said += [_way_said(score["travel"])] if score.get("travel") else []
    said += [f"{RULES['wish'].said} {score['wish']}"] if score.get("wish") else []
    return ", ".join(said)


def _way_said(minutes: int) -> str:
    """`минут в дороге 35`, `в дороге 97 ч 39 мин`."""
    return (
        f"в дороге {duration_said(minutes)}" if minutes >= LONG_WAY else f"{RULES['travel'].said} {minutes}"
    )


def in_full(score: Score) -> tuple[tuple[str, str], ...]:
    """Pairs of title and value, lessons not placed first."""
    unplaced = score.get("unplaced", 0)
    return (("Не размещено", lessons_counted(unplaced) if unplaced else "нет таких"), *score_said(score))
