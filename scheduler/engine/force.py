"""Placing by force: what stands in the way is taken out and put back elsewhere, as far as it goes."""

from __future__ import annotations

from scheduler.engine.blocks import block_at, choose_weeks, log_has_room, put, take, take_row
from scheduler.engine.deltas import needed_break
from scheduler.engine.draw import draw
from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_Q,
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    DOM_PTR,
    DOM_Q,
    LOG_N,
    P_HOME,
    PE_END,
    PE_N,
    PE_PLACE,
    PE_ROW,
    PE_START,
    R_CAND,
    R_CORR,
    R_DUR,
    R_FORM,
    R_LEFT,
    R_ONLY,
    R_PLACE,
    R_WMASK,
    REMOTE,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    STARTS,
    STEP_MIN,
    T_REMOTE,
    TE_END,
    TE_FACT,
    TE_N,
    TE_PLACE,
    TE_ROW,
    TE_START,
    TT,
    WEEKS,
    Ints,
    at,
    at2,
    at3,
    length,
)
from scheduler.engine.insert import put_back
from scheduler.engine.jit import compiled


@compiled
def clear_way(lay: Ints, state: Ints, r: int, t: int, w: int, q: int) -> bool:
    """Takes out what stands in the way of a lesson of row r at slot q in week w; False when a fact does."""
    d = q // lay[STARTS]
    start = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN]
    end = start + at(lay, R_DUR, r)
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    k = 0
    while k < at(state, TE_N, td):
        way_in = at2(lay, TT, at2(state, TE_PLACE, td, k), place)
        way_out = at2(lay, TT, place, at2(state, TE_PLACE, td, k))
        if at2(state, TE_END, td, k) + way_in > start and at2(state, TE_START, td, k) < end + way_out:
            if at2(state, TE_FACT, td, k) or not take_entry(
                lay, state, at2(state, TE_ROW, td, k), d, at2(state, TE_START, td, k)
            ):
                return False
        else:
            k += 1
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
        spot = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else place
        k = 0
        while k < at(state, PE_N, pd):
            row = at2(state, PE_ROW, pd, k)
            corr = 0 if row == BUSY_ROW else at(lay, R_CORR, row)
            rest_in = needed_break(lay, p, corr, at2(state, PE_PLACE, pd, k), at(lay, R_CORR, r), spot)
            rest_out = needed_break(lay, p, at(lay, R_CORR, r), spot, corr, at2(state, PE_PLACE, pd, k))
            if at2(state, PE_END, pd, k) + rest_in > start and at2(state, PE_START, pd, k) < end + rest_out:
                if row == BUSY_ROW or not take_entry(lay, state, row, d, at2(state, PE_START, pd, k)):
                    return False
            else:
                k += 1
    return True


@compiled
def take_entry(lay: Ints, state: Ints, r: int, d: int, start: int) -> bool:
    """Takes out the whole block that a day's entry belongs to; False when a pin holds it."""
    if not log_has_room(state):
        return False
    b = block_at(lay, state, r, d * lay[STARTS] + (start - lay[BASE_MIN]) // lay[STEP_MIN])
    if at(state, B_PIN, b):
        return False
    take(lay, state, r, at(state, B_Q, b), at(state, B_MASK, b))
    return True


@compiled
def force_in(lay: Ints, state: Ints, noise: int, looks: int) -> bool:
    """A row with lessons left takes a slot by force; who stood there is put back elsewhere, as far as it goes."""
    rows = length(lay, R_DUR)
    r = -1
    first = draw(state, rows)
    for i in range(rows):
        k = (first + i) % rows
        if at(state, R_LEFT, k) > 0 and at(lay, RT_PTR, k) < at(lay, RT_PTR, k + 1):
            r = k
            break
    if r < 0:
        return False
    start = at(state, LOG_N, 0)
    if draw(state, 3) == 0:
        take_row(lay, state, r)
    c = at(lay, RT_PTR, r) + draw(state, at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r))
    t = at(lay, RT_IDX, c)
    if (
        at(state, R_CAND, r) >= 0
        and at(state, R_CAND, r) != t
        or (at(state, R_ONLY, r) >= 0 and at(state, R_ONLY, r) != t)
    ):
        return False
    count = at(lay, DOM_PTR, c + 1) - at(lay, DOM_PTR, c)
    if count == 0:
        return False
    q = at(lay, DOM_Q, at(lay, DOM_PTR, c) + draw(state, count))
    for w in range(lay[WEEKS]):
        if at(lay, R_WMASK, r) >> w & 1 and (not clear_way(lay, state, r, t, w, q)):
            return False
    mask, _ = choose_weeks(lay, state, r, t, q, at(state, R_LEFT, r), 0)
    if mask == 0:
        return False
    put(lay, state, r, t, q, mask, 0)
    return put_back(lay, state, start, noise, looks)
