"""Pages of teachers' time over HTTP: what is sent, what comes back, who is let in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.teachers.windows import windows_of
from models.person import Account, Role
from tests.api import place as places
from tests.api.pages.cases.office import START, Office, faults_in, office_of
from tests.api.pages.families.test_pages import hidden
from tests.api.services.registry.office import Office as Registry


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def teacher(office: Office, login: str = "uchitel") -> tuple[Account, str]:
    """An account with its teacher, free from 12:00 to 19:00."""
    school_id = office.world.school_id
    account = places.person(office.where.engine, login, (Role.TEACHER, school_id), name="Озёрная Анна")
    return account, Registry(office.world).teacher(f"Озёрная {login}", account_id=account.id)


def told(office: Office, key: str) -> list[tuple[object, ...]]:
    with office.world.acting(START) as unit:
        return [
            (
                row.kind,
                row.days,
                row.start_min,
                row.end_min,
                row.on_date and row.on_date.isoformat(),
                row.reason,
            )
            for row in windows_of(unit, key)
        ]


def test_a_teacher_comes_from_the_first_page_tells_and_hands_in(office: Office) -> None:
    account, key = teacher(office)
    browser = office.browser(account, Role.TEACHER)
    assert browser.client.get("/").headers["location"] == "/lessons"
    assert 'href="/time"' in browser.get("/lessons")
    where = browser.send(
        "/time", {"section": "cannot", "cannot-days": "wed", "cannot-reason": "методический день"}
    )
    assert where.headers["location"] == "/time?saved=cannot#cannot"
    browser.done("/time", {"section": "date", "date-on": "2026-09-14", "date-kind": "cannot", "date-start": "09:00",
                           "date-end": "12:00"})  # fmt: skip
    browser.done("/time", {"section": "transport", "rev": "1", "transport-transport": "bus"})
    assert told(office, key)[1:] == [
        ("cannot", "wed", 0, 1440, None, "методический день"), ("cannot", None, 540, 720, "2026-09-14", None)
    ]  # fmt: skip
    browser.done("/time", {"section": "submit"})
    page = browser.get("/time?saved=submit")
    assert "Время сдано 01.09.2026, менять его сейчас нельзя." in page
    assert "Добавить" not in page
    assert "уже сдано" in browser.refused("/time", 409, {"section": "free", "free-days": "mon"})


def test_the_desk_sees_who_is_waiting_opens_and_writes_for_a_teacher(office: Office) -> None:
    account, key = teacher(office)
    desk, own = office.desk(), office.browser(account, Role.TEACHER)
    assert "Время не сдали: 1 учитель из 1." in desk.get("/teachers")
    at = f"/teachers/{key}/time"
    desk.done(at, {"section": "submit"})
    assert "Время сдали все учителя" in desk.get("/teachers")
    desk.done(at, {"section": "busy", "busy-days": "tue", "busy-start": "14:00", "busy-end": "15:00"})
    page = desk.get(at)
    assert "<b>Появилось</b> занят(а): вт 14:00–15:00" in page
    desk.done(at, {"section": "reopen"})
    own.done("/time", {"section": "remove", "part": "busy", "window": hidden_of(desk.get(at), "busy")})
    assert [row[0] for row in told(office, key)] == ["free"]


def hidden_of(page: str, section: str) -> str:
    return hidden(page.split(f'<section id="{section}"')[1], "window")


def test_a_refused_form_keeps_what_was_typed(office: Office) -> None:
    account, key = teacher(office)
    browser = office.browser(account, Role.TEACHER)
    wrong = {
        "section": "unwanted",
        "unwanted-days": "tue",
        "unwanted-start": "15:00",
        "unwanted-reason": "секция",
    }
    page = browser.refused("/time", 422, wrong)
    assert faults_in(page)[-1] == "Укажите время, например 09:30."
    assert re.search(r'name="unwanted-start" type="time" value="15:00"', page)
    assert 'value="секция"' in page
    assert re.search(r'name="unwanted-days" value="tue" checked', page)
    assert "Страница устарела" in browser.refused("/time", 409, {"section": "нет"})
    assert len(told(office, key)) == 1


def test_another_teachers_time_is_not_open_to_a_teacher(office: Office) -> None:
    account, _ = teacher(office)
    _, other = teacher(office, "drugoj")
    browser = office.browser(account, Role.TEACHER)
    assert browser.client.get(f"/teachers/{other}/time").status_code == 403
    assert browser.client.get("/teachers").status_code == 403
    assert browser.send(f"/teachers/{other}/time", {"section": "submit"}).status_code == 403


def test_a_teacher_nobody_has_linked_is_told_what_to_do(office: Office) -> None:
    account = places.person(
        office.where.engine, "novyj", (Role.TEACHER, office.world.school_id), name="Новый"
    )
    browser = office.browser(account, Role.TEACHER)
    assert "не связала вас" in browser.get("/time")
    assert "не связала вас" in browser.refused("/time", 409, {"section": "submit"})


def test_a_card_links_an_account_and_says_what_is_wrong(office: Office) -> None:
    account = places.person(
        office.where.engine, "novyj", (Role.TEACHER, office.world.school_id), name="Новый И."
    )
    desk = office.desk()
    new = {"name": "Новый Илья", "subjects": "Физика\nХимия", "grade_first": "7", "grade_last": "11",
           "account_id": account.id}  # fmt: skip
    page = desk.refused("/teachers", 422, {**new, "subjects": " ", "grade_last": "3"})
    assert 'value="Новый Илья"' in page
    assert len(faults_in(page)) == 3  # on top, and beside two fields
    card = desk.done("/teachers", new)
    assert "Физика\nХимия" in desk.get(card)
    assert "<h1>Моё время</h1>" in office.browser(account, Role.TEACHER).get("/time")
    rev = hidden(desk.get(card), "rev")
    desk.done(card, {**new, "rev": rev, "max_day_lessons": "4"})
    assert "Запись изменили" in desk.refused(card, 409, {**new, "rev": rev})


def test_a_partners_teacher_shows_free_hours_and_no_reasons(office: Office) -> None:
    registry = Registry(office.world)
    theirs = registry.teacher("Чужая Ч. Ч.", school_id=registry.partner())
    registry.window(theirs, 0, 1440, kind="cannot", days="wed", reason="методический день")
    desk = office.desk()
    page = desk.get(f"/teachers/{theirs}/time")
    assert page.count("12:00–19:00") == 4
    assert "методический" not in page
    assert "<form" not in page.split("<main")[1]
    assert desk.client.get(f"/teachers/{theirs}").headers["location"] == f"/teachers/{theirs}/time"
    assert desk.send(f"/teachers/{theirs}/time", {"section": "submit"}).status_code == 403
    foreign = Registry(office.world).teacher(
        "Дальняя Д. Д.", school_id=places.school(office.where.engine, "s900")
    )
    assert desk.get(f"/teachers/{foreign}/time", 404) == desk.get(f"/teachers/{'0' * 32}/time", 404)


def test_a_coordinator_keeps_the_time_of_the_own_school(office: Office) -> None:
    _, key = teacher(office)
    school_id = office.world.school_id
    account = places.person(office.where.engine, "koord", (Role.COORDINATOR, school_id), name="Кузнецова")
    browser = office.browser(account, Role.COORDINATOR)
    assert browser.client.get("/").headers["location"] == "/teachers"
    browser.done(f"/teachers/{key}/time", {"section": "submit"})
    page = browser.get("/teachers")
    assert "Хватает ли времени" not in page
    assert "сдано" in page
