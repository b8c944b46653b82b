"""Who reads more than twenty different medical papers in a day is noticed, once a day, by those who may ask why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from api.services.papers.alarm import ALARM, MOST, Alarm, alarms
from api.services.papers.medical import Why, file_medical, read_medical
from api.services.unit import Actor, Unit
from models.engines import writing
from models.person import Role
from tests.api.services.world import END, KEY, START, World, medical, new_world

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


@contextmanager
def acting(
    world: World, role: Role = Role.DEPUTY, at: datetime = NOON, school: bool = True
) -> Iterator[Unit]:
    with writing(world.engine) as session:
        actor = Actor(account_id=world.deputy_id, role=role, school_id=world.school_id if school else None)
        yield Unit(session=session, actor=actor, audit_key=KEY, at=at, today=at.date())


def papers(world: World) -> list[str]:
    """One more than nobody wonders at."""
    case_id = world.case()
    with world.acting(START) as unit:
        return [file_medical(unit, case_id, medical(START, END)).id for _ in range(MOST + 1)]


def read(world: World, *keys: str, at: datetime = NOON) -> None:
    with acting(world, at=at) as unit:
        for key in keys:
            read_medical(unit, key, Why.CHECK)


def rung(world: World) -> int:
    return world.actions().count(ALARM)


def test_the_twenty_first_different_paper_of_a_day_rings_once(world: World) -> None:
    keys = papers(world)
    read(world, *keys[:MOST], *keys[:MOST])  # the same again are no others
    assert rung(world) == 0
    read(world, keys[MOST], keys[MOST], keys[0])
    assert rung(world) == 1
    told = world.log()[[act for act, _, _ in world.log()].index(ALARM)]
    assert told == (ALARM, "school", {"papers": MOST + 1})


def test_what_was_read_the_day_before_does_not_count(world: World) -> None:
    keys = papers(world)
    read(world, *keys[:MOST])
    read(world, keys[MOST], at=NOON + timedelta(hours=24))
    assert rung(world) == 0


@pytest.mark.parametrize(
    ("role", "days", "told"),
    [
        (Role.DIRECTOR, 6, True), (Role.DIRECTOR, 7, False), (Role.ADMINISTRATOR, 6, True), (Role.DEPUTY, 0, False)
    ],
)  # fmt: skip
def test_director_and_administrator_are_told_for_a_week(
    world: World, role: Role, days: int, told: bool
) -> None:
    read(world, *papers(world))
    expected = Alarm(reader="Петрова Анна Ивановна", papers=MOST + 1, school="Школа s100", at=NOON)
    at = NOON + timedelta(days=days)
    with acting(world, role, at, school=role != Role.ADMINISTRATOR) as unit:
        assert alarms(unit) == ((expected,) if told else ())


def test_another_school_hears_nothing(world: World, database: Engine) -> None:
    read(world, *papers(world))
    with acting(new_world(database, "s200"), Role.DIRECTOR) as unit:
        assert alarms(unit) == ()
