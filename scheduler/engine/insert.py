"""Putting rows back: the cheapest of the looked-at slots, again and again, until nothing fits."""

from __future__ import annotations

from scheduler.engine.blocks import NO_COST, log_has_room, put
from scheduler.engine.draw import draw
from scheduler.engine.fields import (
    CHOICE,
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
from scheduler.engine.scan import scan


@inner
def scan_all(lay: Ints, state: Ints, r: int, need: int, least: int, heat: int) -> bool:
    """The cheapest slot of row r with any of its candidates into CHOICE; False when there is none."""
    set_at(state, CHOICE, 0, NO_COST)
    for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
        t = at(lay, RT_IDX, c)
        if at(state, R_CAND, r) in (-1, t) and at(state, R_ONLY, r) in (-1, t):
            scan(lay, state, r, c, need, least, heat)
    return at(state, CHOICE, 0) != NO_COST


@inner
def put_choice(lay: Ints, state: Ints, r: int) -> None:
    put(lay, state, r, at(state, CHOICE, 1), at(state, CHOICE, 2), at(state, CHOICE, 3), 0)


@inner
def insert_row(lay: Ints, state: Ints, r: int, heat: int) -> bool:
    """Places what is left of row r, slot by slot; True when nothing is left."""
    while at(state, R_LEFT, r) > 0:
        need = at(state, R_LEFT, r) if at(lay, R_FIXED, r) else 1
        if not scan_all(lay, state, r, need, 1, heat):
            return False
        put_choice(lay, state, r)
    return True


@inner
def put_back(lay: Ints, state: Ints, start: int, heat: int) -> bool:
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
        insert_row(lay, state, at(state, ROWS, i), heat)
    return True
