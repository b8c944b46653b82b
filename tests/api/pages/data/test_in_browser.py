"""A deputy's data in headless Chromium: wide and on a phone, by keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from models.person import Role
from models.place import Place
from tests.api import place as places
from tests.api.pages.data.room import Room, changed, room_of
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

LONG = "Оченьдлинноекороткоеимяместабезпробелов"
PAGES = ("/registry", "/registry/review", "/registry/items?fate=add", "/problem", "/places", "/places/new", "/roads",
         "/planning")  # fmt: skip


@dataclass(frozen=True)
class Desk:
    room: Room
    address: str
    cookies: dict[str, str]
    folder: Path

    def window(self, browser: Browser, wide: int = 1366, **more: object) -> BrowserContext:
        return context_of(browser, self.address, self.cookies, wide, **more)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With a place of the longest name and a workbook under review that has everything to show."""
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine, room_of(engine, folder / "data") as room:
        office = room.office
        book = changed(room.book(), "Учителя", B3=LONG, C3="s100", D3="Физика", J1="Кабинет", J2="12")
        room.data.add(Place(school_id=office.world.school_id, code=LONG, kind="home", title=LONG * 5))
        room.data.teacher("Лугова В. В.", "Музыка")
        (folder / "book.xlsx").write_bytes(changed(book, "Свободное время", G2="18:00"))
        office.where = places.place(
            engine, office.clock, folder=folder / "data", origin=None, plain_http=True
        )
        kept = let_in(office.where, places.grant_of(engine, office.deputy, Role.DEPUTY))
        with serving(office.where) as address:
            yield Desk(room, address, kept, folder)


def brought(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/registry")
    page.get_by_label("Файл книги").set_input_files(desk.folder / "book.xlsx")
    page.get_by_role("button", name="Загрузить и посмотреть").click()
    page.get_by_role("heading", name="Просмотр книги").wait_for()


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_of_the_data_are_above_the_bar(browser: Browser, desk: Desk, wide: int) -> None:
    context = desk.window(browser, wide)
    page = context.new_page()
    brought(page, desk)
    told = {path: faults_of(page, f"{desk.address}{path}") for path in PAGES}
    context.close()
    assert {path: faults for path, faults in told.items() if faults} == {}


@pytest.mark.parametrize("wide", WIDTHS)
def test_what_was_judged_is_above_the_bar_too(browser: Browser, desk: Desk, wide: int) -> None:
    context = desk.window(browser, wide)
    page = context.new_page()
    page.goto(f"{desk.address}/problem")
    page.get_by_role("button", name="Проверить").click()
    page.get_by_role("heading", name="Когда учителя свободны и когда нужны").wait_for()
    from tests.browsing import _AXE_RUN, _WIDER, AXE

    page.add_script_tag(path=str(AXE))
    assert page.evaluate(_AXE_RUN) == []
    assert page.evaluate(_WIDER) == []
    context.close()


def test_a_workbook_is_taken_over_without_javascript(browser: Browser, desk: Desk) -> None:
    context = desk.window(browser, 360, java_script_enabled=False)
    page = context.new_page()
    brought(page, desk)
    page.get_by_label("«Кабинет»").select_option("-")
    page.get_by_role("button", name="Запомнить и прочитать снова").click()
    assert "Что в этих столбцах?" not in page.content()
    assert page.locator("input[name=end]:checked").count() == 0
    page.get_by_role("button", name="Перенести в систему").click()
    assert "Книга перенесена в систему." in page.locator("main").inner_text()
    page.goto(f"{desk.address}/problem")
    page.get_by_label("Для кого").select_option("cases")
    page.get_by_role("button", name="Проверить").click()
    assert "Отметьте хотя бы одного ребёнка." in page.locator("main").inner_text()
    assert page.get_by_label("Для кого").input_value() == "cases"
    context.close()


def test_a_place_is_entered_by_keyboard_alone(browser: Browser, desk: Desk) -> None:
    context = desk.window(browser)
    page = context.new_page()
    page.goto(f"{desk.address}/places/new")
    page.get_by_label("Что это").focus()
    for told in ("", "клуб", "Заречье", "ул. Придуманная, 7", "57,02", "60,01"):
        if told:
            page.keyboard.type(told)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Места").wait_for()
    assert "57,0200; 60,0100" in page.locator("table").inner_text()
    context.close()
