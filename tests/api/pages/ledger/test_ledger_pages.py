"""«Сегодня», «Контроль», «Часы», «План и факт» and the table of debts, as staff sees them on 14.09.2026 (`monday`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from models.case import Case
from models.engines import reading, writing
from models.person import Account, Grant, Role
from tests.api.pages.desk import Desk, signed_in
from tests.api.pages.ledger.monday import monday
from tests.api.services.feeds.subscribers import Subscribers


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return monday(database)


@pytest.fixture
def desk(made: Subscribers) -> Iterator[Desk]:
    with reading(made.engine) as session:
        deputy = session.get_one(Account, made.made.world.deputy_id)
    with signed_in(made.where, deputy, Role.DEPUTY) as opened:
        yield opened


def text(page: str) -> str:
    """What one reads, in one line."""
    body = page.split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).replace("\u00a0", " ").split())


def test_the_day_tells_what_falls_out_what_is_given_and_whom_to_call(desk: Desk) -> None:
    told = text(desk.get("/today").text)
    assert "Понедельник, 14 сентября сегодня" in told
    assert "Занятий 1 Отменено 1 Без учителя 0 Позвонить" in told
    assert "10:00–10:40 Математика , К-01 Иванов П. С., 5 А Снегова Г. Г.; причина: болезнь ребёнка" in told
    assert "11:10–11:50 Математика К-02 Иванов П. С., 5 А" in told
    assert told.split("Кому позвонить")[1].count("Снегова Галина Геннадьевна") == 1


def test_another_day_tells_the_teacher_who_is_away_and_lessons_without_one(desk: Desk) -> None:
    told = text(desk.get("/today?on=2026-09-15").text)
    assert "Занятий 0 Отменено 0 Без учителя 1" in told
    assert "t2 болезнь учителя, срок не назван 11:00–11:40 Русский язык , К-01" in told
    assert "без учителя" in told
    assert "/substitutions" not in told
    assert "Понедельник, 14 сентября" in text(desk.get("/today?on=so").text)
    assert "Осенние каникулы: 2 занятий не будет." in text(desk.get("/today?on=2026-10-26").text)


def test_what_nobody_marked_and_what_fell_out(desk: Desk) -> None:
    told = text(desk.get("/unmarked").text)
    assert "3 занятия Лугова В. В. 1 01.09.2026, 11:00–11:40 Русский язык" in told
    assert "14.09.2026, 10:00–10:40 Математика К-01 Иванов П. С., 5 А; Снегова Г. Г.; причина" in told


def test_a_class_teacher_sees_their_own_class_alone(made: Subscribers) -> None:
    with writing(made.engine) as session:
        tutor = Account(name="Полева Инна Львовна")
        session.add(tutor)
        session.flush()
        session.get_one(Case, made.made.cases[1]).class_teacher_id = tutor.id
        session.get_one(Case, made.made.cases[0]).class_teacher_id = made.made.world.deputy_id
        session.add(
            Grant(
                account_id=tutor.id, role=Role.CLASS_TEACHER, school_id=made.made.world.school_id,
                first_on=date(2026, 9, 1), class_title="5 А",
            )
        )  # fmt: skip
    with signed_in(made.where, tutor, Role.CLASS_TEACHER) as tutors:
        told = text(tutors.get("/unmarked").text)
        assert ("К-02" in told, "К-01" in told) == (True, False)
        assert tutors.get(f"/cases/{made.made.cases[1]}/hours").status_code == 200
        assert tutors.get(f"/cases/{made.made.cases[0]}/hours").status_code == 404
        assert tutors.get("/today").status_code == 403


def test_hours_of_a_case_by_quarter_and_measure(made: Subscribers, desk: Desk) -> None:
    """07.09 and Russian on 01.09 are not marked, 14.09 is lost; two lessons of maths are 80 minutes."""
    path = f"/cases/{made.made.cases[0]}/hours"
    told = text(desk.get(path).text)
    assert "Математика 2 0 1 1 0 1 учитель: болезнь ребёнка, 1 — 31 занятий: 31 —" in told
    assert "Русский язык 1 0 1 0 0 0 — 1 занятий: 1 —" in told
    assert "Математика 80 0 40 40 0 40" in text(desk.get(f"{path}?part=1&measure=minutes").text)
    assert "Математика 0 0 0 0 0 0" in text(desk.get(f"{path}?part=2").text)
    assert "Утверждённого учебного плана нет" in told


def test_the_school_lists_who_is_owed_most_first_and_filters(desk: Desk) -> None:
    told = text(desk.get("/ledger").text)
    assert told.index("К-01") < told.index("К-02")
    assert "1 учитель 1" in told
    assert "К-02" not in text(desk.get("/ledger?show=owed").text)
    assert "Таких дел нет" in text(desk.get("/ledger?class=9").text)


def test_the_api_tells_exact_figures(made: Subscribers, desk: Desk) -> None:
    (first, _) = desk.get("/api/v1/ledger").json()["items"]
    assert first["code"] == "К-01"
    assert first["year"]["owed"] == {"child_ill": {"lessons": 1, "minutes": 40, "hours": "1", "paid": "1"}}
    rows = desk.get(f"/api/v1/cases/{made.made.cases[0]}/ledger").json()["items"]
    assert (rows[0]["subject"], rows[0]["year"]["planned"]["minutes"]) == ("Математика", 80)
    assert len(rows[0]["parts"]) == 4


def test_a_school_writes_its_own_rule_with_a_source(desk: Desk) -> None:
    assert "обычное правило" in text(desk.get("/school/debts").text)
    form = {"rev": "1", "own-no_entry": "yes", "debtor-no_entry": "school", "source-no_entry": ""}
    refused = desk.send("/school/debts", form)
    assert refused.status_code == 422
    assert "Укажите, где это записано" in text(refused.text)
    assert desk.send("/school/debts", {**form, "source-no_entry": "Положение, п. 7"}).status_code == 303
    assert "Не пустили школа Положение, п. 7 школа" in text(desk.get("/school/debts").text)
