"""A school with a worker: runs that are really solved, in a real child, for tests. Figures go into var/figures."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from api.installation import Installation
from api.jobs.running import Worker, working
from api.services.runs.problems import given_problem
from api.services.runs.purposes import Aim
from api.services.runs.running import Order, start_run
from models.base import now
from models.engines import reading
from models.timetable import Run, RunPurpose, RunState
from scheduler.problem import Problem
from tests.api import place
from tests.api.services import world
from tests.house.files import ROOT
from tests.instances import make_instance

FULL = Aim(purpose=RunPurpose.FULL)
FIGURES = ROOT / "var" / "figures"


@cache
def school_problem() -> Problem:
    """Twelve children of two schools, one week: about a hundred lessons."""
    return make_instance("school", one_week=True).problem


def order(seconds: int = 2, **more: object) -> Order:
    told = {"first_on": world.START, "last_on": world.END, "aim": FULL, "seconds": seconds} | more
    return Order(**told)  # type: ignore[arg-type]


@dataclass(frozen=True)
class WorkPlace:
    """A school in a database, and the installation that serves it."""

    school: world.World
    installation: Installation

    @property
    def engine(self) -> Engine:
        return self.installation.engine

    @contextmanager
    def working(self) -> Iterator[Worker]:
        with working(self.installation) as worker:
            yield worker

    def start(self, seconds: int = 2, problem: Problem | None = None, **more: object) -> str:
        """A run in the queue; its id."""
        limits = self.installation.settings.runs
        with self.school.acting(world.START) as unit:
            given = given_problem(problem or school_problem(), limits)
            return start_run(unit, self.school.year_id, given, order(seconds, **more), limits).id

    def run(self, run_id: str) -> Run:
        with reading(self.engine) as session:
            return session.get_one(Run, run_id)

    def until(self, run_id: str, holds: Callable[[Run], object], seconds: float = 90) -> Run:
        """The run as soon as something holds of it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            run = self.run(run_id)
            if holds(run):
                return run
            time.sleep(0.03)
        raise AssertionError(f"not within {seconds} s: {self.run(run_id).state}")

    def over(self, run_id: str) -> Run:
        return self.until(run_id, lambda run: run.state not in (RunState.QUEUED, RunState.RUNNING))


def work_place(engine: Engine, folder: Path, **settings: object) -> WorkPlace:
    told = {"database_url": engine.url.render_as_string(False), "folder": folder} | settings
    return WorkPlace(world.new_world(engine), place.place(engine, now, **told))  # type: ignore[arg-type]


def figure(name: str, **values: float) -> None:
    """Writes a measured figure down; nothing is asserted of it."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{name}.json").write_text(json.dumps(values, indent=1) + "\n")
