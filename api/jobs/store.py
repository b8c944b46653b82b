"""What the worker reads and writes of a run: each in a short transaction of its own, only its own columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import col, select

from api.services.agreement.timetable.held_times import HeldBoard, HeldTime, held_times
from api.services.board.pinning import keeping_pins, pins_of
from api.services.board.state import Pins
from api.services.runs.problems import problem_in, timetable_in
from api.services.runs.purposes import Task, task_of
from api.services.runs.running import GOING, aim_of
from models.engines import reading, writing
from models.timetable import ProblemText, Run, RunPurpose, RunState, RunWish, Variant
from scheduler.problem import Problem

Point = tuple[float, int, int]  # seconds, lessons not placed, points
MOST_POINTS = 400
MOST_ATTEMPTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A run as the worker takes it up. best: the text of the best timetable so far, of an earlier attempt."""

    run_id: str
    problem: Problem
    digest: str
    task: Task
    seed: int
    workers: int
    iterations: int | None
    spent_s: float
    best: str | None
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A better timetable, checked here: its text, what it is found from once more (empty: nothing repeats it), its
    score, the curve that led to it."""

    text: str
    recipe: str
    score: dict[str, int]
    curve: Sequence[Point]


class Store:
    """Runs of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self) -> list[tuple[str, int]]:
        """(id, attempts so far) of every run that is to go on, the oldest first."""
        asked = select(Run.id, Run.attempt).where(col(Run.state).in_(GOING)).order_by(col(Run.created_at))
        with reading(self._engine) as session:
            return [(run_id, attempt) for run_id, attempt in session.exec(asked)]

    def begin(self, run_id: str, at: datetime) -> Work | None:
        """Takes a run up; None when there is nothing to do any more."""
        with writing(self._engine) as session:
            run = session.exec(select(Run).where(Run.id == run_id).with_for_update()).first()
            if run is None or run.state not in GOING:
                return None
            run.state, run.attempt = RunState.RUNNING, run.attempt + 1
            run.started_at, run.beat_at = run.started_at or at, at
            kept = session.get_one(ProblemText, run.problem_id)
            base = session.get(Variant, run.base_id) if run.base_id else None
            pins = pins_of(session, base) if base and run.purpose != RunPurpose.FULL else {}
            held = held_times(session, run.school_id, at)
        if run.attempt > MOST_ATTEMPTS:
            raise WornOutError
        return _work(run, kept, base, pins, held)

    def asked(self, run_id: str) -> tuple[RunWish, int] | None:
        """What people want of the run now, and the seconds it may take; None when it is gone."""
        with reading(self._engine) as session:
            row = session.exec(select(Run.wish, Run.seconds).where(Run.id == run_id)).first()
        return (RunWish(row[0]), row[1]) if row else None

    def save(self, run_id: str, found: Found, at: datetime) -> None:
        self._update(
            run_id, best=found.text, recipe=found.recipe, best_at=at, beat_at=at, score=json.dumps(found.score),
            curve=json.dumps(list(found.curve)),
        )  # fmt: skip

    def beat(self, run_id: str, spent_s: float, bound: int, at: datetime) -> None:
        """A sign of life."""
        self._update(run_id, beat_at=at, spent_ms=int(spent_s * 1000), bound=bound)

    def finish(self, run_id: str, state: RunState, at: datetime, fault: str | None = None) -> None:
        self._update(run_id, state=state, ended_at=at, beat_at=at, fault=fault, wish=RunWish.NOTHING)

    def _update(self, run_id: str, **columns: Any) -> None:
        with writing(self._engine) as session:
            session.execute(update(Run).where(col(Run.id) == run_id).values(**columns))


class WornOutError(Exception):
    """The run was begun so often that there is no sense in it."""


def _work(run: Run, kept: ProblemText, base: Variant | None, pins: Pins, held: Sequence[HeldTime]) -> Work:
    problem, settings = problem_in(kept), json.loads(run.settings)
    stands = timetable_in(base.timetable) if base else None
    asked = keeping_pins(problem, stands, pins) if stands else problem
    task = keeping(task_of(aim_of(run), asked, stands), held)
    return Work(
        run_id=run.id, problem=problem, digest=kept.digest, task=task, seed=run.seed,
        workers=settings["workers"], iterations=settings["iterations"], spent_s=run.spent_ms / 1000,
        best=run.best, curve=tuple((at, unplaced, points) for at, unplaced, points in json.loads(run.curve)),
    )  # fmt: skip


def keeping(task: Task, held: Sequence[HeldTime]) -> Task:
    """The task with what families are held now kept free in every stage; the problem that is stored stays as it is."""
    stages = tuple(
        replace(stage, problem=HeldBoard(stage.problem, held).problem(stage.hint)) for stage in task.stages
    )
    return replace(task, stages=stages) if held else task


def thinned(curve: Sequence[Point]) -> list[Point]:
    """The curve with every other point left out where it has grown too long; ends stay."""
    if len(curve) <= MOST_POINTS:
        return list(curve)
    return [*curve[:-1:2], curve[-1]]
