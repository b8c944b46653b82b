"""Shortest minutes between places by any detour: what no sequence of engagements can beat.

Estimates from coordinates obey the triangle inequality, explicit pairs need not. With pairs all shortest ways
are computed at once; among more than 1,500 places the smallest pair bounds every detour instead.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.constraints.facts import Facts
from scheduler.problem import Problem
from scheduler.travel import EARTH_KM

_MANY_PLACES = 1_500
_NEVER = 1 << 20


class Reach:
    """`reach(a, b)` never exceeds the minutes between leaving a and being at b; 0 within one place."""

    def __init__(self, facts: Facts) -> None:
        problem = facts.problem
        self._travel = facts.travel
        self._at = {place.id: index for index, place in enumerate(problem.places)}
        self._shortcut = min((pair.minutes for pair in problem.travel.pairs), default=_NEVER)
        self._ways: npt.NDArray[np.int64] | None = None
        if problem.travel.pairs and len(problem.places) <= _MANY_PLACES:
            self._ways = _shortest(_direct(problem, self._at))

    def __call__(self, origin: str, target: str) -> int:
        if origin == target:
            return 0
        if self._ways is not None:
            return int(self._ways[self._at[origin], self._at[target]])
        return min(self._travel(origin, target), self._shortcut)


def _direct(problem: Problem, at: dict[str, int]) -> npt.NDArray[np.int64]:
    """Minutes from place to place as the contract says; _NEVER where nothing tells."""
    lat, lon = (np.radians(_column(problem, name)) for name in ("lat", "lon"))
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half = half + np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    minutes = np.ceil(60 * problem.travel.detour * km / problem.travel.speed_kmh - 1e-6)
    minutes = np.where(np.isnan(minutes), _NEVER, minutes + problem.travel.door_min).astype(np.int64)
    for pair in problem.travel.pairs:
        minutes[at[pair.to_place], at[pair.from_place]] = pair.minutes
    for pair in problem.travel.pairs:
        minutes[at[pair.from_place], at[pair.to_place]] = pair.minutes
    np.fill_diagonal(minutes, 0)
    return minutes


def _column(problem: Problem, name: str) -> npt.NDArray[np.float64]:
    values: list[Any] = [getattr(place, name) for place in problem.places]
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _shortest(minutes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """All shortest ways (Floyd and Warshall)."""
    for middle in range(len(minutes)):
        np.minimum(minutes, minutes[:, middle, None] + minutes[middle], out=minutes)
    return minutes
