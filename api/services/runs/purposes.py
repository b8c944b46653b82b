"""What a run is for, as pure functions: a problem and a timetable that stands → what the solver is asked.

FEW and JOIN are asked in several stages. A change first costs little beside what it brings, then more and more;
a stage whose best keeps within the budget ends the run. The last stage moves nothing at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from api.services.runs.differences import Difference, differences, spot_of
from api.services.runs.scores import key_of
from models.timetable import RunPurpose
from scheduler.checks import check
from scheduler.checks.desk import Desk
from scheduler.problem import GoalSetting, Pin, Previous, Problem
from scheduler.timetable import Lesson, Timetable, Unplaced

MOST_TRIED = 40  # changes looked at one by one
PRICES = (5, 20, 80, 320)  # of one change in one week, beside the points of rank 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a run is for. changes: how many the others may see (FEW, JOIN). newcomers: ids of pupils (JOIN)."""

    purpose: RunPurpose
    changes: int = 0
    newcomers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One question to the solver. hint: where it starts from unless something better has been found."""

    problem: Problem
    hint: Timetable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """All stages of a run. base and rows: against what and on which rows changes are counted; budget None: not.
    pins: of the problem itself."""

    stages: tuple[Stage, ...]
    base: Timetable | None = None
    rows: frozenset[str] = field(default_factory=frozenset)
    budget: int | None = None
    pins: tuple[Pin, ...] = ()

    def changes(self, timetable: Timetable) -> int:
        """Lessons that left their time, as a person would count them; one that had none disturbs nobody."""
        if self.base is None or self.budget is None:
            return 0
        found = differences(self.stages[0].problem, self.base, timetable, self.rows)
        return sum(change.before is not None for change in found)

    def allows(self, timetable: Timetable) -> bool:
        return self.budget is None or self.changes(timetable) <= self.budget

    def trimmed(self, found: Timetable) -> Stage | None:
        """Where a timetable changes too much: what it changes best may move, as much as the budget has room for, and
        all else of the others stays. None where that says nothing new."""
        problem = self.stages[-1].problem
        if self.base is None or not self.budget or self.allows(found):
            return None
        plain = problem.model_copy(update={"pins": self.pins})
        moved = [change for change in differences(plain, self.base, found, self.rows) if change.before]
        new = tuple(lesson for lesson in found.lessons if lesson.row not in self.rows)
        alone = [
            (key_of(plain, _score(plain, _with(self.base, change, new))), change)
            for change in moved[:MOST_TRIED]
        ]
        best = [change for _, change in sorted(alone, key=lambda pair: pair[0])][: self.budget]
        free = {id(lesson) for change in best for lesson in _moving(self.base, change)}
        kept = [each for each in self.base.lessons if each.row in self.rows and id(each) not in free]
        return Stage(problem=_pinning(plain, kept), hint=self.base)


def task_of(aim: Aim, problem: Problem, base: Timetable | None) -> Task:
    """What the solver is asked. base: None for FULL alone. Raises ValueError where a purpose lacks its base."""
    if aim.purpose == RunPurpose.FULL:
        return Task(stages=(Stage(problem=problem),))
    if base is None:
        raise ValueError(f"{aim.purpose} goes out from a timetable")
    if aim.purpose == RunPurpose.FILL:
        return Task(stages=(fill(problem, base),))
    if aim.purpose == RunPurpose.IMPROVE:
        return Task(stages=(improve(problem, base),))
    return few(problem, base, aim.changes, aim.newcomers if aim.purpose == RunPurpose.JOIN else ())


def fill(problem: Problem, base: Timetable, rows: Collection[str] | None = None) -> Stage:
    """What stands and is lawful stays where it is; the rest is placed around it. rows: only what stands of these."""
    kept = [lesson for lesson in lawful_part(problem, base).lessons if rows is None or lesson.row in rows]
    return Stage(problem=_pinning(problem, kept), hint=base)


def _pinning(problem: Problem, kept: Iterable[Lesson]) -> Problem:
    """The problem with these lessons pinned as well."""
    told = {(pin.row, pin.week, str(pin.day), pin.start_min) for pin in problem.pins}
    pins = tuple(
        Pin.model_validate(_place(lesson))
        for lesson in kept
        if (lesson.row, lesson.week, lesson.day, lesson.start_min) not in told
    )
    return problem.model_copy(update={"pins": (*problem.pins, *pins)})


def _moving(base: Timetable, change: Difference) -> Iterator[Lesson]:
    """The lessons of the base that a change takes from their time."""
    for lesson in base.lessons:
        if lesson.row == change.row and lesson.week in change.weeks and spot_of(lesson) == change.before:
            yield lesson


def _with(base: Timetable, change: Difference, new: tuple[Lesson, ...]) -> Timetable:
    """The base with one change alone, and what is new in it."""
    moving, after = {id(lesson) for lesson in _moving(base, change)}, change.after
    rows = {lesson.row for lesson in new}
    lessons = list(new)
    for lesson in base.lessons:
        if lesson.row in rows:
            continue
        if id(lesson) not in moving:
            lessons.append(lesson)
        elif after is not None:
            spot = {"day": after.day, "start_min": after.start_min, "teacher": after.teacher}
            lessons.append(lesson.model_copy(update=spot))
    return base.model_copy(update={"lessons": tuple(lessons)})


def _score(problem: Problem, timetable: Timetable) -> dict[str, int]:
    """Of what of it is lawful."""
    return check(problem, lawful_part(problem, timetable)).score


def improve(problem: Problem, base: Timetable) -> Stage:
    """Pins of the problem stay, all else may move; the search starts from what stands."""
    return Stage(problem=problem, hint=base)


def few(problem: Problem, base: Timetable, budget: int, newcomers: Collection[str] = ()) -> Task:
    """At most `budget` changes for everybody but the newcomers."""
    base = lawful_part(problem, base)
    rows = frozenset(row.id for row in problem.rows if not set(row.pupils) <= set(newcomers))
    stages = [priced(problem, base, rows, price) for price in PRICES] if budget else []
    return Task(
        stages=(*stages, fill(problem, base, rows)), base=base, rows=rows, budget=budget, pins=problem.pins
    )


def priced(problem: Problem, base: Timetable, rows: Collection[str], price: int) -> Stage:
    """Each lesson of the rows that leaves its time costs so many points of rank 2. base: lawful."""
    previous = tuple(Previous.model_validate(_place(lesson)) for lesson in base.lessons if lesson.row in rows)
    goals = problem.goals | {"changes": GoalSetting(rank=2, weight=price)}
    return Stage(problem=problem.model_copy(update={"previous": previous, "goals": goals}), hint=base)


def _place(lesson: Lesson) -> dict[str, object]:
    return {
        "row": lesson.row, "week": lesson.week, "day": lesson.day, "start_min": lesson.start_min,
        "teacher": lesson.teacher,
    }  # fmt: skip


def lawful_part(problem: Problem, timetable: Timetable) -> Timetable:
    """What of a timetable can stay in a problem that has changed since: known lessons that break no rule.

    A row that has pins the timetable does not keep is left out whole: the pins come first.
    """
    lessons = list(_known(problem, timetable))
    while True:
        found = _whole(problem, lessons)
        broken = {
            (ref.row, ref.n) for violation in check(problem, found).violations for ref in violation.lessons
        }
        if not broken:
            return found
        lessons = [lesson for lesson in found.lessons if (lesson.row, lesson.n) not in broken]


def _known(problem: Problem, timetable: Timetable) -> Iterator[Lesson]:
    rows, desk = {row.id: row for row in problem.rows}, Desk(problem, timetable)
    weeks, days = {week.id for week in problem.weeks}, {str(day) for day in problem.days}
    placed: Counter[str] = Counter()
    for lesson in timetable.lessons:
        row = rows.get(lesson.row)
        if row is None or lesson.week not in weeks or lesson.day not in days:
            continue
        if lesson.teacher in row.teachers and placed[row.id] < row.lessons:
            placed[row.id] += 1
            end, places = lesson.start_min + row.lesson_min, desk.expected_place(lesson)
            place = lesson.place if lesson.place in places else min(places, default=lesson.place)
            yield lesson.model_copy(update={"end_min": end, "form": str(row.form), "place": place})


def _whole(problem: Problem, lessons: list[Lesson]) -> Timetable:
    """Lessons numbered anew in each row, and everything else reported unplaced."""
    placed: Counter[str] = Counter()
    numbered = []
    for lesson in lessons:
        placed[lesson.row] += 1
        numbered.append(lesson.model_copy(update={"n": placed[lesson.row]}))
    missing = tuple(
        Unplaced(row=row.id, count=row.lessons - placed[row.id])
        for row in problem.rows
        if row.lessons > placed[row.id]
    )
    return Timetable(lessons=tuple(numbered), unplaced=missing)
