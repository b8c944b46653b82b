"""Two schools with their years, a deputy and a teacher of the first, an administrator of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from api.installation import Installation
from models.person import Role
from tests.api import place as world
from tests.api.pages.desk import Desk, signed_in
from tests.api.services.world import World, new_world


@dataclass(frozen=True)
class Town:
    """The service, the first school and its neighbour."""

    where: Installation
    here: World
    there: World


@pytest.fixture
def town(database: Engine) -> Town:
    return Town(world.place(database, world.Clock()), new_world(database), new_world(database, "s200"))


def entering(town: Town, role: Role, login: str) -> Iterator[Desk]:
    school = None if role == Role.ADMINISTRATOR else town.here.school_id
    account = world.person(town.where.engine, login, (role, school))
    with signed_in(town.where, account, role) as desk:
        yield desk


@pytest.fixture
def deputy(town: Town) -> Iterator[Desk]:
    yield from entering(town, Role.DEPUTY, "zavuch")


@pytest.fixture
def administrator(town: Town) -> Iterator[Desk]:
    yield from entering(town, Role.ADMINISTRATOR, "admin")


@pytest.fixture
def teacher(town: Town) -> Iterator[Desk]:
    yield from entering(town, Role.TEACHER, "uchitel")
