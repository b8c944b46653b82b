"""Runs from the click to the end, in a real child, on both databases: the best is saved, people are heard."""

from __future__ import annotations

import json
import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.jobs.queue import QueueBusyError
from api.services.runs.recipes import unpacked
from api.services.runs.running import ask_cancel, ask_more, ask_stop
from api.services.runs.variants import keep_variant
from models.timetable import Run, RunState
from scheduler.checks import check
from scheduler.recipe import digest_of, parse_recipe
from scheduler.repeat import repeat
from scheduler.wire import parse_timetable
from tests.api.services.world import START
from tests.api.workplace import WorkPlace, figure, school_problem, work_place


@pytest.fixture
def here(database: Engine, tmp_path: Path) -> WorkPlace:
    return work_place(database, tmp_path)


def has_best(run: Run) -> bool:
    return run.best is not None


def test_a_run_ends_with_a_checked_timetable_its_score_and_the_way_there(here: WorkPlace) -> None:
    with here.working():
        run = here.over(here.start(seconds=2))
    assert (run.state, run.fault, run.attempt) == (RunState.DONE, None, 1)
    assert run.best is not None
    assert run.score is not None
    timetable = parse_timetable(run.best.encode())
    verdict = check(school_problem(), timetable)
    assert (verdict.violations, verdict.score) == ((), json.loads(run.score))
    assert (timetable.seed, timetable.status) == (1, "feasible")
    assert run.bound is not None
    assert run.bound <= verdict.score["unplaced"]
    curve = json.loads(run.curve)
    assert curve[-1][1:] == [verdict.score["unplaced"], verdict.points]
    keys = [tuple(point[1:]) for point in curve]
    assert all(earlier > later for earlier, later in pairwise(keys))
    assert run.spent_ms > 1000  # of 2 s
    assert_found_again(here, run)


def assert_found_again(here: WorkPlace, run: Run) -> None:
    """The recipe of a variant kept of the run gives its lessons."""
    with here.school.acting(START) as unit:
        recipe = parse_recipe(unpacked(keep_variant(unit, run.id, "Первый").recipe))
    found, same = repeat(recipe)
    assert run.best is not None
    assert (same, digest_of(parse_timetable(run.best.encode()).lessons)) == (True, recipe.lessons)
    assert check(school_problem(), found).violations == ()


def test_stopping_keeps_the_best_and_cancelling_gives_nothing_more(here: WorkPlace) -> None:
    with here.working():
        stopped = here.start(seconds=60)
        best = here.until(stopped, has_best)
        with here.school.acting(START) as unit:
            ask_stop(unit, stopped)
        ended = here.over(stopped)
        cancelled = here.start(seconds=60)
        here.until(cancelled, has_best)
        began = time.monotonic()
        with here.school.acting(START) as unit:
            ask_cancel(unit, cancelled)
        gone = here.over(cancelled)
        figure("cancel", seconds=round(time.monotonic() - began, 2))
    assert (ended.state, gone.state) == (RunState.STOPPED, RunState.CANCELLED)
    assert ended.best is not None
    assert json.loads(ended.curve)[: len(json.loads(best.curve))] == json.loads(best.curve)


def test_more_time_goes_on_from_the_best(here: WorkPlace) -> None:
    with here.working():
        run_id = here.start(seconds=1)
        first = here.over(run_id)
        with here.school.acting(START) as unit:
            ask_more(unit, run_id, here.installation.settings.runs, seconds=1)
        again = here.over(run_id)
    assert (again.state, again.attempt) == (RunState.DONE, 2)
    assert again.spent_ms > first.spent_ms
    assert json.loads(again.curve)[: len(json.loads(first.curve))] == json.loads(first.curve)


def test_more_time_asked_for_meanwhile_is_given(here: WorkPlace) -> None:
    with here.working():
        run_id = here.start(seconds=4)
        here.until(run_id, has_best)
        with here.school.acting(START) as unit:
            ask_more(unit, run_id, here.installation.settings.runs, seconds=2)
        run = here.over(run_id)
    assert (run.seconds, run.attempt) == (6, 1)
    assert run.spent_ms > 5000  # beyond the 4 s asked for at first


def test_a_killed_child_costs_nothing_but_a_moment(here: WorkPlace) -> None:
    with here.working() as worker:
        run_id = here.start(seconds=5)
        before = here.until(run_id, has_best)
        killed = worker.child.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        run = here.over(run_id)
        assert worker.child.pid not in (None, killed)
    assert (run.state, run.fault, run.attempt) == (RunState.DONE, None, 1)
    assert json.loads(run.curve)[: len(json.loads(before.curve))] == json.loads(before.curve)
    assert run.spent_ms > 4000  # of 5 s: it went on afterwards


def test_a_run_that_the_service_left_goes_on_at_the_next_start(here: WorkPlace) -> None:
    with here.working():
        run_id = here.start(seconds=4)
        here.until(run_id, has_best)
    left = here.run(run_id)
    assert left.state == RunState.RUNNING
    assert left.best is not None
    with here.working():
        run = here.over(run_id)
    assert (run.state, run.attempt) == (RunState.DONE, 2)
    assert run.spent_ms > left.spent_ms > 0  # the time of before counts
    assert_found_again(here, run)


def test_one_service_to_a_queue(database: Engine, tmp_path: Path) -> None:
    here = work_place(database, tmp_path)
    with here.working(), pytest.raises(QueueBusyError), here.working():
        raise AssertionError("two workers on one queue")
