"""Two deputies in one draft, or at the choices of the school, at one moment: one is told, nothing is half done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Refusal
from api.services.board import acts
from api.services.board.drafts import keep_draft, look, open_draft, take_step
from api.services.runs.rules import USUAL, Choices, Wanted, choices_of, write_choices
from api.services.unit import Unit
from models.audit import verify
from models.engines import reading
from models.timetable import Draft, Variant
from scheduler.terms import Weekday
from tests.api.services.board.test_drafts import opened, seen, to, variant
from tests.api.services.world import KEY, START, World, new_world

ROUNDS = 3


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def race(world: World, *steps: Callable[[Unit], object]) -> list[str]:
    """Everybody at once; what each was told: `done`, or the kind of refusal; sorted."""
    barrier = threading.Barrier(len(steps))
    told = [""] * len(steps)

    def run(number: int, act: Callable[[Unit], object]) -> None:
        barrier.wait()
        try:
            with world.acting(START) as unit:
                act(unit)
            told[number] = "done"
        except Refusal as refused:
            told[number] = type(refused).__name__

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def whole(world: World) -> None:
    with reading(world.engine) as session:
        assert verify(session, KEY) == ()


def moving(draft_id: str, at: object, day: Weekday) -> Callable[[Unit], object]:
    return lambda unit: take_step(
        unit, draft_id, at, lambda held: acts.move(held, ("r1", 1), False, to(day, "12:00", week="w1"))
    )  # type: ignore[arg-type]


def test_of_two_steps_at_once_one_is_done_and_the_other_told(world: World) -> None:
    draft = opened(world, variant(world))
    for number in range(ROUNDS):
        at = seen(world, draft)
        days = (Weekday.WED, Weekday.THU) if number % 2 else (Weekday.MON, Weekday.FRI)
        assert race(world, *(moving(draft, at, day) for day in days)) == ["Overtaken", "done"]
        with world.acting(START) as unit:
            assert len(look(unit, draft).done) == number + 1
    whole(world)


def test_a_draft_is_kept_once_or_changed_first(world: World) -> None:
    draft = opened(world, variant(world))
    at = seen(world, draft)
    keep = lambda unit: keep_draft(unit, draft, at, "С правкой")  # noqa: E731
    told = race(world, keep, keep, moving(draft, at, Weekday.WED))
    assert told.count("done") == 1
    with reading(world.engine) as session:
        kept = len(session.exec(select(Variant)).all()) - 1
        found = session.get_one(Draft, draft)
    assert (kept, found.head) in ((1, 0), (0, 1))
    whole(world)


def test_one_draft_of_a_variant_even_when_begun_twice_at_once(world: World) -> None:
    key = variant(world)
    assert race(world, *[lambda unit: open_draft(unit, key)] * 3) == ["done"] * 3
    with reading(world.engine) as session:
        assert len(session.exec(select(Draft)).all()) == 1


def test_of_two_choices_at_once_one_is_kept(world: World) -> None:
    def writing(wish: int) -> Callable[[Unit], object]:
        wanted = Wanted(weights={**USUAL, "wish": wish}, severities=Choices().severities)
        return lambda unit: write_choices(unit, 0, wanted)

    assert race(world, writing(61), writing(62)) == ["Conflict", "done"]
    with world.acting(START) as unit:
        assert (choices_of(unit).rev, choices_of(unit).weights["wish"] in (61, 62)) == (1, True)
    whole(world)
