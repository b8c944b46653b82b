"""Placing by force: what stands in the way is taken out and put back elsewhere, as far as it goes."""

from __future__ import annotations

from scheduler.engine.blocks import (
    NO_COST,
    block_at,
    choose_among,
    choose_weeks,
    log_has_room,
    put,
    shared_group,
    slot_of_group,
    slot_open,
    step_back_to,
    take,
    take_group,
    take_pins,
    take_row,
)
from scheduler.engine.domain import lawful_alone
from scheduler.engine.draw import bits, draw
from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_PTR,
    B_Q,
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    DOM_PTR,
    DOM_Q,
    END,
    FACT,
    LOG,
    LOG_N,
    MIX,
    P_HOME,
    PE,
    PE_N,
    PLACE,
    R_CAND,
    R_CORR,
    R_DUR,
    R_FORM,
    R_LEFT,
    R_ONLY,
    R_PENALTY,
    R_PLACE,
    R_WMASK,
    REMOTE,
    RNG,
    ROW,
    RP_IDX,
    RP_PTR,
    RP_SUB,
    RT_IDX,
    RT_PTR,
    START,
    STARTS,
    STEP_MIN,
    T_REMOTE,
    TD_LESSONS,
    TE,
    TE_N,
    TT,
    WEEKS,
    Ints,
    add_at,
    at,
    at2,
    at3,
    length,
    set_at,
)
from scheduler.engine.insert import put_back
from scheduler.engine.jit import inner
from scheduler.engine.limits import limits_hold, pupil_limits_hold
from scheduler.engine.neighbours import needed_break


@inner
def clear_way(lay: Ints, state: Ints, r: int, t: int, w: int, q: int) -> bool:
    """Takes out what stands in the way of a lesson of row r at slot q in week w; False when a fact does."""
    d = q // lay[STARTS]
    start = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN]
    end = start + at(lay, R_DUR, r)
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    k = 0
    while k < at(state, TE_N, td):
        way_in = at2(lay, TT, at3(state, TE, td, k, PLACE), place)
        way_out = at2(lay, TT, place, at3(state, TE, td, k, PLACE))
        if at3(state, TE, td, k, END) + way_in > start and at3(state, TE, td, k, START) < end + way_out:
            if at3(state, TE, td, k, FACT) or not take_entry(
                lay, state, at3(state, TE, td, k, ROW), d, at3(state, TE, td, k, START)
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
            row = at3(state, PE, pd, k, ROW)
            corr = 0 if row == BUSY_ROW else at(lay, R_CORR, row)
            rest_in = needed_break(lay, p, corr, at3(state, PE, pd, k, PLACE), at(lay, R_CORR, r), spot)
            rest_out = needed_break(lay, p, at(lay, R_CORR, r), spot, corr, at3(state, PE, pd, k, PLACE))
            if at3(state, PE, pd, k, END) + rest_in > start and at3(state, PE, pd, k, START) < end + rest_out:
                if row == BUSY_ROW or not take_entry(lay, state, row, d, at3(state, PE, pd, k, START)):
                    return False
            else:
                k += 1
    return True


@inner
def ease_limits(lay: Ints, state: Ints, r: int, t: int, w: int, q: int) -> bool:
    """Takes lessons out of the pupils' day and the teacher's until their limits leave room for one more."""
    d = q // lay[STARTS]
    for _ in range(4):
        if limits_hold(lay, state, r, t, w, q):
            return True
        eased = False
        for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
            p = at(lay, RP_IDX, i)
            if not pupil_limits_hold(lay, state, r, t, p, at(lay, RP_SUB, i), w, d):
                pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
                eased = take_any(lay, state, PE, pd, at(state, PE_N, pd), d) or eased
        if not eased:
            day = d if at(state, TD_LESSONS, (t * lay[WEEKS] + w) * lay[DAYS] + d) else draw(state, lay[DAYS])
            td = (t * lay[WEEKS] + w) * lay[DAYS] + day
            eased = take_any(lay, state, TE, td, at(state, TE_N, td), day)
        if not eased:
            return False
    return limits_hold(lay, state, r, t, w, q)


@inner
def take_any(lay: Ints, state: Ints, days: int, day: int, count: int, d: int) -> bool:
    """Takes out one lesson's block of somebody's day, any that no pin holds."""
    if count == 0:
        return False
    first = draw(state, count)
    for i in range(count):
        k = (first + i) % count
        row = at3(state, days, day, k, ROW)
        if row != BUSY_ROW and take_entry(lay, state, row, d, at3(state, days, day, k, START)):
            return True
    return False


@inner
def take_entry(lay: Ints, state: Ints, r: int, d: int, start: int) -> bool:
    """Takes out the whole block that a day's entry belongs to; False when a pin holds it."""
    if not log_has_room(state):
        return False
    b = block_at(lay, state, r, d * lay[STARTS] + (start - lay[BASE_MIN]) // lay[STEP_MIN])
    if at(state, B_PIN, b):
        return False
    take(lay, state, r, at(state, B_Q, b), at(state, B_MASK, b))
    return True


@inner
def row_in_need(lay: Ints, state: Ints) -> int:
    """A row with lessons left and a teacher, or -1."""
    rows = length(lay, R_DUR)
    first = draw(state, rows)
    for i in range(rows):
        r = (first + i) % rows
        if at(state, R_LEFT, r) > 0 and at(lay, RT_PTR, r) < at(lay, RT_PTR, r + 1):
            return r
    return -1


@inner
def random_place(lay: Ints, state: Ints, r: int) -> tuple[int, int]:
    """A (teacher, slot) that the row may have by itself, or (-1, -1)."""
    c = at(lay, RT_PTR, r) + draw(state, at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r))
    t = at(lay, RT_IDX, c)
    if at(state, R_CAND, r) not in (-1, t) or at(state, R_ONLY, r) not in (-1, t):
        return -1, -1
    count = at(lay, DOM_PTR, c + 1) - at(lay, DOM_PTR, c)
    if count == 0:
        return -1, -1
    g = shared_group(lay, r)
    if g >= 0 and draw(state, 2):
        q = slot_of_group(lay, state, g)
        if q >= 0:
            return t, q
    return t, at(lay, DOM_Q, at(lay, DOM_PTR, c) + draw(state, count))


@inner
def make_room(lay: Ints, state: Ints, r: int, t: int, q: int) -> int:
    """Takes out what keeps the row's missing lessons from slot q; returns the weeks it could stand in then."""
    need = at(state, R_LEFT, r)
    mask, _ = choose_weeks(lay, state, r, t, q, need, 1)
    missing = need - bits(mask)
    if missing > 0:
        if not slot_open(lay, state, r, q):
            return 0
        first = draw(state, lay[WEEKS])
        for i in range(lay[WEEKS]):
            w = (first + i) % lay[WEEKS]
            wanted = (at(lay, R_WMASK, r) >> w) & 1 and not (mask >> w) & 1
            if missing > 0 and wanted and lawful_alone(lay, r, t, w, q) and clear_way(lay, state, r, t, w, q):
                missing -= ease_limits(lay, state, r, t, w, q)
        mask, _ = choose_weeks(lay, state, r, t, q, need, 1)
    return mask


@inner
def penalty_since(state: Ints, start: int) -> int:
    """Penalties of what was taken out since the log stood at `start`."""
    total = 0
    for i in range(start, at(state, LOG_N, 0)):
        total += at(state, R_PENALTY, at2(state, LOG, i, 1)) * bits(at2(state, LOG, i, 4))
    return total


@inner
def has_pins(lay: Ints, state: Ints, r: int) -> bool:
    pinned = 0
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        pinned |= at(state, B_PIN, b)
    return pinned != 0


@inner
def change_hands(lay: Ints, state: Ints, r: int) -> bool:
    """Another candidate takes over a row whose pins name no teacher: who stands in the way of the pins is taken
    out. False when a fact stands there; the caller then steps back."""
    t = at(lay, RT_IDX, at(lay, RT_PTR, r) + draw(state, at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r)))
    if t == at(state, R_CAND, r):
        return True
    take_row(lay, state, r)
    start = at(state, LOG_N, 0)
    take_pins(lay, state, r)
    end = at(state, LOG_N, 0)
    for i in range(start, end):
        q, mask = at2(state, LOG, i, 3), at2(state, LOG, i, 4)
        for w in range(lay[WEEKS]):
            if (mask >> w) & 1 and not (lawful_alone(lay, r, t, w, q) and clear_way(lay, state, r, t, w, q)):
                return False
        if choose_among(lay, state, r, t, q, bits(mask), bits(mask), mask)[0] == 0:
            return False
        put(lay, state, r, t, q, mask, 1)
    return True


@inner
def force_in(lay: Ints, state: Ints, heat: int) -> bool:
    """A row with lessons left takes the slot where the least troublesome rows have to make room; those are put
    back elsewhere, as far as it goes. Rows that are often left over become troublesome (Nagata and Bräysy's
    ejection pool, 2009)."""
    r = row_in_need(lay, state)
    if r < 0:
        return False
    add_at(state, R_PENALTY, r, 1)
    start = at(state, LOG_N, 0)
    free_hands = at(state, R_ONLY, r) < 0 and at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r) > 1
    if free_hands and has_pins(lay, state, r) and not change_hands(lay, state, r):
        return False
    how, g = draw(state, 4), shared_group(lay, r)
    if g >= 0 and how < 2:
        take_group(lay, state, g)
    elif how < 3:
        take_row(lay, state, r)
    ready = at(state, LOG_N, 0)
    least, chance = NO_COST, -1
    for _ in range(at(lay, MIX, 4)):
        before = at(state, RNG, 0)
        t, q = random_place(lay, state, r)
        if t < 0:
            continue
        mask = make_room(lay, state, r, t, q)
        if mask:
            left = at(state, R_LEFT, r) - bits(mask)
            cost = penalty_since(state, ready) + left * at(state, R_PENALTY, r)
            if cost < least:
                least, chance = cost, before
        step_back_to(lay, state, ready)
    if chance < 0:
        return False
    after = at(state, RNG, 0)
    set_at(state, RNG, 0, chance)
    t, q = random_place(lay, state, r)
    mask = make_room(lay, state, r, t, q)
    set_at(state, RNG, 0, after)
    put(lay, state, r, t, q, mask, 0)
    return put_back(lay, state, start, heat)
