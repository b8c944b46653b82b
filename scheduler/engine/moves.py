"""Moves of the walk. Each changes the state, logs what it did, and returns False when it came to nothing (the
caller then steps back)."""

from __future__ import annotations

from scheduler.engine.blocks import (
    block_at,
    choose_among,
    choose_weeks,
    energy,
    log_has_room,
    movable,
    put,
    shared_group,
    take,
    take_pins,
    take_row,
)
from scheduler.engine.draw import bits, draw
from scheduler.engine.fields import (
    B_MASK,
    B_Q,
    B_ROW,
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    LOG,
    LOG_N,
    MIX,
    PE,
    PE_N,
    PR_IDX,
    PR_PTR,
    R_CAND,
    R_FIXED,
    R_ONLY,
    ROW,
    ROWS,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    START,
    STARTS,
    STEP_MIN,
    TE,
    TE_N,
    WEEKS,
    Ints,
    at,
    at2,
    at3,
    length,
    set_at,
)
from scheduler.engine.insert import insert_row, put_back
from scheduler.engine.jit import inner
from scheduler.engine.proposals import propose, random_week


@inner
def random_block(lay: Ints, state: Ints) -> int:
    """A block that can be moved, or -1 after some tries."""
    blocks = length(lay, B_ROW)
    for _ in range(20):
        b = draw(state, blocks)
        if at(state, B_Q, b) >= 0 and movable(state, b):
            return b
    return -1


@inner
def put_all(lay: Ints, state: Ints, r: int, t: int, q: int, need: int, noise: int) -> bool:
    """Places exactly `need` lessons of the row at slot q, or nothing."""
    mask, _ = choose_weeks(lay, state, r, t, q, need, need, noise)
    if mask == 0:
        return False
    put(lay, state, r, t, q, mask, 0)
    return True


@inner
def relocate_stack(lay: Ints, state: Ints, noise: int, b: int) -> bool:
    """All of a pupil's blocks that share block b's slot (in different weeks) to another slot."""
    q = at(state, B_Q, b)
    r0 = at(lay, B_ROW, b)
    t0, mask0 = (at(state, R_CAND, r0), at(state, B_MASK, b))
    p = at(lay, RP_IDX, at(lay, RP_PTR, r0))
    start = at(state, LOG_N, 0)
    for i in range(at(lay, PR_PTR, p), at(lay, PR_PTR, p + 1)):
        r = at(lay, PR_IDX, i)
        c = block_at(lay, state, r, q)
        if c >= 0 and movable(state, c):
            take(lay, state, r, q, movable(state, c))
    end = at(state, LOG_N, 0)
    for _ in range(at(lay, MIX, 4)):
        slot = propose(lay, state, r0, t0, mask0, q)
        if slot < 0 or slot == q:
            continue
        done = True
        for i in range(start, end):
            if not put_all(
                lay,
                state,
                at2(state, LOG, i, 1),
                at2(state, LOG, i, 2),
                slot,
                bits(at2(state, LOG, i, 4)),
                noise,
            ):
                done = False
                break
        if done:
            return True
        while at(state, LOG_N, 0) > end:
            last = at(state, LOG_N, 0) - 1
            take(lay, state, at2(state, LOG, last, 1), at2(state, LOG, last, 3), at2(state, LOG, last, 4))
            set_at(state, LOG_N, 0, last)
    return False


@inner
def relocate(lay: Ints, state: Ints, noise: int, allowed: int) -> bool:
    """One block, or one lesson of a row in free rhythm, to the first of some slots that keeps the energy at or
    below `allowed` (fairness aside)."""
    b = random_block(lay, state)
    if b < 0:
        return False
    r, q = at(lay, B_ROW, b), at(state, B_Q, b)
    if shared_group(lay, r) >= 0 and draw(state, 3):
        return relocate_stack(lay, state, noise, b)
    t, mask = at(state, R_CAND, r), movable(state, b)
    if at(lay, R_FIXED, r) == 0 or draw(state, 16) == 0:
        mask = 1 << random_week(state, mask)
    take(lay, state, r, q, mask)
    need = bits(mask)
    room = allowed - energy(lay, state)
    for _ in range(at(lay, MIX, 4)):
        slot = propose(lay, state, r, t, mask, q)
        if slot < 0 or (slot == q and need == lay[WEEKS]):
            continue
        weeks, cost = choose_weeks(lay, state, r, t, slot, need, need, noise)
        if weeks and cost <= room:
            put(lay, state, r, t, slot, weeks, 0)
            return True
    return False


@inner
def partner_block(lay: Ints, state: Ints, b: int) -> int:
    """Another block of the same pupil or of the same teacher, or -1."""
    r = at(lay, B_ROW, b)
    w = random_week(state, movable(state, b))
    d = draw(state, lay[DAYS])
    if draw(state, 3):
        p = at(lay, RP_IDX, at(lay, RP_PTR, r) + draw(state, at(lay, RP_PTR, r + 1) - at(lay, RP_PTR, r)))
        pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
        if at(state, PE_N, pd) == 0:
            return -1
        k = draw(state, at(state, PE_N, pd))
        row, start = (at3(state, PE, pd, k, ROW), at3(state, PE, pd, k, START))
    else:
        td = (at(state, R_CAND, r) * lay[WEEKS] + w) * lay[DAYS] + d
        if at(state, TE_N, td) == 0:
            return -1
        k = draw(state, at(state, TE_N, td))
        row, start = (at3(state, TE, td, k, ROW), at3(state, TE, td, k, START))
    if row in (BUSY_ROW, r):
        return -1
    other = block_at(lay, state, row, d * lay[STARTS] + (start - lay[BASE_MIN]) // lay[STEP_MIN])
    if other < 0 or movable(state, other) == 0:
        return -1
    return other


@inner
def swap(lay: Ints, state: Ints, noise: int) -> bool:
    """Two blocks change slots."""
    a = random_block(lay, state)
    if a < 0:
        return False
    b = partner_block(lay, state, a)
    if b < 0 or at(state, B_Q, a) == at(state, B_Q, b):
        return False
    ra, rb, qa, qb = (at(lay, B_ROW, a), at(lay, B_ROW, b), at(state, B_Q, a), at(state, B_Q, b))
    ta, tb, ma, mb = (at(state, R_CAND, ra), at(state, R_CAND, rb), movable(state, a), movable(state, b))
    take(lay, state, ra, qa, ma)
    take(lay, state, rb, qb, mb)
    if draw(state, 2):
        return put_all(lay, state, ra, ta, qb, bits(ma), noise) and put_all(
            lay, state, rb, tb, qa, bits(mb), noise
        )
    if not put_all(lay, state, ra, ta, qb, bits(ma), noise):
        return False
    for _ in range(4):
        slot = propose(lay, state, rb, tb, mb, qa)
        if slot >= 0 and put_all(lay, state, rb, tb, slot, bits(mb), noise):
            return True
    return False


@inner
def change_teacher(lay: Ints, state: Ints, noise: int) -> bool:
    """A row to another of its candidates: at the same slots where they fit, else wherever it is cheapest."""
    b = random_block(lay, state)
    if b < 0:
        return False
    r = at(lay, B_ROW, b)
    first, count = (at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r))
    if count < 2 or at(state, R_ONLY, r) >= 0:
        return False
    t = at(lay, RT_IDX, first + draw(state, count))
    if t == at(state, R_CAND, r):
        return False
    start = at(state, LOG_N, 0)
    take_pins(lay, state, r)
    pinned = at(state, LOG_N, 0)
    take_row(lay, state, r)
    end = at(state, LOG_N, 0)
    for i in range(start, pinned):
        q, mask = at2(state, LOG, i, 3), at2(state, LOG, i, 4)
        if choose_among(lay, state, r, t, q, bits(mask), bits(mask), 0, mask)[0] == 0:
            return False
        put(lay, state, r, t, q, mask, 1)
    for i in range(pinned, end):
        mask, _ = choose_weeks(lay, state, r, t, at2(state, LOG, i, 3), bits(at2(state, LOG, i, 4)), 1, noise)
        if mask:
            put(lay, state, r, t, at2(state, LOG, i, 3), mask, 0)
    return insert_row(lay, state, r, 60, noise)


@inner
def take_listed(lay: Ints, state: Ints, number: int, most: int) -> None:
    """Takes out up to `most` of the rows listed in ROWS (some entries are BUSY_ROW)."""
    taken = 0
    for i in range(number):
        r = at(state, ROWS, i)
        if r != BUSY_ROW and taken < most and log_has_room(state):
            before = at(state, LOG_N, 0)
            take_row(lay, state, r)
            taken += at(state, LOG_N, 0) > before


@inner
def rebuild(lay: Ints, state: Ints, noise: int, looks: int) -> bool:
    """Takes out the rows of a pupil's day, of a teacher's day, or some rows of one pupil, and puts them back."""
    b = random_block(lay, state)
    if b < 0:
        return False
    r = at(lay, B_ROW, b)
    kind = draw(state, 3)
    p = at(lay, RP_IDX, at(lay, RP_PTR, r))
    w = random_week(state, movable(state, b))
    d = at(state, B_Q, b) // lay[STARTS]
    number = 0
    if kind == 0:
        pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
        number = min(at(state, PE_N, pd), length(state, ROWS))
        for i in range(number):
            set_at(state, ROWS, i, at3(state, PE, pd, i, ROW))
    elif kind == 1:
        td = (at(state, R_CAND, r) * lay[WEEKS] + w) * lay[DAYS] + d
        number = min(at(state, TE_N, td), length(state, ROWS))
        for i in range(number):
            set_at(state, ROWS, i, at3(state, TE, td, i, ROW))
    else:
        number = 2 + draw(state, 3)
        rows = at(lay, PR_PTR, p + 1) - at(lay, PR_PTR, p)
        for i in range(number):
            set_at(state, ROWS, i, at(lay, PR_IDX, at(lay, PR_PTR, p) + draw(state, rows)))
    start = at(state, LOG_N, 0)
    take_listed(lay, state, number, 8)
    return put_back(lay, state, start, noise, looks)
