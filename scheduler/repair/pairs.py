"""Two lost lessons of one pupil on one day: the cheapest pair of starts, exact.

With the order of the day given, points run straight between the edges of both lessons' prices and where the two
touch, so only those starts are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.checks.desk import Desk, Engagement
from scheduler.checks.pupil import break_needed
from scheduler.repair.seats import Seats, cut_of
from scheduler.repair.values import WEIGHT
from scheduler.suggest.pupil_side import gap_of
from scheduler.suggest.scene import Between
from scheduler.suggest.teacher_side import idle_of, visited
from scheduler.terms import LessonForm

Cuts = tuple[Between, Between]


class Pair(NamedTuple):
    points: int
    one_min: int
    other_min: int


def best_pair(desk: Desk, one: Seats, other: Seats) -> Pair | None:
    """None where the two have no room together."""
    if not _within_limits(desk, one, other):
        return None
    found = _Two(desk, one, other)
    pairs = (Pair(points, *at) for at in found.starts() if (points := found.points(*at)) is not None)
    return min(pairs, default=None)


def _within_limits(desk: Desk, one: Seats, other: Seats) -> bool:
    """Limits of a day that only both together break."""
    pupil, teacher, slot = one.scene.pupils[0], one.teacher, one.slot
    held = desk.by_pupil[pupil.id].get(slot, [])
    rows = (one.option.row, other.option.row)
    minutes = sum(x.end_min - x.start_min for x in held) + sum(row.lesson_min for row in rows)
    remote = [row.lesson_min for row in rows if row.form is LessonForm.REMOTE]
    screen = sum(x.end_min - x.start_min for x in held if desk.row(x).form is LessonForm.REMOTE) + sum(remote)
    people = {x.teacher for x in held} | {teacher.id, other.teacher.id}
    subject = rows[0].subject
    alike = sum(desk.row(x).subject == subject for x in held) + 2
    of_teacher = len(desk.by_teacher[teacher.id].get(slot, [])) + 2
    return (
        _fits(len(held) + 2, pupil.max_day_lessons)
        and _fits(minutes, pupil.max_day_min)
        and (not remote or _fits(screen, pupil.max_remote_day_min))
        and _fits(len(people), pupil.max_teachers_day)
        and (subject != rows[1].subject or alike <= min(row.max_per_day for row in rows))
        and (teacher.id != other.teacher.id or _fits(of_teacher, teacher.max_day_lessons))
    )


def _fits(number: int, limit: int | None) -> bool:
    return limit is None or number <= limit


class _Two:
    def __init__(self, desk: Desk, one: Seats, other: Seats) -> None:
        self.desk, self.one, self.other = desk, one, other
        self.pupil = one.scene.pupils[0]
        self.same = one.teacher.id == other.teacher.id
        self._step = desk.problem.step_min
        self._breaks = {True: self._break(one, other), False: self._break(other, one)}
        self._roads = {True: self._road(one, other), False: self._road(other, one)}
        self._cuts: dict[tuple[bool, bool, int], int] = {}

    def starts(self) -> Iterator[tuple[int, int]]:
        """Every pair of starts at which the fewest points may be."""
        found = {(a, b) for a in self.one.edges for b in self.other.edges}
        most = self.one.teacher.max_gap_min
        for first in (True, False):
            before, after = (self.one, self.other) if first else (self.other, self.one)
            needs = {self._breaks[first]}
            if self.same:
                needs.add(self._roads[first])
                needs |= {self._roads[first] + most} if most is not None else set()
            for need in needs:
                away = before.minutes + need
                near = [(x, y) for x in before.edges for y in (self._up(x + away), self._down(x + away))]
                near += [(x, y) for y in after.edges for x in (self._up(y - away), self._down(y - away))]
                found |= set(near) if first else {(y, x) for x, y in near}
        return (at for at in found if at[0] in self.one.prices and at[1] in self.other.prices)

    def _up(self, minute: int) -> int:
        return -(-minute // self._step) * self._step

    def _down(self, minute: int) -> int:
        return minute // self._step * self._step

    def points(self, one_min: int, other_min: int) -> int | None:
        """Points of both, None where they are in each other's way."""
        first = one_min < other_min
        before, after = (self.one, self.other) if first else (self.other, self.one)
        at = (one_min, other_min) if first else (other_min, one_min)
        wait = at[1] - at[0] - before.minutes
        total = self.one.prices[one_min] + self.other.prices[other_min]
        if self.one.adult and self.other.adult:
            total -= WEIGHT["adult_days"]
        between = self._together(before, after, at, False, first)
        if wait < (0 if between is None else self._breaks[first]):
            return None
        if between is not None:
            total += WEIGHT["pupil_gap"] * self._gap_change(between, before, at)
        shared = self._together(before, after, at, True, first) if self.same else None
        if shared is None:
            alone = one_min not in self.one.waiting and other_min not in self.other.waiting
            return total if alone else None
        if wait < self._roads[first] or not self._waits(shared, before, after, at):
            return None
        return total + self._teacher_change(shared, before, after, at)

    def _together(
        self, before: Seats, after: Seats, at: tuple[int, int], teacher: bool, first: bool
    ) -> Cuts | None:
        """The neighbours that both stand between, as each of the two sees them; None where something stands between."""
        numbers = (self._cut(first, teacher, at[0]), self._cut(not first, teacher, at[1]))
        if numbers[0] != numbers[1]:
            return None
        if teacher:
            return before.teacher_cuts[numbers[0]], after.teacher_cuts[numbers[1]]
        return before.pupil_cuts[numbers[0]], after.pupil_cuts[numbers[1]]

    def _cut(self, is_one: bool, teacher: bool, start: int) -> int:
        key = (is_one, teacher, start)
        if key not in self._cuts:
            seats = self.one if is_one else self.other
            self._cuts[key] = cut_of(seats.teacher_cuts if teacher else seats.pupil_cuts, start)
        return self._cuts[key]

    def _gap_change(self, cuts: Cuts, before: Seats, at: tuple[int, int]) -> int:
        """The pupil's waiting with both, less what each alone was charged."""
        ours, theirs = cuts
        first = before is self.one
        change = at[1] - at[0] - before.minutes - self._breaks[first]
        if ours.after is not None:
            change -= ours.after.item.start_min - at[0] - before.minutes - ours.after.to_min
        if theirs.before is not None:
            change -= at[1] - theirs.before.item.end_min - theirs.before.from_min
        if ours.before is not None and ours.after is not None:
            change += gap_of(before.scene, self.pupil, ours.before.item, ours.after.item)
        return change

    def _teacher_change(self, cuts: Cuts, before: Seats, after: Seats, at: tuple[int, int]) -> int:
        """The teacher's roads, waiting and visits with both, less what each alone was charged."""
        ours, theirs = cuts
        road = self._roads[before is self.one]
        travel, idle = road, at[1] - at[0] - before.minutes - road
        visits = _new(_home(before), _home(after))
        if ours.after is not None:
            travel -= ours.after.to_min
            idle -= ours.after.item.start_min - at[0] - before.minutes - ours.after.to_min
            visits -= _new(_home(before), visited(self.desk, ours.after.item))
        if theirs.before is not None:
            travel -= theirs.before.from_min
            idle -= at[1] - theirs.before.item.end_min - theirs.before.from_min
        came = visited(self.desk, theirs.before.item) if theirs.before else None
        visits -= _new(came, _home(after))
        if ours.before is not None and ours.after is not None:
            a, b = ours.before.item, ours.after.item
            travel += self.desk.travel(a.place, b.place)
            idle += idle_of(self.desk, a, b)
        visits += _new(came, visited(self.desk, ours.after.item) if ours.after else None)
        return WEIGHT["travel"] * travel + WEIGHT["idle"] * idle + WEIGHT["visits"] * visits

    def _waits(self, cuts: Cuts, before: Seats, after: Seats, at: tuple[int, int]) -> bool:
        """Whether no wait of the teacher between the neighbours is too long."""
        most = self.one.teacher.max_gap_min
        if most is None:
            return True
        ours, theirs = cuts
        waits = [at[1] - at[0] - before.minutes - self._roads[before is self.one]]
        if ours.before is not None:
            waits.append(at[0] - ours.before.item.end_min - ours.before.from_min)
        if theirs.after is not None:
            waits.append(theirs.after.item.start_min - at[1] - after.minutes - theirs.after.to_min)
        return max(waits) <= most

    def _break(self, before: Seats, after: Seats) -> int:
        a, b = _engaged(before, self.pupil_place(before)), _engaged(after, self.pupil_place(after))
        return break_needed(self.desk, self.pupil, a, b)

    def pupil_place(self, seats: Seats) -> str:
        return seats.scene.pupil_place(self.pupil, seats.slot)

    def _road(self, before: Seats, after: Seats) -> int:
        places = (seats.scene.teacher_place(seats.teacher, seats.slot) for seats in (before, after))
        return self.desk.travel(*places)


def _engaged(seats: Seats, place: str) -> Engagement:
    return Engagement(0, 0, place, seats.scene.phantom)


def _home(seats: Seats) -> str | None:
    if seats.option.row.form is not LessonForm.HOME:
        return None
    return seats.scene.pupil_place(seats.scene.pupils[0], seats.slot)


def _new(before: str | None, after: str | None) -> int:
    return int(after is not None and after != before)
