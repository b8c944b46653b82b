"""Supply and demand per half hour: teachers who are free against lessons that want to be held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.problem import Problem, Pupil, Teacher, Window
from scheduler.terms import Weekday

HALF_HOUR = 30


class Measure(StrEnum):
    """SHORT: fewer teachers than lessons. TIGHT: hardly more. NOBODY: no teacher, and no lesson either."""

    ENOUGH = "enough"
    TIGHT = "tight"
    SHORT = "short"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A half hour of a weekday, averages over the weeks. free: teachers; wanted: lessons at once."""

    day: Weekday
    start_min: int
    free: float
    wanted: float

    @property
    def measure(self) -> Measure:
        if self.wanted < 0.05:
            return Measure.ENOUGH if self.free else Measure.NOBODY
        if self.free < self.wanted:
            return Measure.SHORT
        return Measure.TIGHT if self.free < 1.5 * self.wanted else Measure.ENOUGH


def supply(problem: Problem) -> tuple[tuple[Cell, ...], ...]:
    """Rows of half hours from the day's start, a cell per weekday.

    A pupil's weekly minutes are spread evenly over the half hours the family leaves open, so the sum of `wanted` is
    what the plans ask for. Only teachers who have something to teach count, only weeks in which a day is open.
    """
    starts = range(problem.day_start_min, problem.day_end_min - HALF_HOUR + 1, HALF_HOUR)
    asked = {name for row in problem.rows for name in row.teachers}
    teachers = [teacher for teacher in problem.teachers if teacher.id in asked]
    wanted = _wanted(problem, starts)
    closed = {(each.week, each.day) for each in problem.closed}
    held = {day: [week.id for week in problem.weeks if (week.id, day) not in closed] for day in problem.days}
    return tuple(
        tuple(
            Cell(
                day=day, start_min=start, wanted=wanted.get((day, start), 0.0),
                free=sum(_free(each, week, day, start) for each in teachers for week in held[day])
                / max(1, len(held[day])),
            )
            for day in problem.days
        )
        for start in starts
    )  # fmt: skip


def shortages(cells: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, int]]:
    """Stretches of SHORT half hours of one day: the worst cell of each, moved to its start, and its end in minutes."""
    for column in zip(*cells, strict=True):
        stretch: list[Cell] = []
        for cell in (*column, None):
            if cell is not None and cell.measure == Measure.SHORT:
                stretch.append(cell)
                continue
            if stretch:
                worst = max(stretch, key=lambda each: each.wanted - each.free)
                first, last = stretch[0], stretch[-1]
                yield (
                    Cell(day=first.day, start_min=first.start_min, free=worst.free, wanted=worst.wanted),
                    last.start_min + HALF_HOUR,
                )
            stretch = []


def _wanted(problem: Problem, starts: range) -> dict[tuple[Weekday, int], float]:
    """Lessons at once by weekday and start."""
    minutes: dict[str, float] = {}
    closed = {(each.week, each.day) for each in problem.closed}
    for row in problem.rows:
        for name in row.pupils:  # a shared lesson is one lesson
            share = row.lessons * row.lesson_min / len(row.pupils) / len(problem.weeks)
            minutes[name] = minutes.get(name, 0.0) + share
    found: dict[tuple[Weekday, int], float] = {}
    for pupil in problem.pupils:
        open_now = [
            (day, start)
            for week in problem.weeks
            for day in problem.days
            for start in starts
            if (week.id, day) not in closed and _open(pupil, week.id, day, start)
        ]
        each = minutes.get(pupil.id, 0.0) / HALF_HOUR / len(open_now) if open_now else 0.0
        for key in open_now:
            found[key] = found.get(key, 0.0) + each
    return found


def _open(pupil: Pupil, week: str, day: Weekday, start: int) -> bool:
    adult = pupil.adult_home is None or _inside(pupil.adult_home, week, day, start)
    return adult and not _touched((*pupil.avoid, *pupil.busy), week, day, start)


def _free(teacher: Teacher, week: str, day: Weekday, start: int) -> bool:
    return _inside(teacher.free, week, day, start) and not _touched(teacher.busy, week, day, start)


def _inside(windows: Sequence[Window], week: str, day: Weekday, start: int) -> bool:
    """The whole half hour; windows that adjoin there count as far as each one reaches."""
    return any(
        window.holds_on(week, day) and window.start_min <= start and window.end_min >= start + HALF_HOUR
        for window in windows
    )


def _touched(windows: Sequence[Window], week: str, day: Weekday, start: int) -> bool:
    return any(
        window.holds_on(week, day) and window.start_min < start + HALF_HOUR and window.end_min > start
        for window in windows
    )
