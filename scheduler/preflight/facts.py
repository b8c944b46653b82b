"""A problem turned round for counting: open days, fixed engagements, places, and safe travel times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.problem import Pin, PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm, Weekday
from scheduler.travel import TravelTimes

Day = tuple[str, Weekday]  # week id and day


@dataclass(frozen=True, slots=True)
class Fixed:
    """An engagement that cannot move: a busy window, or the lesson of a pin (`row` is its row)."""

    start_min: int
    end_min: int
    place: str
    row: PlanRow | None = None


class Facts:
    """Lookups over one problem; everything here is true in every timetable that keeps the rules."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.teachers = {teacher.id: teacher for teacher in problem.teachers}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.rows = {row.id: row for row in problem.rows}
        self.travel = TravelTimes(problem)
        closed = {(entry.week, entry.day) for entry in problem.closed}
        self.closed = closed
        self.open_days: tuple[Day, ...] = tuple(
            (week.id, day) for week in problem.weeks for day in problem.days if (week.id, day) not in closed
        )
        self.rows_of_pupil: dict[str, list[PlanRow]] = defaultdict(list)
        self.rows_of_teacher: dict[str, list[PlanRow]] = defaultdict(list)
        self.pins_of_row: dict[str, list[Pin]] = {}
        self._index()
        self.safe_road = SafeRoads(self)
        self.fixed_of_teacher = self._teachers_fixed()
        self.fixed_of_pupil = self._pupils_fixed()
        self._alike: dict[str, dict[Day, Day]] = {}
        self._days: dict[tuple[str, ...] | None, list[Day]] = {}

    def _index(self) -> None:
        for row in self.problem.rows:
            for name in row.pupils:
                self.rows_of_pupil[name].append(row)
            for name in row.teachers:
                self.rows_of_teacher[name].append(row)
        for pin in self.problem.pins:
            self.pins_of_row.setdefault(pin.row, []).append(pin)

    def group(self, row: PlanRow) -> list[Pupil]:
        return [self.pupils[name] for name in row.pupils]

    def days_of(self, row: PlanRow) -> list[Day]:
        if row.weeks not in self._days:
            weeks = set(self.problem.weeks_of(row))
            self._days[row.weeks] = [day for day in self.open_days if day[0] in weeks]
        return self._days[row.weeks]

    def alike(self, person: Teacher | Pupil) -> dict[Day, Day]:
        """For each open day the first one on which the same windows, engagements and home hold: weeks repeat."""
        kind = "pupil" if isinstance(person, Pupil) else "teacher"
        key = f"{kind} {person.id}"
        if key not in self._alike:
            first: dict[object, Day] = {}
            self._alike[key] = {day: first.setdefault(self._said(person, day), day) for day in self.open_days}
        return self._alike[key]

    def _said(self, person: Teacher | Pupil, day: Day) -> object:
        """Everything a possible start may depend on."""
        pupil = isinstance(person, Pupil)
        windows = (*person.avoid, *(person.adult_home or ())) if isinstance(person, Pupil) else person.free
        table = self.fixed_of_pupil if pupil else self.fixed_of_teacher
        fixed = (
            (each.start_min, each.end_min, each.place, each.row.id if each.row else None)
            for each in table.get((person.id, day), ())
        )
        home = person.home_on(*day) if isinstance(person, Pupil) else ""
        held = tuple(number for number, window in enumerate(windows) if window.holds_on(*day))
        return (home, held, tuple(fixed))

    def candidates(self, row: PlanRow) -> tuple[str, ...]:
        """Teachers the row may still have: a pin that names one settles it."""
        if row.id not in self.pins_of_row:
            return row.teachers
        named = {pin.teacher for pin in self.pins_of_row[row.id] if pin.teacher is not None}
        return tuple(name for name in row.teachers if not named or named == {name})

    def teacher_place(self, row: PlanRow, teacher: Teacher, day: Day) -> str:
        """Where the teacher stands during a lesson of the row."""
        if row.form == LessonForm.REMOTE:
            return teacher.remote_place or teacher.school
        return self.pupil_place(row, self.pupils[row.pupils[0]], day)

    def pupil_place(self, row: PlanRow, pupil: Pupil, day: Day) -> str:
        if row.form == LessonForm.SCHOOL:
            return row.place or pupil.school
        return pupil.home_on(*day)

    def _teachers_fixed(self) -> dict[tuple[str, Day], list[Fixed]]:
        fixed: dict[tuple[str, Day], list[Fixed]] = defaultdict(list)
        for teacher in self.problem.teachers:
            self._add_busy(fixed, teacher)
        for pin, row in self._standing_pins():
            names = self.candidates(row)
            if len(names) == 1:
                day = (pin.week, pin.day)
                place = self.teacher_place(row, self.teachers[names[0]], day)
                fixed[names[0], day].append(_lesson(pin, row, place))
        return fixed

    def _pupils_fixed(self) -> dict[tuple[str, Day], list[Fixed]]:
        fixed: dict[tuple[str, Day], list[Fixed]] = defaultdict(list)
        for pupil in self.problem.pupils:
            self._add_busy(fixed, pupil)
        for pin, row in self._standing_pins():
            for pupil in self.group(row):
                day = (pin.week, pin.day)
                fixed[pupil.id, day].append(_lesson(pin, row, self.pupil_place(row, pupil, day)))
        return fixed

    def _standing_pins(self) -> Iterable[tuple[Pin, PlanRow]]:
        return ((pin, self.rows[pin.row]) for pin in self.problem.pins)

    def _add_busy(self, fixed: dict[tuple[str, Day], list[Fixed]], person: Teacher | Pupil) -> None:
        for window in person.busy:
            for day in self.open_days:
                if window.holds_on(*day):
                    place = window.place or person.school
                    fixed[person.id, day].append(Fixed(window.start_min, window.end_min, place))


def _lesson(pin: Pin, row: PlanRow, place: str) -> Fixed:
    return Fixed(pin.start_min, pin.start_min + row.lesson_min, place, row)


class SafeRoads:
    """Minutes that lie between two engagements whatever stands between them.

    Explicit pairs need not obey the triangle inequality, and the rule binds neighbours only: a detour over a
    third engagement may be shorter than the direct way. A detour takes at least the cheapest way out, one
    engagement and the cheapest way in; the safe time is the lesser of that and the direct one.
    """

    def __init__(self, facts: Facts) -> None:
        self._travel = facts.travel
        self._places: dict[str, set[str]] = defaultdict(set)
        self._shortest: dict[str, int] = {}
        self._known: dict[tuple[str, str, str], int] = {}
        self._cheapest: dict[tuple[str, str, bool], int] = {}
        self._collect(facts)

    def _collect(self, facts: Facts) -> None:
        problem = facts.problem
        homes = {pupil.id: {pupil.home, *(entry.place for entry in pupil.homes)} for pupil in problem.pupils}
        for row in problem.rows:
            for pupil in facts.group(row):
                spots = {row.place or pupil.school} if row.form == LessonForm.SCHOOL else homes[pupil.id]
                self._add(f"pupil {pupil.id}", spots, row.lesson_min)
                for name in row.teachers:
                    desk = facts.teachers[name].remote_place or facts.teachers[name].school
                    remote = row.form == LessonForm.REMOTE
                    self._add(f"teacher {name}", {desk} if remote else spots, row.lesson_min)
        for kind, people in (("teacher", problem.teachers), ("pupil", problem.pupils)):
            for person in people:
                for window in person.busy:
                    spot = {window.place or person.school}
                    self._add(f"{kind} {person.id}", spot, window.end_min - window.start_min)

    def _add(self, who: str, places: set[str], minutes: int) -> None:
        self._places[who] |= places
        self._shortest[who] = min(minutes, self._shortest.get(who, minutes))

    def __call__(self, who: str, origin: str, target: str) -> int:
        """Minutes; `who` is `teacher t1` or `pupil p1`. 0 where no time is told."""
        key = (who, origin, target)
        if key not in self._known:
            self._known[key] = self._safe(who, origin, target)
        return self._known[key]

    def _safe(self, who: str, origin: str, target: str) -> int:
        try:
            direct = self._travel(origin, target)
        except KeyError:
            return 0
        if direct == 0:
            return 0
        detour = self._edge(who, origin, True) + self._shortest.get(who, 0) + self._edge(who, target, False)
        return min(direct, detour)

    def _edge(self, who: str, place: str, out: bool) -> int:
        """The cheapest way from or to a place among the person's places."""
        key = (who, place, out)
        if key not in self._cheapest:
            times = [
                self._time(place, other) if out else self._time(other, place)
                for other in self._places[who]
                if other != place
            ]
            self._cheapest[key] = min(times, default=0)
        return self._cheapest[key]

    def _time(self, origin: str, target: str) -> int:
        try:
            return self._travel(origin, target)
        except KeyError:
            return 0
