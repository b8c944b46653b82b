"""What parents and class teachers see: their own, today, and nothing of medical papers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from api.errors import NotFound
from api.services.cases.pupils import GuardianDraft, add_guardian, add_pupil
from api.services.cases.seen import seen_case, seen_lines, short_case
from api.services.papers.medical import file_medical
from api.services.unit import Actor, Unit
from models.case import Case, GuardianKind
from models.engines import writing
from models.person import Account, Grant, Role
from models.states import Move
from tests.api.services.world import END, PUPIL, START, World, day, medical, new_world

CANARY = "КАНАРЕЙКА-G40"


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def account(world: World, role: Role, **more: Any) -> str:
    with writing(world.engine) as session:
        made = Account(name="Вымышленная Нина", phone="+7 900 000-00-03")
        session.add(made)
        session.flush()
        session.add(Grant(account_id=made.id, role=role, school_id=world.school_id, first_on=START, **more))
        return made.id


def parent_of(world: World, case_id: str, last_on: date | None = None, account_id: str = "") -> str:
    key = account_id or account(world, Role.PARENT)
    with world.acting(START) as unit:
        draft = GuardianDraft(account_id=key, kind=GuardianKind.MOTHER, first_on=START, last_on=last_on)
        add_guardian(unit, world.get(case_id).pupil_id, draft)
    return key


def sees(world: World, key: str, role: Role, case_id: str, on: date = START) -> bool:
    try:
        return looking(world, key, role, on, lambda unit: seen_case(unit, case_id).id) == case_id
    except NotFound:
        return False


def looking(world: World, key: str, role: Role, on: date, act: Any) -> Any:
    """What an act comes to in somebody's hands on a day."""
    with world.acting(on) as unit:
        actor = Actor(account_id=key, role=role, school_id=world.school_id)
        mine = Unit(session=unit.session, actor=actor, audit_key=unit.audit_key, at=unit.at, today=on)
        return act(mine)


def test_a_parent_sees_the_own_child_and_no_other(world: World) -> None:
    own, other = world.case(), world.case()
    key = parent_of(world, own)
    parent_of(world, other)
    assert (sees(world, key, Role.PARENT, own), sees(world, key, Role.PARENT, other)) == (True, False)
    assert not sees(world, key, Role.PARENT, "0" * 32)
    lines = looking(world, key, Role.PARENT, START, seen_lines)
    assert [(line.id, line.pupil) for line in lines] == [(own, "Пётр")]


def test_a_parent_sees_only_while_speaking_for_the_child(world: World) -> None:
    case_id = world.case()
    key = parent_of(world, case_id, last_on=day("10.09.2026"))
    assert [sees(world, key, Role.PARENT, case_id, day(on)) for on in ("31.08.2026", "10.09.2026", "11.09.2026")] == [
        False, True, False
    ]  # fmt: skip


def test_from_the_eighteenth_birthday_on_nobody_sees_for_the_pupil(world: World) -> None:
    with world.acting(START) as unit:
        draft = type(PUPIL)(surname="Взрослый", given_names="Пётр", birth_on=day("15.02.2009"))
        pupil = add_pupil(unit, draft).id
    case_id = world.case(grade=11, pupil_id=pupil)
    key = parent_of(world, case_id)
    assert sees(world, key, Role.PARENT, case_id, day("14.02.2027"))
    assert not sees(world, key, Role.PARENT, case_id, day("15.02.2027"))


def test_a_class_teacher_sees_the_class_of_the_grant(world: World) -> None:
    own, other = world.case(grade=5), world.case(grade=6)
    key = account(world, Role.CLASS_TEACHER, class_title="5«а»")
    assert sees(world, key, Role.CLASS_TEACHER, own)
    assert not sees(world, key, Role.CLASS_TEACHER, other)


def test_the_teacher_named_in_a_case_sees_it_instead_of_the_one_of_the_class(world: World) -> None:
    case_id = world.case(grade=5)
    of_class = account(world, Role.CLASS_TEACHER, class_title="5 А")
    named = account(world, Role.CLASS_TEACHER, class_title="9 Б")
    with writing(world.engine) as session:
        session.get_one(Case, case_id).class_teacher_id = named
    assert sees(world, named, Role.CLASS_TEACHER, case_id)
    assert not sees(world, of_class, Role.CLASS_TEACHER, case_id)


def test_a_new_teacher_of_a_class_does_not_see_cases_that_are_over(world: World) -> None:
    case_id = world.running()
    key = account(world, Role.CLASS_TEACHER, class_title="5 А")
    world.move(case_id, Move.FINISH, day("01.06.2027"))
    assert not sees(world, key, Role.CLASS_TEACHER, case_id, day("01.09.2027"))


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.DEPUTY, Role.DIRECTOR, Role.PARENT, Role.CLASS_TEACHER})
)
def test_nobody_else_sees_a_case(world: World, role: Role) -> None:
    case_id = world.case()
    assert not sees(world, parent_of(world, case_id), role, case_id)


def test_a_case_of_another_school_is_not_seen(world: World) -> None:
    other = new_world(world.engine, "s200")
    foreign = other.case()
    key = parent_of(other, foreign)
    assert not sees(world, key, Role.PARENT, foreign)


def test_a_parent_reads_days_of_papers_and_whom_to_call(world: World) -> None:
    case_id = world.running(until=day("31.12.2026"))
    deputy = account(world, Role.DEPUTY)
    with world.acting(START) as unit:
        file_medical(unit, case_id, medical(START, END, number=CANARY, issuer=CANARY, limits=CANARY))
    short = looking(
        world, parent_of(world, case_id), Role.PARENT, START, lambda unit: short_case(unit, case_id)
    )
    assert CANARY not in repr(short)
    told = [(holding.title, holding.last) for holding in short.holdings if holding.title.startswith("мед")]
    assert sorted(told) == [("медицинское заключение", day("31.12.2026")), ("медицинское заключение", END)]
    assert [(contact.who, contact.phone) for contact in short.contacts] == [
        ("Заместитель директора", "+7 900 000-00-03")
    ]
    assert (short.lacking, short.pupil, deputy != "") == ((), "Пётр", True)


def test_a_parent_reads_what_is_lacking(world: World) -> None:
    case_id = world.case()
    short = looking(
        world, parent_of(world, case_id), Role.PARENT, START, lambda unit: short_case(unit, case_id)
    )
    assert short.lacking == ("заявление родителя", "медицинское заключение", "заключение ПМПК")


def test_a_class_teacher_reads_nothing_of_medical_papers_not_even_their_days(world: World) -> None:
    case_id = world.running()
    key = account(world, Role.CLASS_TEACHER, class_title="5 А")
    short = looking(world, key, Role.CLASS_TEACHER, START, lambda unit: short_case(unit, case_id))
    assert [holding.title.split(" №")[0] for holding in short.holdings] == ["приказ", "договор"]
    assert short.lacking == ()
