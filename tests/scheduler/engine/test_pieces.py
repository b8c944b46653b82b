"""Free pieces: a start lies in one exactly when every rule allows it, and the line of its price is the true price."""

from __future__ import annotations

from random import Random

import pytest

from scheduler.engine.blocks import choose_among, take
from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_Q,
    B_ROW,
    BASE_MIN,
    CHANGES,
    DAYS,
    FACES,
    LOG_N,
    PIECE,
    PIECE_PARTS,
    PT_COUNT,
    PV_PTR,
    PV_SLOT,
    PV_TEACHER,
    PV_WEEK,
    PV_WEIGHT,
    R_CAND,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    STARTS,
    STEP_MIN,
    WEEKS,
    WEIGHT,
    Ints,
    at,
    at2,
    length,
    set_at,
)
from scheduler.engine.pieces import FIRST, LAST, PRICE, SLOPE, find_pieces
from scheduler.engine.search import Search
from scheduler.preflight.pins import judge_pins
from tests.instances import make_instance

KINDS = [("school", False), ("tight", False), ("town", True)]


def by_pieces(lay: Ints, state: Ints, r: int, c: int, w: int) -> dict[int, int]:
    """Slot -> price by the pieces of all days of a week."""
    found = {}
    base, step = int(lay[BASE_MIN]), int(lay[STEP_MIN])
    for d in range(int(lay[DAYS])):
        first = int(state[PIECE] + 2 * w * state[PIECE + 2])
        for _ in range(find_pieces(lay, state, r, at(lay, RT_IDX, c), c, w, d)):
            piece = state[first : first + PIECE_PARTS].tolist()
            for start in range(piece[FIRST], piece[LAST] + 1, step):
                found[d * int(lay[STARTS]) + (start - base) // step] = piece[PRICE] + piece[SLOPE] * start
            first += PIECE_PARTS
    return found


def by_rules(lay: Ints, state: Ints, r: int, c: int, w: int) -> dict[int, int]:
    """Slot -> price by every rule, slot after slot; evenness and rhythm leave room for a lesson just taken out."""
    t = at(lay, RT_IDX, c)
    entries = range(at(lay, PV_PTR, r), at(lay, PV_PTR, r + 1))
    before = {
        at(lay, PV_SLOT, i): at(lay, PV_WEIGHT, i)
        for i in entries
        if at(lay, PV_WEEK, i) == w and at(lay, PV_TEACHER, i) in (-1, t)
    }
    pupils = [at(lay, RP_IDX, i) for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1))]
    strange = sum(at2(state, PT_COUNT, p, t) == 0 for p in pupils) if at(state, R_CAND, r) < 0 else 0
    found = {}
    for q in range(int(lay[DAYS] * lay[STARTS])):
        mask, price = choose_among(lay, state, r, t, q, 1, 1, 1 << w)
        if mask:
            found[q] = price - strange * at(lay, WEIGHT, FACES) + before.get(q, 0) * at(lay, WEIGHT, CHANGES)
    return found


@pytest.mark.parametrize(("kind", "one_week"), KINDS)
def test_pieces_are_what_the_rules_say_of_every_start(kind: str, one_week: bool) -> None:
    problem = make_instance(kind, 5, one_week).problem
    search = Search(problem, judge_pins(problem).teachers, 1, 2)
    search.start()
    lay, state, random = search.lay, search.states[0], Random(kind)
    looked = 0
    for heat in (200_000, 50_000, 10_000):
        search.walk(1_000, heat)
        for b in random.sample(range(length(lay, B_ROW)), 12):
            r, mask = at(lay, B_ROW, b), at(state, B_MASK, b) & ~at(state, B_PIN, b)
            if mask == 0:
                continue
            take(lay, state, r, at(state, B_Q, b), mask)
            w = next(week for week in range(int(lay[WEEKS])) if mask >> week & 1)
            for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
                if at(state, R_CAND, r) in (-1, at(lay, RT_IDX, c)):
                    found = by_pieces(lay, state, r, c, w)
                    right = by_rules(lay, state, r, c, w)
                    assert found.items() >= right.items()
                    if problem.rows[r].slot is None and at(state, B_Q, b) < 0:  # it may open a slot
                        assert found == right
                    looked += len(found)
            search.return_to_best()
            set_at(state, LOG_N, 0, 0)
    assert looked > 300
    search.close()
