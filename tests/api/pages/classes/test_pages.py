"""Pages of class timetables: over HTTP on both databases, and in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from sqlalchemy import Engine

from api.services.classes.writing import class_sheet, write_class, write_table
from models.person import Role
from scheduler.terms import Weekday
from tests.api import place as places
from tests.api.pages.cases.office import START, Office, office_of
from tests.api.pages.cases.test_in_browser import tab_to
from tests.api.pages.families.test_pages import hidden
from tests.api.services.classes.test_classes import TABLE, published
from tests.api.services.registry.office import Office as Registry
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

EDIT = "/classes/edit?title=5%D0%91&shift=1"
LONG = (
    "Элективный курс по функциональной грамотности, Константинопольская-Преображенская А.-В. В. (нед. 1, 3)"
)


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        furnish(made)
        yield made


def furnish(office: Office) -> Registry:
    registry = Registry(office.world)
    registry.bells()
    for name, subject in (("Озёрная А. А.", "Математика"), ("Лугова В. В.", "Физика")):
        registry.teacher(name, subject)
    long = "Константинопольская-Преображенская А.-В. В."
    registry.teacher(long[:30], "Химия", name=long)
    return registry


def test_a_class_is_written_as_a_grid(office: Office) -> None:
    desk = office.desk()
    assert 'href="/classes"' in desk.get("/teachers")
    page = desk.get(EDIT)
    cells = {
        "title": "5 «Б»",
        "shift": "1",
        "mark": hidden(page, "mark"),
        "cell-mon-1": "Математика, Озёрная А. А.",
    }
    assert desk.done("/classes/edit", cells) == "/classes"
    assert re.search(r">Математика, Озёрная А\. А\.</textarea>", desk.get(EDIT))
    stale = desk.refused("/classes/edit", 409, {**cells, "cell-mon-1": "Физика"})
    assert "изменили" in stale
    assert ">Физика</textarea>" in stale


def test_a_refused_grid_keeps_every_cell(office: Office) -> None:
    desk = office.desk()
    page = desk.refused(
        "/classes/edit",
        422,
        {
            "title": "5 «Б»",
            "shift": "1",
            "mark": "",
            "cell-mon-1": "Физика",
            "cell-tue-2": "Химия, Нетакая Ж. Ж.",
        },
    )
    assert ">Физика</textarea>" in page
    assert 'id="cell-tue-2-fault"' in page
    assert "Нетакая Ж. Ж." in page


def test_a_table_is_looked_at_before_it_is_taken(office: Office) -> None:
    desk = office.desk()
    page = desk.send("/classes/paste", {"table": TABLE, "shift": "1", "act": "look"}).text
    assert "Прочитано без ошибок." in page
    assert "Пока нет ни одного класса." in desk.get("/classes")
    desk.done("/classes/paste", {"table": TABLE, "shift": "1", "act": "save"})
    assert [*re.findall(r'title=[^"]+">([^<]+)</a>', desk.get("/classes"))] == ["5 «А»", "10 «Б»"]
    wrong = TABLE.replace("Озёрная А. А.\tФ", "Нетакая Ж. Ж.\tФ")
    for act in ("look", "save"):
        page = desk.refused("/classes/paste", 422, {"table": wrong, "shift": "1", "act": act})
        assert any(
            fault.startswith("Строка 2, 5 «А»") for fault in re.findall(r'href="#table">([^<]+)<', page)
        )
        assert "Русский язык" in page


def test_broken_home_lessons_stand_on_the_page_and_beside_the_bells(office: Office) -> None:
    registry = Registry(office.world)
    with office.world.acting(START) as unit:
        write_table(unit, TABLE, 1)
        from api.services.classes.store import desk_of

        registry.teachers = {name: key for key, name in desk_of(unit).names.items()}
    case_id = published(registry, ("Озёрная А. А.", "mon", None, 510, 550))
    desk = office.desk()
    for path in ("/classes", "/school/bells"):
        page = desk.get(path)
        assert "в это время на уроке в классе 5 «А»" in page
        assert f'href="/cases/{case_id}"' in page


def test_only_who_leads_teachers_comes_in(office: Office) -> None:
    account = places.person(
        office.where.engine, "uch", (Role.TEACHER, office.world.school_id), name="Учитель"
    )
    teacher = office.browser(account, Role.TEACHER)
    for path in ("/classes", EDIT, "/classes/paste"):
        assert teacher.client.get(path).status_code == 403
    assert teacher.send("/classes/paste", {"table": TABLE, "act": "save"}).status_code == 403
    account = places.person(office.where.engine, "ko", (Role.COORDINATOR, office.world.school_id), name="Ко")
    assert "Пока нет ни одного класса" in office.browser(account, Role.COORDINATOR).get("/classes")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine, office_of(engine, folder / "data") as made:
        made.where = places.place(engine, made.clock, folder=folder / "data", origin=None, plain_http=True)
        registry = furnish(made)
        published(registry, ("Озёрная А. А.", "mon", None, 510, 550))
        with made.world.acting(START) as unit:
            write_table(unit, TABLE, 1)
            full = {(day, number): LONG for day in tuple(Weekday)[:5] for number in range(1, 8)}
            write_class(unit, "5 Б", 1, full, class_sheet(unit, "5 Б", 1).mark)
        with serving(made.where) as address:
            yield made, address


def cookies(office: Office) -> dict[str, str]:
    return let_in(office.where, places.grant_of(office.where.engine, office.deputy, Role.DEPUTY))


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_are_above_the_bar(browser: Chromium, served: tuple[Office, str], wide: int) -> None:
    office, address = served
    context = context_of(browser, address, cookies(office), wide)
    paths = ("/classes", EDIT, "/classes/paste", "/school/bells")
    page = context.new_page()
    told = {path: faults_of(page, address + path) for path in paths}
    assert {path: faults for path, faults in told.items() if faults} == {}
    context.close()


def test_a_table_is_pasted_without_javascript(browser: Chromium, served: tuple[Office, str]) -> None:
    office, address = served
    context = context_of(browser, address, cookies(office), 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/classes/paste")
    page.get_by_label("Таблица").fill(TABLE.replace("5 А", "7 В"))
    page.get_by_role("button", name="Прочитать").click()
    page.get_by_role("button", name="Заменить").click()
    assert page.get_by_role("status").inner_text() == "Сохранено."
    assert "7 «В»" in page.locator("table").inner_text()
    context.close()


def test_a_class_is_changed_by_keyboard_alone(browser: Chromium, served: tuple[Office, str]) -> None:
    office, address = served
    context = context_of(browser, address, cookies(office), 1366)
    page = context.new_page()
    page.goto(f"{address}/classes")
    tab_to(page, "#title")
    page.keyboard.type("9 Г")
    page.keyboard.press("Enter")
    page.wait_for_url("**/classes/edit**")
    tab_to(page, "#cell-mon-2")
    page.keyboard.type("Математика, Озёрная А. А.")
    tab_to(page, "form[action='/classes/edit'] [type='submit']")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=saved")
    assert "9 «Г»" in page.locator("table").inner_text()
    context.close()
