"""The frozen reference: fewest possible starts first, cheapest start, no moves. Do not improve it.

What is placed at once is one weekly time of a row (a single lesson where the rhythm is free): the time at
which most of its weeks can stand, of these the one that adds least to the weighted default goals. Nothing
that stands is ever moved; what finds no place stays unplaced. Pure Python over bitmasks of starts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scheduler.problem import PlanRow, Problem
from scheduler.terms import Rhythm, Weekday
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.benchmarks.desk import Desk

Slot = tuple[Weekday, int]


@dataclass(slots=True)
class Unit:
    """`lessons` of a row at one weekly time, in weeks of `weeks`; `slot` when that time is given (a pin)."""

    row: PlanRow
    lessons: int
    weeks: tuple[str, ...]
    slot: Slot | None = None
    needed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible time of a unit, with what each of its weeks adds to the goals."""

    teacher: str
    day: Weekday
    start_min: int
    weeks: tuple[str, ...]
    cost: int

    @property
    def key(self) -> tuple[int, int, int, int, str]:
        return (-len(self.weeks), self.cost, self.day.number, self.start_min, self.teacher)


@dataclass
class Greedy:
    """One run. `used` holds the weekly times of each rhythm group, `teacher` who has which row."""

    problem: Problem
    desk: Desk
    used: dict[str, set[Slot]] = field(default_factory=dict)
    teacher: dict[str, str] = field(default_factory=dict)
    stood: list[tuple[PlanRow, str, Weekday, int]] = field(default_factory=list)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)  # lessons per (row, week)
    limits: dict[str, int] = field(default_factory=dict)

    def run(self) -> Timetable:
        pool = [unit for row in self.problem.rows for unit in self.units(row)]
        by_pupil, by_teacher = _indexed(pool)
        counts = [self.possible(unit) for unit in pool]
        waiting = set(range(len(pool)))
        while waiting:
            pick = min(waiting, key=lambda number: (not pool[number].needed, counts[number], number))
            waiting.discard(pick)
            row = pool[pick].row
            if not self.place(pool[pick]):
                continue
            touched = {other for name in row.pupils for other in by_pupil[name]}
            touched |= by_teacher[self.teacher[row.id]]
            for other in touched & waiting:
                counts[other] = self.possible(pool[other])
        return self.timetable()

    def units(self, row: PlanRow) -> list[Unit]:
        """The weekly times of a row: as many full ones as go in, then a partial one; pinned ones first."""
        weeks = self.problem.weeks_of(row)
        pins: dict[Slot, set[str]] = {}
        for pin in self.problem.pins:
            if pin.row == row.id:
                pins.setdefault((pin.day, pin.start_min), set()).add(pin.week)
                if pin.teacher is not None:
                    self.teacher[row.id] = pin.teacher
        self.limits[self.group(row)] = self._slot_limit(row)
        if self.problem.rhythm_of(row) == Rhythm.FREE:
            singles = [(slot, week) for slot, pinned in pins.items() for week in sorted(pinned)]
            units = [Unit(row, 1, (week,), slot, frozenset((week,))) for slot, week in singles]
            return units + [Unit(row, 1, weeks) for _ in range(row.lessons - len(units))]
        full, rest = divmod(row.lessons, len(weeks))
        sizes = [len(weeks)] * full + [rest] * (rest > 0)
        slots = list(pins.items())
        units = []
        for number, size in enumerate(sizes):
            slot, needed = slots[number] if number < len(slots) else (None, set())
            units.append(Unit(row, size, weeks, slot, frozenset(needed)))
        return units

    def group(self, row: PlanRow) -> str:
        """Rows that share weekly times have one name."""
        return f"{row.pupils[0]}/{row.slot}" if row.slot is not None else f"/{row.id}"

    def _slot_limit(self, row: PlanRow) -> int:
        rows = [
            other
            for other in self.problem.rows
            if self.problem.rhythm_of(other) == Rhythm.FIXED and self.group(other) == self.group(row)
        ]
        weeks = {week for other in rows for week in self.problem.weeks_of(other)}
        closed = any(entry.week in weeks and entry.day in self.problem.days for entry in self.problem.closed)
        lessons = sum(other.lessons for other in rows)
        return -(-lessons // max(1, len(weeks))) + (1 if closed else 0)

    def allowed(self, unit: Unit, day: Weekday) -> int:
        """Bits of the starts on the day that the rhythm leaves to the unit."""
        row = unit.row
        if unit.slot is not None:
            return 1 << unit.slot[1] // self.problem.step_min if unit.slot[0] == day else 0
        if self.problem.rhythm_of(row) == Rhythm.FREE:
            return -1
        used = self.used.get(self.group(row), set())
        if len(used) < self.limits[self.group(row)]:
            return -1
        return sum(1 << start // self.problem.step_min for when, start in used if when == day)

    def open_weeks(self, unit: Unit) -> tuple[str, ...]:
        """Weeks in which the row may have one more lesson (week.even)."""
        row, weeks = unit.row, self.problem.weeks_of(unit.row)
        if self.problem.dated:
            return unit.weeks
        floor, over = divmod(row.lessons, len(weeks))
        fuller = sum(1 for week in weeks if self.held[row.id, week] > floor)
        return tuple(
            week
            for week in unit.weeks
            if self.held[row.id, week] < floor or (self.held[row.id, week] == floor and fuller < over)
        )

    def possible(self, unit: Unit) -> int:
        """How many (teacher, day, start) can take at least one lesson of the unit."""
        return sum(any_week.bit_count() for _, _, any_week, _ in self._masks(unit))

    def _masks(self, unit: Unit) -> list[tuple[str, Weekday, int, dict[str, int]]]:
        row = unit.row
        known = self.teacher.get(row.id)
        found = []
        weeks = self.open_weeks(unit)
        for teacher in row.teachers if known is None else (known,):
            for day in self.problem.days:
                allowed = self.allowed(unit, day)
                if not allowed:
                    continue
                masks = {week: self.desk.starts(row, teacher, week, day) & allowed for week in weeks}
                any_week = 0
                for mask in masks.values():
                    any_week |= mask
                found.append((teacher, day, any_week, masks))
        return found

    def place(self, unit: Unit) -> bool:
        """Stand as many of the lessons as one time takes, the rest at further times as the rhythm allows."""
        best: Choice | None = None
        for teacher, day, any_week, masks in self._masks(unit):
            while any_week:
                bit = any_week & -any_week
                any_week ^= bit
                start = (bit.bit_length() - 1) * self.problem.step_min
                weeks = [week for week, mask in masks.items() if mask & bit]
                choice = self._choice(unit, teacher, day, start, weeks)
                if choice is not None and (best is None or choice.key < best.key):
                    best = choice
        if best is None:
            return False
        self._stand(unit, best)
        left = unit.lessons - len(best.weeks)
        if left:
            others = tuple(week for week in unit.weeks if week not in best.weeks)
            self.place(Unit(unit.row, left, others))
        return True

    def _choice(self, unit: Unit, teacher: str, day: Weekday, start: int, weeks: list[str]) -> Choice | None:
        row = unit.row
        costs = {}
        for week in weeks:
            cost = self.desk.added(row, teacher, week, day, start, week in unit.needed)
            if cost is not None:
                costs[week] = cost
        if not costs or not unit.needed <= costs.keys():
            return None
        order = sorted(costs, key=lambda week: (week not in unit.needed, costs[week], week))
        chosen = tuple(self._even(unit, order))
        once = self.desk.added_once(row, teacher, day, start, chosen)
        return Choice(teacher, day, start, chosen, sum(costs[week] for week in chosen) + once)

    def _even(self, unit: Unit, order: list[str]) -> list[str]:
        """The first weeks of the order that week.even lets stand together."""
        if self.problem.dated:
            return order[: unit.lessons]
        row, weeks = unit.row, self.problem.weeks_of(unit.row)
        floor, over = divmod(row.lessons, len(weeks))
        room = over - sum(1 for week in weeks if self.held[row.id, week] > floor)
        chosen: list[str] = []
        for week in order:
            fills = self.held[row.id, week] == floor
            if len(chosen) == unit.lessons or (fills and room == 0):
                continue
            room -= fills
            chosen.append(week)
        return chosen

    def _stand(self, unit: Unit, choice: Choice) -> None:
        row = unit.row
        self.teacher[row.id] = choice.teacher
        self.used.setdefault(self.group(row), set()).add((choice.day, choice.start_min))
        for week in choice.weeks:
            self.held[row.id, week] += 1
            self.stood.append((row, week, choice.day, choice.start_min))
            self.desk.stand(row, choice.teacher, week, choice.day, choice.start_min, week in unit.needed)

    def timetable(self) -> Timetable:
        """Lessons numbered in order of time, the rest of each row unplaced."""
        order = {week.id: number for number, week in enumerate(self.problem.weeks)}
        seen: Counter[str] = Counter()
        lessons = []
        for row, week, day, start in sorted(
            self.stood, key=lambda entry: (entry[0].id, order[entry[1]], entry[2].number, entry[3])
        ):
            seen[row.id] += 1
            lessons.append(
                Lesson(
                    row=row.id,
                    n=seen[row.id],
                    week=week,
                    day=day,
                    start_min=start,
                    end_min=start + row.lesson_min,
                    teacher=self.teacher[row.id],
                    form=row.form,
                    place=self.desk.pupil_place(row, row.pupils[0], week, day),
                )
            )
        missing = [
            Unplaced(row=row.id, count=row.lessons - seen[row.id])
            for row in self.problem.rows
            if row.lessons > seen[row.id]
        ]
        return Timetable(lessons=tuple(lessons), unplaced=tuple(missing))


def _indexed(pool: list[Unit]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    by_pupil: dict[str, set[int]] = {}
    by_teacher: dict[str, set[int]] = {}
    for number, unit in enumerate(pool):
        for name in unit.row.pupils:
            by_pupil.setdefault(name, set()).add(number)
        for name in unit.row.teachers:
            by_teacher.setdefault(name, set()).add(number)
    return by_pupil, by_teacher


def greedy(problem: Problem) -> Timetable:
    """The reference timetable: lawful, not moved, not improved."""
    return Greedy(problem, Desk(problem)).run()
