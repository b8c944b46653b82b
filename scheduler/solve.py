"""A problem in, a checked timetable out: pins, a first timetable, a search that improves it, proofs beside it.

Infeasible (pins that contradict) and "nothing better in this time" are answers. A timetable of ours that the
checker refuses is a bug and raises.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version

from scheduler.bounds.quick import quick_bound
from scheduler.checks import check
from scheduler.course import Step, steps_of
from scheduler.engine.search import Search, heat_at
from scheduler.engine.warm import warm
from scheduler.explain import Explainer
from scheduler.outcome import Outcome, Progress, Settings
from scheduler.preflight.pins import PinVerdict, judge_pins
from scheduler.problem import Problem
from scheduler.proving import Prover
from scheduler.rulebook import points
from scheduler.size import is_small
from scheduler.terms import Proof, SolveStatus
from scheduler.timetable import Lesson, Reason, Timetable, Unplaced

__all__ = ["KernelBugError", "Outcome", "Progress", "Settings", "solve"]

ROUNDS = 200  # of a search counted in iterations
ROUND_SECONDS = 0.04  # of a search by the clock: how soon it hears a stop
GATHERINGS, GATHER_FROM = 10, 6  # chains go their own ways for six tenths of the time, then follow the leader
PLACING_ROUNDS = 20  # of placing by force before a search counted in iterations
FORCE_COST = 200  # moves that one placing by force is reckoned as, over all of them
PLACING_PART = 0.3  # of the time at most goes into placing everything
COLD_SECONDS = 2.0  # longer than this, the engine was being compiled, which is no part of solving
WARM_START_HEAT = 15.0
EXACT = Step("exact")


class KernelBugError(Exception):
    """The search gave a timetable that the checker refuses."""


class _Run:
    """One call of solve: its clock, its bounds, its listeners."""

    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        on_improvement: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        began = time.monotonic()
        warm()
        self.began = time.monotonic() if time.monotonic() - began > COLD_SECONDS else began
        self.problem, self.settings = problem, settings
        self.on_improvement, self.should_stop = on_improvement, should_stop
        self.bound = 0
        self.first_seconds: float | None = None
        self.moves = 0
        self.prover: Prover | None = None
        self.told: tuple[object, ...] = ()
        self.closing_seconds = 0.0
        self.course: list[str] = []

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def limit(self) -> float:
        """Seconds the search may go on: what is left after keeping time for the last check."""
        if self.settings.seconds is None:
            return float("inf")
        return max(0.0, self.settings.seconds - self.closing_seconds)

    def stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()

    def do(self, search: Search, step: Step) -> None:
        """Takes a step and writes it down."""
        step.take(search)
        self.course.append(str(step))
        if step.kind == "walk":
            self.moves += step.amount * search.chains

    def way(self) -> str:
        return " ".join(self.course)

    def bounds(self) -> dict[str, int]:
        return {"unplaced": self.bound}

    def report(self, search: Search) -> None:
        """Tells the listener when the best or the bound is better than what it heard last."""
        news = (search.key, self.bound)
        if self.on_improvement is not None and news != self.told:
            score = search.score()
            best = partial(_timetable, search)
            self.on_improvement(Progress(self.seconds, score, points(score), self.bounds(), best, self.way))
        self.told = news

    def listen(self) -> None:
        if self.prover is not None:
            self.prover.poll()
            self.bound = max(self.bound, self.prover.bound)


def solve(
    problem: Problem,
    settings: Settings | None = None,
    hint: Timetable | None = None,
    on_improvement: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Outcome:
    """The best timetable found within the settings, checked; told to stop, the best so far within half a second.

    hint: a timetable to start from; what of it is lawful now is taken over. Raises KernelBugError when the
    checker refuses the result.
    """
    run = _Run(problem, settings or Settings(), on_improvement, should_stop)
    pins = judge_pins(problem)
    if pins.stands is False:
        return _infeasible(run, pins)
    search = Search(problem, pins.teachers, run.settings.workers, run.settings.seed)
    try:
        search.start(hint.lessons if hint is not None else ())
        _first(run, search)
        _start_proof(run, search)
        _improve(run, search, WARM_START_HEAT if hint is not None else search.hot)
        return _finish(run, search)
    finally:
        search.close()
        if run.prover is not None:
            run.prover.close()


def _first(run: _Run, search: Search) -> None:
    """The first timetable is checked before anybody hears of it; its check tells what the last one will cost."""
    before = run.seconds
    _checked(run.problem, _timetable(search))
    run.first_seconds = run.seconds
    run.closing_seconds = 2 * (run.seconds - before) + 0.05
    run.report(search)


def _start_proof(run: _Run, search: Search) -> None:
    """A child proves beside the search: optimality of a small problem, else the bound when it is open."""
    course = run.settings.course
    if run.settings.iterations is not None or (course is not None and str(EXACT) not in course):
        run.bound = quick_bound(run.problem) if search.key[0] else 0
        return
    if run.stopped():
        return
    seconds = min(run.limit - run.seconds, 600.0)
    if is_small(run.problem):
        run.prover = Prover("exact", run.problem, _timetable(search), seconds, run.settings.seed)
    elif search.key[0] > run.bound:
        run.prover = Prover("bound", run.problem, _timetable(search), seconds, run.settings.seed)


def _improve(run: _Run, search: Search, hot: float) -> None:
    if run.settings.course is not None:
        _follow(run, search, run.settings.course)
    elif run.settings.iterations is not None:
        _walk_counted(run, search, run.settings.iterations // search.chains, hot)
    else:
        _walk_by_clock(run, search, hot)


def _follow(run: _Run, search: Search, course: str) -> None:
    """The steps of an earlier search; what was proved then is waited for."""
    for step in steps_of(course):
        if run.stopped():
            return
        if step == EXACT:
            while not _proved_best(run) and run.seconds < run.limit and not run.stopped():
                time.sleep(ROUND_SECONDS)
                run.listen()
            return
        run.do(search, step)
        run.report(search)


def _walk_counted(run: _Run, search: Search, moves: int, hot: float) -> None:
    """A given number of moves per chain: nothing depends on the clock, but a stop is heard."""
    done = 0
    for _ in range(PLACING_ROUNDS):
        if search.key[0] > run.bound and not run.stopped():
            run.do(search, Step("place", moves // (FORCE_COST * PLACING_ROUNDS)))
    run.do(search, Step("back"))
    for turn in range(1, ROUNDS + 1):
        steps = moves * turn // ROUNDS - done
        if run.stopped() or run.seconds >= run.limit:
            return
        if steps:
            run.do(search, Step("walk", steps, heat_at(done, moves, hot)))
        done += steps
        if turn % (ROUNDS // GATHERINGS) == 0 and turn * GATHERINGS >= ROUNDS * GATHER_FROM:
            run.do(search, Step("gather"))
        run.report(search)


def _walk_by_clock(run: _Run, search: Search, hot: float) -> None:
    """Cools down over the time there is; rounds are short enough to hear a stop."""
    _place_by_clock(run, search)
    began, steps, gathered = run.seconds, 50, 0
    length = max(1e-3, run.limit - began)
    while not run.stopped() and not _proved_best(run):
        at = run.seconds
        if at >= run.limit or search.idle:
            return
        part = int(1000 * (at - began) / length)
        if part * GATHERINGS // 1000 > gathered:
            gathered += 1
            if gathered >= GATHER_FROM:
                run.do(search, Step("gather"))
        run.do(search, Step("walk", steps, heat_at(part, 1000, hot)))
        spent = max(1e-4, run.seconds - at)
        steps = max(1, min(2 * steps, int(steps * ROUND_SECONDS / spent)))
        run.listen()
        run.report(search)


def _place_by_clock(run: _Run, search: Search) -> None:
    """First everything that can be placed, in a part of the time at most."""
    until = run.seconds + PLACING_PART * (run.limit - run.seconds)
    rounds = 5
    while search.key[0] > run.bound and run.seconds < until and not run.stopped():
        at = run.seconds
        run.do(search, Step("place", rounds))
        rounds = max(1, min(2 * rounds, int(rounds * ROUND_SECONDS / max(1e-4, run.seconds - at))))
        run.listen()
        run.report(search)
    run.do(search, Step("back"))


def _proved_best(run: _Run) -> bool:
    """True when the child has proved that nothing better exists (its own timetable then stands)."""
    found = run.prover.found if run.prover is not None else None
    return found is not None and found.optimal


def _timetable(search: Search) -> Timetable:
    lessons = search.lessons()
    placed: dict[str, int] = {}
    for lesson in lessons:
        placed[lesson.row] = placed.get(lesson.row, 0) + 1
    unplaced = tuple(
        Unplaced(row=row.id, count=row.lessons - placed.get(row.id, 0))
        for row in search.problem.rows
        if row.lessons > placed.get(row.id, 0)
    )
    return Timetable(lessons=lessons, unplaced=unplaced)


def _checked(problem: Problem, timetable: Timetable) -> dict[str, int]:
    verdict = check(problem, timetable)
    if verdict.violations:
        told = "; ".join(f"{item.rule}: {item.text}" for item in verdict.violations[:5])
        raise KernelBugError(f"the search broke {len(verdict.violations)} rule(s): {told}")
    return verdict.score


def _finish(run: _Run, search: Search) -> Outcome:
    """The better of the search's and the prover's timetables, checked again, with reasons for what is missing."""
    timetable, status = _timetable(search), SolveStatus.FEASIBLE
    course: str | None = run.way()
    run.listen()
    found = run.prover.found if run.prover is not None else None
    if found is not None and (found.optimal or _key(search, found.timetable) < search.key):
        timetable = Timetable(lessons=found.timetable.lessons, unplaced=found.timetable.unplaced)
        status = SolveStatus.OPTIMAL if found.optimal else status
        course = str(EXACT) if found.optimal else None
    score = _checked(run.problem, timetable)
    if run.bound > score["unplaced"]:
        raise KernelBugError(f"bound {run.bound} above {score['unplaced']} unplaced lessons")
    reasons = _with_reasons(run.problem, timetable)
    return _outcome(run, status, timetable.lessons, reasons, score, course)


def _key(search: Search, timetable: Timetable) -> tuple[int, ...]:
    return search.key_of(check(search.problem, timetable).score)


def _with_reasons(problem: Problem, timetable: Timetable) -> tuple[Unplaced, ...]:
    if not timetable.unplaced:
        return ()
    return tuple(
        Unplaced(row=item.row, count=item.count, proof=item.proof, reasons=item.reasons)
        for item in Explainer(problem).of_timetable(timetable)
    )


def _infeasible(run: _Run, pins: PinVerdict) -> Outcome:
    """No lessons, all of them listed, and the pins named."""
    reasons = tuple(Reason(code=finding.code, text=finding.text) for finding in pins.findings)
    unplaced = tuple(
        Unplaced(row=row.id, count=row.lessons, proof=Proof.IMPOSSIBLE, reasons=reasons)
        for row in run.problem.rows
    )
    score = check(run.problem, Timetable(lessons=(), unplaced=unplaced)).score
    run.bound = score["unplaced"]
    return _outcome(run, SolveStatus.INFEASIBLE, (), unplaced, score)


def _outcome(
    run: _Run,
    status: SolveStatus,
    lessons: tuple[Lesson, ...],
    unplaced: tuple[Unplaced, ...],
    score: dict[str, int],
    course: str | None = "",
) -> Outcome:
    settings = run.settings
    timetable = Timetable(
        status=status,
        lessons=lessons,
        unplaced=unplaced,
        score=score,
        bound=run.bounds(),
        seed=settings.seed,
        workers=settings.workers,
        version=_version(),
        **(
            {"seconds": round(run.seconds, 3)}
            if settings.iterations is None and settings.course is None
            else {}
        ),
    )
    return Outcome(
        status,
        timetable,
        score,
        points(score),
        run.bounds(),
        run.seconds,
        run.first_seconds,
        run.moves,
        course,
    )


def _version() -> str:
    try:
        return version("homelessons")
    except PackageNotFoundError:
        return "source"
