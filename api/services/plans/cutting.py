"""A class plan cut in proportion to a weekly norm: quarters of an hour, the total exact (largest remainder)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

QUARTER = Fraction(1, 4)


def cut(weights: Sequence[Fraction], norm: Fraction, step: Fraction = QUARTER) -> tuple[Fraction, ...]:
    """Shares of `norm` in proportion to the weights, each a multiple of `step`, their sum exactly `norm`.

    Each share is the exact one rounded down or up; of equal remainders the earlier gets the step. ValueError
    unless the norm is a whole number of steps, weights are not negative and some weight is positive.
    """
    steps = norm / step
    if steps.denominator != 1 or steps < 0:
        raise ValueError(f"{norm} is no whole number of {step}")
    whole = sum(weights, Fraction(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("no weights to cut by")
    exact = [weight * steps / whole for weight in weights]
    given = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(exact)), key=lambda n: (given[n] - exact[n], n))
    for n in order[: int(steps) - sum(given)]:
        given[n] += 1
    return tuple(count * step for count in given)
