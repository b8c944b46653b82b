"""Which starts are lawful by themselves: window, avoid, adult, busy, frame. One pass over the whole problem."""

from __future__ import annotations

import numpy as np

from scheduler.engine.fields import (
    BASE_MIN,
    DAYS,
    H_UNTIL,
    HOME,
    LATEST,
    P_UNTIL,
    P_WISH,
    R_DUR,
    R_FORM,
    R_WMASK,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    STARTS,
    STEP_MIN,
    T_UNTIL,
    WEEKS,
    Ints,
    at,
    at3,
    length,
)
from scheduler.engine.jit import compiled, inner


@inner
def lawful_alone(lay: Ints, r: int, t: int, w: int, q: int) -> bool:
    """True when a lesson of row r with teacher t may start at slot q of week w, were nothing else placed."""
    if at(lay, R_WMASK, r) >> w & 1 == 0:
        return False
    end = lay[BASE_MIN] + q % lay[STARTS] * lay[STEP_MIN] + at(lay, R_DUR, r)
    if end > at(lay, LATEST, at(lay, R_FORM, r)) or end > at3(lay, T_UNTIL, t, q, w):
        return False
    until = H_UNTIL if at(lay, R_FORM, r) == HOME else P_UNTIL
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        p = at(lay, RP_IDX, i)
        if end > at3(lay, until, p, q, w):
            return False
    return True


@compiled
def _fill(lay: Ints, pointer: Ints, out: Ints, write: bool) -> None:
    count = 0
    slots = lay[DAYS] * lay[STARTS]
    for r in range(length(lay, R_DUR)):
        for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
            t = at(lay, RT_IDX, c)
            for q in range(slots):
                for w in range(lay[WEEKS]):
                    if lawful_alone(lay, r, t, w, q):
                        if write:
                            out[count] = q
                        count += 1
                        break
            pointer[c + 1] = count


def domains(lay: Ints) -> tuple[Ints, Ints]:
    """Offsets per (row, candidate), in the order of RT_IDX, and the slots lawful in at least one week."""
    pointer = np.zeros(lay[RT_IDX + 1] + 1, dtype=np.int64)
    _fill(lay, pointer, np.zeros(0, dtype=np.int64), False)
    out = np.zeros(int(pointer[-1]), dtype=np.int64)
    _fill(lay, pointer, out, True)
    return pointer, out


@inner
def wishes_at(lay: Ints, r: int, w: int, q: int) -> int:
    """Units of wish that one lesson of row r costs at slot q of week w."""
    total = 0
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        total += at3(lay, P_WISH, at(lay, RP_IDX, i), q, w)
    return total


@compiled
def _fill_runs(lay: Ints, pointer: Ints, out: Ints, write: bool) -> None:
    count = number = 0
    starts, base, step = lay[STARTS], lay[BASE_MIN], lay[STEP_MIN]
    for r in range(length(lay, R_DUR)):
        for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
            t = at(lay, RT_IDX, c)
            for w in range(lay[WEEKS]):
                for q in range(lay[DAYS] * starts):
                    if q % starts == 0:
                        if q:
                            number += 1
                            pointer[number] = count
                        wish = -1
                    if not lawful_alone(lay, r, t, w, q):
                        wish = -1
                        continue
                    here = wishes_at(lay, r, w, q)
                    if here != wish:
                        count += 1
                        if write:
                            out[3 * count - 3] = base + q % starts * step
                            out[3 * count - 1] = here
                        wish = here
                    if write:
                        out[3 * count - 2] = base + q % starts * step
                number += 1
                pointer[number] = count


def lawful_runs(lay: Ints) -> tuple[Ints, Ints]:
    """Offsets per (candidate, week, day) and the runs of lawful starts with the same wishes there: first and last
    minute, units of wish."""
    pointer = np.zeros(lay[RT_IDX + 1] * lay[WEEKS] * lay[DAYS] + 1, dtype=np.int64)
    _fill_runs(lay, pointer, np.zeros(0, dtype=np.int64), False)
    out = np.zeros(3 * int(pointer[-1]), dtype=np.int64)
    _fill_runs(lay, pointer, out, True)
    return pointer, out
