"""The exact answer of CP-SAT: strict lexicographic stages over a model without relaxations.

For small problems, and for small questions inside big ones: with `fixed` lessons and `free_rows` only those
rows are decided and everything else stands. Infeasible and out of time are answers; an invalid model is a bug
and raises. `literals` tells the size before it is built.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from scheduler.constraints import CONSTRAINTS
from scheduler.constraints.facts import Facts
from scheduler.goals import FIRST, GOALS, stages
from scheduler.problem import Problem
from scheduler.terms import Proof, SolveStatus
from scheduler.timetable import Lesson, Timetable, Unplaced
from scheduler.variables import Linear, Scope, Start, Unknowns, starts_in_scope

_POLL_S = 0.05
_STAGE_SHARE = 0.6  # of the time left goes to a stage at most, while others wait
_STATUS = {
    cp_model.OPTIMAL: SolveStatus.OPTIMAL,
    cp_model.FEASIBLE: SolveStatus.FEASIBLE,
    cp_model.INFEASIBLE: SolveStatus.INFEASIBLE,
    cp_model.UNKNOWN: SolveStatus.UNKNOWN,
}


class InvalidModelError(Exception):
    """CP-SAT refused the model: a bug of ours, with its own words."""


class _StoppedError(Exception):
    """Time is up or a stop was asked for while the model was being built."""


@dataclass(frozen=True, slots=True)
class ExactAnswer:
    """What is known at the end.

    timetable: None unless status is optimal or feasible. bound: proven lower bounds in units: `unplaced`
    always, a goal if it is alone in its rank and every rank above is proven. units: `unplaced` and every goal
    of the timetable. proved_optimal: every stage is.
    """

    status: SolveStatus
    timetable: Timetable | None
    bound: dict[str, int]
    proved_optimal: bool
    units: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """The clock and the settings of one call."""

    deadline: float
    workers: int
    seed: int
    should_stop: Callable[[], bool] | None

    def left_s(self) -> float:
        return self.deadline - time.monotonic()

    def stopped(self) -> bool:
        return self.left_s() <= 0 or (self.should_stop is not None and self.should_stop())

    def tick(self) -> None:
        if self.stopped():
            raise _StoppedError

    def solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = self.workers
        solver.parameters.random_seed = self.seed
        solver.parameters.symmetry_level = (
            0  # children differ; looking for symmetry costs a third of the time
        )
        if self.workers == 1:
            solver.parameters.subsolvers.extend(["max_lp"])  # days are flows: the linear relaxation is close
        return solver


def solve_exact(
    problem: Problem,
    *,
    fixed: Iterable[Lesson] = (),
    free_rows: Collection[str] | None = None,
    hint: Timetable | None = None,
    seconds: float,
    workers: int = 1,
    seed: int = 1,
    should_stop: Callable[[], bool] | None = None,
) -> ExactAnswer:
    """The best timetable: fewest unplaced, then rank by rank; `seconds` of wall time include building.

    fixed: lessons that stand as they are. free_rows: rows whose other lessons are decided (None: all); of the
    other rows only fixed lessons stand. hint: a timetable to start from. should_stop: asked every 0.05 s.
    """
    run = _Run(time.monotonic() + seconds, workers, seed, should_stop)
    scope = Scope.of(fixed, free_rows)
    try:
        unknowns = _build(problem, scope, run)
        units = {goal.rule.code: goal.units(unknowns) for goal in (FIRST, *GOALS)}
        run.tick()
    except _StoppedError:
        return ExactAnswer(SolveStatus.UNKNOWN, None, {"unplaced": 0}, False)
    return _Lexicographic(problem, unknowns, units, run, hint).solve()


def literals(
    problem: Problem, *, fixed: Iterable[Lesson] = (), free_rows: Collection[str] | None = None
) -> int:
    """About how many booleans the model would have: possible lessons, and moves and waits between them.

    10,000 take about half a second to build.
    """
    facts, count = Facts(problem), 0
    days: defaultdict[tuple[str, str, str, str], set[tuple[int, int, str]]] = defaultdict(set)
    for question, starts in starts_in_scope(facts, Scope.of(fixed, free_rows)):
        count += len(starts)
        row, at = question.row, (question.week, question.day)
        place = facts.lesson_place(row, question.teacher, *at)
        stops = {(start, row.lesson_min, place) for start in starts}
        for who in (("teacher", question.teacher.id), *(("pupil", pupil) for pupil in row.pupils)):
            days[*who, *at] |= stops
    return count + sum(len(stops) * (2 + len({stop[1:] for stop in stops})) for stops in days.values())


def _build(problem: Problem, scope: Scope, run: _Run) -> Unknowns:
    run.tick()
    unknowns = Unknowns(Facts(problem), scope, run.tick)
    for constraint in CONSTRAINTS:
        run.tick()
        if constraint.add is not None:
            constraint.add(unknowns)
    return unknowns


@dataclass(slots=True)
class _Lexicographic:
    """The stages of one solve and what they have shown so far."""

    problem: Problem
    unknowns: Unknowns
    units: dict[str, Linear]
    run: _Run
    hint: Timetable | None
    found: dict[str, int] = field(default_factory=dict)
    chosen: list[Start] = field(default_factory=list)
    bound: dict[str, int] = field(default_factory=lambda: {"unplaced": 0})
    proved: bool = True

    def solve(self) -> ExactAnswer:
        self._hint_first()
        plan = [[("unplaced", 1)]]
        plan += [[(goal.rule.code, weight) for goal, weight in goals] for _, goals in stages(self.problem)]
        status = SolveStatus.UNKNOWN
        for index, goals in enumerate(plan):
            share = 1.0 if index == len(plan) - 1 else _STAGE_SHARE
            status = self._stage(goals, self.run.left_s() * share)
            if status is SolveStatus.INFEASIBLE:
                return ExactAnswer(status, None, {"unplaced": self._lessons()}, True)
            self.proved = self.proved and status is SolveStatus.OPTIMAL
        if not self.found:
            return ExactAnswer(SolveStatus.UNKNOWN, None, self.bound, False)
        status = SolveStatus.OPTIMAL if self.proved else SolveStatus.FEASIBLE
        return ExactAnswer(status, self._timetable(status), self.bound, self.proved, self.found)

    def _stage(self, goals: list[tuple[str, int]], seconds: float) -> SolveStatus:
        """Minimise one rank and hold what was reached; keeps the best timetable and the bound."""
        if self.run.stopped():
            return SolveStatus.UNKNOWN
        model = self.unknowns.model
        objective = sum(self.units[code] * weight for code, weight in goals)
        if self.found and isinstance(objective, int):
            return self._constant(goals, objective)
        model.minimize(objective)
        solver = self.run.solver(seconds)
        with _watched(solver, self.run):
            code = solver.solve(model)
        if code == cp_model.MODEL_INVALID:
            raise InvalidModelError(model.validate())
        status = _STATUS[code]
        if status is SolveStatus.INFEASIBLE:
            return status
        if self.proved and len(goals) == 1:
            weight = goals[0][1]
            self.bound[goals[0][0]] = max(0, math.ceil(solver.best_objective_bound / weight - 1e-6))
        if status is not SolveStatus.UNKNOWN:
            self._take(solver)
            model.add(objective <= round(solver.objective_value))
        return status

    def _constant(self, goals: list[tuple[str, int]], objective: int) -> SolveStatus:
        """Nothing in this rank can change."""
        if self.proved and len(goals) == 1:
            self.bound[goals[0][0]] = objective // goals[0][1]
        return SolveStatus.OPTIMAL

    def _take(self, solver: cp_model.CpSolver) -> None:
        self.found = {code: int(solver.value(units)) for code, units in self.units.items()}
        self.chosen = [start for start, taken in self.unknowns.literals.items() if solver.value(taken)]
        self._hint_all(solver)

    def _hint_all(self, solver: cp_model.CpSolver) -> None:
        model = self.unknowns.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(solver.response_proto.solution):
            model.add_hint(model.get_int_var_from_proto_index(index), value)

    def _hint_first(self) -> None:
        """Make the hint complete, auxiliary unknowns included: solve once with its lessons fixed."""
        if self.hint is None:
            return
        wanted = Scope.of(self.hint.lessons).standing()
        model = self.unknowns.model
        model.add_assumptions(
            [x if start in wanted else x.Not() for start, x in self.unknowns.literals.items()]
        )
        solver = self.run.solver(self.run.left_s() * 0.3)
        with _watched(solver, self.run):
            code = solver.solve(model)
        model.clear_assumptions()
        if code in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._take(solver)
            return
        for start, literal in self.unknowns.literals.items():
            model.add_hint(literal, start in wanted)

    def _lessons(self) -> int:
        return sum(row.lessons for row in self.problem.rows)

    def _timetable(self, status: SolveStatus) -> Timetable:
        lessons = tuple(lessons_of(self.unknowns.facts, self.chosen))
        placed: defaultdict[str, int] = defaultdict(int)
        for lesson in lessons:
            placed[lesson.row] += 1
        short = ((row.id, row.lessons - placed[row.id]) for row in self.problem.rows)
        unplaced = tuple(Unplaced(row=row, count=n, proof=Proof.NOT_FOUND) for row, n in short if n > 0)
        return Timetable(
            status=status, lessons=lessons, unplaced=unplaced, score=self.found, bound=dict(self.bound)
        )


def lessons_of(facts: Facts, starts: Iterable[Start]) -> Iterator[Lesson]:
    """Starts as lessons, numbered within their row in order of time, rows in the problem's order."""
    week_at = {week: index for index, week in enumerate(facts.week_ids)}
    day_at: dict[str, int] = {day: index for index, day in enumerate(facts.problem.days)}
    by_row: defaultdict[str, list[Start]] = defaultdict(list)
    for start in starts:
        by_row[start.row].append(start)
    for row in facts.problem.rows:
        own = sorted(by_row[row.id], key=lambda s: (week_at[s.week], day_at[s.day], s.start_min))
        for n, start in enumerate(own, 1):
            yield Lesson(
                row=row.id,
                n=n,
                week=start.week,
                day=start.day,
                start_min=start.start_min,
                end_min=start.start_min + row.lesson_min,
                teacher=start.teacher,
                form=row.form,
                place=facts.lesson_place(row, facts.teachers[start.teacher], start.week, start.day),
            )


@contextmanager
def _watched(solver: cp_model.CpSolver, run: _Run) -> Iterator[None]:
    """While the block runs, a stop that is asked for reaches the solver within about 0.05 s."""
    if run.should_stop is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_POLL_S):
            if run.stopped():
                solver.stop_search()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
