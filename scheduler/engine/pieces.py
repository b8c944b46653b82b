"""Where one more lesson of a row fits in one day, as pieces of time in which its price is a straight line.

A piece is (first start, last start, price at minute 0, price per minute): starts on the grid, all lawful. Waiting of
a teacher and of a pupil grows or falls by the minute or stays between two engagements, and the wishes of a piece do
not change inside it; so the cheapest start of a piece is one of its ends, and nobody has to try the others.
"""

from __future__ import annotations

from scheduler.engine.daily import day_price
from scheduler.engine.fields import (
    BASE_MIN,
    BROKEN,
    BUSY_ROW,
    DAYS,
    END,
    FACT,
    HOME,
    IDLE,
    LAW,
    LAW_PARTS,
    LAW_PTR,
    MEMORY,
    MEMORY_HEAD,
    MEMORY_PIECES,
    NO_LIMIT,
    P_HOME,
    PARTS,
    PD_MARK,
    PE,
    PE_N,
    PGAP,
    PIECE,
    PIECE_PARTS,
    PLACE,
    R_CORR,
    R_DUR,
    R_FORM,
    R_PLACE,
    REMOTE,
    ROW,
    RP_IDX,
    RP_PTR,
    START,
    STEP_MIN,
    T_MAX_GAP,
    T_REMOTE,
    TD_MARK,
    TE,
    TE_N,
    TRAVEL,
    TT,
    VISITS,
    WEEKS,
    WEIGHT,
    WISH,
    Ints,
    at,
    at2,
    at3,
    give,
    got,
)
from scheduler.engine.jit import compiled, inner
from scheduler.engine.neighbours import needed_break

FIRST, LAST, PRICE, SLOPE = range(4)


@inner
def cut(
    state: Ints, source: int, i: int, count: int, low: int, high: int, price: int, slope: int, out: int
) -> tuple[int, int]:
    """Appends what the pieces from number i on have in common with low..high, dearer by the given line, at offset
    `out`. Returns the number to go on from and the new offset."""
    piece = source + i * PIECE_PARTS
    while i < count and got(state, piece + LAST) < low:
        i += 1
        piece += PIECE_PARTS
    while i < count and got(state, piece + FIRST) <= high:
        give(state, out + FIRST, max(low, got(state, piece + FIRST)))
        give(state, out + LAST, min(high, got(state, piece + LAST)))
        give(state, out + PRICE, got(state, piece + PRICE) + price)
        give(state, out + SLOPE, got(state, piece + SLOPE) + slope)
        out += PIECE_PARTS
        if got(state, piece + LAST) > high:
            break
        i += 1
        piece += PIECE_PARTS
    return i, out


@inner
def visited(lay: Ints, state: Ints, entry: int, place: int) -> int:
    """1 when the engagement at offset `entry` is a lesson at this home."""
    row = got(state, entry + ROW)
    return int(row != BUSY_ROW and got(state, entry + PLACE) == place and at(lay, R_FORM, row) == HOME)


@inner
def old_way(lay: Ints, state: Ints, entry: int, gap: int) -> int:
    """Price of the teacher's way from the engagement before offset `entry` to the one there."""
    before, spot = entry - PARTS, got(state, entry - PARTS + PLACE)
    travel = at2(lay, TT, spot, got(state, entry + PLACE))
    price = at(lay, WEIGHT, TRAVEL) * travel
    row = got(state, before + ROW)
    if row == BUSY_ROW and got(state, entry + ROW) == BUSY_ROW:
        return price
    wait = got(state, entry + START) - got(state, before + END) - travel
    if wait < 0 or (wait > gap and not (got(state, before + FACT) and got(state, entry + FACT))):
        price += at(lay, WEIGHT, BROKEN)
    if row != BUSY_ROW and at(lay, R_FORM, row) == HOME:
        price -= at(lay, WEIGHT, VISITS) * visited(lay, state, entry, spot)
    return price + at(lay, WEIGHT, IDLE) * max(0, wait)


@inner
def teacher_gap(
    lay: Ints, state: Ints, r: int, t: int, place: int, entry: int, before: bool, after: bool
) -> tuple[int, int, int, int]:
    """Earliest and latest start before the teacher's engagement at offset `entry`, price and its slope there."""
    low, high, slope, price = -NO_LIMIT, NO_LIMIT, 0, 0
    gap, idle = at(lay, T_MAX_GAP, t), at(lay, WEIGHT, IDLE)
    visits = int(at(lay, R_FORM, r) == HOME)
    if before:
        way = at2(lay, TT, got(state, entry - PARTS + PLACE), place)
        low = got(state, entry - PARTS + END) + way
        price += at(lay, WEIGHT, TRAVEL) * way
    if after:
        way = at2(lay, TT, place, got(state, entry + PLACE))
        high = got(state, entry + START) - way - at(lay, R_DUR, r)
        price += at(lay, WEIGHT, TRAVEL) * way
    if before and after:
        price += idle * (high - low) - old_way(lay, state, entry, gap)
    elif before:
        price, slope = price - idle * low, idle
    elif after:
        price, slope = price + idle * high, -idle
    if visits:
        visits -= visited(lay, state, entry - PARTS, place) if before else 0
        visits -= visited(lay, state, entry, place) if after else 0
        price += at(lay, WEIGHT, VISITS) * visits
    longest = min(high, low + gap) if before else high
    return max(low, high - gap) if after else low, longest, price, slope


@inner
def through_teacher(
    lay: Ints, state: Ints, r: int, t: int, w: int, d: int, source: int, count: int, out: int
) -> int:
    """Pieces at offset `source` cut by what the teacher does that day; returns the offset behind the last."""
    td = (t * lay[WEEKS] + w) * lay[DAYS] + d
    place = at(lay, T_REMOTE, t) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    number = at(state, TE_N, td)
    entry = state[TE] + td * state[TE + 2]
    i = 0
    for k in range(number + 1):
        low, high, price, slope = teacher_gap(lay, state, r, t, place, entry, k > 0, k < number)
        if low <= high:
            i, out = cut(state, source, i, count, low, high, price, slope, out)
        entry += PARTS
    return out


@inner
def pupil_gap(
    lay: Ints, state: Ints, r: int, p: int, place: int, entry: int, before: bool, after: bool
) -> tuple[int, int, int, int]:
    """Earliest and latest start before the pupil's engagement at offset `entry`, price and its slope there."""
    low, high, corr, weight = -NO_LIMIT, NO_LIMIT, at(lay, R_CORR, r), at(lay, WEIGHT, PGAP)
    kind = spot = to_kind = to = 0
    if before:
        spot, kind = got(state, entry - PARTS + PLACE), kind_of(lay, state, entry - PARTS)
        low = got(state, entry - PARTS + END) + needed_break(lay, p, kind, spot, corr, place)
    if after:
        to, to_kind = got(state, entry + PLACE), kind_of(lay, state, entry)
        rest = needed_break(lay, p, corr, place, to_kind, to)
        high = got(state, entry + START) - at(lay, R_DUR, r) - rest
    if before and after:
        need = needed_break(lay, p, kind, spot, to_kind, to)
        rest = got(state, entry + START) - got(state, entry - PARTS + END) - need
        price = weight * (high - low - max(0, rest))
        facts = got(state, entry + ROW) == BUSY_ROW and got(state, entry - PARTS + ROW) == BUSY_ROW
        if rest < 0 and not facts:
            price -= at(lay, WEIGHT, BROKEN)
        return low, high, price, 0
    if before:
        return low, high, -weight * low, weight
    if after:
        return low, high, weight * high, -weight
    return low, high, 0, 0


@inner
def kind_of(lay: Ints, state: Ints, entry: int) -> int:
    """1 when the engagement at offset `entry` is a lesson with the longer break around it."""
    row = got(state, entry + ROW)
    return 0 if row == BUSY_ROW else at(lay, R_CORR, row)


@inner
def through_pupil(
    lay: Ints, state: Ints, r: int, p: int, w: int, d: int, source: int, count: int, out: int
) -> int:
    """As through_teacher, by what one pupil does that day."""
    pd = (p * lay[WEEKS] + w) * lay[DAYS] + d
    place = at3(lay, P_HOME, p, w, d) if at(lay, R_FORM, r) == REMOTE else at3(lay, R_PLACE, r, w, d)
    number = at(state, PE_N, pd)
    entry = state[PE] + pd * state[PE + 2]
    i = 0
    for k in range(number + 1):
        low, high, price, slope = pupil_gap(lay, state, r, p, place, entry, k > 0, k < number)
        if low <= high:
            i, out = cut(state, source, i, count, low, high, price, slope, out)
        entry += PARTS
    return out


@inner
def to_grid(lay: Ints, state: Ints, source: int, count: int, out: int) -> int:
    """Pieces with both ends on the grid; those without a start on it are gone. Returns how many are left."""
    base, step = lay[BASE_MIN], lay[STEP_MIN]
    left = 0
    for i in range(count):
        piece = source + i * PIECE_PARTS
        first = base + (got(state, piece + FIRST) - base + step - 1) // step * step
        last = base + (got(state, piece + LAST) - base) // step * step
        if first <= last:
            give(state, out + FIRST, first)
            give(state, out + LAST, last)
            give(state, out + PRICE, got(state, piece + PRICE))
            give(state, out + SLOPE, got(state, piece + SLOPE))
            out += PIECE_PARTS
            left += 1
    return left


@inner
def recall(state: Ints, memory: int, key: int, td_mark: int, pd_mark: int, price: int, out: int) -> int:
    """Copies the pieces of a remembered day, dearer by `price`, to offset `out`; how many, -1 when it is unknown."""
    if got(state, memory) != key or got(state, memory + 1) != td_mark or got(state, memory + 2) != pd_mark:
        return -1
    count = got(state, memory + 3)
    piece = memory + MEMORY_HEAD
    for _ in range(count):
        give(state, out + FIRST, got(state, piece + FIRST))
        give(state, out + LAST, got(state, piece + LAST))
        give(state, out + PRICE, got(state, piece + PRICE) + price)
        give(state, out + SLOPE, got(state, piece + SLOPE))
        piece += PIECE_PARTS
        out += PIECE_PARTS
    return count


@inner
def remember(
    state: Ints, memory: int, key: int, td_mark: int, pd_mark: int, price: int, out: int, count: int
) -> None:
    """Keeps the pieces at offset `out` without `price`, unless there are too many."""
    if count > MEMORY_PIECES:
        return
    give(state, memory, key)
    give(state, memory + 1, td_mark)
    give(state, memory + 2, pd_mark)
    give(state, memory + 3, count)
    piece = memory + MEMORY_HEAD
    for _ in range(count):
        give(state, piece + FIRST, got(state, out + FIRST))
        give(state, piece + LAST, got(state, out + LAST))
        give(state, piece + PRICE, got(state, out + PRICE) - price)
        give(state, piece + SLOPE, got(state, out + SLOPE))
        piece += PIECE_PARTS
        out += PIECE_PARTS


@inner
def cut_out(lay: Ints, state: Ints, r: int, t: int, w: int, d: int, law: int, price: int) -> int:
    """Finds the pieces of a day from its lawful runs on; how many."""
    first, behind = at(lay, LAW_PTR, law), at(lay, LAW_PTR, law + 1)
    room = state[PIECE + 2]  # of one list, in numbers
    out = target = state[PIECE] + 2 * w * room
    weight = at(lay, WEIGHT, WISH)
    for i in range(first, behind):
        run = lay[LAW] + i * LAW_PARTS
        give(state, out + FIRST, got(lay, run))
        give(state, out + LAST, got(lay, run + 1))
        give(state, out + PRICE, price + weight * got(lay, run + 2))
        give(state, out + SLOPE, 0)
        out += PIECE_PARTS
    source, other = target, target + room
    out = through_teacher(lay, state, r, t, w, d, source, behind - first, other)
    source, other = other, source
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        count = (out - source) // PIECE_PARTS
        if count == 0:
            return 0
        out = through_pupil(lay, state, r, at(lay, RP_IDX, i), w, d, source, count, other)
        source, other = other, source
    return to_grid(lay, state, source, (out - source) // PIECE_PARTS, target)


@compiled
def find_pieces(lay: Ints, state: Ints, r: int, t: int, c: int, w: int, d: int) -> int:
    """Pieces of day d of week w for one more lesson of row r with teacher t (candidate c), in time; how many.

    They stand in PIECE from the place of week w on. The price is the change of energy without faces and fairness.
    What a day gave once is remembered as long as the days of the teacher and the pupils are made of the same lessons.
    """
    law = (c * lay[WEEKS] + w) * lay[DAYS] + d
    if at(lay, LAW_PTR, law) == at(lay, LAW_PTR, law + 1):
        return 0
    lawful, price = day_price(lay, state, r, t, w, d)
    if not lawful:
        return 0
    td_mark, pd_mark = at(state, TD_MARK, (t * lay[WEEKS] + w) * lay[DAYS] + d), 0
    for i in range(at(lay, RP_PTR, r), at(lay, RP_PTR, r + 1)):
        pd = (at(lay, RP_IDX, i) * lay[WEEKS] + w) * lay[DAYS] + d
        pd_mark = pd_mark // 2 + at(state, PD_MARK, pd)
    stride = state[MEMORY + 2]
    memory = state[MEMORY] + law % (state[MEMORY + 1] // stride) * stride
    target = state[PIECE] + 2 * w * state[PIECE + 2]
    count = recall(state, memory, law, td_mark, pd_mark, price, target)
    if count < 0:
        count = cut_out(lay, state, r, t, w, d, law, price)
        remember(state, memory, law, td_mark, pd_mark, price, target, count)
    return count
