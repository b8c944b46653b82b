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
    slot_open,
    take,
    take_pins,
    take_row,
)
from scheduler.engine.draw import bits, draw, random_week
from scheduler.engine.fields import (
    B_PTR,
    B_Q,
    B_ROW,
    BASE_MIN,
    BUSY_ROW,
    DAYS,
    GR_IDX,
    GR_PTR,
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
    UNITS,
    UNPLACED,
    WEEKS,
    WEIGHT,
    Ints,
    at,
    at2,
    at3,
    length,
    set_at,
)
from scheduler.engine.insert import insert_row, put_back, put_choice, scan_all
from scheduler.engine.jit import inner
from scheduler.engine.scan import scan_stack


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
def relocate_stack(lay: Ints, state: Ints, heat: int) -> bool:
    """All of a pupil's blocks that share a block's slot (in different weeks) to another slot, drawn by a heat bath."""
    b = random_block(lay, state)
    if b < 0:
        return False
    q, r0 = at(state, B_Q, b), at(lay, B_ROW, b)
    p = at(lay, RP_IDX, at(lay, RP_PTR, r0))
    for i in range(at(lay, PR_PTR, p), at(lay, PR_PTR, p + 1)):
        r = at(lay, PR_IDX, i)
        c = block_at(lay, state, r, q)
        if c >= 0 and movable(state, c):
            take(lay, state, r, q, movable(state, c))
    end = at(state, LOG_N, 0)
    slot = scan_stack(lay, state, end, heat)
    if slot < 0:
        return False
    for i in range(end):
        r = at2(state, LOG, i, 1)
        if not slot_open(lay, state, r, slot):
            return False
        put(lay, state, r, at2(state, LOG, i, 2), slot, at2(state, LOG, i, 4), 0)
    return True


@inner
def relocate(lay: Ints, state: Ints, heat: int) -> bool:
    """One block, or one lesson of a row in free rhythm, to a slot drawn by a heat bath; a row that has only this
    block may change its teacher too."""
    b = random_block(lay, state)
    if b < 0:
        return False
    r, q = at(lay, B_ROW, b), at(state, B_Q, b)
    mask = movable(state, b)
    if at(lay, R_FIXED, r) == 0 or draw(state, 16) == 0:
        mask = 1 << random_week(state, mask)
    take(lay, state, r, q, mask)
    if not scan_all(lay, state, r, bits(mask), bits(mask), heat):
        return False
    put_choice(lay, state, r)
    return True


@inner
def block_of_entry(lay: Ints, state: Ints, r: int, days: int, counts: int, day: int, d: int) -> int:
    """A block that can be moved of another row than r, of somebody's day; -1 when the drawn one is none."""
    count = at(state, counts, day)
    if count == 0:
        return -1
    k = draw(state, count)
    row, start = at3(state, days, day, k, ROW), at3(state, days, day, k, START)
    if row in (BUSY_ROW, r):
        return -1
    b = block_at(lay, state, row, d * lay[STARTS] + (start - lay[BASE_MIN]) // lay[STEP_MIN])
    return b if b >= 0 and movable(state, b) else -1


@inner
def partner_block(lay: Ints, state: Ints, r: int, mask: int) -> int:
    """A block that row r's lessons in these weeks might take the place of: of the same slot group, of the same pupil
    or of a teacher the row may have; -1 when the drawn one is none."""
    g = shared_group(lay, r)
    if g >= 0 and draw(state, 2):
        other = at(lay, GR_IDX, at(lay, GR_PTR, g) + draw(state, at(lay, GR_PTR, g + 1) - at(lay, GR_PTR, g)))
        b = at(lay, B_PTR, other) + draw(state, at(lay, B_PTR, other + 1) - at(lay, B_PTR, other))
        return b if other != r and at(state, B_Q, b) >= 0 and movable(state, b) else -1
    w, d = random_week(state, mask), draw(state, lay[DAYS])
    if draw(state, 2):
        p = at(lay, RP_IDX, at(lay, RP_PTR, r) + draw(state, at(lay, RP_PTR, r + 1) - at(lay, RP_PTR, r)))
        return block_of_entry(lay, state, r, PE, PE_N, (p * lay[WEEKS] + w) * lay[DAYS] + d, d)
    t = at(lay, RT_IDX, at(lay, RT_PTR, r) + draw(state, at(lay, RT_PTR, r + 1) - at(lay, RT_PTR, r)))
    return block_of_entry(lay, state, r, TE, TE_N, (t * lay[WEEKS] + w) * lay[DAYS] + d, d)


@inner
def chain(lay: Ints, state: Ints, heat: int, allowed: int) -> bool:
    """Some blocks are taken out, each of which stands where one before it might go; then they are put back in that
    order."""
    b = random_block(lay, state)
    if b < 0:
        return False
    take(lay, state, at(lay, B_ROW, b), at(state, B_Q, b), movable(state, b))
    for _ in range(1 + draw(state, at(lay, MIX, 7))):
        i = at(state, LOG_N, 0) - 1
        b = partner_block(lay, state, at2(state, LOG, i, 1), at2(state, LOG, i, 4))
        if b >= 0:
            take(lay, state, at(lay, B_ROW, b), at(state, B_Q, b), movable(state, b))
    end = at(state, LOG_N, 0)
    if end < 2:
        return False
    for i in range(end):
        r, need = at2(state, LOG, i, 1), bits(at2(state, LOG, i, 4))
        missing = at(lay, WEIGHT, UNPLACED) * at(state, UNITS, UNPLACED)
        if energy(lay, state) - missing > allowed + 50 or not scan_all(lay, state, r, need, need, heat):
            return False
        put_choice(lay, state, r)
    return True


@inner
def change_teacher(lay: Ints, state: Ints, heat: int) -> bool:
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
        if choose_among(lay, state, r, t, q, bits(mask), bits(mask), mask)[0] == 0:
            return False
        put(lay, state, r, t, q, mask, 1)
    for i in range(pinned, end):
        mask, _ = choose_weeks(lay, state, r, t, at2(state, LOG, i, 3), bits(at2(state, LOG, i, 4)), 1)
        if mask:
            put(lay, state, r, t, at2(state, LOG, i, 3), mask, 0)
    return insert_row(lay, state, r, heat)


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
def rebuild(lay: Ints, state: Ints, heat: int) -> bool:
    """Takes out the rows of a pupil's day, of a teacher's day, of a pupil with one teacher, or some rows of one
    pupil, and puts them back."""
    b = random_block(lay, state)
    if b < 0:
        return False
    r = at(lay, B_ROW, b)
    kind = draw(state, 4)
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
    elif kind == 2:
        rows = at(lay, PR_PTR, p + 1) - at(lay, PR_PTR, p)
        number = min(rows, length(state, ROWS))
        for i in range(number):
            other = at(lay, PR_IDX, at(lay, PR_PTR, p) + i)
            same = at(state, R_CAND, other) == at(state, R_CAND, r)
            set_at(state, ROWS, i, other if same else BUSY_ROW)
    else:
        number = 2 + draw(state, 3)
        rows = at(lay, PR_PTR, p + 1) - at(lay, PR_PTR, p)
        for i in range(number):
            set_at(state, ROWS, i, at(lay, PR_IDX, at(lay, PR_PTR, p) + draw(state, rows)))
    start = at(state, LOG_N, 0)
    take_listed(lay, state, number, at(lay, MIX, 5))
    return put_back(lay, state, start, heat)
