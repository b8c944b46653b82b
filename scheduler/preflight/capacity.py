"""How many lessons of one row fit at most, whatever the other rows do. Upper bounds, never too low."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from scheduler.preflight.facts import Day, Facts
from scheduler.preflight.spoken import Names
from scheduler.preflight.spread import Spot, Want
from scheduler.preflight.starts import Starts, packed
from scheduler.problem import PlanRow
from scheduler.terms import LessonForm, Rhythm


@dataclass(frozen=True, slots=True)
class Room:
    """At most `lessons` of the row fit with that teacher; `code` is the rule that leaves no more."""

    teacher: str
    lessons: int
    code: str


class Capacity:
    """Bounds for every row of one problem, by teacher; the row's own bound is that of the best candidate."""

    def __init__(self, facts: Facts, starts: Starts) -> None:
        self.facts = facts
        self.starts = starts
        self.slots_of_row = _slot_limits(facts)
        self._rooms: dict[str, tuple[Room, ...]] = {}
        self._days: dict[tuple[str, str], dict[Day, int]] = {}
        self._wants: dict[str, Want] = {}
        self._edges: dict[tuple[str, str], dict[str, list[tuple[Spot, int]]]] = {}
        self.held_on: dict[tuple[object, ...], int] = {}  # lessons of a teacher's day, by what it depends on
        self._packed: dict[tuple[int, int], int] = {}
        self._of_row: dict[str, tuple[int, int]] = {}  # most lessons a day, minutes between their starts
        self._least_roads: dict[tuple[str, frozenset[str]], int] = {}

    @cached_property
    def names(self) -> Names:
        return Names(self.facts.problem)

    @cached_property
    def pools(self) -> dict[frozenset[str], list[PlanRow]]:
        """Rows by their set of candidates, small sets first; vacancies are left out."""
        pools: dict[frozenset[str], list[PlanRow]] = defaultdict(list)
        for row in self.facts.problem.rows:
            pools[frozenset(self.facts.candidates(row))].append(row)
        pools.pop(frozenset(), None)
        return dict(sorted(pools.items(), key=lambda item: (len(item[0]), sorted(item[0]))))

    def rooms(self, row: PlanRow) -> tuple[Room, ...]:
        """Bounds of the candidates, the largest first, up to the one that is enough; empty for a vacancy."""
        if row.id not in self._rooms:
            found: list[Room] = []
            for name in self.facts.candidates(row):
                found.append(self._room(row, name))
                if found[-1].lessons >= row.lessons:
                    break
            self._rooms[row.id] = tuple(sorted(found, key=lambda room: -room.lessons))
        return self._rooms[row.id]

    def most(self, row: PlanRow) -> int:
        """Lessons of the row that fit at most; never more than it has."""
        rooms = self.rooms(row)
        return min(row.lessons, rooms[0].lessons) if rooms else 0

    def day(self, row: PlanRow, teacher_id: str, day: Day) -> int:
        """Lessons of the row on one day with one teacher."""
        return self.days(row, teacher_id).get(day, 0)

    def days(self, row: PlanRow, teacher_id: str) -> dict[Day, int]:
        """The same for every day of the row."""
        key = (row.id, teacher_id)
        if key not in self._days:
            if row.id not in self._of_row:
                self._of_row[row.id] = (self._day_limit(row), self._distance(row))
            limit, distance = self._of_row[row.id]
            most = self.facts.teachers[teacher_id].max_day_lessons
            limit = limit if most is None else min(limit, most)
            masks = self.starts.masks(row, teacher_id)
            if limit <= 1:
                self._days[key] = {day: limit if mask else 0 for day, mask in masks.items()}
            else:
                self._days[key] = {
                    day: min(limit, self.packed(mask, distance)) for day, mask in masks.items()
                }
        return self._days[key]

    def edges(self, row: PlanRow, teacher_id: str) -> dict[str, list[tuple[Spot, int]]]:
        """By week: days with the teacher that hold lessons of the row, and how many."""
        key = (row.id, teacher_id)
        if key not in self._edges:
            found: dict[str, list[tuple[Spot, int]]] = {}
            for day, most in self.days(row, teacher_id).items():
                if most:
                    found.setdefault(day[0], []).append(((teacher_id, day), most))
            self._edges[key] = found
        return self._edges[key]

    def packed(self, mask: int, distance: int) -> int:
        """`starts.packed`, each question once."""
        key = (mask, distance)
        if key not in self._packed:
            self._packed[key] = packed(mask, distance)
        return self._packed[key]

    def week(self, row: PlanRow, teacher_id: str) -> int:
        """Lessons of the row in one week by the weekly rules alone."""
        limits = [row.lessons]
        if not self.facts.problem.dated:
            limits.append(-(-row.lessons // len(self.facts.problem.weeks_of(row))))
        most = self.facts.teachers[teacher_id].max_week_min
        if most is not None:
            limits.append(most // row.lesson_min)
        return min(limits)

    def want(self, row: PlanRow) -> Want:
        """What the row asks of its weeks, with the teacher who can give most of it."""
        if row.id not in self._wants:
            in_week = max((self.week(row, name) for name in self.facts.candidates(row)), default=0)
            self._wants[row.id] = Want(row.id, self.most(row), in_week, self.facts.problem.weeks_of(row))
        return self._wants[row.id]

    def least_road(self, who: str, places: frozenset[str]) -> int:
        """The shortest safe way between two of the places; 0 when there are not two."""
        key = (who, places)
        if key not in self._least_roads:
            roads = (self.facts.safe_road(who, a, b) for a in places for b in places if a != b)
            self._least_roads[key] = min(roads, default=0)
        return self._least_roads[key]

    def _room(self, row: PlanRow, teacher_id: str) -> Room:
        if not any(self.starts.masks(row, teacher_id).values()):
            return Room(teacher_id, 0, "row.start")
        in_days: dict[str, int] = dict.fromkeys(self.facts.problem.weeks_of(row), 0)
        for day, number in self.days(row, teacher_id).items():
            in_days[day[0]] += number
        capped = {week: min(number, self.week(row, teacher_id)) for week, number in in_days.items()}
        bounds = [
            (sum(in_days.values()), "row.days"),
            (sum(capped.values()), "teacher.load" if self._load_binds(row, teacher_id) else "week.even"),
            (self._evenly(row, capped), "week.even"),
            (self._rhythmic(row, teacher_id), "rhythm"),
        ]
        lessons, code = min(bounds, key=lambda bound: bound[0])
        return Room(teacher_id, lessons, code)

    def _load_binds(self, row: PlanRow, teacher_id: str) -> bool:
        most = self.facts.teachers[teacher_id].max_week_min
        weeks = len(self.facts.problem.weeks_of(row))
        return most is not None and most // row.lesson_min < -(-row.lessons // weeks)

    def _evenly(self, row: PlanRow, capped: dict[str, int]) -> int:
        """week.even: all weeks hold the floor, and only so many of them one more."""
        if self.facts.problem.dated:
            return sum(capped.values())
        floor, extra = divmod(row.lessons, len(capped))
        above = sum(number > floor for number in capped.values())
        return sum(min(number, floor) for number in capped.values()) + min(above, extra)

    def _rhythmic(self, row: PlanRow, teacher_id: str) -> int:
        """rhythm: the best slots, each used at most once a week."""
        limit = self.slots_of_row.get(row.id)
        if limit is None:
            return row.lessons
        by_day: dict[str, list[int]] = defaultdict(list)
        for day, mask in self.starts.masks(row, teacher_id).items():
            by_day[day[1]].append(mask)
        if _in_every_week(by_day.values(), len(self.facts.problem.weeks_of(row))) >= limit:
            return row.lessons
        held: dict[int, int] = defaultdict(int)
        for masks in by_day.values():
            for times, mask in enumerate(_held_at_least(masks), start=1):
                held[times] += mask.bit_count()
        return sum(min(limit, slots) for slots in held.values())

    def _day_limit(self, row: PlanRow) -> int:
        limits = [row.max_per_day]
        for pupil in self.facts.group(row):
            same = (other for other in self.facts.rows_of_pupil[pupil.id] if other.subject == row.subject)
            limits += [other.max_per_day for other in same]
            remote = pupil.max_remote_day_min if row.form == LessonForm.REMOTE else None
            minutes = [limit for limit in (pupil.max_day_min, remote) if limit is not None]
            limits += [limit // row.lesson_min for limit in minutes]
            limits += [] if pupil.max_day_lessons is None else [pupil.max_day_lessons]
        return min(limits)

    def _distance(self, row: PlanRow) -> int:
        return row.lesson_min + max(pupil.break_min for pupil in self.facts.group(row))


def _in_every_week(days: Iterable[list[int]], weeks: int) -> int:
    """Starts of a weekday that all weeks have."""
    return sum(reduce(and_, masks).bit_count() for masks in days if len(masks) == weeks)


def _held_at_least(masks: list[int]) -> list[int]:
    """Starts that at least one, two, ... of the masks hold."""
    at_least: list[int] = []
    for mask in masks:
        at_least.append(0)
        for times in range(len(at_least) - 1, 0, -1):
            at_least[times] |= at_least[times - 1] & mask
        at_least[0] |= mask
    return at_least


def slot_groups(facts: Facts) -> dict[str, list[list[PlanRow]]]:
    """Groups of rows that share their (day, start) slots, by row id: one group per pupil of a fixed row."""
    of_row: dict[str, list[list[PlanRow]]] = defaultdict(list)
    for rows in facts.rows_of_pupil.values():
        groups: dict[tuple[str, str], list[PlanRow]] = defaultdict(list)
        for row in rows:
            if facts.problem.rhythm_of(row) == Rhythm.FIXED:
                groups[("row", row.id) if row.slot is None else ("slot", row.slot)].append(row)
        for group in groups.values():
            for row in group:
                of_row[row.id].append(group)
    return of_row


def slots_of(facts: Facts, group: list[PlanRow]) -> int:
    """Different (day, start) slots that a group may use."""
    weeks = {week for row in group for week in facts.problem.weeks_of(row)}
    lessons = sum(row.lessons for row in group)
    listed = set(facts.problem.days)
    closed = any(week in weeks and day in listed for week, day in facts.closed)
    return -(-lessons // len(weeks)) + (1 if closed else 0)


def _slot_limits(facts: Facts) -> dict[str, int]:
    """Different slots a fixed row may use: the least of its groups'."""
    return {
        row_id: min(slots_of(facts, group) for group in groups)
        for row_id, groups in slot_groups(facts).items()
    }
