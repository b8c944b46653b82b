"""The empty state of a problem: what stands anyway, and its part of the score."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scheduler.engine.fields import (
    B_MASK,
    B_PIN,
    B_Q,
    B_ROW,
    BUSY_ROW,
    CHANGES,
    CHOICE,
    DAYS,
    DU,
    FAIRNESS,
    KEY,
    LAW_PTR,
    LOG,
    LOG_N,
    LOG_PARTS,
    LOG_ROOM,
    MEMORY,
    MEMORY_HEAD,
    MEMORY_PIECES,
    P_BREAK,
    PARTS,
    PD_HOME,
    PD_LESSONS,
    PD_MARK,
    PD_MIN,
    PD_POINTS,
    PD_REMOTE,
    PE,
    PE_N,
    PGAP,
    PIECE,
    PIECE_N,
    PIECE_PARTS,
    PT_COUNT,
    PV_WEIGHT,
    PW_LESSONS,
    PW_POINTS,
    R_CAND,
    R_DAY,
    R_DUR,
    R_LEFT,
    R_LESSONS,
    R_ONLY,
    R_PENALTY,
    R_WEEK,
    RNG,
    ROWS,
    RP_PTR,
    STARTS,
    SUB_COUNT,
    SUB_MAX,
    T_COST,
    TD_LESSONS,
    TD_MARK,
    TE,
    TE_N,
    TEACHERS,
    TRAVEL,
    TRIED,
    TT,
    TW_MIN,
    UNIT_KINDS,
    UNITS,
    UNPLACED,
    WEEK_COST,
    WEEKS,
    Ints,
    at,
    flatten,
    view,
)
from scheduler.engine.layout import Compiled

MOST_REMEMBERED = 1 << 15  # days of candidates: ten megabytes


def new_state(problem: Compiled, seed: int) -> Ints:
    """Nothing placed, all engagements in. Lists of a teacher-day (TE_*) and of a pupil-day (PE_*) are sorted by
    start; UNITS hold the score of what stands."""
    lay = problem.lay
    sizes = _Sizes(problem)

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    table: dict[int, Ints | int] = {
        KEY: zeros(len(problem.ranks) + 1),
        UNITS: zeros(UNIT_KINDS),
        B_Q: zeros(sizes.blocks) - 1,
        B_MASK: zeros(sizes.blocks),
        R_CAND: zeros(sizes.rows) - 1,
        B_PIN: zeros(sizes.blocks),
        R_ONLY: zeros(sizes.rows) - 1,
        R_LEFT: view(lay, R_LESSONS).copy(),
        R_WEEK: zeros(sizes.rows, sizes.weeks),
        R_DAY: zeros(sizes.rows, sizes.weeks, sizes.days),
        PT_COUNT: zeros(sizes.pupils, sizes.teachers),
        SUB_COUNT: zeros(int(lay[SUB_MAX + 1]), sizes.weeks, sizes.days),
        TW_MIN: zeros(sizes.teachers * sizes.weeks),
        T_COST: zeros(max(1, sizes.teachers)),
        PW_LESSONS: zeros(sizes.pupils * sizes.weeks),
        PW_POINTS: zeros(sizes.pupils * sizes.weeks),
        DU: zeros(UNIT_KINDS),
        WEEK_COST: zeros(sizes.weeks),
        LOG: zeros(LOG_ROOM, LOG_PARTS),
        LOG_N: zeros(1),
        RNG: zeros(1) + 1 + (seed * 7919 + 12345) % 2147483646,
        ROWS: zeros(64),
        CHOICE: zeros(4),
        R_PENALTY: zeros(sizes.rows) + 1,
        PIECE: zeros(2 * sizes.weeks, sizes.pieces * PIECE_PARTS),
        PIECE_N: zeros(sizes.weeks),
        TRIED: zeros(int(lay[STARTS]) + 1),
        TD_MARK: zeros(sizes.teacher_days),
        PD_MARK: zeros(sizes.pupil_days),
        MEMORY: zeros(sizes.memory, MEMORY_HEAD + MEMORY_PIECES * PIECE_PARTS) - 1,
    }
    table |= {
        TE: zeros(sizes.teacher_days, sizes.room, PARTS),
        PE: zeros(sizes.pupil_days, sizes.room, PARTS),
    }
    table |= {field: zeros(sizes.teacher_days) for field in (TE_N, TD_LESSONS)}
    table |= {
        field: zeros(sizes.pupil_days) for field in (PE_N, PD_LESSONS, PD_MIN, PD_REMOTE, PD_HOME, PD_POINTS)
    }
    state = flatten(table)
    units = view(state, UNITS)
    units[UNPLACED] = int(view(lay, R_LESSONS).sum())
    units[CHANGES] = int(view(lay, PV_WEIGHT).sum())
    _engage_teachers(problem, state)
    _engage_pupils(problem, state)
    return state


class _Sizes:
    """Lengths of the axes of a state."""

    def __init__(self, problem: Compiled) -> None:
        lay = problem.lay
        self.weeks, self.days, self.teachers = int(lay[WEEKS]), int(lay[DAYS]), int(lay[TEACHERS])
        self.rows, self.blocks = int(lay[R_DUR + 1]), int(lay[B_ROW + 1])
        self.pupils = int(lay[P_BREAK + 1])
        self.teacher_days = self.teachers * self.weeks * self.days
        self.pupil_days = self.pupils * self.weeks * self.days
        self.room = _room(problem)
        pupils_of_row = np.diff(view(lay, RP_PTR)).max(initial=1)
        self.memory = min(MOST_REMEMBERED, max(1, int(lay[LAW_PTR + 1]) - 1))
        self.pieces = int(lay[STARTS]) + (self.room + 1) * (1 + int(pupils_of_row))


def _room(problem: Compiled) -> int:
    """Engagements a day can hold at most, with one to spare."""
    lay = problem.lay
    busy = [len(spans) for spans in (*problem.teacher_busy.values(), *problem.pupil_busy.values())]
    day_min = problem.problem.day_end_min - problem.problem.day_start_min
    shortest = int(view(lay, R_DUR).min(initial=day_min))
    longest_day = min(day_min // max(1, shortest), int(lay[STARTS]), int(view(lay, R_LESSONS).sum())) + 1
    return max(busy, default=0) + longest_day + 1


def _engage_teachers(problem: Compiled, state: Ints) -> None:
    lay = problem.lay
    units, cost = view(state, UNITS), view(state, T_COST)
    days, count = _days_of(state, TE, TE_N)
    ways = view(lay, TT).reshape(-1, int(lay[TT + 2]))
    for (t, w, d), spans in problem.teacher_busy.items():
        td = int((t * lay[WEEKS] + w) * lay[DAYS] + d)
        days[td, : len(spans)] = [(span.start_min, span.end_min, span.place, BUSY_ROW, 1) for span in spans]
        count[td] = len(spans)
        minutes = sum(int(ways[a.place, b.place]) for a, b in pairwise(spans))
        units[TRAVEL] += minutes
        cost[t] += minutes
    units[FAIRNESS] = int(cost.max(initial=0))


def _engage_pupils(problem: Compiled, state: Ints) -> None:
    lay = problem.lay
    days, count = _days_of(state, PE, PE_N)
    ways = view(lay, TT).reshape(-1, int(lay[TT + 2]))
    for (p, w, d), spans in problem.pupil_busy.items():
        pd = int((p * lay[WEEKS] + w) * lay[DAYS] + d)
        days[pd, : len(spans)] = [(span.start_min, span.end_min, span.place, BUSY_ROW, 0) for span in spans]
        count[pd] = len(spans)
        for a, b in pairwise(spans):
            need = max(at(lay, P_BREAK, p), int(ways[a.place, b.place]))
            view(state, UNITS)[PGAP] += max(0, b.start_min - a.end_min - need)


def _days_of(state: Ints, field: int, counted: int) -> tuple[Ints, Ints]:
    """The day lists of a state as [days, room, PARTS], and how many entries each has."""
    room = int(state[field + 2]) // PARTS
    return view(state, field).reshape(-1, room, PARTS), view(state, counted)
