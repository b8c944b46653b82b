"""A teacher's card: who keeps it, what is refused, and that accounts are behind one teacher only."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.errors import Conflict, Forbidden, Invalid
from api.services.registry.reading import registry_of
from api.services.teachers.cards import CardDraft, add_teacher, card_of, write_card
from models.person import Role
from tests.api.services.cases.test_seen import account, looking
from tests.api.services.registry.office import Office, new_office
from tests.api.services.world import START

DRAFT = CardDraft(name="Озёрная Анна", subjects=("Математика", "Физика"), grade_first=5, max_day_lessons=4)


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def test_a_new_teacher_stands_in_the_registry(office: Office) -> None:
    with office.acting() as unit:
        add_teacher(unit, DRAFT)
        add_teacher(unit, DRAFT)  # a namesake gets a code of its own
        found = registry_of(unit, office.world.year_id).teachers
    assert [
        (each.id, each.name, each.subjects, each.grade_first, each.max_day_lessons) for each in found
    ] == [
        ("Озёрная Анна", "Озёрная Анна", ("Математика", "Физика"), 5, 4),
        ("Озёрная Анна (2)", "Озёрная Анна", ("Математика", "Физика"), 5, 4),
    ]


def test_a_card_is_changed_and_two_do_not_overwrite_each_other(office: Office) -> None:
    with office.acting() as unit:
        key = add_teacher(unit, DRAFT).id
    changed = CardDraft(name="Озёрная Анна Юрьевна", subjects=("Физика", "Химия", "Химия"))
    with office.acting() as unit:
        write_card(unit, key, 1, changed)
    with office.acting() as unit, pytest.raises(Conflict):
        write_card(unit, key, 1, DRAFT)
    with office.acting() as unit:
        assert card_of(unit, key).draft == CardDraft(
            name="Озёрная Анна Юрьевна", subjects=("Физика", "Химия")
        )


def test_everything_wrong_is_told_at_once(office: Office) -> None:
    wrong = CardDraft(
        name=" ", subjects=("",), grade_first=9, grade_last=5, max_week_min=0, max_day_lessons=0, max_gap_min=-1,
        account_id="нет",
    )  # fmt: skip
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        add_teacher(unit, wrong)
    assert set(refused.value.faults) == {
        "name", "subjects", "grade_last", "max_week_min", "max_day_lessons", "max_gap_min", "account_id"
    }  # fmt: skip


def test_an_account_is_behind_one_teacher(office: Office) -> None:
    key = account(office.world, Role.TEACHER)
    draft = CardDraft(name="Озёрная Анна", subjects=("Физика",), account_id=key)
    with office.acting() as unit:
        add_teacher(unit, draft)
    with office.acting() as unit, pytest.raises(Invalid) as refused:
        add_teacher(unit, draft)
    assert refused.value.faults == {"account_id": ("Это уже Озёрная Анна. Выберите другого.",)}


def test_only_the_teachers_own_school_keeps_the_card(office: Office) -> None:
    theirs = office.teacher("Чужая Ч. Ч.", school_id=office.partner())
    key = account(office.world, Role.TEACHER)
    own = office.teacher(account_id=key)
    with office.acting() as unit, pytest.raises(Forbidden):
        write_card(unit, theirs, 1, DRAFT)
    for act in (lambda unit: card_of(unit, own), lambda unit: add_teacher(unit, DRAFT)):
        with pytest.raises(Forbidden):
            looking(office.world, key, Role.TEACHER, START, act)
