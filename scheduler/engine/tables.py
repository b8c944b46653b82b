"""Ids to numbers, and small helpers of the layout."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from scheduler.engine.fields import NO_LIMIT, Ints
from scheduler.problem import Problem, Pupil


class Index:
    """Ids of a problem to numbers."""

    def __init__(self, problem: Problem) -> None:
        self.week = {week.id: i for i, week in enumerate(problem.weeks)}
        self.day = {day: i for i, day in enumerate(problem.days)}
        self.place = {place.id: i for i, place in enumerate(problem.places)}
        self.teacher = {teacher.id: i for i, teacher in enumerate(problem.teachers)}
        self.pupil = {pupil.id: i for i, pupil in enumerate(problem.pupils)}
        self.row = {row.id: i for i, row in enumerate(problem.rows)}


def ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def flat_lists(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of lists as (offsets, values)."""
    pointer = np.zeros(len(lists) + 1, dtype=np.int64)
    pointer[1:] = np.cumsum([len(items) for items in lists])
    return pointer, ints(item for items in lists for item in items)


def limit_of(value: int | None) -> int:
    return NO_LIMIT if value is None else value


def home_table(problem: Problem, index: Index, pupil: Pupil) -> Ints:
    return np.array(
        [[index.place[pupil.home_on(week.id, day)] for day in problem.days] for week in problem.weeks],
        dtype=np.int64,
    ).reshape(len(problem.weeks), len(problem.days))


def slot_number(problem: Problem, days_index: dict[str, int], day: str, start_min: int) -> int:
    """Slot of a (day, start) or -1 when the day is not listed or the start is off the grid."""
    step = problem.step_min
    base = -(-problem.day_start_min // step) * step
    starts = max(0, -(-(problem.day_end_min - base) // step))
    number = (start_min - base) // step
    if day not in days_index or start_min % step or not 0 <= number < starts:
        return -1
    return days_index[day] * starts + number
