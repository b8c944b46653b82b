"""What one lesson more costs a day whatever its start, and whether limits of day and week leave room for it."""

from __future__ import annotations

from scheduler.engine.deltas import balance_units, curve_units, spread_delta
from scheduler.engine.fields import (
    ADULT,
    BALANCE,
    CURVE,
    DAYS,
    HOME,
    PD_HOME,
    R_DIFF,
    R_FORM,
    RP_IDX,
    RP_PTR,
    RP_SUB,
    SPREAD,
    UNPLACED,
    WEEKS,
    WEIGHT,
    Ints,
    at,
)
from scheduler.engine.jit import inner
from scheduler.engine.limits import pupil_limits_hold, teacher_limits_hold


@inner
def day_price(lay: Ints, state: Ints, r: int, t: int, w: int, d: int) -> tuple[bool, int]:
    """Whether limits of teacher, pupils and subject allow the lesson, and the part of its price that every start of
    the day shares."""
    if not teacher_limits_hold(lay, state, r, t, w, d):
        return False, 0
    price = at(lay, WEIGHT, SPREAD) * spread_delta(lay, state, r, w, d) - at(lay, WEIGHT, UNPLACED)
    home = at(lay, R_FORM, r) == HOME
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        if not pupil_limits_hold(lay, state, r, t, p, at(lay, RP_SUB, i), w, d):
            return False, 0
        price += at(lay, WEIGHT, BALANCE) * balance_units(lay, state, p, w, d)
        price += at(lay, WEIGHT, CURVE) * curve_units(lay, state, at(lay, R_DIFF, r), p, w, d)
        if home and at(state, PD_HOME, (p * lay[WEEKS] + w) * lay[DAYS] + d) == 0:
            price += at(lay, WEIGHT, ADULT)
    return True, price
