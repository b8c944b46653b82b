"""Chance and masks: a generator that gives the same numbers on every machine."""

from __future__ import annotations

from scheduler.engine.fields import RNG, Ints, at, set_at
from scheduler.engine.jit import compiled, inner


@compiled
def draw(state: Ints, below: int) -> int:
    """A number 0..below-1 (minimal standard generator: the same on every machine)."""
    set_at(state, RNG, 0, at(state, RNG, 0) * 48271 % 2147483647)
    return at(state, RNG, 0) % below


@inner
def grain(state: Ints) -> int:
    """A number 0..1023."""
    set_at(state, RNG, 0, at(state, RNG, 0) * 48271 % 2147483647)
    return at(state, RNG, 0) >> 21


@inner
def bits(mask: int) -> int:
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@inner
def random_week(state: Ints, mask: int) -> int:
    """One of the weeks of a mask."""
    skip = draw(state, bits(mask))
    w = 0
    while True:
        if mask >> w & 1:
            if skip == 0:
                return w
            skip -= 1
        w += 1
