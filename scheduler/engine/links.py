"""Placing one lesson and taking one out: engagements, counters and the score move together."""

from __future__ import annotations

from scheduler.engine.deltas import lesson_delta
from scheduler.engine.fields import (
    BASE_MIN,
    DAYS,
    DU,
    END,
    FACES,
    FACT,
    FAIRNESS,
    HOME,
    IDLE,
    P_HOME,
    PARTS,
    PD_HOME,
    PD_LESSONS,
    PD_MARK,
    PD_MIN,
    PD_POINTS,
    PD_REMOTE,
    PE,
    PE_N,
    PLACE,
    PT_COUNT,
    PW_LESSONS,
    PW_POINTS,
    R_DAY,
    R_DIFF,
    R_DUR,
    R_FORM,
    R_LEFT,
    R_MARK,
    R_PLACE,
    R_WEEK,
    REMOTE,
    ROW,
    RP_IDX,
    RP_PTR,
    RP_SUB,
    START,
    STARTS,
    STEP_MIN,
    SUB_COUNT,
    T_COST,
    T_REMOTE,
    TD_LESSONS,
    TD_MARK,
    TE,
    TE_N,
    TRAVEL,
    TW_MIN,
    UNIT_KINDS,
    UNITS,
    WEEKS,
    Ints,
    add_at,
    add_at2,
    add_at3,
    at,
    at2,
    at3,
    give,
    got,
    length,
    set_at,
)
from scheduler.engine.jit import inner


@inner
def count_up(lay: Ints, state: Ints, r: int, t: int, w: int, q: int, sign: int) -> None:
    """Counters of teacher, pupils and row, one lesson up or down."""
    dur, d = at(lay, R_DUR, r), q // lay[STARTS]
    mark = sign * at(lay, R_MARK, r) * (2 * (q % lay[STARTS]) + 1)
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    add_at(state, TD_MARK, td, mark)
    add_at(state, TD_LESSONS, td, sign)
    add_at(state, TW_MIN, t * lay[WEEKS] + w, sign * dur)
    add_at2(state, R_WEEK, r, w, sign)
    add_at3(state, R_DAY, r, w, d, sign)
    add_at(state, R_LEFT, r, -sign)
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        pw = p * lay[WEEKS] + w
        pd = pw * lay[DAYS] + d
        add_at(state, PD_MARK, pd, mark)
        add_at(state, PD_LESSONS, pd, sign)
        add_at(state, PD_MIN, pd, sign * dur)
        if at(lay, R_FORM, r) == REMOTE:
            add_at(state, PD_REMOTE, pd, sign * dur)
        if at(lay, R_FORM, r) == HOME:
            add_at(state, PD_HOME, pd, sign)
        add_at(state, PD_POINTS, pd, sign * at(lay, R_DIFF, r))
        add_at(state, PW_LESSONS, pw, sign)
        add_at(state, PW_POINTS, pw, sign * at(lay, R_DIFF, r))
        add_at3(state, SUB_COUNT, at(lay, RP_SUB, i), w, d, sign)
        if sign > 0 and at2(state, PT_COUNT, p, t) == 0:
            add_at(state, UNITS, FACES, 1)
        add_at2(state, PT_COUNT, p, t, sign)
        if sign < 0 and at2(state, PT_COUNT, p, t) == 0:
            add_at(state, UNITS, FACES, -1)


@inner
def largest_cost(state: Ints) -> int:
    largest = 0
    for t in range(length(state, T_COST)):
        largest = max(largest, at(state, T_COST, t))
    return largest


@inner
def bear_cost(state: Ints, t: int, change: int) -> None:
    """Travel and waiting of one teacher changed: keep the largest of all teachers true."""
    old = at(state, T_COST, t)
    set_at(state, T_COST, t, old + change)
    largest = at(state, UNITS, FAIRNESS)
    if old + change >= largest:
        set_at(state, UNITS, FAIRNESS, old + change)
    elif old == largest:
        set_at(state, UNITS, FAIRNESS, largest_cost(state))


@inner
def insert_engagement(
    state: Ints, days: int, count: int, day: int, start_min: int, end_min: int, place: int, r: int, fact: int
) -> None:
    """Puts an engagement into a sorted day of the field `days` (TE or PE); `count` counts its entries."""
    first = state[days] + day * state[days + 2]
    here = first + at(state, count, day) * PARTS
    while here > first and got(state, here - PARTS + START) >= start_min:
        for part in range(PARTS):
            give(state, here + part, got(state, here - PARTS + part))
        here -= PARTS
    give(state, here + START, start_min)
    give(state, here + END, end_min)
    give(state, here + PLACE, place)
    give(state, here + ROW, r)
    give(state, here + FACT, fact)
    add_at(state, count, day, 1)


@inner
def delete_engagement(state: Ints, days: int, count: int, day: int, start_min: int, r: int) -> None:
    """Takes row r's engagement out of a sorted day."""
    here = state[days] + day * state[days + 2]
    last = here + (at(state, count, day) - 1) * PARTS
    while got(state, here + START) != start_min or got(state, here + ROW) != r:
        here += PARTS
    while here < last:
        for part in range(PARTS):
            give(state, here + part, got(state, here + PARTS + part))
        here += PARTS
    add_at(state, count, day, -1)


@inner
def link(lay: Ints, state: Ints, r: int, t: int, w: int, q: int, fact: int) -> None:
    """Places one lesson that was judged lawful (or is a pinned fact)."""
    lesson_delta(lay, state, r, t, w, q, fact, True)
    for i in range(UNIT_KINDS):
        add_at(state, UNITS, i, at(state, DU, i))
    bear_cost(state, t, at(state, DU, TRAVEL) + at(state, DU, IDLE))
    d = q // lay[STARTS]
    start = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN]
    end = start + at(lay, R_DUR, r)
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    insert_engagement(state, TE, TE_N, td, start, end, place, r, fact)
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        spot = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
        pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
        insert_engagement(state, PE, PE_N, pd, start, end, spot, r, 0)
    count_up(lay, state, r, t, w, q, 1)


@inner
def unlink(lay: Ints, state: Ints, r: int, t: int, w: int, q: int) -> None:
    """Takes one lesson out; the units become those of the state without it."""
    d = q // lay[STARTS]
    start = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN]
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    delete_engagement(state, TE, TE_N, td, start, r)
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        pd = (at(lay, RP_IDX, i) * lay[WEEKS] + w) * lay[DAYS] + d
        delete_engagement(state, PE, PE_N, pd, start, r)
    count_up(lay, state, r, t, w, q, -1)
    lesson_delta(lay, state, r, t, w, q, 0, True)
    for i in range(UNIT_KINDS):
        add_at(state, UNITS, i, -at(state, DU, i))
    bear_cost(state, t, -(at(state, DU, TRAVEL) + at(state, DU, IDLE)))
