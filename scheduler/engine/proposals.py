"""Where lessons might go: slots beside what already stands, a little earlier or later, or anywhere lawful."""

from __future__ import annotations

from scheduler.engine.draw import bits, draw
from scheduler.engine.fields import (
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    DOM_PTR,
    DOM_Q,
    END,
    NO_LIMIT,
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
from scheduler.engine.jit import inner
from scheduler.engine.neighbours import needed_break


@inner
def candidate_index(lay: Ints, r: int, t: int) -> int:
    for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
        if at(lay, RT_IDX, c) == t:
            return c
    return -1


@inner
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


@inner
def first_from(lay: Ints, c: int, q: int) -> int:
    """Index of the first slot of candidate c's lawful slots (sorted) that is not before q."""
    low, high = at(lay, DOM_PTR, c), at(lay, DOM_PTR, c + 1)
    while low < high:
        middle = (low + high) // 2
        if at(lay, DOM_Q, middle) < q:
            low = middle + 1
        else:
            high = middle
    return low


@inner
def pick_between(lay: Ints, state: Ints, c: int, first_q: int, last_q: int) -> int:
    """A lawful slot of a free stretch: mostly its first or last, where nothing is wasted; -1 when it has none."""
    low, high = first_from(lay, c, first_q), first_from(lay, c, last_q + 1)
    if low >= high:
        return -1
    kind = draw(state, 5)
    if kind < 2:
        return at(lay, DOM_Q, low)
    if kind < 4:
        return at(lay, DOM_Q, high - 1)
    return at(lay, DOM_Q, low + draw(state, high - low))


@inner
def free_of_pupil(lay: Ints, state: Ints, r: int, w: int, d: int, k: int) -> tuple[int, int]:
    """Earliest and latest start between entries k - 1 and k of the first pupil's day, breaks kept."""
    p = at(lay, RP_IDX, at(lay, RP_PTR, r))
    pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
    place = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    corr = at(lay, R_CORR, r)
    low, high = lay[BASE_MIN], NO_LIMIT
    if k > 0:
        row = at3(state, PE, pd, k - 1, ROW)
        other = 0 if row == BUSY_ROW else at(lay, R_CORR, row)
        need = needed_break(lay, p, other, at3(state, PE, pd, k - 1, PLACE), corr, place)
        low = at3(state, PE, pd, k - 1, END) + need
    if k < at(state, PE_N, pd):
        row = at3(state, PE, pd, k, ROW)
        other = 0 if row == BUSY_ROW else at(lay, R_CORR, row)
        need = needed_break(lay, p, corr, place, other, at3(state, PE, pd, k, PLACE))
        high = at3(state, PE, pd, k, START) - need - at(lay, R_DUR, r)
    return low, high


@inner
def free_of_teacher(lay: Ints, state: Ints, r: int, td: int, place: int, k: int) -> tuple[int, int]:
    """Earliest and latest start between entries k - 1 and k of the teacher's day, ways kept."""
    low, high = lay[BASE_MIN], NO_LIMIT
    if k > 0:
        low = at3(state, TE, td, k - 1, END) + at2(lay, TT, at3(state, TE, td, k - 1, PLACE), place)
    if k < at(state, TE_N, td):
        way = at2(lay, TT, place, at3(state, TE, td, k, PLACE))
        high = at3(state, TE, td, k, START) - way - at(lay, R_DUR, r)
    return low, high


@inner
def fitting(lay: Ints, state: Ints, r: int, t: int, c: int, w: int, d: int) -> int:
    """A slot on day d in a stretch that is free for the teacher and the first pupil in week w; -1 when none is."""
    p = at(lay, RP_IDX, at(lay, RP_PTR, r))
    pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    step, base = lay[STEP_MIN], lay[BASE_MIN]
    found = first = last = 0
    for k in range(at(state, PE_N, pd) + 1):
        low, high = free_of_pupil(lay, state, r, w, d, k)
        if low > high:
            continue
        for j in range(at(state, TE_N, td) + 1):
            low_t, high_t = free_of_teacher(lay, state, r, td, place, j)
            a = (max(low, low_t) - base + step - 1) // step
            b = (min(high, high_t) - base) // step
            if a <= b:
                found += 1
                if draw(state, found) == 0:
                    first, last = a, b
    if found == 0 or first >= lay[STARTS]:
        return -1
    slots = d * lay[STARTS]
    return pick_between(lay, state, c, slots + first, slots + min(last, lay[STARTS] - 1))


@inner
def propose(lay: Ints, state: Ints, r: int, t: int, mask: int, q: int) -> int:
    """A slot to try for lessons that stood at q: where they stood before the problem, in a free stretch of some
    day, a little earlier or later, or anywhere lawful."""
    entries = at(lay, PV_PTR, r + 1) - at(lay, PV_PTR, r)
    if entries and draw(state, 6) == 0:
        return at(lay, PV_SLOT, at(lay, PV_PTR, r) + draw(state, entries))
    c = candidate_index(lay, r, t)
    kind = draw(state, 10)
    if kind < 8:
        d = draw(state, lay[DAYS]) if draw(state, 4) else q // lay[STARTS]
        slot = fitting(lay, state, r, t, c, random_week(state, mask), d)
        if slot >= 0:
            return slot
    elif kind < 9:
        s = q % lay[STARTS] + draw(state, 13) - 6
        if 0 <= s < lay[STARTS]:
            return q - q % lay[STARTS] + s
    count = at(lay, DOM_PTR, c + 1) - at(lay, DOM_PTR, c)
    if count == 0:
        return -1
    return at(lay, DOM_Q, at(lay, DOM_PTR, c) + draw(state, count))
