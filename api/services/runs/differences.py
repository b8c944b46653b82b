"""What is different between two timetables, as changes a person would count: one lesson moved to another time in
all its weeks is one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from exports.board.weeks import weeks_said
from scheduler.problem import PlanRow, Problem
from scheduler.russian import DAY
from scheduler.terms import Weekday, clock
from scheduler.timetable import Lesson, Timetable


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where a lesson stands, whatever the week."""

    day: str
    start_min: int
    teacher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A lesson of a row that moved in some weeks. before None: it had no time; after None: it has none now."""

    row: str
    weeks: tuple[str, ...]
    before: Spot | None
    after: Spot | None


Spots = dict[Spot, set[str]]


def differences(
    problem: Problem, before: Timetable, after: Timetable, rows: Collection[str] | None = None
) -> tuple[Difference, ...]:
    """Every change, in the order of the problem's rows. rows: only these."""
    old, new = _spots(before), _spots(after)
    found: list[Difference] = []
    for row in problem.rows:
        if rows is None or row.id in rows:
            found += _of_row(problem, row, old.get(row.id, {}), new.get(row.id, {}))
    return tuple(found)


def _spots(timetable: Timetable) -> Mapping[str, Spots]:
    found: dict[str, Spots] = defaultdict(lambda: defaultdict(set))
    for lesson in timetable.lessons:
        found[lesson.row][spot_of(lesson)].add(lesson.week)
    return found


def spot_of(lesson: Lesson) -> Spot:
    return Spot(lesson.day, lesson.start_min, lesson.teacher)


def _of_row(problem: Problem, row: PlanRow, old: Spots, new: Spots) -> list[Difference]:
    """Lost and gained times are paired: first in the same weeks, then whatever is left with whatever is left."""
    lost = {spot: weeks - new.get(spot, set()) for spot, weeks in sorted(old.items())}
    gained = {spot: weeks - old.get(spot, set()) for spot, weeks in sorted(new.items())}
    found: list[Difference] = []
    for before, weeks in lost.items():
        for after in sorted(gained, key=lambda spot: (spot.teacher != before.teacher, spot)):
            common = weeks & gained[after]
            if common:
                found.append(_moved(problem, row, common, before, after))
                lost[before], gained[after] = lost[before] - common, gained[after] - common
                weeks = lost[before]
    found += [_moved(problem, row, weeks, before, None) for before, weeks in lost.items() if weeks]
    found += [_moved(problem, row, weeks, None, after) for after, weeks in gained.items() if weeks]
    return found


def _moved(
    problem: Problem, row: PlanRow, weeks: set[str], before: Spot | None, after: Spot | None
) -> Difference:
    in_order = tuple(week.id for week in problem.weeks if week.id in weeks)
    return Difference(row=row.id, weeks=in_order, before=before, after=after)


class Words:
    """Differences of one problem in words."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._rows = {row.id: row for row in problem.rows}
        self._pupils = {pupil.id: pupil.name for pupil in problem.pupils}
        self._teachers = {teacher.id: teacher.name for teacher in problem.teachers}

    def lesson(self, row_id: str) -> str:
        """`Математика, К-03`."""
        row = self._rows[row_id]
        return f"{row.name}, {' + '.join(self._pupils[pupil] for pupil in row.pupils)}"

    def said(self, change: Difference) -> str:
        """`Математика, К-03: вт 10:00 → ср 11:20 (нед. 1–2)`."""
        one, other = change.before, change.after
        if one is None or other is None:
            spot = one or other
            assert spot is not None
            told = f"{'поставлено' if one is None else 'снято'}: {self._spot(spot)}"
        elif (one.day, one.start_min) == (other.day, other.start_min):
            told = f"{_time(one)}, учитель: {self._teacher(one)} → {self._teacher(other)}"
        elif one.teacher != other.teacher:
            told = f"{self._spot(one)} → {self._spot(other)}"
        else:
            told = f"{_time(one)} → {_time(other)}"
        weeks = weeks_said(self._problem, change.weeks)
        return f"{self.lesson(change.row)}: {told}{f' ({weeks})' if weeks else ''}"

    def _spot(self, spot: Spot) -> str:
        return f"{_time(spot)}, {self._teacher(spot)}"

    def _teacher(self, spot: Spot) -> str:
        return self._teachers.get(spot.teacher, spot.teacher)


def _time(spot: Spot) -> str:
    day = DAY[Weekday(spot.day)] if spot.day in set(Weekday) else spot.day
    return f"{day} {clock(spot.start_min)}"
