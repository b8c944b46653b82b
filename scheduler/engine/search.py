"""A search over one problem: chains that walk side by side, cooling together, and the best any of them has seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduler.engine.blocks import choose_among, put
from scheduler.engine.fields import (
    B_MASK,
    B_PTR,
    B_Q,
    B_ROW,
    BASE_MIN,
    DOM_PTR,
    KEY,
    LOG_N,
    R_CAND,
    R_LEFT,
    R_LESSONS,
    R_ONLY,
    RANK_WEIGHT,
    RNG,
    RT_PTR,
    STARTS,
    STEP_MIN,
    UNIT_KINDS,
    UNITS,
    UNPLACED,
    Ints,
    at,
    set_at,
    view,
)
from scheduler.engine.layout import Compiled, compile_problem
from scheduler.engine.state import new_state
from scheduler.engine.tables import slot_number
from scheduler.engine.walk import construct, keep_if_better, load, new_best, squeeze, walk
from scheduler.problem import Problem
from scheduler.rulebook import GOALS
from scheduler.terms import LessonForm
from scheduler.timetable import Lesson

HOT = 120.0  # temperature of the beginning, for each lesson that a move carries along
COOLED = 30  # times colder at the end
COOLING_GRAINS = 64


def heat_at(done: int, of: int, hot: float) -> int:
    """Temperature in thousandths after `done` of `of`: falls by equal factors; whole numbers on every machine."""
    place = done * COOLING_GRAINS // max(1, of)
    steps = [round(1000 * hot * COOLED ** (-grain / COOLING_GRAINS)) for grain in (place, place + 1)]
    within = done * COOLING_GRAINS - place * of
    return steps[0] + (steps[1] - steps[0]) * within // max(1, of)


class Search:
    """Chains over one problem. Pins must be lawful (see scheduler.pins): they are put in first and never move."""

    def __init__(self, problem: Problem, pin_teachers: Mapping[str, str], chains: int, seed: int) -> None:
        self.problem = problem
        self.compiled: Compiled = compile_problem(problem)
        self.lay = self.compiled.lay
        self._index = _Ids(problem)
        first = new_state(self.compiled, seed)
        self._place_pins(first, pin_teachers)
        self.hot = HOT * max(1.0, sum(row.lessons for row in problem.rows) / max(1, int(self.lay[B_ROW + 1])))
        self.states: list[Ints] = [first]
        self.bests: list[Ints] = [new_best(first)]
        self.seed, self.chains = seed, max(1, chains)
        self._pool = ThreadPoolExecutor(max_workers=self.chains) if self.chains > 1 else None

    def start(self, hint: Iterable[Lesson] = ()) -> None:
        """A first timetable: what the hint and the previous timetable say and is lawful, then every row where it
        is cheapest."""
        state = self.states[0]
        self._place_hint(state, hint)
        self._place_hint(state, self._previous())
        construct(self.lay, state, self._order())
        keep_if_better(self.lay, state, self.bests[0])
        for chain in range(1, self.chains):
            copy = state.copy()
            set_at(copy, RNG, 0, 1 + (self.seed * 7919 + chain * 104_729 + 12_345) % 2_147_483_646)
            self.states.append(copy)
            self.bests.append(self.bests[0].copy())

    def walk(self, steps: int, heat: int) -> None:
        """Every chain takes `steps` moves at a temperature of heat / 1000."""
        self._each(lambda state, best: walk(self.lay, state, best, steps, heat))

    def _each(self, job: Callable[[Ints, Ints], int]) -> None:
        """Runs the job for every chain, side by side."""
        if self._pool is None:
            job(self.states[0], self.bests[0])
            return
        for done in [self._pool.submit(job, *chain) for chain in zip(self.states, self.bests, strict=True)]:
            done.result()

    def place_more(self, rounds: int) -> None:
        """Every chain places by force what is not placed, whatever it costs,."""
        self._each(lambda state, best: squeeze(self.lay, state, best, rounds))

    def gather(self) -> None:
        """Chains that are behind go on from where the leading chain stands now, with their own chance."""
        lead = min(range(self.chains), key=lambda chain: tuple(self._key(self.bests[chain])))
        for chain in range(self.chains):
            if chain != lead:
                chance = at(self.states[chain], RNG, 0)
                self.states[chain][:] = self.states[lead]
                set_at(self.states[chain], RNG, 0, chance)
                self.bests[chain][:] = self.bests[lead]

    def return_to_best(self) -> None:
        """Every chain goes back to the best state it has seen."""
        for state, best in zip(self.states, self.bests, strict=True):
            load(self.lay, state, best)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    @property
    def best(self) -> Ints:
        return min(self.bests, key=lambda best: tuple(self._key(best)))

    @property
    def key(self) -> tuple[int, ...]:
        """Unplaced lessons, then the weighted sum of every rank, of the best so far."""
        return tuple(int(part) for part in self._key(self.best))

    def key_of(self, score: Mapping[str, int]) -> tuple[int, ...]:
        """The key of another timetable of this problem, from the units of its score."""
        weights = view(self.lay, RANK_WEIGHT).reshape(-1, UNIT_KINDS)
        sums = (
            sum(int(rank[unit]) * score[rule.code] for unit, rule in enumerate(GOALS)) for rank in weights
        )
        return (score["unplaced"], *sums)

    @property
    def idle(self) -> bool:
        """True when there is nothing to move."""
        return int(self.lay[B_ROW + 1]) == 0

    def score(self) -> dict[str, int]:
        """Units of every goal of the best so far."""
        first = int(self.states[0][UNITS] - self.states[0][KEY])
        units = self.best[first:]
        score = {"unplaced": int(units[UNPLACED])}
        return score | {rule.code: int(units[unit]) for unit, rule in enumerate(GOALS)}

    def lessons(self) -> tuple[Lesson, ...]:
        """The best so far as lessons, numbered in order of time inside each row."""
        state, best, lay = self.states[0], self.best, self.lay
        first = int(state[KEY])
        slots, masks, teachers = (best[int(state[field]) - first :] for field in (B_Q, B_MASK, R_CAND))
        found: list[Lesson] = []
        pointer = view(lay, B_PTR)
        for r in range(len(self.problem.rows)):
            stands = [
                (w, int(slots[b]))
                for b in range(int(pointer[r]), int(pointer[r + 1]))
                for w in range(len(self.problem.weeks))
                if slots[b] >= 0 and int(masks[b]) >> w & 1
            ]
            found += [
                self._lesson(r, n, w, q, int(teachers[r])) for n, (w, q) in enumerate(sorted(stands), 1)
            ]
        return tuple(found)

    def _lesson(self, r: int, n: int, w: int, q: int, t: int) -> Lesson:
        row, teacher = self.problem.rows[r], self.problem.teachers[t]
        week, day = self.problem.weeks[w].id, self.problem.days[q // int(self.lay[STARTS])]
        start = int(self.lay[BASE_MIN] + (q % self.lay[STARTS]) * self.lay[STEP_MIN])
        pupil = self._index.pupils[row.pupils[0]]
        if row.form is LessonForm.REMOTE:
            place = teacher.remote_place or teacher.school
        elif row.form is LessonForm.HOME:
            place = pupil.home_on(week, day)
        else:
            place = row.place or pupil.school
        return Lesson(
            row=row.id, n=n, week=week, day=day, start_min=start, end_min=start + row.lesson_min,
            teacher=teacher.id, form=row.form, place=place,
        )  # fmt: skip

    def _key(self, best: Ints) -> Ints:
        return best[: int(self.states[0][KEY + 1])]

    def _order(self) -> Ints:
        """Rows with the fewest lawful slots for their lessons first."""
        slots, candidates = view(self.lay, DOM_PTR), view(self.lay, RT_PTR)
        lawful = slots[candidates[1:]] - slots[candidates[:-1]]
        return np.argsort(lawful * 1000 // np.maximum(1, view(self.lay, R_LESSONS)), kind="stable").astype(
            np.int64
        )

    def _slot(self, day: str, start_min: int) -> int:
        return slot_number(self.problem, self._index.days, day, start_min)

    def _place_pins(self, state: Ints, teachers: Mapping[str, str]) -> None:
        wanted: dict[tuple[int, int], int] = defaultdict(int)
        for pin in self.problem.pins:
            wanted[self._index.row[pin.row], self._slot(pin.day, pin.start_min)] |= (
                1 << self._index.week[pin.week]
            )
        named = {pin.row for pin in self.problem.pins if pin.teacher is not None}
        for (r, q), mask in wanted.items():
            name = self.problem.rows[r].id
            t = self._index.teacher[teachers[name]]
            if name in named:
                set_at(state, R_ONLY, r, t)
            put(self.lay, state, r, t, q, mask, 1)
            set_at(state, LOG_N, 0, 0)

    def _place_hint(self, state: Ints, hint: Iterable[Lesson]) -> None:
        waiting = [lesson for lesson in hint if self._index.knows(lesson)]
        progress = True
        while waiting and progress:
            left = [lesson for lesson in waiting if not self._take_over(state, lesson)]
            progress = len(left) < len(waiting)
            waiting = left

    def _previous(self) -> Iterator[Lesson]:
        """The entries of the previous timetable as lessons of a hint, with the row's first teacher if none is named."""
        rows = {row.id: row for row in self.problem.rows}
        for entry in self.problem.previous:
            teacher = entry.teacher or next(iter(rows[entry.row].teachers), "")
            yield Lesson(
                row=entry.row, n=1, week=entry.week, day=entry.day, start_min=entry.start_min,
                end_min=entry.start_min + rows[entry.row].lesson_min, teacher=teacher, form="", place="",
            )  # fmt: skip

    def _take_over(self, state: Ints, lesson: Lesson) -> bool:
        """Places one lesson of a hint where it is lawful now."""
        r, t = self._index.row[lesson.row], self._index.teacher[lesson.teacher]
        q, week = self._slot(lesson.day, lesson.start_min), 1 << self._index.week[lesson.week]
        row = self.problem.rows[r]
        if q < 0 or lesson.teacher not in row.teachers or at(state, R_CAND, r) not in (-1, t):
            return False
        mask, _ = choose_among(self.lay, state, r, t, q, 1, 1, week) if at(state, R_LEFT, r) else (0, 0)
        if mask:
            put(self.lay, state, r, t, q, int(mask), 0)
            set_at(state, LOG_N, 0, 0)
        return bool(mask)


class _Ids:
    """Ids of the problem to numbers."""

    def __init__(self, problem: Problem) -> None:
        self.row = {row.id: r for r, row in enumerate(problem.rows)}
        self.week = {week.id: w for w, week in enumerate(problem.weeks)}
        self.days = {str(day): d for d, day in enumerate(problem.days)}
        self.teacher = {teacher.id: t for t, teacher in enumerate(problem.teachers)}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}

    def knows(self, lesson: Lesson) -> bool:
        return lesson.row in self.row and lesson.week in self.week and lesson.teacher in self.teacher
