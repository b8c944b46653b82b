"""What one lesson changes: the units of every goal, and whether a rule that looks at one week forbids it.

`lesson_delta` is the one place that knows; placing and taking out both use it, so that what is added and what is
taken away can never differ. Rhythm, evenness and the one teacher of a row are judged in blocks.py.
"""

from __future__ import annotations

from scheduler.engine.fields import (
    ADULT,
    BALANCE,
    BASE_MIN,
    CHANGES,
    CURVE,
    DAY_NUMBER,
    DAYS,
    DU,
    HOME,
    P_WISH,
    PD_HOME,
    PD_LESSONS,
    PD_POINTS,
    PV_PTR,
    PV_SLOT,
    PV_TEACHER,
    PV_WEEK,
    PV_WEIGHT,
    PW_LESSONS,
    PW_POINTS,
    R_DAY,
    R_DIFF,
    R_FORM,
    R_WEEK,
    RP_IDX,
    RP_PTR,
    SPREAD,
    STARTS,
    STEP_MIN,
    UNIT_KINDS,
    UNPLACED,
    WEEKS,
    WEIGHT,
    WISH,
    Ints,
    add_at,
    at,
    at2,
    at3,
    set_at,
)
from scheduler.engine.jit import inner
from scheduler.engine.neighbours import pupil_delta, teacher_delta


@inner
def balance_units(lay: Ints, state: Ints, p: int, w: int, d: int) -> int:
    """Change of a pupil's lessons above the even share by one lesson on day d."""
    days = lay[DAYS]
    pw = p * lay[WEEKS] + w
    first = pw * days
    share = (at(state, PW_LESSONS, pw) + days - 1) // days
    if at(state, PW_LESSONS, pw) != share * days:  # the share stays: only day d can change
        return 1 if at(state, PD_LESSONS, first + d) >= share else 0
    over = 0
    for i in range(days):  # the share grows by one: every day above it falls by one
        over -= at(state, PD_LESSONS, first + i) > share
    return over + (1 if at(state, PD_LESSONS, first + d) > share else 0)


@inner
def curve_units(lay: Ints, state: Ints, points: int, p: int, w: int, d: int) -> int:
    """Change of the points of a pupil's first and last day above the even share by a lesson of so many points."""
    if points == 0:
        return 0
    days = lay[DAYS]
    pw = p * lay[WEEKS] + w
    first, last = pw * days, days - 1
    total = at(state, PW_POINTS, pw)
    even = (total + days - 1) // days
    even_new = (total + points + days - 1) // days
    held = at(state, PD_POINTS, first)
    over = max(0, held + (points if d == 0 else 0) - even_new) - max(0, held - even)
    if last > 0:
        held = at(state, PD_POINTS, first + last)
        over += max(0, held + (points if d == last else 0) - even_new) - max(0, held - even)
    return over


@inner
def spread_delta(lay: Ints, state: Ints, r: int, w: int, d: int) -> int:
    """Change of the pairs of neighbouring days of a row in a week by one lesson on day d."""
    count = at2(state, R_WEEK, r, w)
    if count == 0:
        return 0
    before = after = 0
    for i in range(lay[DAYS] - 1):
        if at(lay, DAY_NUMBER, i + 1) - at(lay, DAY_NUMBER, i) != 1:
            continue
        a, b = (at3(state, R_DAY, r, w, i), at3(state, R_DAY, r, w, i + 1))
        if a > 0 and b > 0:
            before += 1
        if (a > 0 or i == d) and (b > 0 or i + 1 == d):
            after += 1
    if count >= lay[DAYS] - 1:
        before = 0
    if count + 1 >= lay[DAYS] - 1:
        after = 0
    return after - before


@inner
def kept_weight(lay: Ints, r: int, t: int, w: int, q: int) -> int:
    """Weight of the previous timetable's entries that this lesson keeps."""
    kept = 0
    for i in range(at(lay, PV_PTR, r), at(lay, PV_PTR, r + 1)):
        if (
            at(lay, PV_WEEK, i) == w
            and at(lay, PV_SLOT, i) == q
            and (at(lay, PV_TEACHER, i) < 0 or at(lay, PV_TEACHER, i) == t)
        ):
            kept += at(lay, PV_WEIGHT, i)
    return kept


@inner
def lesson_delta(lay: Ints, state: Ints, r: int, t: int, w: int, q: int, fact: int, force: bool) -> bool:
    """Sets du to the change of units by placing the lesson; faces and fairness are left to link and unlink.

    False when neighbours stand too close or too far: du is then without meaning, unless `force` asks for it.
    """
    for i in range(UNIT_KINDS):
        set_at(state, DU, i, 0)
    d = q // lay[STARTS]
    start = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN]
    fits = teacher_delta(lay, state, r, t, w, d, start, fact)
    if not fits and (not force):
        return False
    home = at(lay, R_FORM, r) == HOME
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        if not pupil_delta(lay, state, r, p, w, d, start) and (not force):
            return False
        add_at(state, DU, BALANCE, balance_units(lay, state, p, w, d))
        add_at(state, DU, CURVE, curve_units(lay, state, at(lay, R_DIFF, r), p, w, d))
        add_at(state, DU, WISH, at3(lay, P_WISH, p, q, w))
        if home and at(state, PD_HOME, (p * lay[WEEKS] + w) * lay[DAYS] + d) == 0:
            add_at(state, DU, ADULT, 1)
    add_at(state, DU, SPREAD, spread_delta(lay, state, r, w, d))
    add_at(state, DU, CHANGES, -kept_weight(lay, r, t, w, q))
    add_at(state, DU, UNPLACED, -1)
    return True


@inner
def cost_of(lay: Ints, state: Ints, units: int) -> int:
    """Energy of the units in a field of the state (UNITS: the whole score, DU: a change of it)."""
    total = 0
    for i in range(UNIT_KINDS):
        total += at(lay, WEIGHT, i) * at(state, units, i)
    return total
