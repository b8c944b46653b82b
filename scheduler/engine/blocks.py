"""Blocks: a row's lessons at one weekly slot, in some of the weeks. What is lawful for a row as a whole is judged
here: one teacher, even weeks, a fixed rhythm. Every change is logged, so that a walk can step back."""

from __future__ import annotations

from scheduler.engine.deltas import cost_of, lesson_delta
from scheduler.engine.draw import bits, draw
from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_PTR,
    B_Q,
    DU,
    FACES,
    G_SLOTS,
    GR_IDX,
    GR_PTR,
    LOG,
    LOG_N,
    LOG_ROOM,
    PT_COUNT,
    R_CAND,
    R_CEIL,
    R_EVEN,
    R_FLOOR,
    R_LEFT,
    R_LESSONS,
    R_WEEK,
    R_WMASK,
    RG_IDX,
    RG_PTR,
    RP_IDX,
    RP_PTR,
    UNITS,
    UNPLACED,
    WEEK_COST,
    WEEKS,
    WEIGHT,
    Ints,
    at,
    at2,
    set_at,
    set_at2,
)
from scheduler.engine.jit import compiled, inner
from scheduler.engine.limits import limits_hold
from scheduler.engine.links import link, unlink

NO_COST = 1 << 60
PUT, TAKEN = 1, 0


@inner
def block_at(lay: Ints, state: Ints, r: int, q: int) -> int:
    """The block of row r at slot q, or -1."""
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        if at(state, B_Q, b) == q:
            return b
    return -1


@inner
def slots_used(lay: Ints, state: Ints, g: int, q: int) -> int:
    """Number of different slots that the rows of a group use; -1 when q is one of them."""
    used = 0
    for i in range(at(lay, GR_PTR, g), at(lay, GR_PTR, g + 1)):
        r = at(lay, GR_IDX, i)
        for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
            slot = at(state, B_Q, b)
            if slot < 0:
                continue
            if slot == q:
                return -1
            fresh = True
            for j in range(at(lay, GR_PTR, g), i + 1):
                other = at(lay, GR_IDX, j)
                for c in range(at(lay, B_PTR, other), at(lay, B_PTR, other + 1)):
                    if other == r and c >= b:
                        break
                    if at(state, B_Q, c) == slot:
                        fresh = False
            used += fresh
    return used


@inner
def group_takes(lay: Ints, state: Ints, g: int, q: int) -> bool:
    """True when slot q is one of the group's slots or the group may open another."""
    used = slots_used(lay, state, g, q)
    return used < at(lay, G_SLOTS, g)


@inner
def group_has_room(lay: Ints, state: Ints, g: int) -> bool:
    """True when the group may open another slot, if the row that asks has a block free."""
    if at(lay, GR_PTR, g + 1) - at(lay, GR_PTR, g) == 1:
        return True  # a row alone has at most as many blocks as it may use slots
    return slots_used(lay, state, g, -2) < at(lay, G_SLOTS, g)


@inner
def slot_open(lay: Ints, state: Ints, r: int, q: int) -> bool:
    """True when row r may use slot q: rhythm of all its groups, and a free place for the block."""
    free = False
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        if at(state, B_Q, b) == q or at(state, B_Q, b) < 0:
            free = True
    if not free:
        return False
    for i in range(at(lay, RG_PTR, r), at(lay, RG_PTR, r + 1)):
        if not group_takes(lay, state, at(lay, RG_IDX, i), q):
            return False
    return True


@inner
def weeks_above(lay: Ints, state: Ints, r: int) -> int:
    """Weeks in which the row has more lessons than its even share rounded down."""
    above = 0
    for w in range(lay[WEEKS]):
        if at2(state, R_WEEK, r, w) > at(lay, R_FLOOR, r):
            above += 1
    return above


@inner
def choose_weeks(lay: Ints, state: Ints, r: int, t: int, q: int, need: int, least: int) -> tuple[int, int]:
    """The cheapest weeks for at most `need` lessons of row r with teacher t at slot q.

    Returns (weeks as mask, change of energy without fairness); mask 0 when fewer than `least` weeks are lawful.
    Week by week the costs are independent, and evenness allows any set that stays under a cap per kind of week,
    so taking the cheapest first is best.
    """
    return choose_among(lay, state, r, t, q, need, least, at(lay, R_WMASK, r))


@compiled
def choose_among(
    lay: Ints, state: Ints, r: int, t: int, q: int, need: int, least: int, among: int
) -> tuple[int, int]:
    """As choose_weeks, of the weeks in the mask `among` only."""
    lawful = weeks_within_limits(lay, state, r, t, q, among)
    if bits(lawful) < least or lawful == 0 or not slot_open(lay, state, r, q):
        return 0, 0
    b = block_at(lay, state, r, q)
    if b >= 0:
        lawful &= ~at(state, B_MASK, b)
    chances = bits(lawful)
    for w in range(lay[WEEKS]):
        set_at(state, WEEK_COST, w, NO_COST)
        if (lawful >> w) & 1 == 0:
            continue
        if lesson_delta(lay, state, r, t, w, q, 0, False):
            cost = cost_of(lay, state, DU)
            set_at(state, WEEK_COST, w, cost)
        else:
            chances -= 1
            if chances < least:
                return 0, 0
    spare = (
        at(lay, R_LESSONS, r) - at(lay, R_FLOOR, r) * bits(at(lay, R_WMASK, r)) - weeks_above(lay, state, r)
    )
    mask, cost = cheapest_weeks(lay, state, r, t, need, spare)
    if bits(mask) < least:
        return 0, 0
    return mask, cost


@inner
def weeks_within_limits(lay: Ints, state: Ints, r: int, t: int, q: int, among: int) -> int:
    """Weeks in which the lesson is lawful by itself and no limit of day, week or evenness stands against it."""
    even = at(lay, R_EVEN, r)
    found = 0
    for w in range(lay[WEEKS]):
        if (among >> w) & 1 == 0 or (even and at2(state, R_WEEK, r, w) >= at(lay, R_CEIL, r)):
            continue
        if limits_hold(lay, state, r, t, w, q):
            found |= 1 << w
    return found


@inner
def cheapest_weeks(lay: Ints, state: Ints, r: int, t: int, need: int, spare: int) -> tuple[int, int]:
    mask = total = 0
    for _ in range(need):
        best = -1
        for w in range(lay[WEEKS]):
            if at(state, WEEK_COST, w) == NO_COST or mask >> w & 1:
                continue
            if at(lay, R_EVEN, r) and at2(state, R_WEEK, r, w) >= at(lay, R_FLOOR, r) and (spare <= 0):
                continue
            if best < 0 or at(state, WEEK_COST, w) < at(state, WEEK_COST, best):
                best = w
        if best < 0:
            break
        mask |= 1 << best
        total += at(state, WEEK_COST, best)
        if at2(state, R_WEEK, r, best) >= at(lay, R_FLOOR, r):
            spare -= 1
    if mask and at(state, R_CAND, r) < 0:
        for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
            if at2(state, PT_COUNT, at(lay, RP_IDX, i), t) == 0:
                total += at(lay, WEIGHT, FACES)
    return (mask, total)


@inner
def log(state: Ints, kind: int, r: int, t: int, q: int, mask: int, fact: int) -> None:
    n = at(state, LOG_N, 0)
    set_at2(state, LOG, n, 0, kind)
    set_at2(state, LOG, n, 1, r)
    set_at2(state, LOG, n, 2, t)
    set_at2(state, LOG, n, 3, q)
    set_at2(state, LOG, n, 4, mask)
    set_at2(state, LOG, n, 5, fact)
    set_at(state, LOG_N, 0, n + 1)


@inner
def log_has_room(state: Ints) -> bool:
    return at(state, LOG_N, 0) < LOG_ROOM - 64


@compiled
def put(lay: Ints, state: Ints, r: int, t: int, q: int, mask: int, fact: int) -> None:
    """Places the row's lessons of these weeks at slot q; the caller has judged them lawful."""
    b = block_at(lay, state, r, q)
    if b < 0:
        b = block_at(lay, state, r, -1)
        set_at(state, B_Q, b, q)
    set_at(state, B_MASK, b, at(state, B_MASK, b) | mask)
    set_at(state, R_CAND, r, t)
    if fact:
        set_at(state, B_PIN, b, at(state, B_PIN, b) | mask)
    for w in range(lay[WEEKS]):
        if mask >> w & 1:
            link(lay, state, r, t, w, q, fact)
    log(state, PUT, r, t, q, mask, fact)


@compiled
def take(lay: Ints, state: Ints, r: int, q: int, mask: int) -> None:
    """Takes the row's lessons of these weeks (all of them pinned or none) out of slot q."""
    t = at(state, R_CAND, r)
    b = block_at(lay, state, r, q)
    fact = 1 if at(state, B_PIN, b) & mask else 0
    set_at(state, B_PIN, b, at(state, B_PIN, b) & ~mask)
    set_at(state, B_MASK, b, at(state, B_MASK, b) & ~mask)
    if at(state, B_MASK, b) == 0:
        set_at(state, B_Q, b, -1)
    for w in range(lay[WEEKS]):
        if mask >> w & 1:
            unlink(lay, state, r, t, w, q)
    if at(state, R_LEFT, r) == at(lay, R_LESSONS, r):
        set_at(state, R_CAND, r, -1)
    log(state, TAKEN, r, t, q, mask, fact)


@inner
def step_back(lay: Ints, state: Ints) -> None:
    """Undoes everything since the log was last emptied."""
    step_back_to(lay, state, 0)


@inner
def step_back_to(lay: Ints, state: Ints, start: int) -> None:
    """Undoes what was done since the log stood at `start`."""
    for i in range(at(state, LOG_N, 0) - 1, start - 1, -1):
        r, q, mask = at2(state, LOG, i, 1), at2(state, LOG, i, 3), at2(state, LOG, i, 4)
        if at2(state, LOG, i, 0) == PUT:
            take(lay, state, r, q, mask)
        else:
            put(lay, state, r, at2(state, LOG, i, 2), q, mask, at2(state, LOG, i, 5))
        set_at(state, LOG_N, 0, i)


@inner
def movable(state: Ints, b: int) -> int:
    """Weeks of a block that no pin holds."""
    return at(state, B_MASK, b) & ~at(state, B_PIN, b)


@compiled
def take_row(lay: Ints, state: Ints, r: int) -> None:
    """Takes out everything of a row that is not pinned."""
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        mask = movable(state, b)
        if mask:
            take(lay, state, r, at(state, B_Q, b), mask)


@inner
def energy(lay: Ints, state: Ints) -> int:
    return cost_of(lay, state, UNITS)


@inner
def unplaced(state: Ints) -> int:
    return at(state, UNITS, UNPLACED)


@inner
def take_pins(lay: Ints, state: Ints, r: int) -> None:
    """Takes out what is pinned of a row, for another teacher to take it over at the same slots."""
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        mask = at(state, B_PIN, b)
        if mask:
            take(lay, state, r, at(state, B_Q, b), mask)


@inner
def shared_group(lay: Ints, r: int) -> int:
    """A slot group in which row r stands with others, or -1."""
    for i in range(at(lay, RG_PTR, r), at(lay, RG_PTR, r + 1)):
        g = at(lay, RG_IDX, i)
        if at(lay, GR_PTR, g + 1) - at(lay, GR_PTR, g) > 1:
            return g
    return -1


@inner
def take_group(lay: Ints, state: Ints, g: int) -> None:
    """Takes out everything of a slot group that is not pinned."""
    for i in range(at(lay, GR_PTR, g), at(lay, GR_PTR, g + 1)):
        take_row(lay, state, at(lay, GR_IDX, i))


@inner
def slot_of_group(lay: Ints, state: Ints, g: int) -> int:
    """One of the slots a group uses, or -1."""
    rows = at(lay, GR_PTR, g + 1) - at(lay, GR_PTR, g)
    first = draw(state, rows)
    for i in range(rows):
        r = at(lay, GR_IDX, at(lay, GR_PTR, g) + (first + i) % rows)
        blocks = at(lay, B_PTR, r + 1) - at(lay, B_PTR, r)
        from_block = draw(state, blocks)
        for k in range(blocks):
            q = at(state, B_Q, at(lay, B_PTR, r) + (from_block + k) % blocks)
            if q >= 0:
                return q
    return -1
