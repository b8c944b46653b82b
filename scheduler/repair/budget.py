"""Lost lessons of a pupil made up where some of its published lessons may move: only where that gives a lost lesson a
place, and never more of them than allowed.

One lesson after another is lifted, each time the one that helps the most, until nothing is left over, the budget is
used up or no single lesson helps. So a plan of one move that leaves nothing over is proved; where two lessons would
have to move at once for a gain, it is not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.repair.makeups import PLAIN, make_up
from scheduler.repair.seats import Ground
from scheduler.repair.values import WEIGHT, Answer, Lost, Movable, Moving, Rules, Slot
from scheduler.terms import Weekday
from scheduler.timetable import Lesson, Timetable

WHOLE = 60  # lost lessons times movable ones, up to which every trial seeks all places anew
MOST_TRIALS = 16


def make_up_moving(
    problem: Problem, standing: Timetable, lost: Sequence[Lost], movable: Sequence[Movable], most_moves: int,
    rules: Rules = PLAIN,
) -> Moving:  # fmt: skip
    """As `make_up`; of the movable lessons, which stand in `standing`, at most `most_moves` go elsewhere.

    A movable's option is a row of the problem with one lesson that has none in `standing`, as those of lost lessons.
    """
    plain = make_up(problem, standing, lost, rules)
    seeking = _Seeking(problem, standing, lost, rules)
    best, lifted = plain, list[Movable]()
    while best.unmet and len(lifted) < most_moves:
        rest = [each for each in movable if each not in lifted]
        step = min(seeking.trials(best, lifted, rest), default=None, key=lambda trial: trial.rank)
        if step is None or len(step.answer.unmet) >= len(best.unmet):
            break
        lifted.append(step.movable)
        best = seeking.whole(lifted)
    keys = {each.key for each in lifted}
    needs_none = not plain.unmet or not movable or most_moves == 0
    return Moving(
        answer=Answer(
            placed=tuple(each for each in best.placed if each[0] not in keys), unmet=best.unmet,
            points=best.points, proved=best.proved,
        ),
        moved=tuple(each for each in best.placed if each[0] in keys),
        proved=plain.proved and (needs_none or (len(lifted) == 1 and not best.unmet)),
    )  # fmt: skip


class _Trial(NamedTuple):
    movable: Movable
    answer: Answer
    points: int

    @property
    def rank(self) -> tuple[int, int]:
        return len(self.answer.unmet), self.points


class _Seeking:
    def __init__(self, problem: Problem, standing: Timetable, lost: Sequence[Lost], rules: Rules) -> None:
        self._problem, self._standing, self._lost, self._rules = problem, standing, lost, rules

    def whole(self, lifted: Sequence[Movable]) -> Answer:
        """All lost lessons and those that were lifted placed anew."""
        return make_up(
            self._problem,
            _without(self._standing, lifted),
            [*self._lost, *map(_asked, lifted)],
            self._rules,
        )

    def trials(self, best: Answer, lifted: Sequence[Movable], rest: Sequence[Movable]) -> Iterator[_Trial]:
        """What each further lesson would bring. With many, what has a place keeps it."""
        anew = len(self._lost) * len(rest) <= WHOLE
        stands = self._with(best, lifted)
        unmet = {each.key for each in best.unmet}
        left = [each for each in self._lost if each.key in unmet]
        tried = 0
        for each in rest:
            if not anew and (tried >= MOST_TRIALS or not self._opens(stands, left, each)):
                continue
            tried += 1
            if anew:
                answer = self.whole([*lifted, each])
                base = _without(self._standing, [*lifted, each])
            else:
                base = _without(stands, [each])
                answer = make_up(self._problem, base, [*left, _asked(each)], self._rules)
            keys = {one.key for one in (*lifted, each)}
            if not any(one.key in keys for one in answer.unmet):
                yield _Trial(each, answer, answer.points + self._worth(base))

    def _with(self, best: Answer, lifted: Sequence[Movable]) -> Timetable:
        """What stands, with all that has a place by now."""
        base = _without(self._standing, lifted)
        return base.model_copy(update={"lessons": (*base.lessons, *(lesson for _, lesson in best.placed))})

    def _opens(self, stands: Timetable, left: Sequence[Lost], movable: Movable) -> bool:
        """Whether a lesson that is left over has a start on the day of the one that would go."""
        ground, slot = Ground(self._problem, _without(stands, [movable])), _slot_of(movable.lesson)
        return any(
            ground.seats(option, teacher, slot) is not None
            for each in left
            for option in each.options
            if option.on is None or slot in option.on
            for teacher in option.row.teachers
        )

    def _worth(self, timetable: Timetable) -> int:
        """Points of what stands."""
        score = check(self._problem, timetable).score
        return sum(weight * score[code] for code, weight in WEIGHT.items())


def _asked(each: Movable) -> Lost:
    return Lost(key=each.key, options=(each.option,), must=True)


def _slot_of(lesson: Lesson) -> Slot:
    return lesson.week, Weekday(lesson.day)


def _without(timetable: Timetable, lifted: Sequence[Movable]) -> Timetable:
    gone = {(each.lesson.row, each.lesson.n) for each in lifted}
    return timetable.model_copy(
        update={"lessons": tuple(x for x in timetable.lessons if (x.row, x.n) not in gone)}
    )
