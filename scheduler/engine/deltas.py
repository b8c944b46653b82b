"""What one lesson changes: the units of every goal, and whether a rule that looks at one week forbids it.

`lesson_delta` is the one place that knows; placing and taking out both use it, so that what is added and what is
taken away can never differ. Rhythm, evenness and the one teacher of a row are judged in blocks.py.
"""

from __future__ import annotations

from scheduler.engine.fields import (
    ADULT,
    BALANCE,
    BASE_MIN,
    BROKEN,
    BUSY_ROW,
    CHANGES,
    CORR_BREAK,
    CURVE,
    DAY_NUMBER,
    DAYS,
    DU,
    END,
    FACT,
    H_UNTIL,
    HOME,
    IDLE,
    LATEST,
    P_BREAK,
    P_HOME,
    P_MAX_LESSONS,
    P_MAX_MIN,
    P_MAX_REMOTE,
    P_MAX_TEACHERS,
    P_SIPR,
    P_UNTIL,
    P_WISH,
    PD_HOME,
    PD_LESSONS,
    PD_MIN,
    PD_POINTS,
    PD_REMOTE,
    PE,
    PE_N,
    PGAP,
    PLACE,
    PV_PTR,
    PV_SLOT,
    PV_TEACHER,
    PV_WEEK,
    PV_WEIGHT,
    PW_LESSONS,
    PW_POINTS,
    R_CAND,
    R_CORR,
    R_DAY,
    R_DIFF,
    R_DUR,
    R_FORM,
    R_PLACE,
    R_WEEK,
    R_WMASK,
    REMOTE,
    ROW,
    RP_IDX,
    RP_PTR,
    RP_SUB,
    SPREAD,
    START,
    STARTS,
    STEP_MIN,
    SUB_COUNT,
    SUB_MAX,
    T_MAX_GAP,
    T_MAX_LESSONS,
    T_MAX_WEEK,
    T_REMOTE,
    T_UNTIL,
    TD_LESSONS,
    TE,
    TE_N,
    TRAVEL,
    TT,
    TW_MIN,
    UNIT_KINDS,
    UNPLACED,
    VISITS,
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
from scheduler.engine.jit import compiled


@compiled
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


@compiled
def needed_break(lay: Ints, p: int, corr: int, place: int, to_corr: int, to: int) -> int:
    """Minutes a pupil needs between two consecutive engagements."""
    need = at(lay, P_BREAK, p)
    if corr != to_corr and at(lay, P_SIPR, p) == 0:
        need = max(need, lay[CORR_BREAK])
    return max(need, at2(lay, TT, place, to))


@compiled
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


@compiled
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


@compiled
def pupil_week_delta(lay: Ints, state: Ints, r: int, p: int, w: int, d: int) -> None:
    """Balance and curve of one pupil's week with one lesson more on day d."""
    pw = p * lay[WEEKS] + w
    first = pw * lay[DAYS]
    lessons = at(state, PW_LESSONS, pw)
    share = (lessons + lay[DAYS] - 1) // lay[DAYS]
    share_new = (lessons + lay[DAYS]) // lay[DAYS]
    over = 0
    for i in range(lay[DAYS]):
        here = at(state, PD_LESSONS, first + i)
        over -= max(0, here - share)
        over += max(0, here + (1 if i == d else 0) - share_new)
    add_at(state, DU, BALANCE, over)
    points = at(lay, R_DIFF, r)
    if points == 0:
        return
    total = at(state, PW_POINTS, pw)
    even = (total + lay[DAYS] - 1) // lay[DAYS]
    even_new = (total + points + lay[DAYS] - 1) // lay[DAYS]
    last = lay[DAYS] - 1
    over = max(0, at(state, PD_POINTS, first) + (points if d == 0 else 0) - even_new)
    over -= max(0, at(state, PD_POINTS, first) - even)
    if last > 0:
        over += max(0, at(state, PD_POINTS, first + last) + (points if d == last else 0) - even_new)
        over -= max(0, at(state, PD_POINTS, first + last) - even)
    add_at(state, DU, CURVE, over)


@compiled
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


@compiled
def spread_delta(lay: Ints, state: Ints, r: int, w: int, d: int) -> int:
    """Change of the pairs of neighbouring days of a row in a week by one lesson on day d."""
    count = at2(state, R_WEEK, r, w)
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


@compiled
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


@compiled
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
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    if at(state, TD_LESSONS, td) + 1 > at(lay, T_MAX_LESSONS, t):
        return False
    if at(state, TW_MIN, t * lay[WEEKS] + w) + at(lay, R_DUR, r) > at(lay, T_MAX_WEEK, t):
        return False
    until = H_UNTIL if at(lay, R_FORM, r) == HOME else P_UNTIL
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        if end > at3(lay, until, p, q, w):
            return False
        if not pupil_limits_hold(lay, state, r, t, p, at(lay, RP_SUB, i), w, d):
            return False
    return True


@compiled
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
        pupil_week_delta(lay, state, r, p, w, d)
        add_at(state, DU, WISH, at3(lay, P_WISH, p, q, w))
        if home and at(state, PD_HOME, (p * lay[WEEKS] + w) * lay[DAYS] + d) == 0:
            add_at(state, DU, ADULT, 1)
    add_at(state, DU, SPREAD, spread_delta(lay, state, r, w, d))
    add_at(state, DU, CHANGES, -kept_weight(lay, r, t, w, q))
    add_at(state, DU, UNPLACED, -1)
    return True


@compiled
def cost_of(lay: Ints, state: Ints, units: int) -> int:
    """Energy of the units in a field of the state (UNITS: the whole score, DU: a change of it)."""
    total = 0
    for i in range(UNIT_KINDS):
        total += at(lay, WEIGHT, i) * at(state, units, i)
    return total
