"""What tests of papers and pages share: a small school, the demo school solved for a moment."""

from __future__ import annotations

import pytest

from api.demo import demo_problem
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.timetable import Timetable


@pytest.fixture(scope="session")
def demo() -> tuple[Problem, Timetable]:
    """The demo school after a short search: 4 weeks, shared lessons, all three forms, lessons unplaced."""
    problem = demo_problem()
    return problem, solve(problem, Settings(seconds=None, iterations=2000, workers=1)).timetable
