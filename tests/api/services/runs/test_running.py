"""Asking for runs and answering what people want of them; nothing here solves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.runs.limits import RunLimits
from api.services.runs.problems import Given, given_problem
from api.services.runs.purposes import Aim
from api.services.runs.running import (
    MOST_WAITING,
    Order,
    aim_of,
    ask_cancel,
    ask_more,
    ask_stop,
    run_of,
    runs,
    start_run,
)
from api.services.runs.variants import add_variant
from api.services.runs.watching import watched
from models.engines import reading, writing
from models.person import Role
from models.timetable import ProblemText, Run, RunPurpose, RunState, RunWish
from scheduler.problem import Problem
from tests import builders as b
from tests.api.services.world import END, START, World, new_world

LIMITS = RunLimits()
FULL = Order(first_on=START, last_on=END, aim=Aim(purpose=RunPurpose.FULL))


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def given(problem: Problem | None = None) -> Given:
    return given_problem(problem or b.problem(), LIMITS)


def start(world: World, order: Order = FULL, problem: Problem | None = None) -> str:
    with world.acting(START) as unit:
        return start_run(unit, world.year_id, given(problem), order, LIMITS).id


def get(world: World, run_id: str) -> Run:
    with reading(world.engine) as session:
        return session.get_one(Run, run_id)


def change(world: World, run_id: str, **columns: object) -> None:
    """What the worker would have written."""
    with writing(world.engine) as session:
        run = session.get_one(Run, run_id)
        for name, value in columns.items():
            setattr(run, name, value)


def variant(world: World, problem: Problem) -> str:
    """A variant of a problem with nothing placed."""
    run_id = start(world, problem=problem)
    with world.acting(START) as unit:
        return add_variant(
            unit, world.year_id, get(world, run_id).problem_id, b.timetable(problem), "Пустой"
        ).id


def test_a_run_waits_with_everything_it_can_be_made_again_from(world: World) -> None:
    run = get(world, start(world, replace(FULL, seconds=30, seed=5, iterations=100)))
    assert (run.state, run.purpose, run.seconds, run.seed) == (RunState.QUEUED, "full", 30, 5)
    assert json.loads(run.settings) == {"workers": 2, "iterations": 100, "changes": 0, "newcomers": []}
    assert aim_of(run) == FULL.aim
    assert world.log()[-1] == (
        "run.start",
        "run",
        {"purpose": "full", "seconds": 30, "problem": given().digest, "base": None},
    )


def test_every_fault_of_an_order_is_told_at_once(world: World) -> None:
    wrong = Order(
        first_on=END, last_on=START, aim=Aim(purpose=RunPurpose.FEW, changes=-1), seconds=LIMITS.seconds + 1
    )
    with world.acting(START) as unit, pytest.raises(Invalid) as refused:
        start_run(unit, world.year_id, given(), wrong, LIMITS)
    assert set(refused.value.faults) == {"last_on", "seconds", "base_id", "changes"}
    with reading(world.engine) as session:
        assert session.exec(select(ProblemText)).all() == []


def test_the_queue_of_a_school_has_an_end(world: World) -> None:
    for _ in range(MOST_WAITING):
        start(world)
    with world.acting(START) as unit, pytest.raises(Conflict, match="В очереди уже 20 расчётов"):
        start_run(unit, world.year_id, given(), FULL, LIMITS)


def test_a_run_is_its_school_s_alone(world: World, database: Engine) -> None:
    run_id, other = start(world), new_world(database, "s200")
    for act in (run_of, watched, ask_stop, ask_cancel):
        with other.acting(START) as unit, pytest.raises(NotFound):
            act(unit, run_id)
    with world.acting(START, Role.CLASS_TEACHER) as unit, pytest.raises(Forbidden):
        run_of(unit, run_id)
    with other.acting(START) as unit, pytest.raises(NotFound):
        start_run(unit, world.year_id, given(), FULL, LIMITS)


def test_a_foreign_variant_is_no_base(world: World, database: Engine) -> None:
    foreign = variant(new_world(database, "s200"), b.problem())
    order = replace(FULL, aim=Aim(purpose=RunPurpose.FILL), base_id=foreign)
    with world.acting(START) as unit, pytest.raises(NotFound):
        start_run(unit, world.year_id, given(), order, LIMITS)


def test_what_people_want_of_a_running_run_is_left_for_the_worker(world: World) -> None:
    run_id = start(world)
    change(world, run_id, state=RunState.RUNNING)
    for act, wish in ((ask_stop, RunWish.STOP), (ask_cancel, RunWish.CANCEL)):
        with world.acting(START) as unit:
            act(unit, run_id)
        assert (get(world, run_id).state, get(world, run_id).wish) == (RunState.RUNNING, wish)
    assert world.actions()[-2:] == ["run.stop", "run.cancel"]


@pytest.mark.parametrize("act", [ask_stop, ask_cancel])
def test_a_run_that_still_waits_is_cancelled_at_once(world: World, act: object) -> None:
    run_id = start(world)
    with world.acting(START) as unit:
        act(unit, run_id)  # type: ignore[operator]
    assert get(world, run_id).state == RunState.CANCELLED
    with world.acting(START) as unit, pytest.raises(Conflict, match="уже закончен"):
        act(unit, run_id)  # type: ignore[operator]


def test_more_time_is_added_to_what_goes_on_and_to_what_a_finished_run_took(world: World) -> None:
    run_id = start(world)  # 60 s
    with world.acting(START) as unit:
        ask_more(unit, run_id, LIMITS)
    assert get(world, run_id).seconds == 180
    change(world, run_id, state=RunState.STOPPED, spent_ms=10_400, wish=RunWish.NOTHING)
    with world.acting(START) as unit:
        ask_more(unit, run_id, LIMITS)
    run = get(world, run_id)
    assert (run.state, run.seconds, run.ended_at) == (RunState.QUEUED, 11 + 120, None)


def test_no_run_goes_on_beyond_the_limit_and_none_after_it_failed(world: World) -> None:
    run_id = start(world, replace(FULL, seconds=481))
    with world.acting(START) as unit, pytest.raises(Conflict, match="не дольше 10 минут"):
        ask_more(unit, run_id, LIMITS)
    change(world, run_id, state=RunState.FAILED)
    with world.acting(START) as unit, pytest.raises(Conflict, match="не дал расписания"):
        ask_more(unit, run_id, LIMITS)


def test_joining_finds_the_newcomers_by_itself(world: World) -> None:
    base = variant(world, b.problem())
    both = b.problem(pupils=[b.pupil("p1"), b.pupil("p2")], rows=[b.row("r1"), b.row("r2", pupils=["p2"])])
    order = replace(FULL, aim=Aim(purpose=RunPurpose.JOIN, changes=2), base_id=base)
    run = get(world, start(world, order, both))
    assert aim_of(run) == Aim(purpose=RunPurpose.JOIN, changes=2, newcomers=("p2",))
    with world.acting(START) as unit, pytest.raises(Invalid) as refused:
        start_run(unit, world.year_id, given(), order, LIMITS)
    assert "Новых учеников нет" in refused.value.faults["base_id"][0]


def test_a_run_is_told_in_words(world: World) -> None:
    first, run_id = start(world), start(world)
    with world.acting(START) as unit:
        assert (watched(unit, first).ahead, watched(unit, run_id).ahead) == (0, 1)
    score = {"unplaced": 2, "travel": 35, "wish": 3}
    change(
        world, run_id, state=RunState.RUNNING, score=json.dumps(score), bound=2, spent_ms=12_900,
        curve="[[0.5, 4, 900], [3.0, 2, 700]]", wish=RunWish.STOP,
    )  # fmt: skip
    with world.acting(START) as unit:
        told = watched(unit, run_id)
        assert [run.id for run in runs(unit, world.year_id)] == [run_id, first]
    assert told.short == "не размещено 2, минут в дороге 35, пожеланий не учтено 3"
    assert told.bound == "Доказано: разместить больше занятий нельзя."
    assert (told.state, told.spent_s, told.seconds) == ("останавливается", 12, 60)
    assert told.figures[:2] == (("Не размещено", "2 занятия"), ("Пожеланий не учтено", "3"))
    assert told.curve == ((0.5, 4, 900), (3.0, 2, 700))


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (1, "Доказано: без времени останется не меньше 1 занятия."),
        (0, "Не доказано, что разместить больше нельзя."),
    ],
)
def test_what_is_proved_is_told_for_what_it_is(world: World, bound: int, said: str) -> None:
    run_id = start(world)
    change(world, run_id, state=RunState.RUNNING, score='{"unplaced": 2}', bound=bound)
    with world.acting(START) as unit:
        assert watched(unit, run_id).bound == said
