"""States of drafts kept at hand in this process, each with what answers questions about it; made when asked for.

A state is known by its variant and the last step that counts: a step stands on those before it and is never
changed, so what is kept here cannot grow stale.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cached_property
from threading import Lock, RLock

from api.services.agreement.timetable.held_times import HeldBoard, HeldTime
from api.services.board.state import Change, Key, State, key_of
from api.services.runs.lifting import warnings
from scheduler.checks import Verdict
from scheduler.checks.desk import Desk
from scheduler.checks.part import Judged
from scheduler.explain import Explainer, Explanation
from scheduler.preflight.spoken import Names
from scheduler.problem import PlanRow, Problem
from scheduler.suggest import Board, Suggestions
from scheduler.timetable import Lesson

MOST = 8


class OfProblem:
    """What is worked out of a problem once for all its states."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.problem)


class Held:
    """One state with its verdict, its index for questions, and the words for what is in it."""

    def __init__(self, state: State, judged: Judged | None = None, known: OfProblem | None = None) -> None:
        self.state, self._known = state, judged
        self._of_problem = known or OfProblem(state.problem)
        self._asking = RLock()
        self.for_families = HeldBoard(state.problem, ())
        self._answers: dict[tuple[Key, bool], Suggestions] = {}

    @cached_property
    def lessons(self) -> dict[Key, Lesson]:
        return {key_of(lesson): lesson for lesson in self.state.timetable.lessons}

    @cached_property
    def rows(self) -> dict[str, PlanRow]:
        return {row.id: row for row in self.state.problem.rows}

    @cached_property
    def names(self) -> Names:
        return Names(self.state.problem)

    @property
    def judged(self) -> Judged:
        """Desk and verdict of the state."""
        with self._asking:
            if self._known is None:
                self._known = Judged.whole(self._desk)
            return self._known

    @property
    def verdict(self) -> Verdict:
        """What the independent checker says."""
        return self.judged.verdict

    @property
    def desk(self) -> Desk:
        with self._asking:
            return self._known.desk if self._known else self._desk

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.state.problem, self.state.timetable)

    @cached_property
    def _board(self) -> Board:
        return Board(self.state.problem, self.state.timetable, self.desk)

    def after(self, change: Change) -> Held:
        """The state a step leads to; whom the step does not touch is not judged anew."""
        state = self.state.after([change])
        if state.problem is not self.state.problem:
            return Held(state)
        moved = (*change.before, *change.after)
        judged = self.judged.after(state.timetable, moved) if moved else self.judged
        return Held(state, judged, self._of_problem)

    def ready(self) -> None:
        """Makes the index that answers questions, before the first of them comes."""
        with self._asking:
            self._board  # noqa: B018

    def suggest(self, key: Key, series: bool) -> Suggestions:
        """Every start of a lesson; one question at a time, each answered once."""
        with self._asking:
            if (key, series) not in self._answers:
                self._answers[key, series] = self._board.suggest(*key, series=series)
            return self._answers[key, series]

    def told_of(self, held: Iterable[HeldTime]) -> Held:
        """What families are held by now: told anew whenever somebody looks, as it changes without the state."""
        self.for_families = HeldBoard(self.state.problem, held)
        return self

    def together(self, key: Key, series: bool) -> tuple[Lesson, ...]:
        """The standing lesson with its like of other weeks, as they move; empty for one without a time."""
        lesson = self.lessons.get(key)
        if lesson is None:
            return ()
        if not series:
            return (lesson,)
        found = {lesson.week: lesson}
        for other in self.desk.by_row[lesson.row]:
            if (other.day, other.start_min) == (lesson.day, lesson.start_min):
                found.setdefault(other.week, other)
        return tuple(found[week] for week in self.state.problem.weeks_of(self.rows[key[0]]) if week in found)

    def free_number(self, row_id: str) -> int | None:
        """The least ordinal of a row that stands nowhere; None where all stand."""
        row = self.rows[row_id]
        return next((n for n in range(1, row.lessons + 1) if (row_id, n) not in self.lessons), None)

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What the rules that were let go would say."""
        return warnings(self.state.problem, self.state.lifted, self.state.timetable)

    @cached_property
    def reasons(self) -> tuple[Explanation, ...]:
        """Why lessons have no time."""
        with self._asking:
            missing = self.state.timetable.unplaced
            return tuple(self._of_problem.explainer.of_timetable(self.state.timetable)) if missing else ()


_kept: OrderedDict[tuple[str, str], Held] = OrderedDict()
_lock = Lock()


def held(variant_id: str, step_id: str, make: Callable[[], State]) -> Held:
    """What is kept of the state after a step (empty: of the variant itself), else what `make` gives."""
    key = (variant_id, step_id)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    return hold(variant_id, step_id, Held(make()))


def hold(variant_id: str, step_id: str, found: Held) -> Held:
    """Keeps a state at hand; the one that was asked for longest ago goes."""
    with _lock:
        kept = _kept.setdefault((variant_id, step_id), found)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return kept
