"""The bound by CP-SAT: how many lessons of each row stand with whom on which day, without times.

Every lawful timetable is a solution of this model, so the lessons it must leave out are left out by every
timetable. Days hold what `packing` says; loads, limits, weeks, slots and the one teacher of a row are kept.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from ortools.sat.python import cp_model

from scheduler.bounds.days import Days, PersonDay
from scheduler.bounds.packing import Packing
from scheduler.bounds.quick import quick_bound
from scheduler.bounds.rooms import Day, Room, Rooms
from scheduler.constraints.plan import rhythm_groups, slots_allowed
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.terms import LessonForm

Count = cp_model.IntVar
Linear = cp_model.LinearExpr | int


class _Relaxation:
    """`count[room]` lessons of a row with a teacher on a day."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.problem, self.facts = rooms, rooms.problem, rooms.facts
        self.days = Days(rooms)
        self.model = cp_model.CpModel()
        self.count = {
            id(room): self.model.new_int_var(0, room.fits, f"{room.row.id}/{room.teacher}/{room.day}")
            for own in rooms.of_row.values()
            for room in own
        }
        self.missing = sum(row.lessons - self.total(rooms.of_row[row.id]) for row in self.problem.rows)

    def total(self, rooms: Iterable[Room]) -> Linear:
        return sum(self.count[id(room)] for room in rooms)

    def minutes(self, rooms: Iterable[Room]) -> Linear:
        return sum(self.count[id(room)] * room.row.lesson_min for room in rooms)

    def build(self, tick: Callable[[], None]) -> None:
        for row in self.problem.rows:
            self._row(row)
        for group in rhythm_groups(self.facts):
            self._rhythm(group)
        tick()
        self._teachers(tick)
        self._pupils(tick)
        self.model.minimize(self.missing)

    def _row(self, row: PlanRow) -> None:
        rooms = self.rooms.of_row[row.id]
        self.model.add(self.total(rooms) <= row.lessons)
        by_teacher: defaultdict[str, list[Room]] = defaultdict(list)
        by_week: defaultdict[str, list[Room]] = defaultdict(list)
        for room in rooms:
            by_teacher[room.teacher].append(room)
            by_week[room.day[0]].append(room)
        if len(by_teacher) > 1:
            self._one_teacher(row, by_teacher)
        if not self.problem.dated:
            self._even(row, by_week)

    def _one_teacher(self, row: PlanRow, by_teacher: dict[str, list[Room]]) -> None:
        teaches = {teacher: self.model.new_bool_var(f"{row.id} by {teacher}") for teacher in by_teacher}
        self.model.add_at_most_one(teaches.values())
        for teacher, rooms in by_teacher.items():
            self.model.add(self.total(rooms) <= row.lessons * teaches[teacher])
            for room in rooms:
                self.model.add(self.count[id(room)] <= room.fits * teaches[teacher])

    def _even(self, row: PlanRow, by_week: dict[str, list[Room]]) -> None:
        weeks = len(self.problem.weeks_of(row))
        floor, few = divmod(row.lessons, weeks)
        above: list[cp_model.BoolVarT] = []
        for week, rooms in by_week.items():
            more: Linear = 0
            if few:
                above.append(self.model.new_bool_var(f"{row.id} above in {week}"))
                more = above[-1]
            self.model.add(self.total(rooms) <= floor + more)
        if few:
            self.model.add(sum(above) <= few)

    def _rhythm(self, group: tuple[PlanRow, ...]) -> None:
        """A day uses at least as many slots as any week has lessons on it."""
        by_day: defaultdict[Day, list[Room]] = defaultdict(list)
        for row in group:
            for room in self.rooms.of_row[row.id]:
                by_day[room.day].append(room)
        allowed = slots_allowed(self.facts, group)
        slots = {name: self.model.new_int_var(0, allowed, f"slots on {name}") for _, name in by_day}
        for (_, name), rooms in by_day.items():
            self.model.add(self.total(rooms) <= slots[name])
        self.model.add(sum(slots.values()) <= allowed)

    def _teachers(self, tick: Callable[[], None]) -> None:
        weekly: defaultdict[tuple[str, str], list[Room]] = defaultdict(list)
        for day in self.days.teacher_days(self.problem.rows):
            tick()
            teacher = self.facts.teachers[day.person]
            weekly[day.person, day.day[0]].extend(day.rooms)
            self._holds(self.days.teacher_packings(day))
            if teacher.max_day_lessons is not None:
                self.model.add(self.total(day.rooms) <= teacher.max_day_lessons)
        for (name, _), rooms in weekly.items():
            self._week_load(self.facts.teachers[name], rooms)

    def _week_load(self, teacher: Teacher, rooms: list[Room]) -> None:
        if teacher.max_week_min is not None:
            self.model.add(self.minutes(rooms) <= teacher.max_week_min)

    def _pupils(self, tick: Callable[[], None]) -> None:
        for day in self.days.pupil_days(self.problem.rows):
            tick()
            self._holds(self.days.pupil_packings(day))
            self._pupil_limits(self.facts.pupils[day.person], day)
            self._subjects(day)

    def _holds(self, found: Iterable[Packing]) -> None:
        for packing in found:
            takes = (self.count[id(piece.room)] * piece.takes_min for piece in packing.pieces)
            self.model.add(sum(takes) <= packing.room_min)

    def _pupil_limits(self, pupil: Pupil, day: PersonDay) -> None:
        if pupil.max_day_lessons is not None:
            self.model.add(self.total(day.rooms) <= pupil.max_day_lessons)
        if pupil.max_day_min is not None:
            self.model.add(self.minutes(day.rooms) <= pupil.max_day_min)
        if pupil.max_remote_day_min is not None:
            remote = [room for room in day.rooms if room.row.form is LessonForm.REMOTE]
            self.model.add(self.minutes(remote) <= pupil.max_remote_day_min)
        teachers = dict.fromkeys(room.teacher for room in day.rooms)
        if pupil.max_teachers_day is not None and len(teachers) > pupil.max_teachers_day:
            comes = {teacher: self.model.new_bool_var(f"{teacher} comes") for teacher in teachers}
            for room in day.rooms:
                self.model.add(self.count[id(room)] <= room.fits * comes[room.teacher])
            self.model.add(sum(comes.values()) <= pupil.max_teachers_day)

    def _subjects(self, day: PersonDay) -> None:
        by_subject: defaultdict[str, list[Room]] = defaultdict(list)
        for room in day.rooms:
            by_subject[room.row.subject].append(room)
        for subject, rooms in by_subject.items():
            rows = self.facts.rows_of_pupil[day.person]
            limit = min(row.max_per_day for row in rows if row.subject == subject)
            if sum(room.fits for room in rooms) > limit:
                self.model.add(self.total(rooms) <= limit)


class _StoppedError(Exception):
    """Time is up while the model is being built."""


def relaxed_bound(
    problem: Problem,
    seconds: float,
    should_stop: Callable[[], bool] | None,
    on_bound: Callable[[int], None] | None,
    workers: int,
    enough: int | None,
) -> int:
    """Best bound within `seconds`, by counting and by CP-SAT."""
    deadline = time.monotonic() + seconds
    search = _Search(on_bound)

    def stopped() -> bool:
        done = enough is not None and search.best >= enough
        return done or time.monotonic() >= deadline or (should_stop is not None and should_stop())

    def tick() -> None:
        if stopped():
            raise _StoppedError

    search.hear(quick_bound(problem))
    try:
        tick()
        relaxation = _Relaxation(Rooms(problem))
        relaxation.build(tick)
    except _StoppedError:
        return search.best
    return search.solve(relaxation.model, deadline, stopped, workers)


class _Search:
    """Remembers the best bound while CP-SAT works."""

    def __init__(self, on_bound: Callable[[int], None] | None) -> None:
        self.best = 0
        self._on_bound = on_bound
        self._lock = threading.Lock()

    def solve(
        self, model: cp_model.CpModel, deadline: float, stopped: Callable[[], bool], workers: int
    ) -> int:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, deadline - time.monotonic())
        solver.parameters.num_workers = workers
        solver.parameters.linearization_level = 2
        solver.best_bound_callback = self.hear
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.05):
                if stopped():
                    solver.stop_search()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            status = solver.solve(model)
        finally:
            done.set()
            thread.join()
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
            self.hear(solver.best_objective_bound)
        return self.best

    def hear(self, bound: float) -> None:
        with self._lock:
            whole = math.ceil(bound - 1e-6)
            if whole > self.best:
                self.best = whole
                if self._on_bound is not None:
                    self._on_bound(whole)
