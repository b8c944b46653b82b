"""The board: a timetable indexed once, and the question where a lesson could stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.checks.desk import Desk
from scheduler.checks.verdict import ref
from scheduler.preflight.spoken import Names
from scheduler.problem import Problem
from scheduler.russian import DAY
from scheduler.suggest.answer import Blocked, Blocker, Day, Start, Suggestions
from scheduler.suggest.cost import Cost
from scheduler.suggest.left import closed_by_leaving, left_behind
from scheduler.suggest.prices import Prices
from scheduler.suggest.pupil_side import pupil_side, too_many_teachers
from scheduler.suggest.row_side import RowSide
from scheduler.suggest.scene import Index, Scene, Slot
from scheduler.suggest.side import NOTHING, Cell, Closed, Side, Vary
from scheduler.suggest.teacher_side import teacher_day_cost, teacher_side
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable


class Board:
    """Answers many questions about one timetable; build it once (about as long as one check). desk: of this very
    timetable, where there is one."""

    def __init__(self, problem: Problem, timetable: Timetable, desk: Desk | None = None) -> None:
        self._desk = desk or Desk(problem, timetable)
        self._names = Names(problem)
        self._index = Index(self._desk)
        self._prices = Prices(problem)
        self._totals = {
            teacher_id: sum(sum(teacher_day_cost(self._desk, items)[:2]) for items in days.values())
            for teacher_id, days in self._desk.teacher_days.items()
        }
        self._numbered = {(x.row, x.n): x for x in reversed(self._desk.known)}
        self._desk.pupil_days  # noqa: B018 - built now, not at the first question

    def suggest(self, row_id: str, n: int, series: bool = False) -> Suggestions:
        """Where lesson n of the row could stand, all other lessons staying.

        A lesson that stands is taken out first; one that does not is added. With `series` the row's lessons
        of the same day and start in other weeks move with it, each in its own week; a lesson that stands in
        none of the row's weeks moves alone, to any of them. KeyError for an unknown row, ValueError for an
        ordinal that the row does not have.
        """
        row = self._desk.rows[row_id]
        if not 1 <= n <= row.lessons:
            raise ValueError(f"row {row_id} has lessons 1 to {row.lessons}, not {n}")
        lesson = self._numbered.get((row_id, n))
        weeks = self._desk.problem.weeks_of(row)
        series = series and lesson is not None and lesson.week in weeks
        moved = () if lesson is None else self._together(lesson, weeks) if series else (lesson,)
        scene = Scene(self._desk, self._names, row, n, moved)
        question = _Question(scene, self._index, self._prices, self._totals)
        together = tuple(x.week for x in moved) if series else None
        return Suggestions(row_id, n, tuple(ref(x) for x in moved), tuple(question.days(together)))

    def price(self, row_id: str, n: int) -> dict[str, int]:
        """What lesson n of the row and its like in other weeks cost where they stand: the units of each goal that
        would go if they were taken out. KeyError for a lesson that does not stand."""
        lesson, row = self._numbered[row_id, n], self._desk.rows[row_id]
        moved = self._together(lesson, self._desk.problem.weeks_of(row)) or (lesson,)
        cost = Cost(Scene(self._desk, self._names, row, n, moved), self._index, self._totals)
        return {code: -change for code, change in cost.gone.items() if change}

    def _together(self, lesson: Lesson, weeks: tuple[str, ...]) -> tuple[Lesson, ...]:
        """The row's lessons at the same day and start, one a week, in order of week."""
        found = {lesson.week: lesson}
        for other in self._desk.by_row[lesson.row]:
            if (other.day, other.start_min) == (lesson.day, lesson.start_min):
                found.setdefault(other.week, other)
        return tuple(found[week] for week in weeks if week in found)


class _Question:
    """One lesson (or one series): every day with every candidate teacher."""

    def __init__(self, scene: Scene, index: Index, prices: Prices, totals: dict[str, int]) -> None:
        self._scene, self._index, self._prices = scene, index, prices
        self._cost = Cost(scene, index, totals)
        self._row_side = RowSide(scene, index)
        self._left = left_behind(scene)
        self._pupil_sides: dict[Slot, Side] = {}
        reported = any(entry.row == scene.row.id for entry in scene.desk.timetable.unplaced)
        self._placed_now = 0 if scene.moved or not reported else 1

    def days(self, together: tuple[str, ...] | None) -> Iterator[Day]:
        """Of a series one Day for all its weeks, else one for each week that is open that day."""
        problem, row = self._scene.desk.problem, self._scene.row
        groups = [(week,) for week in problem.weeks_of(row)] if together is None else [together]
        for weeks in groups:
            for day in problem.days:
                if any((week, day) not in self._scene.desk.closed for week in weeks):
                    for teacher_id in row.teachers:
                        yield self._day(weeks, day, teacher_id)

    def _day(self, weeks: tuple[str, ...], day: Weekday, teacher_id: str) -> Day:
        closed, cells, fixed = self._gathered(weeks, day, teacher_id)
        taken = 0
        for mask, _ in closed:
            taken |= mask
        free = self._scene.grid.full & ~taken
        possible = self._starts(free, cells, fixed, (weeks, day, teacher_id)) if free else ()
        return Day(weeks, day, teacher_id, tuple(possible), tuple(self._blocked(closed)))

    def _gathered(
        self, weeks: tuple[str, ...], day: Weekday, teacher_id: str
    ) -> tuple[list[Closed], list[list[Cell]], dict[str, int]]:
        """All that closes starts of the day, and all that makes them dear."""
        scene, teacher = self._scene, self._scene.desk.teachers[teacher_id]
        closed = list(self._row_side.closed(weeks, day, teacher_id))
        closed += closed_by_leaving(scene, self._left, weeks, day, teacher_id)
        cells: list[list[Cell]] = []
        fixed = dict(self._cost.gone)
        for week in weeks:
            slot = (week, day)
            closed += self._frame(slot)
            sides = (self._pupil_side(slot), teacher_side(scene, self._index, teacher, slot))
            for side in sides:
                closed += side.closed
                cells += side.cells
            closed += [(scene.grid.full, each) for each in too_many_teachers(scene, teacher_id, slot)]
            cells += self._cost.changes_cells(slot, teacher_id)
            for code, change in sides[0].fixed.items():
                fixed[code] += change
        return closed, cells, fixed

    def _pupil_side(self, slot: Slot) -> Side:
        side = self._pupil_sides.get(slot)
        if side is None:
            side = pupil_side(self._scene, self._index, slot)
            side.fixed = self._cost.day(slot)
            self._pupil_sides[slot] = side
        return side

    def _frame(self, slot: Slot) -> Iterator[Closed]:
        """A closed day that only a series meets: a single lesson is offered open days."""
        week, day = slot
        if slot in self._scene.desk.closed:
            yield (
                self._scene.grid.full,
                Blocker("frame", f"{DAY[day]} на неделе {week} без занятий", week=week),
            )

    def _starts(
        self,
        free: int,
        cells: list[list[Cell]],
        fixed: dict[str, int],
        where: tuple[tuple[str, ...], Weekday, str],
    ) -> Iterator[Start]:
        (weeks, day, teacher_id), cost = where, self._cost
        fixed = fixed | {"faces": cost.faces(teacher_id), "unplaced": -self._placed_now}
        others_min = cost.fairest_without(teacher_id)
        for mask, vary in sorted(parts(free, cells), key=lambda part: part[0] & -part[0]):
            price = self._prices.part(_plus(fixed, vary))
            waits, gaps = fixed["idle"], fixed["pupil_gap"]
            for start in self._scene.grid.minutes(mask):
                idle = vary.idle + vary.idle_slope * start
                gap = gaps + vary.gap + vary.gap_slope * start
                fairness = cost.fairness(teacher_id, others_min, vary.travel + idle)
                score, points, ranks = price.at(waits + idle, gap, fairness)
                yield Start(weeks, day, start, teacher_id, score, points, ranks)

    def _blocked(self, closed: Iterable[Closed]) -> Iterator[Blocked]:
        held = [(mask, blocker) for mask, blocker in closed if mask]
        grid = self._scene.grid
        for low, high in grid.runs([mask for mask, _ in held]):
            blockers = tuple(blocker for mask, blocker in held if mask >> low & 1)
            if blockers:
                first = grid.first_min + low * grid.step_min
                yield Blocked(first, first + (high - low - 1) * grid.step_min, blockers)


def _plus(fixed: dict[str, int], vary: Vary) -> dict[str, int]:
    """The changes that are the same all over a part: all but waiting, gaps and fairness."""
    more = {"travel": vary.travel, "visits": vary.visits, "wish": vary.wish, "changes": vary.changes}
    return fixed | {code: fixed[code] + change for code, change in more.items()}


def parts(free: int, cells: list[list[Cell]]) -> list[Cell]:
    """The free starts cut into parts within which every cause costs the same, with the sums."""
    found: list[Cell] = [(free, NOTHING)]
    for partition in cells:
        cut = []
        for mask, vary in found:
            for also, more in partition:
                if mask & also:
                    cut.append(
                        (mask & also, Vary(*map(int.__add__, vary, more)) if more is not NOTHING else vary)
                    )
        found = cut
    return found
