"""One row by itself: the most lessons it could ever have, were the timetable empty otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import and_

from scheduler.bounds.rooms import Room, Rooms
from scheduler.constraints.plan import rhythm_groups, slots_allowed
from scheduler.constraints.spans import Spans, grid_starts
from scheduler.problem import PlanRow


class Alone:
    """Largest number of lessons per row that its own domain and limits leave, other rows set aside."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._slots: dict[str, int] = {}
        for group in rhythm_groups(rooms.facts):
            for row in group:
                allowed = slots_allowed(rooms.facts, group)
                self._slots[row.id] = min(allowed, self._slots.get(row.id, allowed))

    def most(self, row: PlanRow) -> int:
        by_teacher: defaultdict[str, list[Room]] = defaultdict(list)
        for room in self._rooms.of_row[row.id]:
            by_teacher[room.teacher].append(room)
        return max((self._with_teacher(row, rooms) for rooms in by_teacher.values()), default=0)

    def _with_teacher(self, row: PlanRow, rooms: list[Room]) -> int:
        teacher = self._rooms.facts.teachers[rooms[0].teacher]
        by_week: Counter[str] = Counter()
        for room in rooms:
            limit = room.fits if teacher.max_day_lessons is None else min(room.fits, teacher.max_day_lessons)
            by_week[room.day[0]] += limit
        if teacher.max_week_min is not None:
            for week in by_week:
                by_week[week] = min(by_week[week], teacher.max_week_min // row.lesson_min)
        return min(row.lessons, self._even(row, by_week), self._in_slots(row, rooms))

    def _even(self, row: PlanRow, by_week: Counter[str]) -> int:
        """At most `floor` lessons a week, one more in a few weeks (cycle only)."""
        if self._rooms.problem.dated:
            return sum(by_week.values())
        weeks = self._rooms.problem.weeks_of(row)
        floor, few = row.lessons // len(weeks), row.lessons % len(weeks)
        above = sum(by_week[week] > floor for week in weeks)
        return sum(min(by_week[week], floor) for week in weeks) + min(above, few)

    def _in_slots(self, row: PlanRow, rooms: list[Room]) -> int:
        """The best few (day, start) slots, each in as many weeks as it is open."""
        if row.id not in self._slots or self._everywhere_open(row, rooms):
            return row.lessons
        open_weeks: Counter[tuple[str, int]] = Counter()
        for room in rooms:
            for start in grid_starts(room.spans, row.lesson_min, self._rooms.problem.step_min):
                open_weeks[room.day[1], start] += 1
        return sum(weeks for _, weeks in open_weeks.most_common(self._slots[row.id]))

    def _everywhere_open(self, row: PlanRow, rooms: list[Room]) -> bool:
        """True when enough (day, start) slots are open in every week: then slots bind nothing."""
        step, masks = self._rooms.problem.step_min, defaultdict[str, list[int]](list)
        for room in rooms:
            masks[room.day[1]].append(_mask(room.spans, row.lesson_min, step))
        weeks, open_slots = len(self._rooms.problem.weeks_of(row)), 0
        for weekly in masks.values():
            if len(weekly) == weeks:
                open_slots += reduce(and_, weekly).bit_count()
        return open_slots >= self._slots[row.id]


def _mask(spans: Spans, lesson_min: int, step_min: int) -> int:
    """Starts on the grid as bits."""
    mask = 0
    for start, end in spans:
        first, last = -(-start // step_min), (end - lesson_min) // step_min
        if first <= last:
            mask |= ((1 << (last - first + 1)) - 1) << first
    return mask
