"""When a case is over for good, its parents' sessions and links end; those of parents with another case do not."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.installation import Installation
from api.services.entry import sessions
from api.services.papers.filing import PaperDraft, file_paper
from api.services.people import invitations
from api.services.people.invitations import Standing
from models.document import PaperKind
from models.engines import reading, writing
from models.person import Account, Role
from models.session import SessionKind, SignIn
from models.states import Move
from tests.api.place import Clock, grant_of, person, place
from tests.api.services.cases.test_seen import parent_of
from tests.api.services.world import START, World, day, new_world


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


@pytest.fixture
def where(database: Engine) -> Installation:
    return place(database, Clock())


def parent(world: World, *cases: str, last_on: date | None = None) -> Account:
    """A parent of the cases' children."""
    made = person(world.engine, None, (Role.PARENT, world.school_id), name="Вымышленная Нина")
    for case_id in cases:
        parent_of(world, case_id, last_on, made.id)
    return made


def enter(world: World, where: Installation, account: Account, role: Role = Role.PARENT) -> None:
    with writing(world.engine) as session:
        kind = SessionKind.PARENT if role == Role.PARENT else SessionKind.STAFF
        grant = grant_of(world.engine, account, role)
        sessions.begin(
            where.door(session), sessions.Start(account_id=account.id, kind=kind, grant_id=grant.id)
        )


def link(world: World, where: Installation, account: Account) -> str:
    """A link that nobody has pressed yet."""
    with world.acting(START) as unit:
        door = where.door(unit.session)
        return invitations.invite(
            unit, door, grant_of(world.engine, account, Role.PARENT).id
        ).token.get_secret_value()


def endings(world: World, account: Account) -> list[str | None]:
    """Why the sessions ended, None for living ones."""
    with reading(world.engine) as session:
        return sorted(
            session.exec(select(SignIn.ended).where(SignIn.account_id == account.id)).all(), key=str
        )


def end_early(world: World, case_id: str, on: date = START) -> None:
    with world.acting(on) as unit:
        file_paper(unit, case_id, PaperDraft(kind=PaperKind.END_APPLICATION, valid_from=on))
    world.move(case_id, Move.END_EARLY, on)


def test_sessions_and_links_of_parents_end_with_the_case(world: World, where: Installation) -> None:
    case_id = world.running()
    mother, father = parent(world, case_id), parent(world, case_id)
    for account in (mother, mother, father):
        enter(world, where, account)
    token = link(world, where, father)
    end_early(world, case_id)
    assert (endings(world, mother), endings(world, father)) == (["grant", "grant"], ["grant"])
    with reading(world.engine) as session:
        assert invitations.look(where.door(session), token).standing == Standing.OVER
    parted = [facts for action, _, facts in world.log() if action == "guardian.part"]
    assert sorted(facts["sessions"] for facts in parted) == [1, 2]
    assert {facts["case"] for facts in parted} == {case_id}


def test_they_end_when_the_year_is_finished_too(world: World, where: Installation) -> None:
    case_id = world.running()
    mother = parent(world, case_id)
    enter(world, where, mother)
    world.move(case_id, Move.FINISH, day("01.06.2027"))
    assert endings(world, mother) == ["grant"]


def test_a_parent_of_another_living_case_stays_until_that_ends_too(world: World, where: Installation) -> None:
    first, second = world.running(), world.running()
    mother = parent(world, first, second)
    enter(world, where, mother)
    end_early(world, first)
    assert endings(world, mother) == [None]
    end_early(world, second)
    assert endings(world, mother) == ["grant"]


def test_a_case_that_has_merely_expired_keeps_its_parents(world: World, where: Installation) -> None:
    """It may be renewed with a new paper, and the family has to see why lessons stopped."""
    case_id = world.running(until=day("31.12.2026"))
    mother = parent(world, case_id)
    enter(world, where, mother)
    world.move(case_id, Move.EXPIRE, day("12.01.2027"))
    assert endings(world, mother) == [None]


def test_whoever_no_longer_speaks_for_the_other_child_goes_too(world: World, where: Installation) -> None:
    first, second = world.running(), world.running()
    mother = parent(world, first)
    parent_of(world, second, day("30.09.2026"), mother.id)
    enter(world, where, mother)
    end_early(world, first, day("01.10.2026"))
    assert endings(world, mother) == ["grant"]


def test_only_the_role_of_a_parent_ends_and_only_at_this_school(world: World, where: Installation) -> None:
    case_id, other = world.running(), new_world(world.engine, "s200")
    teacher = person(world.engine, "uchitel", (Role.PARENT, world.school_id), (Role.TEACHER, world.school_id))
    stranger = person(world.engine, None, (Role.PARENT, other.school_id))
    for account in (teacher, stranger):
        parent_of(world, case_id, None, account.id)
        enter(world, where, account)
    enter(world, where, teacher, Role.TEACHER)
    end_early(world, case_id)
    assert endings(world, teacher) == [None, "grant"]
    assert endings(world, stranger) == [None]


def test_parents_of_other_children_stay(world: World, where: Installation) -> None:
    case_id, other = world.running(), world.running()
    mother = parent(world, other)
    enter(world, where, mother)
    end_early(world, case_id)
    assert endings(world, mother) == [None]
