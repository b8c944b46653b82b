"""Limits of a day, a week and a subject with one lesson more, and what is lawful by itself."""

from __future__ import annotations

from scheduler.engine.fields import (
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    H_UNTIL,
    HOME,
    LATEST,
    P_MAX_LESSONS,
    P_MAX_MIN,
    P_MAX_REMOTE,
    P_MAX_TEACHERS,
    P_UNTIL,
    PD_LESSONS,
    PD_MIN,
    PD_REMOTE,
    PE,
    PE_N,
    R_CAND,
    R_DUR,
    R_FORM,
    R_WMASK,
    REMOTE,
    ROW,
    RP_IDX,
    RP_PTR,
    RP_SUB,
    STARTS,
    STEP_MIN,
    SUB_COUNT,
    SUB_MAX,
    T_MAX_LESSONS,
    T_MAX_WEEK,
    T_UNTIL,
    TD_LESSONS,
    TW_MIN,
    WEEKS,
    Ints,
    at,
    at3,
)
from scheduler.engine.jit import inner


@inner
def pupil_limits_hold(lay: Ints, state: Ints, r: int, t: int, p: int, sub: int, w: int, d: int) -> bool:
    """Day limits of the pupil and of the subject with one lesson more."""
    pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
    if at(state, PD_LESSONS, pd) + 1 > at(lay, P_MAX_LESSONS, p) or at3(state, SUB_COUNT, sub, w, d) + 1 > at(
        lay, SUB_MAX, sub
    ):
        return False
    if at(state, PD_MIN, pd) + at(lay, R_DUR, r) > at(lay, P_MAX_MIN, p):
        return False
    if at(lay, R_FORM, r) == REMOTE and at(state, PD_REMOTE, pd) + at(lay, R_DUR, r) > at(
        lay, P_MAX_REMOTE, p
    ):
        return False
    most = at(lay, P_MAX_TEACHERS, p)
    if at(state, PD_LESSONS, pd) + 1 <= most:
        return True
    different = 0
    for i in range(at(state, PE_N, pd)):
        row = at3(state, PE, pd, i, ROW)
        if row == BUSY_ROW:
            continue
        if at(state, R_CAND, row) == t:
            return True
        seen = False
        for j in range(i):
            other = at3(state, PE, pd, j, ROW)
            if other != BUSY_ROW and at(state, R_CAND, other) == at(state, R_CAND, row):
                seen = True
                break
        if not seen:
            different += 1
    return different + 1 <= most


@inner
def teacher_limits_hold(lay: Ints, state: Ints, r: int, t: int, w: int, d: int) -> bool:
    """Limits of the teacher's day and week with one lesson more."""
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    if at(state, TD_LESSONS, td) + 1 > at(lay, T_MAX_LESSONS, t):
        return False
    return at(state, TW_MIN, t * lay[WEEKS] + w) + at(lay, R_DUR, r) <= at(lay, T_MAX_WEEK, t)


@inner
def limits_hold(lay: Ints, state: Ints, r: int, t: int, w: int, q: int) -> bool:
    """Everything that is lawful alone, and all limits of day and week, with one lesson more."""
    end = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN] + at(lay, R_DUR, r)
    if (
        at(lay, R_WMASK, r) >> w & 1 == 0
        or end > at(lay, LATEST, at(lay, R_FORM, r))
        or end > at3(lay, T_UNTIL, t, q, w)
    ):
        return False
    d = q // lay[STARTS]
    if not teacher_limits_hold(lay, state, r, t, w, d):
        return False
    until = H_UNTIL if at(lay, R_FORM, r) == HOME else P_UNTIL
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        if end > at3(lay, until, p, q, w):
            return False
        if not pupil_limits_hold(lay, state, r, t, p, at(lay, RP_SUB, i), w, d):
            return False
    return True
