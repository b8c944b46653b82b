"""Lessons of somebody who is away, each at its own time, given to others: who could, at what cost, and who best.

Days are independent but for minutes a week, so every day is settled by all ways to share its lessons out, and the
weeks by the minutes their days take.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from scheduler.checks.desk import Engagement
from scheduler.problem import PlanRow, Problem, Pupil, Teacher
from scheduler.repair.packing import LEFT
from scheduler.repair.seats import Ground, Seats
from scheduler.repair.values import WEIGHT, Option, Slot
from scheduler.suggest.teacher_side import teacher_day_cost
from scheduler.timetable import Lesson, Timetable

MOST_A_DAY = 9  # lessons of a day that are shared out together
Minutes = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A lesson without its teacher. row: of one lesson, a row of the problem, its teachers are those who are asked.
    prices: points that a teacher costs beside the roads."""

    key: str
    row: PlanRow
    slot: Slot
    start_min: int
    prices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """points: of this lesson alone, None where it is not possible; reasons: why not, in Russian. road_min: minutes
    to the lesson from where the teacher is before it, None where nothing comes before."""

    teacher: str
    points: int | None
    reasons: tuple[str, ...] = ()
    road_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """candidates: by vacancy, the possible ones first, the cheapest first. plan: vacancy → teacher, the most lessons
    covered with the fewest points; left: those nobody covers. proved: no plan is better."""

    candidates: Mapping[str, tuple[Candidate, ...]]
    plan: Mapping[str, str]
    left: tuple[str, ...]
    points: int
    proved: bool


def cover(problem: Problem, standing: Timetable, vacancies: Sequence[Vacancy]) -> Cover:
    """Who gives the lessons instead; `standing` has none of them and stays as it is."""
    ground = Ground(problem, standing)
    judged = {each.key: _Judged(ground, each) for each in vacancies}
    by_slot: dict[Slot, list[_Judged]] = defaultdict(list)
    for each in vacancies:
        by_slot[each.slot].append(judged[each.key])
    plan = _Plan(ground, by_slot)
    chosen, points = plan.best()
    return Cover(
        candidates={key: tuple(each.candidates()) for key, each in judged.items()}, plan=chosen,
        left=tuple(each.key for each in vacancies if each.key not in chosen), points=points,
        proved=plan.proved,
    )  # fmt: skip


class _Judged:
    """One vacancy with everybody who is asked."""

    def __init__(self, ground: Ground, vacancy: Vacancy) -> None:
        self.ground, self.vacancy = ground, vacancy
        self.option = Option(row=vacancy.row)
        self.seats: dict[str, Seats] = {}
        for name in vacancy.row.teachers:
            seats = ground.seats(self.option, name, vacancy.slot)
            if seats is not None and vacancy.start_min in seats.prices:
                self.seats[name] = seats

    def candidates(self) -> list[Candidate]:
        found = [self._candidate(name) for name in self.vacancy.row.teachers]
        return sorted(found, key=lambda each: (each.points is None, each.points or 0, each.teacher))

    def _candidate(self, name: str) -> Candidate:
        start, seats = self.vacancy.start_min, self.seats.get(name)
        if seats is None or start in seats.waiting:
            return Candidate(teacher=name, points=None, reasons=tuple(self._against(name)))
        points = seats.prices[start] + self.vacancy.prices.get(name, 0)
        cut = next(cut for cut in seats.teacher_cuts if cut.low_min <= start <= cut.high_min)
        road = cut.before.from_min if cut.before is not None else None
        return Candidate(teacher=name, points=points, road_min=road)

    def _against(self, name: str) -> Iterator[str]:
        ground, vacancy = self.ground, self.vacancy
        scene = ground.scene(vacancy.row.id)
        at = scene.grid.at(vacancy.start_min)
        closed, _ = ground.closed(vacancy.row.id, ground.desk.teachers[name], vacancy.slot)
        yield from dict.fromkeys(blocker.text for mask, blocker in closed if mask & at or not at)

    @property
    def item(self) -> Engagement:
        """The lesson in the day of whoever gives it at its place."""
        scene, start = self.ground.scene(self.vacancy.row.id), self.vacancy.start_min
        seats = next(iter(self.seats.values()))
        place = scene.teacher_place(seats.teacher, self.vacancy.slot)
        week, day = self.vacancy.slot
        row = self.vacancy.row
        lesson = Lesson(
            row=row.id, n=1, week=week, day=day, start_min=start, end_min=start + row.lesson_min,
            teacher="", form=row.form, place=place,
        )  # fmt: skip
        return Engagement(start, start + row.lesson_min, place, lesson)


class _Plan:
    def __init__(self, ground: Ground, by_slot: Mapping[Slot, list[_Judged]]) -> None:
        self._ground = ground
        order = {slot: number for number, slot in enumerate(ground.slots())}
        chunks = [
            (slot, some[first : first + MOST_A_DAY])
            for slot, some in sorted(by_slot.items(), key=lambda each: order.get(each[0], len(order)))
            for first in range(0, len(some), MOST_A_DAY)
        ]
        self._days = chunks
        self.proved = len(chunks) == len(by_slot)
        self._short = self._short_of_time()

    def _short_of_time(self) -> dict[str, int]:
        """Teachers whose limit of a week may be reached, numbered."""
        wanted: dict[tuple[str, str], int] = defaultdict(int)
        for slot, some in self._days:
            for each in some:
                for name in each.seats:
                    wanted[name, slot[0]] += each.vacancy.row.lesson_min
        short: dict[str, int] = {}
        for (name, week), minutes in sorted(wanted.items()):
            limit = self._ground.desk.teachers[name].max_week_min
            if limit is not None and self._ground.index.week_min[name, week] + minutes > limit:
                short.setdefault(name, len(short))
        return short

    def best(self) -> tuple[dict[str, str], int]:
        """Vacancy → teacher, and points."""
        states: dict[Minutes, tuple[int, Any]] = {(0,) * len(self._short): (0, None)}
        week = None
        for slot, some in self._days:
            if slot[0] != week:
                states, week = {(0,) * len(self._short): min(states.values(), key=lambda x: x[0])}, slot[0]
            limits = self._limits(slot[0])
            shared = self._shared(slot, some)
            following: dict[Minutes, tuple[int, Any]] = {}
            for used, (cost, chain) in states.items():
                for more, (points, given) in shared.items():
                    key = tuple(map(int.__add__, used, more))
                    total = cost + points
                    if all(map(int.__le__, key, limits)) and (
                        key not in following or total < following[key][0]
                    ):
                        following[key] = total, (chain, given)
            states = following
        cost, chain = min(states.values(), key=lambda each: each[0])
        chosen: dict[str, str] = {}
        while chain is not None:
            chain, given = chain
            chosen |= given
        left = sum(len(some) for _, some in self._days) - len(chosen)
        return chosen, cost - LEFT * left

    def _limits(self, week: str) -> Minutes:
        desk, index = self._ground.desk, self._ground.index
        return tuple(
            (desk.teachers[name].max_week_min or 0) - index.week_min[name, week] for name in self._short
        )

    def _shared(self, slot: Slot, some: Sequence[_Judged]) -> dict[Minutes, tuple[int, dict[str, str]]]:
        """Minutes of those who are short of time → the best way to share the day out."""
        zero, every = (0,) * len(self._short), (1 << len(some)) - 1
        faces = [_Faces(self._ground, pupil, slot, some) for pupil in _crowded(some)]
        best: dict[_Key, tuple[int, dict[str, str]]] = {(0, zero, (0,) * len(faces)): (0, {})}
        for name in sorted({name for each in some for name in each.seats}):
            own = dict(self._of_teacher(name, slot, some))
            following = dict(best)
            for (taken, used, met), (cost, given) in best.items():
                for mask, points in own.items():
                    if mask & taken:
                        continue
                    seen = tuple(n + face.is_new(name, mask) for n, face in zip(met, faces, strict=True))
                    if any(n > face.left for n, face in zip(seen, faces, strict=True)):
                        continue
                    key = (taken | mask, self._plus(used, name, mask, some), seen)
                    if key not in following or cost + points < following[key][0]:
                        more = {each.vacancy.key: name for k, each in enumerate(some) if mask >> k & 1}
                        following[key] = cost + points, given | more
            best = following
        found: dict[Minutes, tuple[int, dict[str, str]]] = {}
        for (taken, used, _), (cost, given) in best.items():
            total = cost + LEFT * (every & ~taken).bit_count()
            if used not in found or total < found[used][0]:
                found[used] = total, given
        return found

    def _plus(self, used: Minutes, name: str, mask: int, some: Sequence[_Judged]) -> Minutes:
        if name not in self._short:
            return used
        minutes = sum(each.vacancy.row.lesson_min for k, each in enumerate(some) if mask >> k & 1)
        return tuple(held + minutes * (k == self._short[name]) for k, held in enumerate(used))

    def _of_teacher(self, name: str, slot: Slot, some: Sequence[_Judged]) -> Iterator[tuple[int, int]]:
        """Every set of the day's lessons that a teacher can give, and its points."""
        desk, teacher = self._ground.desk, self._ground.desk.teachers[name]
        whole = desk.teacher_days[name].get(slot, [])
        held = teacher_day_cost(desk, whole)
        can = [k for k, each in enumerate(some) if name in each.seats]
        items = {k: some[k].item for k in can}
        for choice in range(1, 1 << len(can)):
            chosen = [k for place, k in enumerate(can) if choice >> place & 1]
            day = sorted([*whole, *(items[k] for k in chosen)], key=lambda item: item.order)
            if self._lawful(teacher, slot, day, {id(items[k]) for k in chosen}):
                travel, idle, visits = (b - a for a, b in zip(held, teacher_day_cost(desk, day), strict=True))
                points = WEIGHT["travel"] * travel + WEIGHT["idle"] * idle + WEIGHT["visits"] * visits
                points += sum(some[k].vacancy.prices.get(name, 0) for k in chosen)
                yield sum(1 << k for k in chosen), points

    def _lawful(self, teacher: Teacher, slot: Slot, day: Sequence[Engagement], new: set[int]) -> bool:
        """What a day's new lessons may break beside each other and what stands."""
        lessons = len(self._ground.desk.by_teacher[teacher.id].get(slot, [])) + len(new)
        if teacher.max_day_lessons is not None and lessons > teacher.max_day_lessons:
            return False
        for before, after in pairwise(day):
            if id(before) in new or id(after) in new:
                road, wait = (
                    self._ground.desk.travel(before.place, after.place),
                    after.start_min - before.end_min,
                )
                if wait < road or (teacher.max_gap_min is not None and wait - road > teacher.max_gap_min):
                    return False
        return True


_Key = tuple[int, Minutes, Minutes]  # lessons given away, minutes, new teachers of children


def _crowded(some: Sequence[_Judged]) -> list[Pupil]:
    """Children with several of a day's lessons and a limit of teachers a day."""
    pupils = [pupil for each in some for pupil in each.ground.scene(each.vacancy.row.id).pupils]
    limited = [pupil for pupil in pupils if pupil.max_teachers_day is not None]
    several = Counter(pupil.id for pupil in limited)
    return list({pupil.id: pupil for pupil in limited if several[pupil.id] > 1}.values())


class _Faces:
    """Teachers of one child on one day, while its lessons are given away. left: how many new ones there may be."""

    def __init__(self, ground: Ground, pupil: Pupil, slot: Slot, some: Sequence[_Judged]) -> None:
        self._known = {lesson.teacher for lesson in ground.desk.by_pupil[pupil.id].get(slot, [])}
        self._mask = sum(1 << k for k, each in enumerate(some) if pupil.id in each.vacancy.row.pupils)
        self.left = (pupil.max_teachers_day or 0) - len(self._known)

    def is_new(self, name: str, mask: int) -> bool:
        return bool(mask & self._mask) and name not in self._known
