"""Putting rows back: the cheapest of the looked-at slots, again and again, until nothing fits."""

from __future__ import annotations

from scheduler.engine.blocks import NO_COST, choose_weeks, log_has_room, put
from scheduler.engine.draw import draw
from scheduler.engine.fields import (
    CHOICE,
    DOM_PTR,
    DOM_Q,
    LOG,
    LOG_N,
    R_CAND,
    R_FIXED,
    R_LEFT,
    R_ONLY,
    ROWS,
    RT_IDX,
    RT_PTR,
    Ints,
    at,
    at2,
    length,
    set_at,
)
from scheduler.engine.jit import inner


@inner
def look_through(lay: Ints, state: Ints, r: int, c: int, most: int, noise: int) -> None:
    """Looks at up to `most` slots of candidate c (all when fewer) and keeps the best in CHOICE:
    energy (noise included), teacher, slot, weeks.
    """
    t = at(lay, RT_IDX, c)
    first, count = (at(lay, DOM_PTR, c), at(lay, DOM_PTR, c + 1) - at(lay, DOM_PTR, c))
    if count == 0:
        return
    looks = min(count, most)
    offset = draw(state, count)
    stride = max(1, count // looks)
    need = at(state, R_LEFT, r)
    if at(lay, R_FIXED, r) == 0:
        need = 1
    for i in range(looks):
        q = at(lay, DOM_Q, first + (offset + i * stride) % count)
        mask, cost = choose_weeks(lay, state, r, t, q, need, 1, 0)
        if mask == 0:
            continue
        if noise > 0:
            cost += draw(state, noise)
        if cost < at(state, CHOICE, 0):
            set_at(state, CHOICE, 0, cost)
            set_at(state, CHOICE, 1, t)
            set_at(state, CHOICE, 2, q)
            set_at(state, CHOICE, 3, mask)


@inner
def insert_row(lay: Ints, state: Ints, r: int, most: int, noise: int) -> bool:
    """Places what is left of row r, slot by slot; True when nothing is left."""
    while at(state, R_LEFT, r) > 0:
        set_at(state, CHOICE, 0, NO_COST)
        for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
            t = at(lay, RT_IDX, c)
            if at(state, R_CAND, r) not in (-1, t) or at(state, R_ONLY, r) not in (-1, t):
                continue
            look_through(lay, state, r, c, most, noise)
        if at(state, CHOICE, 0) == NO_COST:
            return False
        put(lay, state, r, at(state, CHOICE, 1), at(state, CHOICE, 2), at(state, CHOICE, 3), 0)
    return True


@inner
def put_back(lay: Ints, state: Ints, start: int, noise: int, looks: int) -> bool:
    """Inserts all rows that the log names since `start`, in random order."""
    number = 0
    for i in range(start, at(state, LOG_N, 0)):
        r = at2(state, LOG, i, 1)
        known = False
        for j in range(number):
            if at(state, ROWS, j) == r:
                known = True
                break
        if not known and number < length(state, ROWS):
            set_at(state, ROWS, number, r)
            number += 1
    if number == 0:
        return False
    for i in range(number - 1, 0, -1):
        j = draw(state, i + 1)
        r = at(state, ROWS, i)
        set_at(state, ROWS, i, at(state, ROWS, j))
        set_at(state, ROWS, j, r)
    for i in range(number):
        if not log_has_room(state):
            return False
        insert_row(lay, state, at(state, ROWS, i), looks, noise)
    return True
