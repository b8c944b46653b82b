"""What a lesson changes between its neighbours in a day: ways, waiting and visits of the teacher, gaps of a pupil."""

from __future__ import annotations

from scheduler.engine.fields import (
    BROKEN,
    BUSY_ROW,
    CORR_BREAK,
    DAYS,
    DU,
    END,
    FACT,
    HOME,
    IDLE,
    P_BREAK,
    P_HOME,
    P_SIPR,
    PE,
    PE_N,
    PGAP,
    PLACE,
    R_CORR,
    R_DUR,
    R_FORM,
    R_PLACE,
    REMOTE,
    ROW,
    START,
    T_MAX_GAP,
    T_REMOTE,
    TE,
    TE_N,
    TRAVEL,
    TT,
    VISITS,
    WEEKS,
    Ints,
    add_at,
    at,
    at2,
    at3,
)
from scheduler.engine.jit import inner


@inner
def hop(
    lay: Ints,
    max_gap: int,
    end: int,
    place: int,
    row: int,
    fact: int,
    start: int,
    to: int,
    to_row: int,
    to_fact: int,
) -> tuple[int, int, int]:
    """Travel and idle minutes between two consecutive engagements of a teacher, and 1 if they break a rule."""
    travel = at2(lay, TT, place, to)
    if row == BUSY_ROW and to_row == BUSY_ROW:
        return (travel, 0, 0)
    wait = start - end - travel
    if wait < 0:
        return (travel, 0, 1)
    if wait > max_gap and (not (fact and to_fact)):
        return (travel, wait, 1)
    return (travel, wait, 0)


@inner
def needed_break(lay: Ints, p: int, corr: int, place: int, to_corr: int, to: int) -> int:
    """Minutes a pupil needs between two consecutive engagements."""
    need = at(lay, P_BREAK, p)
    if corr != to_corr and at(lay, P_SIPR, p) == 0:
        need = max(need, lay[CORR_BREAK])
    return max(need, at2(lay, TT, place, to))


@inner
def teacher_delta(lay: Ints, state: Ints, r: int, t: int, w: int, d: int, start: int, fact: int) -> bool:
    """Adds to du what the lesson changes in the teacher's day; False when it breaks a rule there."""
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    end = start + at(lay, R_DUR, r)
    count = at(state, TE_N, td)
    k = count
    while k > 0 and at3(state, TE, td, k - 1, START) >= start:
        k -= 1
    if k > 0 and at3(state, TE, td, k - 1, END) > start:
        return False
    if k < count and at3(state, TE, td, k, START) < end:
        return False
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    home = at(lay, R_FORM, r) == HOME
    gap = at(lay, T_MAX_GAP, t)
    before, after = (k > 0, k < count)
    travel = idle = visits = broken = 0
    next_visit = False
    if after:
        row_b = at3(state, TE, td, k, ROW)
        next_visit = row_b != BUSY_ROW and at(lay, R_FORM, row_b) == HOME
        move, wait, bad = hop(
            lay,
            gap,
            end,
            place,
            r,
            fact,
            at3(state, TE, td, k, START),
            at3(state, TE, td, k, PLACE),
            row_b,
            at3(state, TE, td, k, FACT),
        )
        travel += move
        idle += wait
        broken += bad
        if next_visit and home and (at3(state, TE, td, k, PLACE) == place):
            visits -= 1
    if home:
        visits += 1
    if before:
        row_a = at3(state, TE, td, k - 1, ROW)
        prev_visit = row_a != BUSY_ROW and at(lay, R_FORM, row_a) == HOME
        move, wait, bad = hop(
            lay,
            gap,
            at3(state, TE, td, k - 1, END),
            at3(state, TE, td, k - 1, PLACE),
            row_a,
            at3(state, TE, td, k - 1, FACT),
            start,
            place,
            r,
            fact,
        )
        travel += move
        idle += wait
        broken += bad
        if prev_visit and home and (at3(state, TE, td, k - 1, PLACE) == place):
            visits -= 1
        if after:
            move, wait, bad = hop(
                lay,
                gap,
                at3(state, TE, td, k - 1, END),
                at3(state, TE, td, k - 1, PLACE),
                row_a,
                at3(state, TE, td, k - 1, FACT),
                at3(state, TE, td, k, START),
                at3(state, TE, td, k, PLACE),
                at3(state, TE, td, k, ROW),
                at3(state, TE, td, k, FACT),
            )
            travel -= move
            idle -= wait
            add_at(state, DU, BROKEN, -bad)
            if (
                prev_visit
                and next_visit
                and (at3(state, TE, td, k - 1, PLACE) == at3(state, TE, td, k, PLACE))
            ):
                visits += 1
    add_at(state, DU, TRAVEL, travel)
    add_at(state, DU, IDLE, idle)
    add_at(state, DU, VISITS, visits)
    add_at(state, DU, BROKEN, broken)
    return broken == 0


@inner
def pupil_delta(lay: Ints, state: Ints, r: int, p: int, w: int, d: int, start: int) -> bool:
    """Adds to du what the lesson changes between the neighbours of one pupil's day; False when too close."""
    pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
    end = start + at(lay, R_DUR, r)
    count = at(state, PE_N, pd)
    k = count
    while k > 0 and at3(state, PE, pd, k - 1, START) >= start:
        k -= 1
    if k > 0 and at3(state, PE, pd, k - 1, END) > start:
        return False
    if k < count and at3(state, PE, pd, k, START) < end:
        return False
    place = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    corr = at(lay, R_CORR, r)
    gap = broken = corr_a = corr_b = 0
    if k > 0:
        row_a = at3(state, PE, pd, k - 1, ROW)
        corr_a = 0 if row_a == BUSY_ROW else at(lay, R_CORR, row_a)
        rest = (
            start
            - at3(state, PE, pd, k - 1, END)
            - needed_break(lay, p, corr_a, at3(state, PE, pd, k - 1, PLACE), corr, place)
        )
        broken += rest < 0
        gap += max(0, rest)
    if k < count:
        row_b = at3(state, PE, pd, k, ROW)
        corr_b = 0 if row_b == BUSY_ROW else at(lay, R_CORR, row_b)
        rest = (
            at3(state, PE, pd, k, START)
            - end
            - needed_break(lay, p, corr, place, corr_b, at3(state, PE, pd, k, PLACE))
        )
        broken += rest < 0
        gap += max(0, rest)
        if k > 0:
            rest = (
                at3(state, PE, pd, k, START)
                - at3(state, PE, pd, k - 1, END)
                - needed_break(
                    lay, p, corr_a, at3(state, PE, pd, k - 1, PLACE), corr_b, at3(state, PE, pd, k, PLACE)
                )
            )
            gap -= max(0, rest)
            if rest < 0 and (
                not (at3(state, PE, pd, k - 1, ROW) == BUSY_ROW and at3(state, PE, pd, k, ROW) == BUSY_ROW)
            ):
                add_at(state, DU, BROKEN, -1)
    add_at(state, DU, PGAP, gap)
    add_at(state, DU, BROKEN, broken)
    return broken == 0
