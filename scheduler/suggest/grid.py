"""Starts of a day as bits of one integer: bit n is the n-th start at which a lesson of given length fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Grid:
    """All grid starts from day_start on after which the lesson ends by day_end."""

    first_min: int
    step_min: int
    count: int

    @classmethod
    def of(cls, problem: Problem, length_min: int) -> Grid:
        step = problem.step_min
        first = -(-problem.day_start_min // step) * step
        return cls(first, step, max(0, (problem.day_end_min - length_min - first) // step + 1))

    @property
    def full(self) -> int:
        return (1 << self.count) - 1

    def between(self, low_min: int, high_min: int) -> int:
        """The starts from low to high, both included."""
        low = max(0, -((self.first_min - low_min) // self.step_min))
        high = min(self.count - 1, (high_min - self.first_min) // self.step_min)
        return ((1 << (high - low + 1)) - 1) << low if high >= low else 0

    def at(self, start_min: int) -> int:
        return self.between(start_min, start_min)

    def minutes(self, mask: int) -> Iterator[int]:
        """Minutes since midnight of every start of the mask, in order."""
        while mask:
            bit = mask & -mask
            yield self.first_min + (bit.bit_length() - 1) * self.step_min
            mask ^= bit

    def runs(self, masks: list[int]) -> Iterator[tuple[int, int]]:
        """Runs of neighbouring starts that lie in the same masks: first bit and bit after the last."""
        edges = 1
        for mask in masks:
            edges |= mask ^ (mask << 1)
        low = 0
        edges = (edges & self.full) ^ 1
        while edges:
            bit = edges & -edges
            yield low, bit.bit_length() - 1
            low = bit.bit_length() - 1
            edges ^= bit
        if low < self.count:
            yield low, self.count
