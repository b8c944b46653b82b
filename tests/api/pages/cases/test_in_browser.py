"""Pages of cases as people meet them: headless Chromium, wide and on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from models.person import Role
from tests.api import place as places
from tests.api.pages.cases.furnished import Keys, furnished
from tests.api.pages.cases.office import Office, office_of
from tests.api.services.papers.hostile import pdf
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine, office_of(engine, folder / "data") as made:
        made.where = places.place(engine, made.clock, folder=folder / "data", origin=None, plain_http=True)
        yield made


@pytest.fixture(scope="module")
def keys(office: Office) -> Keys:
    return furnished(office)


@pytest.fixture(scope="module")
def address(office: Office, keys: Keys) -> Iterator[str]:
    assert keys
    with serving(office.where) as told:
        yield told


def kept(office: Office, role: Role, keys: Keys) -> dict[str, str]:
    account = {
        Role.DEPUTY: office.deputy, Role.CLASS_TEACHER: office.teacher, Role.PARENT: keys.parent
    }[role]  # fmt: skip
    return let_in(office.where, places.grant_of(office.where.engine, account, role))


@pytest.fixture
def page(browser: Browser, office: Office, keys: Keys, address: str) -> Iterator[Page]:
    """A deputy's window without JavaScript, wide."""
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), 1366, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_of_the_desk_are_above_the_bar(
    browser: Browser, office: Office, keys: Keys, address: str, wide: int
) -> None:
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), wide)
    page = context.new_page()
    told = {path: faults_of(page, f"{address}{path}") for path in keys.desk_pages()}
    context.close()
    assert {path: faults for path, faults in told.items() if faults} == {}


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("role", [Role.PARENT, Role.CLASS_TEACHER])
def test_pages_of_those_who_only_look_are_above_the_bar(
    browser: Browser, office: Office, keys: Keys, address: str, role: Role, wide: int
) -> None:
    context = context_of(browser, address, kept(office, role, keys), wide)
    paths = ["/", f"/cases/{keys.running}"] + ["/cases"] * (role == Role.CLASS_TEACHER)
    page = context.new_page()
    assert {path: faults_of(page, f"{address}{path}") for path in paths} == {path: [] for path in paths}
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Goes on by the Tab key alone until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_case_is_opened_by_keyboard_alone(
    browser: Browser, office: Office, keys: Keys, address: str
) -> None:
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), 1366)
    page = context.new_page()
    page.goto(f"{address}/cases")
    tab_to(page, "a[href='/cases/new']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/new")
    for field, told in (
        ("surname", "Клавиатурная"),
        ("given_names", "Инна Олеговна"),
        ("birth_on", "05052015"),
    ):
        tab_to(page, f"#{field}")
        page.keyboard.type(told)
    for field, told in (("grade", "5"), ("class_title", "5 А")):
        tab_to(page, f"#{field}")
        page.keyboard.type(told)
    tab_to(page, "#programme")
    page.keyboard.press("ArrowDown")
    tab_to(page, "form[action='/cases'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=added")
    assert page.get_by_role("heading", level=1).inner_text() == "Клавиатурная Инна Олеговна"
    assert page.get_by_role("status").inner_text() == "Добавлено."
    context.close()


def test_enter_in_the_day_of_moves_makes_no_move(page: Page, keys: Keys, address: str) -> None:
    page.goto(f"{address}/cases/{keys.running}")
    before = page.locator("ol.rows li").count()
    page.get_by_label("С какого дня").press("Enter")
    assert page.get_by_role("alert").locator("li").all_inner_texts() == ["Выберите действие."]
    page.goto(f"{address}/cases/{keys.running}")
    assert page.locator("ol.rows li").count() == before


def test_a_refused_form_keeps_its_input_and_leads_to_the_field(
    browser: Browser, office: Office, keys: Keys, address: str
) -> None:
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), 360)
    page = context.new_page()
    page.goto(f"{address}/cases/{keys.new}/papers/new")
    page.get_by_label("Номер").fill("15/А")
    page.get_by_label("Действует до").fill("2026-08-01")
    page.get_by_role("button", name="Внести документ").click()
    summary = page.get_by_role("alert")
    page.wait_for_function("document.activeElement?.getAttribute('role') === 'alert'")
    assert summary.locator("li").all_inner_texts() == ["Выберите вид документа."]
    assert page.get_by_label("Номер").input_value() == "15/А"
    page.get_by_label("Вид документа").select_option("other")
    page.get_by_role("button", name="Внести документ").click()
    assert page.get_by_role("alert").locator("li").all_inner_texts() == ["Последний день раньше первого."]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_file_goes_up_and_comes_down_without_javascript(page: Page, keys: Keys, address: str) -> None:
    page.goto(f"{address}/consents/{keys.consent}")
    page.get_by_label("Приложить файл").set_input_files(
        {"name": "согласие.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.get_by_role("button", name="Сохранить файл").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Скачать файл").click()
    saved = waiting.value
    assert (saved.suggested_filename, Path(saved.path()).read_bytes()) == ("документ.pdf", pdf())


def test_a_file_that_is_too_big_is_answered_with_a_page(page: Page, keys: Keys, address: str) -> None:
    page.goto(f"{address}/orders/{keys.order}")
    page.get_by_label("Приложить файл").set_input_files(
        {"name": "скан.pdf", "mimeType": "application/pdf", "buffer": pdf() + b" " * 6_000_000}
    )
    page.get_by_role("button", name="Сохранить файл").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Файл слишком большой"


def test_a_medical_paper_is_opened_without_javascript(page: Page, keys: Keys, address: str) -> None:
    page.goto(f"{address}/papers/{keys.medical}")
    page.get_by_label("Зачем вы открываете документ").select_option("timetable")
    page.get_by_role("button", name="Открыть").click()
    assert page.get_by_label("Кто выдал").input_value() == "Городская поликлиника № 1"


def test_a_printed_list_holds_the_table_and_no_buttons(page: Page, address: str) -> None:
    page.goto(f"{address}/cases?page=all")
    page.emulate_media(media="print")
    assert page.locator("table").is_visible()
    assert page.get_by_role("button").count() == 0
    assert not page.locator("nav").first.is_visible()
