"""The walk: simulated annealing over the moves, and the best state it has seen, judged rank by rank.

A best is a copy of the state's first fields (KEY, UNITS, B_Q, B_MASK, R_CAND): enough to come back to it.
"""

from __future__ import annotations

from scheduler.engine.blocks import NO_COST, energy, put, step_back, take, take_pins
from scheduler.engine.draw import draw, grain
from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_PTR,
    B_Q,
    B_ROW,
    BROKEN,
    FAIRNESS,
    KEY,
    LOG,
    LOG_N,
    MIX,
    NEGATIVE_LOGS,
    R_CAND,
    R_DUR,
    RANK_WEIGHT,
    UNIT_KINDS,
    UNITS,
    UNPLACED,
    WEEKS,
    WEIGHT,
    Ints,
    at,
    at2,
    length,
    set_at,
)
from scheduler.engine.force import force_in
from scheduler.engine.insert import insert_row
from scheduler.engine.jit import compiled, inner
from scheduler.engine.moves import chain, change_teacher, rebuild, relocate, relocate_stack


def new_best(state: Ints) -> Ints:
    """A best that anything beats."""
    best = state[state[KEY] : state[B_PIN]].copy()
    best[: state[KEY + 1]] = NO_COST
    return best


@inner
def fill_key(lay: Ints, state: Ints) -> None:
    """KEY: unplaced lessons, then the weighted sum of every rank."""
    set_at(state, KEY, 0, at(state, UNITS, UNPLACED))
    for i in range(length(state, KEY) - 1):
        total = 0
        for j in range(UNIT_KINDS):
            total += at2(lay, RANK_WEIGHT, i, j) * at(state, UNITS, j)
        set_at(state, KEY, i + 1, total)


@compiled
def keep_if_better(lay: Ints, state: Ints, best: Ints) -> bool:
    """Copies the state into best when it breaks nothing and its key is smaller."""
    if at(state, UNITS, BROKEN):
        return False
    fill_key(lay, state)
    for i in range(length(state, KEY)):
        if at(state, KEY, i) > best[i]:
            return False
        if at(state, KEY, i) < best[i]:
            first = state[KEY]
            for j in range(best.shape[0]):
                best[j] = state[first + j]
            return True
    return False


@compiled
def load(lay: Ints, state: Ints, best: Ints) -> None:
    """Makes the state what best holds; pinned lessons stay."""
    for b in range(length(lay, B_ROW)):
        mask = at(state, B_MASK, b) & ~at(state, B_PIN, b)
        if mask:
            take(lay, state, at(lay, B_ROW, b), at(state, B_Q, b), mask)
        set_at(state, LOG_N, 0, 0)
    first = state[KEY]
    for r in range(length(lay, R_DUR)):
        t = best[state[R_CAND] - first + r]
        if at(state, R_CAND, r) not in (-1, t):
            take_pins(lay, state, r)
            for i in range(at(state, LOG_N, 0)):
                put(lay, state, r, t, at2(state, LOG, i, 3), at2(state, LOG, i, 4), 1)
        set_at(state, LOG_N, 0, 0)
    for b in range(length(lay, B_ROW)):
        r = at(lay, B_ROW, b)
        q = best[state[B_Q] - first + b]
        mask = best[state[B_MASK] - first + b]
        for c in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
            if at(state, B_Q, c) == q:
                mask &= ~at(state, B_PIN, c)
        if q >= 0 and mask:
            put(lay, state, r, best[state[R_CAND] - first + r], q, mask, 0)
        set_at(state, LOG_N, 0, 0)


@compiled
def construct(lay: Ints, state: Ints, order: Ints) -> None:
    """Rows in the given order, each where it is cheapest."""
    for i in range(order.shape[0]):
        insert_row(lay, state, order[i], 0)
        set_at(state, LOG_N, 0, 0)


FAILED, JUDGED, DRAWN = range(3)


@inner
def one_move(lay: Ints, state: Ints, heat: int, allowed: int) -> int:
    """FAILED, JUDGED (the walk decides), or DRAWN (by a heat bath that has decided already, fairness aside)."""
    kind = draw(state, 1000)
    if at(state, UNITS, UNPLACED) > 0 and kind < 60:
        return JUDGED if force_in(lay, state, heat) else FAILED
    if kind < at(lay, MIX, 0) or (kind < at(lay, MIX, 1) and lay[WEEKS] == 1):
        return DRAWN if relocate(lay, state, heat) else FAILED
    if kind < at(lay, MIX, 1):
        return DRAWN if relocate_stack(lay, state, heat) else FAILED
    noise = heat * at(lay, MIX, 6) * draw(state, 4) // 300
    if kind < at(lay, MIX, 2):
        done = chain(lay, state, noise, allowed)
    elif kind < at(lay, MIX, 3):
        done = change_teacher(lay, state, noise)
    else:
        done = rebuild(lay, state, noise)
    return JUDGED if done else FAILED


@compiled
def walk(lay: Ints, state: Ints, best: Ints, steps: int, heat: int) -> int:
    """Takes `steps` moves at a temperature of heat / 1000; returns how often best was improved."""
    better = 0
    now = energy(lay, state)
    for _ in range(steps):
        set_at(state, LOG_N, 0, 0)
        fairness = at(state, UNITS, FAIRNESS)
        allowed = now + heat * at(lay, NEGATIVE_LOGS, grain(state)) // 1_000_000
        how = one_move(lay, state, heat, allowed)
        if how != FAILED and at(state, UNITS, BROKEN) == 0:
            then = energy(lay, state)
            risen = now + at(lay, WEIGHT, FAIRNESS) * (at(state, UNITS, FAIRNESS) - fairness)
            if then <= allowed or (how == DRAWN and risen <= allowed):
                if then != now:
                    better += keep_if_better(lay, state, best)
                now = then
                continue
        step_back(lay, state)
    set_at(state, LOG_N, 0, 0)
    return better


@compiled
def squeeze(lay: Ints, state: Ints, best: Ints, rounds: int) -> int:
    """Places by force again and again, whatever it costs; returns the lessons not placed at the end."""
    for _ in range(rounds):
        if at(state, UNITS, UNPLACED) == 0:
            break
        set_at(state, LOG_N, 0, 0)
        if force_in(lay, state, 0) and at(state, UNITS, BROKEN) == 0:
            keep_if_better(lay, state, best)
        else:
            step_back(lay, state)
    set_at(state, LOG_N, 0, 0)
    return at(state, UNITS, UNPLACED)
