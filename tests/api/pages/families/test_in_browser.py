"""The page of a family's week in Chromium: on a phone, by keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.services.families.addresses import add_other_home, write_home
from api.services.families.windows import add_hours, windows_of
from api.services.weekly import Hours
from models.person import Role
from scheduler.terms import Weekday
from tests.api import place as places
from tests.api.pages.cases.furnished import Keys, furnished
from tests.api.pages.cases.office import Office, office_of
from tests.api.pages.cases.test_in_browser import kept, tab_to
from tests.api.services.world import START
from tests.browsing import WIDTHS, context_of, faults_of, serving
from tests.databases import migrated

LONG = "ул. Константинопольско-Преображенская, дом 12, корпус 4, квартира 118, вход со двора"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine, office_of(engine, folder / "data") as made:
        made.where = places.place(engine, made.clock, folder=folder / "data", origin=None, plain_http=True)
        yield made


@pytest.fixture(scope="module")
def keys(office: Office) -> Keys:
    """One of everything, and a week that is full."""
    made = furnished(office)
    with office.world.acting(START) as unit:
        for section in ("adult", "taken", "liked", "class"):
            for day in tuple(Weekday)[:5]:
                hours = Hours(days=(day,), weeks=(1, 3), start_min=605, end_min=1135)
                add_hours(unit, made.running, section, hours, weight=4, channel="call")
        write_home(unit, made.running, 0, LONG, "Л" * 40, channel="call")
        add_other_home(unit, made.running, Hours(weeks=(2, 4)), address=LONG, channel="call")
    return made


@pytest.fixture(scope="module")
def address(office: Office, keys: Keys) -> Iterator[str]:
    assert keys
    with serving(office.where) as told:
        yield told


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("role", [Role.PARENT, Role.DEPUTY])
def test_the_page_is_above_the_bar(
    browser: Browser, office: Office, keys: Keys, address: str, role: Role, wide: int
) -> None:
    context = context_of(browser, address, kept(office, role, keys), wide)
    page = context.new_page()
    assert faults_of(page, f"{address}/cases/{keys.running}/family") == []
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_a_parent_adds_hours_without_javascript_and_mends_a_mistake(
    browser: Browser, office: Office, keys: Keys, address: str
) -> None:
    cookies = kept(office, Role.PARENT, keys)
    context = context_of(browser, address, cookies, 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/cases/{keys.running}/family")
    part = page.locator("#taken")
    part.locator("summary").click()
    part.get_by_label("вт", exact=True).check()
    part.get_by_label("С", exact=True).fill("15:00")
    part.get_by_label("До").fill("14:00")
    part.get_by_role("button", name="Добавить").click()
    assert page.get_by_role("alert").locator("li").all_inner_texts() == ["Конец должен быть позже начала."]
    assert part.get_by_label("вт", exact=True).is_checked()
    part.get_by_label("До").fill("16:30")
    part.get_by_role("button", name="Добавить").click()
    assert page.url.endswith("/family?saved=taken#taken")
    assert part.get_by_role("status").inner_text() == "Сохранено."
    assert "вт 15:00–16:30" in part.inner_text()
    context.close()


def test_hours_are_told_by_keyboard_alone(browser: Browser, office: Office, keys: Keys, address: str) -> None:
    context = context_of(browser, address, kept(office, Role.PARENT, keys), 1366)
    page = context.new_page()
    page.goto(f"{address}/cases/{keys.running}/family")
    tab_to(page, "#adult summary")
    page.keyboard.press("Enter")
    tab_to(page, "#adult input[value='thu']")
    page.keyboard.press("Space")
    tab_to(page, "#adult-start")
    page.keyboard.type("0700AM")
    tab_to(page, "#adult-end")
    page.keyboard.type("0745AM")
    tab_to(page, "#adult .small-form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**saved=adult**")
    with office.world.acting(START) as unit:
        rows = [(row.days, row.start_min, row.end_min) for row in windows_of(unit, keys.running)]
    assert ("thu", 420, 465) in rows
    context.close()
