"""The page of a family's week over HTTP: what is sent, what comes back, who is let in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.services.families.windows import windows_of
from api.services.papers.medical import file_medical
from models.person import Role
from tests.api.pages.cases.office import END, START, Browser, Office, faults_in, office_of
from tests.api.services.world import medical

HOURS = {"section": "adult", "adult-start": "09:00", "adult-end": "14:00"}


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def parent(office: Office, case_id: str) -> Browser:
    return office.browser(office.parent(case_id), Role.PARENT)


def told(office: Office, case_id: str) -> list[tuple[object, ...]]:
    with office.world.acting(START) as unit:
        return [
            (row.kind, row.days, row.weeks, row.start_min, row.end_min, row.weight, row.channel)
            for row in windows_of(unit, case_id)
        ]


def test_a_parent_comes_from_the_first_page_and_tells_section_by_section(office: Office) -> None:
    case_id = office.world.case()
    browser = parent(office, case_id)
    assert f'href="/cases/{case_id}/family"' in browser.get(f"/cases/{case_id}")
    at = f"/cases/{case_id}/family"
    days = {"adult-days": ["mon", "wed"]}
    answer = browser.send(at, {**HOURS, **days})  # type: ignore[dict-item]
    assert (answer.status_code, answer.headers["location"]) == (303, f"{at}?saved=adult#adult")
    page = browser.get(f"{at}?saved=adult")
    assert page.count("Сохранено.") == 1
    assert "Взрослый дома: пн, ср 9:00–14:00." in page
    browser.send(at, {"section": "wishes", "mark": hidden(page, "mark"), "wishes-early": "10:00",
                      "wishes-early_weight": "4", "wishes-late_weight": "1", "wishes-off_weight": "1"})  # fmt: skip
    browser.send(at, {"section": "day", "rev": "0", "day-max_day_lessons": "3", "day-break_min": "15"})
    browser.send(at, {"section": "home", "rev": "0", "home-address": "ул. Придуманная, 1"})
    browser.send(at, {"section": "other", "other-days": "fri", "other-address": "у бабушки"})
    page = browser.get(at)
    assert told(office, case_id) == [
        ("adult_home", "mon,wed", None, 540, 840, 1, "family"),
        ("dislike", None, None, 0, 600, 4, "family"),
        ("other_home", "fri", None, 0, 1440, 1, "family"),
    ]
    for said in ("Не раньше 10:00 (очень важно).", "Не больше 3 занятий в день.", "перемена 15 минут",
                 "Адрес: ул. Придуманная, 1.", "пт: у бабушки"):  # fmt: skip
        assert said in page, said
    assert "Всё, что нужно школе, указано." in page


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_a_row_is_taken_back_by_its_button(office: Office) -> None:
    case_id = office.world.case()
    browser = parent(office, case_id)
    browser.send(f"/cases/{case_id}/family", {**HOURS, "adult-days": "mon"})
    key = hidden(browser.get(f"/cases/{case_id}/family"), "window")
    where = browser.send(f"/cases/{case_id}/family/remove", {"window": key, "section": "adult"})
    assert where.headers["location"].endswith("?saved=adult#adult")
    assert told(office, case_id) == []


def test_a_refused_form_keeps_what_was_typed_beside_its_faults(office: Office) -> None:
    case_id = office.world.case()
    browser = parent(office, case_id)
    wrong = {**HOURS, "adult-days": "tue", "adult-end": "08:00", "adult-weeks": "1,3"}
    page = browser.refused(f"/cases/{case_id}/family", 422, wrong)
    assert faults_in(page)[-1] == "Конец должен быть позже начала."
    assert 'id="adult-end-fault"' in page
    assert re.search(r'name="adult-start" type="time" value="09:00"', page)
    assert re.search(r'value="tue" checked', page)
    assert re.search(r'value="1,3" selected', page)
    page = browser.refused(f"/cases/{case_id}/family", 422, {"section": "adult", "adult-days": "tue"})
    assert faults_in(page).count("Укажите время, например 09:30.") == 2
    assert told(office, case_id) == []


def test_a_stale_form_is_told_so_and_kept(office: Office) -> None:
    case_id = office.world.case()
    browser = parent(office, case_id)
    day = {"section": "day", "rev": "0", "day-break_min": "20"}
    browser.done(f"/cases/{case_id}/family", day)
    page = browser.refused(f"/cases/{case_id}/family", 409, {**day, "day-break_min": "30"})
    assert "Запись изменили" in page
    assert '<option value="30" selected' in page
    assert "Страница устарела" in browser.refused(f"/cases/{case_id}/family", 409, {"section": "нет"})


def test_staff_write_from_a_call_and_see_how_each_line_came(office: Office) -> None:
    case_id = office.world.case()
    desk = office.desk()
    assert f'href="/cases/{case_id}/family"' in desk.get(f"/cases/{case_id}")
    at = f"/cases/{case_id}/family"
    desk.done(at, {"section": "class", "class-days": "mon", "class-start": "08:30", "class-end": "09:10",
                   "class-channel": "paper"})  # fmt: skip
    desk.done(at, {**HOURS, "adult-days": "mon", "adult-channel": "call"})
    assert [row[-1] for row in told(office, case_id)] == ["paper", "call"]
    page = desk.get(at)
    assert "пн 9:00–14:00 <small>по звонку</small>" in page
    assert "на бумаге" in page


def test_medical_limits_are_shown_at_the_desk_alone_and_looking_is_logged(office: Office) -> None:
    case_id = office.world.running()
    with office.world.acting(START) as unit:
        file_medical(unit, case_id, medical(START, END, max_day_min=75, ends_by_min=13 * 60))
    desk, at = office.desk(), f"/cases/{case_id}/family"
    assert "75 минут" not in desk.get(at)
    logged = len(office.world.log())
    page = desk.send(f"{at}/limits").text
    assert "Занятий в день не больше 75 минут." in page
    assert "не позже 13:00" in page
    assert "medical.limits" in office.world.actions()[logged:]
    family = parent(office, case_id)
    assert family.client.post(f"{at}/limits", data={"csrf": family.csrf}).status_code == 403
    assert "По медицинскому документу" not in family.get(at)


def test_another_familys_week_is_as_if_it_were_not(office: Office) -> None:
    own, other = office.world.case(), office.world.case()
    browser = parent(office, own)
    missing = browser.get(f"/cases/{'0' * 32}/family", 404)
    assert browser.get(f"/cases/{other}/family", 404) == missing
    assert browser.send(f"/cases/{other}/family", {**HOURS, "adult-days": "mon"}).status_code == 404
    assert told(office, other) == []


def test_there_is_no_field_for_why_a_time_is_taken(office: Office) -> None:
    case_id = office.world.case()
    for browser in (parent(office, case_id), office.desk()):
        page = browser.get(f"/cases/{case_id}/family")
        taken = page.split('id="taken"')[1].split("</section>")[0]
        assert set(re.findall(r'<(?:input|textarea)[^>]*type="(\w+)"', taken)) == {
            "hidden",
            "checkbox",
            "time",
        }
        assert "<textarea" not in page
        assert "avoid" not in page


def test_the_desk_is_led_to_where_a_home_gets_its_coordinates(office: Office) -> None:
    case_id = office.world.case()
    browser, at = parent(office, case_id), f"/cases/{case_id}/family"
    browser.send(at, {"section": "home", "rev": "0", "home-address": "ул. Придуманная, 1"})
    assert "широту" not in browser.get(at)
    desk = office.desk()
    (place,) = re.findall(r'href="(/places/[0-9a-f]{32})">Указать широту', desk.get(at))
    fields = {
        "rev": hidden(desk.get(place), "rev"),
        "code": "дом",
        "title": "ул. Придуманная, 1",
        "kind": "home",
    }
    assert desk.send(place, {**fields, "lat": "57,01", "lon": "60"}).status_code == 303
    assert "широту" not in desk.get(at)
