"""Every worthwhile slot of a row with one teacher at once: the ends of the free pieces of all days.

The cheapest stands in CHOICE. At a temperature each price gets its own Gumbel noise, so the choice is that of a heat
bath: as likely as walking there by many small steps.
"""

from __future__ import annotations

from scheduler.engine.blocks import NO_COST, cheapest_weeks, choose_weeks, group_has_room, weeks_above
from scheduler.engine.deltas import kept_weight
from scheduler.engine.draw import bits, grain
from scheduler.engine.fields import (
    B_MASK,
    B_PTR,
    B_Q,
    BASE_MIN,
    CHANGES,
    CHOICE,
    DAYS,
    FACES,
    GR_IDX,
    GR_PTR,
    GUMBELS,
    LOG,
    PIECE,
    PIECE_N,
    PIECE_PARTS,
    PT_COUNT,
    PV_PTR,
    PV_SLOT,
    R_CAND,
    R_CEIL,
    R_EVEN,
    R_FLOOR,
    R_LESSONS,
    R_WEEK,
    R_WMASK,
    RG_IDX,
    RG_PTR,
    RP_IDX,
    RP_PTR,
    RT_IDX,
    RT_PTR,
    STARTS,
    STEP_MIN,
    TRIED,
    WEEK_COST,
    WEEKS,
    WEIGHT,
    Ints,
    add_at,
    at,
    at2,
    got,
    set_at,
)
from scheduler.engine.jit import inner
from scheduler.engine.pieces import FIRST, LAST, PRICE, SLOPE, find_pieces


@inner
def luck(heat: int) -> int:
    """More than any noise of a heat bath of heat / 1000 takes off a price."""
    return heat * 8 // 1000


@inner
def consider(lay: Ints, state: Ints, cost: int, heat: int, t: int, q: int, mask: int) -> None:
    """Keeps the choice if it is, with its noise, the cheapest so far; most are too dear for any noise."""
    if cost - luck(heat) >= at(state, CHOICE, 0):
        return
    if heat > 0:
        cost -= heat * at(lay, GUMBELS, grain(state)) // 1_000_000
    if cost < at(state, CHOICE, 0):
        set_at(state, CHOICE, 0, cost)
        set_at(state, CHOICE, 1, t)
        set_at(state, CHOICE, 2, q)
        set_at(state, CHOICE, 3, mask)


@inner
def bonus(lay: Ints, r: int, t: int, w: int, q: int) -> int:
    """What it is worth that the lesson stands where it stood before; the price of a piece does not know it."""
    if at(lay, PV_PTR, r) == at(lay, PV_PTR, r + 1):
        return 0
    return at(lay, WEIGHT, CHANGES) * kept_weight(lay, r, t, w, q)


@inner
def may_open(lay: Ints, state: Ints, r: int) -> bool:
    """True when row r may use a slot that neither it nor its groups use yet."""
    free = False
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        if at(state, B_Q, b) < 0:
            free = True
    if not free:
        return False
    for i in range(at(lay, RG_PTR, r), at(lay, RG_PTR, r + 1)):
        if not group_has_room(lay, state, at(lay, RG_IDX, i)):
            return False
    return True


@inner
def scan_slot(lay: Ints, state: Ints, r: int, t: int, q: int, need: int, least: int, heat: int) -> None:
    """Considers one slot with every rule."""
    mask, cost = choose_weeks(lay, state, r, t, q, need, least)
    if mask:
        consider(lay, state, cost, heat, t, q, mask)


@inner
def scan_known(lay: Ints, state: Ints, r: int, t: int, need: int, least: int, heat: int) -> None:
    """Considers the slots that the row's groups use and where the row stood before the problem."""
    for i in range(at(lay, RG_PTR, r), at(lay, RG_PTR, r + 1)):
        g = at(lay, RG_IDX, i)
        for j in range(at(lay, GR_PTR, g), at(lay, GR_PTR, g + 1)):
            other = at(lay, GR_IDX, j)
            for b in range(at(lay, B_PTR, other), at(lay, B_PTR, other + 1)):
                if at(state, B_Q, b) >= 0:
                    scan_slot(lay, state, r, t, at(state, B_Q, b), need, least, heat)
    for i in range(at(lay, PV_PTR, r), at(lay, PV_PTR, r + 1)):
        if at(lay, PV_SLOT, i) >= 0:
            scan_slot(lay, state, r, t, at(lay, PV_SLOT, i), need, least, heat)


@inner
def new_face(lay: Ints, state: Ints, r: int, t: int) -> int:
    """Price of the pupils who get to know the teacher by this row."""
    price = 0
    if at(state, R_CAND, r) < 0:
        for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
            if at2(state, PT_COUNT, at(lay, RP_IDX, i), t) == 0:
                price += at(lay, WEIGHT, FACES)
    return price


@inner
def spare_weeks(lay: Ints, state: Ints, r: int) -> int:
    """How many more weeks may have a lesson above the even share rounded down."""
    even = at(lay, R_FLOOR, r) * bits(at(lay, R_WMASK, r))
    return at(lay, R_LESSONS, r) - even - weeks_above(lay, state, r)


@inner
def open_weeks(lay: Ints, state: Ints, r: int) -> int:
    """Weeks that may have one lesson of the row more by evenness."""
    mask = at(lay, R_WMASK, r)
    if at(lay, R_EVEN, r) == 0:
        return mask
    spare = spare_weeks(lay, state, r)
    for w in range(lay[WEEKS]):
        held = at2(state, R_WEEK, r, w)
        if held >= at(lay, R_CEIL, r) or (held >= at(lay, R_FLOOR, r) and spare <= 0):
            mask &= ~(1 << w)
    return mask


@inner
def consider_end(
    lay: Ints, state: Ints, r: int, t: int, d: int, start: int, cost: int, heat: int, known: bool
) -> None:
    """Considers an end of a piece in the only week; `known`: the row stood somewhere before."""
    if cost - luck(heat) >= at(state, CHOICE, 0) and not known:
        return
    q = d * lay[STARTS] + (start - lay[BASE_MIN]) // lay[STEP_MIN]
    if known:
        cost -= bonus(lay, r, t, 0, q)
    consider(lay, state, cost, heat, t, q, 1)


@inner
def scan_one_week(lay: Ints, state: Ints, r: int, t: int, c: int, heat: int) -> None:
    """All days of the only week there is."""
    extra = new_face(lay, state, r, t)
    known = at(lay, PV_PTR, r) < at(lay, PV_PTR, r + 1)
    for d in range(lay[DAYS]):
        piece = state[PIECE]
        for _ in range(find_pieces(lay, state, r, t, c, 0, d)):
            first, last, slope = (
                got(state, piece + FIRST),
                got(state, piece + LAST),
                got(state, piece + SLOPE),
            )
            price = extra + got(state, piece + PRICE)
            consider_end(lay, state, r, t, d, first, price + slope * first, heat, known)
            if first != last:
                consider_end(lay, state, r, t, d, last, price + slope * last, heat, known)
            piece += PIECE_PARTS


@inner
def price_at(state: Ints, piece: int, count: int, start: int) -> int:
    """Price of a start by the pieces of a week's day, or NO_COST."""
    for _ in range(count):
        if start <= got(state, piece + LAST):
            if start < got(state, piece + FIRST):
                return NO_COST
            return got(state, piece + PRICE) + got(state, piece + SLOPE) * start
        piece += PIECE_PARTS
    return NO_COST


@inner
def scan_start(
    lay: Ints, state: Ints, r: int, t: int, d: int, start: int, need: int, least: int, heat: int
) -> None:
    """Considers one start of day d by the pieces of all weeks, once."""
    s = (start - lay[BASE_MIN]) // lay[STEP_MIN]
    if at(state, TRIED, s) == at(state, TRIED, lay[STARTS]):
        return
    set_at(state, TRIED, s, at(state, TRIED, lay[STARTS]))
    q = d * lay[STARTS] + s
    taken = 0
    for b in range(at(lay, B_PTR, r), at(lay, B_PTR, r + 1)):
        if at(state, B_Q, b) == q:
            taken = at(state, B_MASK, b)
    found = 0
    for w in range(lay[WEEKS]):
        cost = NO_COST
        if at(state, PIECE_N, w) and taken >> w & 1 == 0:
            cost = price_at(state, state[PIECE] + 2 * w * state[PIECE + 2], at(state, PIECE_N, w), start)
            if cost != NO_COST:
                found += 1
                cost -= bonus(lay, r, t, w, q)
        set_at(state, WEEK_COST, w, cost)
    if found < least:
        return
    mask, cost = cheapest_weeks(lay, state, r, t, need, spare_weeks(lay, state, r))
    if bits(mask) >= least:
        consider(lay, state, cost, heat, t, q, mask)


@inner
def day_floor(lay: Ints, state: Ints, r: int, t: int, need: int) -> int:
    """A price that no start of the day whose pieces are found is below (that the row stood there before apart)."""
    for w in range(lay[WEEKS]):
        least = NO_COST
        piece = state[PIECE] + 2 * w * state[PIECE + 2]
        for _ in range(at(state, PIECE_N, w)):
            slope = got(state, piece + SLOPE)
            start = got(state, piece + FIRST) if slope >= 0 else got(state, piece + LAST)
            least = min(least, got(state, piece + PRICE) + slope * start)
            piece += PIECE_PARTS
        set_at(state, WEEK_COST, w, least)
    return cheapest_weeks(lay, state, r, t, need, spare_weeks(lay, state, r))[1]


@inner
def scan_weeks(lay: Ints, state: Ints, r: int, t: int, c: int, need: int, least: int, heat: int) -> None:
    """All days; a start is worth a look when it is an end of a piece in any of the weeks."""
    weeks = open_weeks(lay, state, r)
    known = at(lay, PV_PTR, r) < at(lay, PV_PTR, r + 1)
    for d in range(lay[DAYS]):
        chances = bits(weeks)
        for w in range(lay[WEEKS]):
            set_at(state, PIECE_N, w, 0)
            if weeks >> w & 1 and chances >= least:
                set_at(state, PIECE_N, w, find_pieces(lay, state, r, t, c, w, d))
                chances -= at(state, PIECE_N, w) == 0
        if chances < least:
            continue
        if not known and day_floor(lay, state, r, t, need) - luck(heat) >= at(state, CHOICE, 0):
            continue
        add_at(state, TRIED, lay[STARTS], 1)
        for w in range(lay[WEEKS]):
            piece = state[PIECE] + 2 * w * state[PIECE + 2]
            for _ in range(at(state, PIECE_N, w)):
                scan_start(lay, state, r, t, d, got(state, piece + FIRST), need, least, heat)
                scan_start(lay, state, r, t, d, got(state, piece + LAST), need, least, heat)
                piece += PIECE_PARTS


@inner
def scan(lay: Ints, state: Ints, r: int, c: int, need: int, least: int, heat: int) -> None:
    """Looks for the cheapest slot of row r with candidate c for at most `need`, at least `least` of its lessons and
    keeps it in CHOICE if it beats what stands there: energy (noise included), teacher, slot, weeks."""
    t = at(lay, RT_IDX, c)
    if lay[WEEKS] > 1 or at(lay, PV_PTR, r) < at(lay, PV_PTR, r + 1):
        scan_known(lay, state, r, t, need, least, heat)
    if not may_open(lay, state, r):
        return
    if lay[WEEKS] > 1:
        scan_weeks(lay, state, r, t, c, need, least, heat)
    elif open_weeks(lay, state, r) and least <= 1:
        scan_one_week(lay, state, r, t, c, heat)


@inner
def candidate_index(lay: Ints, r: int, t: int) -> int:
    for c in range(at(lay, RT_PTR, r), at(lay, RT_PTR, r + 1)):
        if at(lay, RT_IDX, c) == t:
            return c
    return -1


@inner
def stack_pieces(lay: Ints, state: Ints, end: int, d: int) -> int:
    """Pieces of day d for all lessons that the log took out (each week holds one at most); the weeks, 0 when one
    of the lessons has no piece."""
    weeks = 0
    for w in range(lay[WEEKS]):
        set_at(state, PIECE_N, w, 0)
    for i in range(end):
        r, t, mask = at2(state, LOG, i, 1), at2(state, LOG, i, 2), at2(state, LOG, i, 4)
        c = candidate_index(lay, r, t)
        for w in range(lay[WEEKS]):
            if mask >> w & 1:
                count = find_pieces(lay, state, r, t, c, w, d)
                if count == 0:
                    return 0
                set_at(state, PIECE_N, w, count)
        weeks |= mask
    return weeks


@inner
def stack_price(lay: Ints, state: Ints, weeks: int, start: int) -> int:
    """Price of a start in all these weeks by their pieces, or NO_COST."""
    total = 0
    for w in range(lay[WEEKS]):
        if weeks >> w & 1:
            cost = price_at(state, state[PIECE] + 2 * w * state[PIECE + 2], at(state, PIECE_N, w), start)
            if cost == NO_COST:
                return NO_COST
            total += cost
    return total


@inner
def stack_bonus(lay: Ints, state: Ints, end: int, q: int) -> int:
    total = 0
    for i in range(end):
        for w in range(lay[WEEKS]):
            if at2(state, LOG, i, 4) >> w & 1:
                total += bonus(lay, at2(state, LOG, i, 1), at2(state, LOG, i, 2), w, q)
    return total


@inner
def consider_stack(lay: Ints, state: Ints, end: int, weeks: int, d: int, start: int, heat: int) -> None:
    """Considers one start of day d for everything that the log took out, once."""
    s = (start - lay[BASE_MIN]) // lay[STEP_MIN]
    if at(state, TRIED, s) == at(state, TRIED, lay[STARTS]):
        return
    set_at(state, TRIED, s, at(state, TRIED, lay[STARTS]))
    cost = stack_price(lay, state, weeks, start)
    if cost != NO_COST:
        q = d * lay[STARTS] + s
        cost -= stack_bonus(lay, state, end, q)
        consider(lay, state, cost, heat, -1, q, weeks)


@inner
def scan_stack(lay: Ints, state: Ints, end: int, heat: int) -> int:
    """A slot for everything that the log took out, in the same weeks, drawn by a heat bath; -1 when there is none."""
    set_at(state, CHOICE, 0, NO_COST)
    was = at2(state, LOG, 0, 3)
    for d in range(lay[DAYS]):
        weeks = stack_pieces(lay, state, end, d)
        if weeks == 0:
            continue
        add_at(state, TRIED, lay[STARTS], 1)
        if was // lay[STARTS] == d:
            start = lay[BASE_MIN] + was % lay[STARTS] * lay[STEP_MIN]
            consider_stack(lay, state, end, weeks, d, start, heat)
        for w in range(lay[WEEKS]):
            piece = state[PIECE] + 2 * w * state[PIECE + 2]
            for _ in range(at(state, PIECE_N, w)):
                consider_stack(lay, state, end, weeks, d, got(state, piece + FIRST), heat)
                consider_stack(lay, state, end, weeks, d, got(state, piece + LAST), heat)
                piece += PIECE_PARTS
    return -1 if at(state, CHOICE, 0) == NO_COST else at(state, CHOICE, 2)
