"""Calendar and outbox in Chromium: above the bar with the longest names, by keyboard alone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.installation import Installation
from api.services.outbox.putting import Letter, Topic, put
from models.engines import reading, writing
from models.message import Message, MessageFault, MessageState
from models.person import Account, Role
from tests.api import place as world
from tests.api.pages.calendar.town import town
from tests.api.services.feeds.subscribers import Subscribers
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

LONG = "Константинопольская-Преображенская Александра-Виктория Всеволодовна"
WORD = "Превысокомногорассмотрительствующая" * 3


@pytest.fixture(scope="module")
def made() -> Iterator[Subscribers]:
    """Links used, unused and revoked with the longest labels; messages on every shelf."""
    with migrated("sqlite") as engine:
        made = town(engine)
        made.where = world.place(engine, made.clock, origin=None, plain_http=True, folder=Path())
        for account_id in (made.maths, made.made.mother):
            with writing(engine) as session:
                session.get_one(Account, account_id).name = LONG
        for level in ("bare", "initials", "address"):
            made.read(made.of_teacher(level=level, alarm_min=30))
        made.revoke(made.of_teacher())
        _messages(made)
        yield made


def _messages(made: Subscribers) -> None:
    with made.acting(made.made.world.deputy_id, Role.DEPUTY) as (unit, _):
        letter = Letter(account_id=made.made.mother, topic=Topic.REMINDER, body=f"{WORD}\n{LONG}")
        for _ in range(2):
            put(unit, made.made.world.school_id, letter)
        failed: Message = put(unit, made.made.world.school_id, letter)
        failed.state, failed.fault = MessageState.FAILED, MessageFault.REFUSED


@pytest.fixture(scope="module")
def address(made: Subscribers) -> Iterator[str]:
    with serving(made.where) as told:
        yield told


def session_of(where: Installation, account_id: str, role: Role) -> dict[str, str]:
    with reading(where.engine) as session:
        account = session.get_one(Account, account_id)
    return let_in(where, world.grant_of(where.engine, account, role))


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_are_above_the_bar(browser: Browser, made: Subscribers, address: str, wide: int) -> None:
    people = (
        (made.maths, Role.TEACHER, ("/me/calendar",)),
        (made.made.mother, Role.PARENT, ("/me/calendar", "/me")),
        (made.made.director, Role.DIRECTOR, ("/me/calendar", "/outbox?show=hand", "/outbox?show=failed")),
    )
    found = {}
    for account_id, role, paths in people:
        context = context_of(browser, address, session_of(made.where, account_id, role), wide)
        page = context.new_page()
        for path in paths:
            found[role, path] = faults_of(page, f"{address}{path}")
        context.close()
    assert {key: faults for key, faults in found.items() if faults} == {}


@pytest.mark.parametrize("wide", WIDTHS)
def test_the_new_link_is_above_the_bar(browser: Browser, made: Subscribers, address: str, wide: int) -> None:
    kept = session_of(made.where, made.made.mother, Role.PARENT)
    context = context_of(browser, address, kept, wide)
    page = context.new_page()
    page.goto(f"{address}/me/calendar")
    page.get_by_role("button", name="Получить ссылку").click()
    page.get_by_role("heading", name="Ссылка готова").wait_for()
    for told in page.locator("summary").all():
        told.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture = page.get_by_role("img", name="Квадратный код")
    assert picture.evaluate("(it) => it.complete && it.naturalWidth > 100")
    assert page.locator("#link").inner_text().startswith(f"{address}/feeds/")
    context.close()


def press_to(page: Page, name: str) -> None:
    """Tab until the thing of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.innerText || ''"):
            return
    raise AssertionError(f"no way to «{name}» by keyboard")


def test_a_link_is_made_and_ended_by_keyboard_alone(
    browser: Browser, made: Subscribers, address: str
) -> None:
    kept = session_of(made.where, made.russian, Role.TEACHER)
    context = context_of(browser, address, kept, 360)
    page = context.new_page()
    page.goto(f"{address}/me/calendar")
    press_to(page, "Получить ссылку")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ссылка готова").wait_for()
    press_to(page, "Готово")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ваши ссылки").wait_for()
    press_to(page, "Отключить")
    page.keyboard.press("Enter")
    page.get_by_text("Ссылка отключена").wait_for()
    context.close()


def test_a_refused_form_shows_its_faults_without_scripts(
    browser: Browser, made: Subscribers, address: str
) -> None:
    kept = session_of(made.where, made.maths, Role.TEACHER)
    context = context_of(browser, address, kept, 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/me/calendar")
    page.get_by_text("Что показывать и когда напоминать").click()
    page.get_by_label("Что видно в календаре").select_option("address")
    page.get_by_label("Название для себя").fill("Телефон")
    page.get_by_role("button", name="Получить ссылку").click()
    page.get_by_text("Отметьте, что понимаете").first.wait_for()
    assert page.get_by_label("Название для себя").input_value() == "Телефон"
    page.get_by_label("Понимаю").check()
    page.get_by_role("button", name="Получить ссылку").click()
    page.get_by_role("heading", name="Ссылка готова").wait_for()
    context.close()
