"""Where one lost lesson could stand on one day with one teacher while all else stands, and what each start costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scheduler.checks.desk import Desk
from scheduler.preflight.spoken import Names
from scheduler.problem import Problem, Teacher
from scheduler.repair.values import WEIGHT, Option, Slot
from scheduler.suggest.answer import Blocker
from scheduler.suggest.board import parts
from scheduler.suggest.pupil_side import pupil_side, too_many_teachers
from scheduler.suggest.scene import Between, Index, Scene
from scheduler.suggest.side import NOTHING, Cell, Closed, Side, Vary
from scheduler.suggest.teacher_side import teacher_side
from scheduler.terms import LessonForm
from scheduler.timetable import Timetable

GAP = "teacher.gap"
Prices = dict[int, int]  # start → points


class Ground:
    """A timetable looked up once, for many questions."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem = problem
        self.desk = Desk(problem, timetable)
        self.names = Names(problem)
        self.index = Index(self.desk)
        self._scenes: dict[str, Scene] = {}
        self._pupils: dict[tuple[str, Slot], Side] = {}

    def slots(self) -> Iterator[Slot]:
        """Open days in order of time."""
        for week in self.problem.weeks:
            for day in self.problem.days:
                if (week.id, str(day)) not in self.desk.closed:
                    yield week.id, day

    def scene(self, row_id: str) -> Scene:
        if row_id not in self._scenes:
            self._scenes[row_id] = Scene(self.desk, self.names, self.desk.rows[row_id], 1, ())
        return self._scenes[row_id]

    def closed(self, row_id: str, teacher: Teacher, slot: Slot) -> tuple[list[Closed], list[list[Cell]]]:
        """All that closes starts of a day with a teacher, and what starts cost."""
        scene = self.scene(row_id)
        own = self._pupils.get((row_id, slot))
        if own is None:
            own = self._pupils[row_id, slot] = pupil_side(scene, self.index, slot)
        other = teacher_side(scene, self.index, teacher, slot)
        closed = [*own.closed, *other.closed]
        closed += [(scene.grid.full, each) for each in too_many_teachers(scene, teacher.id, slot)]
        return closed, [*own.cells, *other.cells]

    def seats(self, option: Option, teacher_id: str, slot: Slot) -> Seats | None:
        """None where no start is open, nor would be beside another lesson of the same teacher."""
        scene, teacher = self.scene(option.row.id), self.desk.teachers[teacher_id]
        closed, cells = self.closed(option.row.id, teacher, slot)
        hard = gap = 0
        for mask, blocker in closed:
            if blocker.rule == GAP:
                gap |= mask
            else:
                hard |= mask
        free = scene.grid.full & ~hard
        if not free:
            return None
        adult = option.row.form is LessonForm.HOME and not self.at_home(option, slot)
        base = option.price + (WEIGHT["adult_days"] if adult else 0)
        waits: list[Cell] = [(gap, NOTHING), (scene.grid.full & ~gap, NOTHING)]
        prices, edges = _priced(scene, parts(free, [*cells, waits]), base)
        near = scene.near_pupil(scene.pupils[0], slot)
        by_teacher = scene.near_teacher(teacher, slot)
        return Seats(
            option, teacher, slot, scene, prices, frozenset(scene.grid.minutes(free & gap)), edges, adult,
            scene.between(near, slot[0]), scene.between(by_teacher, slot[0]),
        )  # fmt: skip

    def at_home(self, option: Option, slot: Slot) -> bool:
        """Whether the pupil has a home lesson on the day."""
        held = self.desk.by_pupil[option.row.pupils[0]].get(slot, [])
        return any(self.desk.row(lesson).form is LessonForm.HOME for lesson in held)

    def against(self, option: Option, slot: Slot) -> Iterator[Blocker]:
        """What closes every start of the day, for each teacher; all there is, where several do it together."""
        for teacher_id in option.row.teachers:
            closed, _ = self.closed(option.row.id, self.desk.teachers[teacher_id], slot)
            full = self.scene(option.row.id).grid.full
            whole = [blocker for mask, blocker in closed if mask == full]
            yield from whole or [blocker for _, blocker in closed]


class Seats(NamedTuple):
    """prices: every start that only a wait could close. waiting: those that a wait closes. edges: starts between
    which prices run straight. cuts: the pupil's and the teacher's day around the lesson."""

    option: Option
    teacher: Teacher
    slot: Slot
    scene: Scene
    prices: Prices
    waiting: frozenset[int]
    edges: tuple[int, ...]
    adult: bool
    pupil_cuts: list[Between]
    teacher_cuts: list[Between]

    @property
    def minutes(self) -> int:
        return self.option.row.lesson_min

    def best(self) -> tuple[int, int] | None:
        """The cheapest start that stands alone: its points and minute, the earliest of equals."""
        alone = ((self.prices[start], start) for start in self.edges if start not in self.waiting)
        return min(alone, default=None)

    def nearest(self, start_min: int) -> tuple[int, int] | None:
        """The open start that is nearest to a minute, the cheaper and then the earlier of equals: points, minute."""
        alone = (
            (abs(start - start_min), points, start)
            for start, points in self.prices.items()
            if start not in self.waiting
        )
        found = min(alone, default=None)
        return None if found is None else (found[1], found[2])


def cut_of(cuts: list[Between], start_min: int) -> int:
    return next(k for k, cut in enumerate(cuts) if cut.low_min <= start_min <= cut.high_min)


def _priced(scene: Scene, some: list[Cell], base: int) -> tuple[Prices, tuple[int, ...]]:
    prices: Prices = {}
    edges: set[int] = set()
    step = scene.grid.step_min
    for mask, vary in some:
        last = -1
        fixed, slope = _line(vary)
        for start in scene.grid.minutes(mask):
            prices[start] = base + fixed + slope * start
            if start != last + step:
                edges |= {start, last}
            last = start
        edges.add(last)
    edges.discard(-1)
    return prices, tuple(sorted(edges))


def _line(vary: Vary) -> tuple[int, int]:
    """Points at minute 0, and points per minute."""
    fixed = (
        WEIGHT["travel"] * vary.travel + WEIGHT["visits"] * vary.visits + WEIGHT["wish"] * vary.wish
        + WEIGHT["idle"] * vary.idle + WEIGHT["pupil_gap"] * vary.gap
    )  # fmt: skip
    return fixed, WEIGHT["idle"] * vary.idle_slope + WEIGHT["pupil_gap"] * vary.gap_slope
