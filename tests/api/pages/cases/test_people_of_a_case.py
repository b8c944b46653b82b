"""Pupils, who speaks for them, and consents, through the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from models.case import Guardian, Pupil
from models.document import Consent
from models.engines import reading
from models.person import Account, Grant, Role
from tests.api.pages.cases.office import START, Office, day, faults_in, office_of


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def a_pupil(office: Office) -> str:
    return office.world.get(office.world.case()).pupil_id


def one(office: Office, kind: type[Guardian] | type[Consent]):  # type: ignore[no-untyped-def]
    with reading(office.where.engine) as session:
        return session.exec(select(kind)).one()


def test_a_pupils_data_are_changed_with_a_guard(office: Office) -> None:
    pupil_id, desk = a_pupil(office), office.desk()
    told = {"surname": "Петров", "given_names": "Илья", "birth_on": day("03.04.2014"), "rev": 1}
    assert desk.done(f"/pupils/{pupil_id}", told) == f"/pupils/{pupil_id}"
    with reading(office.where.engine) as session:
        assert session.get_one(Pupil, pupil_id).surname == "Петров"
    assert 'value="Сидоров"' in desk.refused(f"/pupils/{pupil_id}", 409, told | {"surname": "Сидоров"})
    page = desk.refused(f"/pupils/{pupil_id}", 422, told | {"rev": 2, "surname": "Ё" * 101, "birth_on": ""})
    assert "Укажите дату, например 01.09.2026." in page


def test_a_new_parent_is_an_account_with_a_role_and_a_relation(office: Office) -> None:
    pupil_id, desk = a_pupil(office), office.desk()
    told = {
        "name": "Иванова Мария Петровна", "phone": "+7 900 000-00-02", "email": "", "kind": "mother",
        "first_on": START, "may_decide": "yes",
    }  # fmt: skip
    assert desk.done(f"/pupils/{pupil_id}/guardians", told) == f"/pupils/{pupil_id}"
    made = one(office, Guardian)
    assert (made.kind, made.may_decide, made.first_on, made.last_on) == ("mother", True, START, None)
    with reading(office.where.engine) as session:
        grant = session.exec(select(Grant).where(Grant.account_id == made.account_id)).one()
        assert session.get_one(Account, made.account_id).login is None
    assert (grant.role, grant.school_id) == (Role.PARENT, office.world.school_id)
    page = desk.get(f"/pupils/{pupil_id}")
    assert f'href="/people/{made.account_id}"' in page
    again = {"account_id": made.account_id, "kind": "mother", "first_on": START}
    refused = desk.refused(f"/pupils/{pupil_id}/guardians", 409, again)
    assert "Этот человек уже записан представителем ребёнка на эти даты." in refused
    # a second child of the same parent, who only reads
    other = a_pupil(office)
    desk.done(f"/pupils/{other}/guardians", again | {"last_on": day("31.12.2026")})
    assert "только читает" in desk.get(f"/pupils/{other}")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "Укажите фамилию, имя и отчество."),
        ({"kind": ""}, "Выберите, кем человек приходится ребёнку."),
        ({"email": "не почта"}, "Адрес почты записан с ошибкой, нужно вроде ivanova@school.example."),
        ({"last_on": day("31.08.2026")}, "Последний день раньше первого."),
        ({"account_id": "0" * 32}, "Выберите человека из списка или укажите имя нового, не то и другое."),
    ],
)
def test_a_parent_that_cannot_be_added_leaves_no_account(
    office: Office, more: dict[str, object], sentence: str
) -> None:
    pupil_id, desk = a_pupil(office), office.desk()
    told = {"name": "Иванова Мария", "kind": "mother", "first_on": START} | more
    page = desk.refused(f"/pupils/{pupil_id}/guardians", 422, told)
    assert sentence in page
    with reading(office.where.engine) as session:
        assert session.exec(select(Account).where(Account.name == "Иванова Мария")).all() == []


def test_a_parent_ceases_to_speak_for_a_child(office: Office) -> None:
    case_id, desk = office.world.case(), office.desk()
    parent = office.guardian(office.parent(case_id))
    assert "Иванова Мария Петровна" in desk.get(f"/guardians/{parent.id}")
    early = desk.refused(f"/guardians/{parent.id}/end", 422, {"rev": 1, "last_on": day("31.08.2026")})
    assert "Последний день раньше первого." in early
    desk.done(f"/guardians/{parent.id}/end", {"rev": 1, "last_on": START})
    assert one(office, Guardian).last_on == START
    office.clock.on(days=1)
    assert "не представляет ребёнка: срок с 01.09.2026 до 01.09.2026" in office.desk().get(
        f"/cases/{case_id}"
    )


def test_a_consent_is_for_one_purpose_on_a_page_with_nothing_else(office: Office) -> None:
    case_id, desk = office.world.case(), office.desk()
    parent = office.guardian(office.parent(case_id))
    where = f"/pupils/{parent.pupil_id}/consents"
    form = desk.get(f"{where}/new").partition(f'action="{where}"')[2].partition("</form>")[0]
    assert re.findall(r' name="(\w+)"', form) == ["csrf", "purpose", "guardian_id", "given_on"]
    told = {"purpose": "data", "guardian_id": parent.id, "given_on": START}
    desk.done(where, told)
    assert (one(office, Consent).purpose, one(office, Consent).guardian_id) == ("data", parent.id)
    late = desk.refused(where, 422, told | {"given_on": day("02.09.2026"), "purpose": "health"})
    assert "Дата ещё не наступила. Сегодня 01.09.2026." in faults_in(late)
    assert 'value="health" selected' in late
    foreign = office.guardian(office.parent(office.world.case(), "Чужая Инна"))
    assert desk.send(where, told | {"guardian_id": foreign.id}).status_code == 422


def test_a_consent_is_withdrawn_from_a_day(office: Office) -> None:
    case_id, desk = office.world.case(), office.desk()
    pupil_id = office.world.get(case_id).pupil_id
    desk.done(f"/pupils/{pupil_id}/consents", {"purpose": "data", "given_on": START})
    where = f"/consents/{one(office, Consent).id}"
    assert "Согласие на обработку персональных данных" in desk.get(where)
    wrong = desk.refused(f"{where}/withdraw", 422, {"rev": 1, "on": day("31.08.2026")})
    assert "Укажите дату от 01.09.2026 до 01.09.2026." in wrong
    desk.done(f"{where}/withdraw", {"rev": 1, "on": START})
    assert one(office, Consent).withdrawn_on == START
    assert "/withdraw" not in desk.get(where)


def test_people_of_another_school_are_like_missing_ones(office: Office, tmp_path: Path) -> None:
    desk = office.desk()
    with office_of(office.where.engine, tmp_path, "s200") as other:
        case_id = other.world.case()
        parent = other.guardian(other.parent(case_id))
        other.desk().done(f"/pupils/{parent.pupil_id}/consents", {"purpose": "data", "given_on": START})
        consent = one(office, Consent)
        for path in (f"/pupils/{parent.pupil_id}", f"/guardians/{parent.id}", f"/consents/{consent.id}"):
            assert desk.get(path, 404) == desk.get(f"{path.rpartition('/')[0]}/{'0' * 32}", 404)
        for path in (
            f"/pupils/{parent.pupil_id}", f"/pupils/{parent.pupil_id}/guardians", f"/guardians/{parent.id}/end",
            f"/pupils/{parent.pupil_id}/consents", f"/consents/{consent.id}/withdraw", f"/consents/{consent.id}/file",
        ):  # fmt: skip
            assert desk.send(path, {"rev": 1}).status_code == 404
        assert office.desk().send(f"/pupils/{a_pupil(office)}/guardians", {
            "account_id": parent.account_id, "kind": "mother", "first_on": START
        }).status_code == 422  # fmt: skip
