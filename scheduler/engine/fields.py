"""Names of the fields of the two flat arrays the compiled functions work on, and how to reach into them.

Problem (`lay`, never written in the loop) and state are one array of whole numbers each: numba hands an array to
a function at the price of a few registers, while a tuple of a hundred arrays costs more than the work itself. An
array begins with a header of four numbers per field: offset, length, and the strides of its first two axes.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scheduler.engine.jit import compiled, unsigned

Ints = npt.NDArray[np.int64]
HEADER = 4

# fields of a problem; index spaces are explained in layout.py
(
    WEEKS, DAYS, STARTS, BASE_MIN, STEP_MIN, TEACHERS, CORR_BREAK,
    WEIGHT, RANK_WEIGHT, DAY_NUMBER, TT,
    R_DUR, R_DIFF, R_CORR, R_FORM, R_LESSONS, R_FIXED, R_WMASK, R_EVEN, R_FLOOR, R_CEIL, R_PLACE,
    RP_PTR, RP_IDX, RP_SUB, RT_PTR, RT_IDX, RG_PTR, RG_IDX, GR_PTR, GR_IDX, G_SLOTS, B_PTR, B_ROW, PR_PTR, PR_IDX,
    SUB_MAX, P_BREAK, P_SIPR, P_MAX_LESSONS, P_MAX_MIN, P_MAX_REMOTE, P_MAX_TEACHERS, P_HOME, P_WISH,
    T_REMOTE, T_MAX_WEEK, T_MAX_LESSONS, T_MAX_GAP, T_UNTIL, P_UNTIL, H_UNTIL, LATEST,
    PV_PTR, PV_WEEK, PV_SLOT, PV_TEACHER, PV_WEIGHT, DOM_PTR, DOM_Q, NEGATIVE_LOGS, MIX,
    LAW_PTR, LAW, GUMBELS, R_MARK,
) = range(0, 66 * HEADER, HEADER)  # fmt: skip

# fields of a state; the first five are what a best state is made of, and stand together
(
    KEY, UNITS, B_Q, B_MASK, R_CAND,
    B_PIN, R_ONLY, R_LEFT, R_WEEK, R_DAY,
    TE_N, TE,
    PE_N, PE,
    TD_LESSONS, TW_MIN, T_COST, PD_LESSONS, PD_MIN, PD_REMOTE, PD_HOME, PD_POINTS, PW_LESSONS, PW_POINTS,
    PT_COUNT, SUB_COUNT, DU, WEEK_COST, LOG, LOG_N, RNG, ROWS, CHOICE, R_PENALTY,
    PIECE, PIECE_N, TRIED, TD_MARK, PD_MARK, MEMORY,
) = range(0, 40 * HEADER, HEADER)  # fmt: skip

# an engagement in the day of a teacher (TE) or a pupil (PE)
START, END, PLACE, ROW, FACT, PARTS = range(6)

# units of goals, in the order of the rulebook, then what is always counted
CHANGES, WISH, TRAVEL, IDLE, VISITS, ADULT, PGAP, BALANCE, SPREAD, CURVE, FACES, FAIRNESS = range(12)
UNPLACED, BROKEN, UNIT_KINDS = 12, 13, 14

NO_LIMIT = 1_000_000
HOME, REMOTE, SCHOOL = 0, 1, 2
BUSY_ROW = -1
LOG_ROOM, LOG_PARTS = 4096, 6
LAW_PARTS, PIECE_PARTS = 3, 4
MEMORY_PIECES, MEMORY_HEAD = 8, 4  # pieces that a remembered day holds; its key, two marks and its count


def flatten(fields: Mapping[int, Ints | int]) -> Ints:
    """One array of all fields (number of the field -> values); a plain number stands in the header itself."""
    size = len(fields) * HEADER
    header = np.zeros(size, dtype=np.int64)
    parts: list[Ints] = [header]
    for field in sorted(fields):
        value = fields[field]
        if isinstance(value, int):
            header[field] = value
            continue
        header[field : field + 2] = size, value.size
        strides = [int(np.prod(value.shape[axis + 1 :])) for axis in range(value.ndim - 1)]
        header[field + 2 : field + 2 + len(strides)] = strides
        parts.append(np.ascontiguousarray(value, dtype=np.int64).reshape(-1))
        size += value.size
    return np.concatenate(parts)


def view(flat: Ints, field: int) -> Ints:
    """The values of a field, not copied, as one flat run."""
    return flat[flat[field] : flat[field] + flat[field + 1]]


@compiled
def at(flat: Ints, field: int, i: int) -> int:
    return flat[unsigned(flat[field] + i)]


@compiled
def at2(flat: Ints, field: int, i: int, j: int) -> int:
    return flat[unsigned(flat[field] + i * flat[field + 2] + j)]


@compiled
def at3(flat: Ints, field: int, i: int, j: int, k: int) -> int:
    return flat[unsigned(flat[field] + i * flat[field + 2] + j * flat[field + 3] + k)]


@compiled
def got(flat: Ints, place: int) -> int:
    """The number at a place counted from the beginning of the array."""
    return flat[unsigned(place)]


@compiled
def give(flat: Ints, place: int, value: int) -> None:
    """Sets the number at a place counted from the beginning of the array."""
    flat[unsigned(place)] = value


@compiled
def set_at(flat: Ints, field: int, i: int, value: int) -> None:
    flat[unsigned(flat[field] + i)] = value


@compiled
def set_at2(flat: Ints, field: int, i: int, j: int, value: int) -> None:
    flat[unsigned(flat[field] + i * flat[field + 2] + j)] = value


@compiled
def set_at3(flat: Ints, field: int, i: int, j: int, k: int, value: int) -> None:
    flat[unsigned(flat[field] + i * flat[field + 2] + j * flat[field + 3] + k)] = value


@compiled
def add_at(flat: Ints, field: int, i: int, value: int) -> None:
    flat[unsigned(flat[field] + i)] += value


@compiled
def add_at2(flat: Ints, field: int, i: int, j: int, value: int) -> None:
    flat[unsigned(flat[field] + i * flat[field + 2] + j)] += value


@compiled
def add_at3(flat: Ints, field: int, i: int, j: int, k: int, value: int) -> None:
    flat[unsigned(flat[field] + i * flat[field + 2] + j * flat[field + 3] + k)] += value


@compiled
def length(flat: Ints, field: int) -> int:
    """Number of values of a field (of all its axes)."""
    return flat[field + 1]
