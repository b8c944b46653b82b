"""Where lessons might go: slots beside what already stands, a little earlier or later, or anywhere lawful."""

from __future__ import annotations

from scheduler.engine.deltas import needed_break
from scheduler.engine.draw import bits, draw
from scheduler.engine.fields import (
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    DOM_PTR,
    DOM_Q,
    END,
    P_HOME,
    PE,
    PE_N,
    PLACE,
    PV_PTR,
    PV_SLOT,
    R_CORR,
    R_DUR,
    R_FORM,
    R_PLACE,
    REMOTE,
    ROW,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    START,
    STARTS,
    STEP_MIN,
    T_REMOTE,
    TE,
    TE_N,
    TT,
    WEEKS,
    Ints,
    at,
    at2,
    at3,
)
from scheduler.engine.jit import compiled


@compiled
def candidate_index(lay: Ints, r: int, t: int) -> int:
    for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
        if at(lay, RT_IDX, c) == t:
            return c
    return -1


@compiled
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


@compiled
def beside(lay: Ints, state: Ints, r: int, t: int, w: int, d: int) -> int:
    """A slot on day d right before or after an engagement of the teacher or of a pupil; -1 when there is none."""
    dur = at(lay, R_DUR, r)
    after = draw(state, 2)
    if draw(state, 2):
        td = (t * lay[WEEKS] + w) * lay[DAYS] + d
        if at(state, TE_N, td) == 0:
            return -1
        k = draw(state, at(state, TE_N, td))
        place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
        if after:
            start = at3(state, TE, td, k, END) + at2(lay, TT, at3(state, TE, td, k, PLACE), place)
        else:
            start = at3(state, TE, td, k, START) - at2(lay, TT, place, at3(state, TE, td, k, PLACE)) - dur
    else:
        p = at(lay, RP_IDX, at(lay, RP_PTR, r))
        pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
        if at(state, PE_N, pd) == 0:
            return -1
        k = draw(state, at(state, PE_N, pd))
        place = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
        row = at3(state, PE, pd, k, ROW)
        corr = 0 if row == BUSY_ROW else at(lay, R_CORR, row)
        if after:
            need = needed_break(lay, p, corr, at3(state, PE, pd, k, PLACE), at(lay, R_CORR, r), place)
            start = at3(state, PE, pd, k, END) + need
        else:
            need = needed_break(lay, p, at(lay, R_CORR, r), place, corr, at3(state, PE, pd, k, PLACE))
            start = at3(state, PE, pd, k, START) - need - dur
    offset = start - lay[BASE_MIN]
    s = (offset + lay[STEP_MIN] - 1) // lay[STEP_MIN] if after else offset // lay[STEP_MIN]
    if s < 0 or s >= lay[STARTS]:
        return -1
    return d * lay[STARTS] + s


@compiled
def propose(lay: Ints, state: Ints, r: int, t: int, mask: int, q: int) -> int:
    """A slot to try for lessons that stood at q: beside an engagement, a little earlier or later, or anywhere."""
    entries = at(lay, PV_PTR, r + 1) - at(lay, PV_PTR, r)
    if entries and draw(state, 6) == 0:
        return at(lay, PV_SLOT, at(lay, PV_PTR, r) + draw(state, entries))
    kind = draw(state, 10)
    if kind < 6:
        w = random_week(state, mask)
        d = draw(state, lay[DAYS]) if draw(state, 3) else q // lay[STARTS]
        slot = beside(lay, state, r, t, w, d)
        if slot >= 0:
            return slot
    elif kind < 7:
        s = q % lay[STARTS] + draw(state, 13) - 6
        if 0 <= s < lay[STARTS]:
            return q - q % lay[STARTS] + s
    c = candidate_index(lay, r, t)
    count = at(lay, DOM_PTR, c + 1) - at(lay, DOM_PTR, c)
    if count == 0:
        return -1
    return at(lay, DOM_Q, at(lay, DOM_PTR, c) + draw(state, count))
