"""What tests of papers and pages share: a small school, the demo school solved for a moment, a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.demo import demo_problem
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.timetable import Timetable
from tests.chromium import FLAGS, MISSING, find_chromium


@pytest.fixture(scope="session")
def demo() -> tuple[Problem, Timetable]:
    """The demo school after a short search: 4 weeks, shared lessons, all three forms, lessons unplaced."""
    problem = demo_problem()
    return problem, solve(problem, Settings(seconds=None, iterations=2000, workers=1)).timetable


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium of the machine; its tests are skipped, and fail with CI=true, where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()
