"""Weighted sums of changes: points at default weights, and the problem's own ranks."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.problem import Problem
from scheduler.rulebook import GOALS

_EACH_START = ("idle", "pupil_gap", "fairness")
Weights = dict[str, int]
Three = tuple[int, int, int]


class Prices:
    """Weights of the goals: at default for points, and the problem's own by rank."""

    def __init__(self, problem: Problem) -> None:
        self._points: Weights = {rule.code: rule.weight for rule in GOALS if rule.rank == 2}
        ranks: dict[int, Weights] = {}
        for rule in GOALS:
            own = problem.goals.get(rule.code)
            rank = own.rank if own and own.rank is not None else rule.rank
            weight = own.weight if own and own.weight is not None else rule.weight
            ranks.setdefault(rank, {})[rule.code] = weight
        self._ranks = {rank: ranks[rank] for rank in sorted(ranks)}

    def part(self, changes: dict[str, int]) -> PartPrice:
        """The price of changes that many starts share; waiting, gaps and fairness come per start."""
        shared = {code: units for code, units in changes.items() if units and code not in _EACH_START}
        ranks = {rank: (_sum(weights, shared), _three(weights)) for rank, weights in self._ranks.items()}
        return PartPrice(shared, _sum(self._points, shared), _three(self._points), ranks)


@dataclass(frozen=True, slots=True)
class PartPrice:
    """Sums over what starts share, with the weights of what they do not."""

    shared: dict[str, int]
    points: int
    weights: Three
    ranks: dict[int, tuple[int, Three]]

    def at(self, idle: int, pupil_gap: int, fairness: int) -> tuple[dict[str, int], int, dict[int, int]]:
        """All units that change, points and sums by rank of one start."""
        score = dict(self.shared)
        if idle:
            score["idle"] = idle
        if pupil_gap:
            score["pupil_gap"] = pupil_gap
        if fairness:
            score["fairness"] = fairness
        a, b, c = self.weights
        points = self.points + a * idle + b * pupil_gap + c * fairness
        ranks = {
            rank: total + a * idle + b * pupil_gap + c * fairness
            for rank, (total, (a, b, c)) in self.ranks.items()
        }
        return score, points, ranks


def _sum(weights: Weights, changes: dict[str, int]) -> int:
    return sum(units * weights.get(code, 0) for code, units in changes.items())


def _three(weights: Weights) -> Three:
    return weights.get("idle", 0), weights.get("pupil_gap", 0), weights.get("fairness", 0)
