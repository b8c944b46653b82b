"""Staff's session ends by itself: a warning before, a way to stay, and what was typed comes back after signing in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, Page

from api.installation import Installation
from models.person import Account, Role
from tests.api import place as world
from tests.browsing import context_of, faults_of, let_in, serving
from tests.databases import migrated

MINUTE = 60_000
NAME = "Юдин Лев Ильич"


@pytest.fixture
def where() -> Iterator[Installation]:
    with migrated("sqlite") as engine:
        yield world.place(engine, world.Clock(), origin=None, plain_http=True, totp_required=False)


@pytest.fixture
def address(where: Installation) -> Iterator[str]:
    with serving(where) as told:
        yield told


@pytest.fixture
def deputy(where: Installation) -> Account:
    return world.person(where.engine, "zavuch", (Role.DEPUTY, world.school(where.engine)))


@pytest.fixture
def page(browser: Browser, where: Installation, address: str, deputy: Account) -> Iterator[Page]:
    """The form of a new person, half filled in; the clock of the page stands until it is moved."""
    kept = let_in(where, world.grant_of(where.engine, deputy, Role.DEPUTY))
    context = context_of(browser, address, kept, 1366)
    opened = context.new_page()
    opened.clock.install()
    opened.goto(f"{address}/people/new")
    opened.get_by_label("Фамилия").fill(NAME)
    opened.get_by_label("Роль").select_option("teacher")
    yield opened
    context.close()


def clock_of(where: Installation) -> world.Clock:
    return cast("world.Clock", where.clock)


def go_on(page: Page, where: Installation, minutes: float) -> None:
    """Time goes on at the service and in the browser."""
    clock_of(where).on(minutes=minutes)
    page.clock.run_for(int(minutes * MINUTE))


def sign_in(page: Page, login: str = "zavuch") -> None:
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль").fill(world.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda url: not url.endswith("/signin"))


def kept_by(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"))


def test_two_minutes_before_the_end_one_may_stay(page: Page, where: Installation) -> None:
    notice = page.locator("#session-notice")
    go_on(page, where, 27.9)
    assert notice.count() == 0
    go_on(page, where, 0.2)
    assert notice.get_attribute("role") == "alert"
    assert "Через две минуты вход закончится" in notice.inner_text()
    page.get_by_role("button", name="Остаться").click()
    notice.wait_for(state="detached")
    go_on(page, where, 20)
    page.get_by_label("Логин").fill("yudin")
    page.get_by_role("button", name="Добавить").click()
    assert page.get_by_text("Добавлено.").is_visible()


def test_what_was_typed_comes_back_after_the_end(page: Page, where: Installation, address: str) -> None:
    go_on(page, where, 30.1)
    notice = page.locator("#session-notice")
    assert "Набранное сохранено в этой вкладке" in notice.inner_text()
    notice.get_by_role("link", name="Войти").click()
    sign_in(page)
    page.get_by_role("link", name="Вернуться к форме").click()
    page.get_by_text("Набранное снова в форме").wait_for()
    assert page.url == f"{address}/people/new"
    assert page.get_by_label("Фамилия").input_value() == NAME
    assert page.get_by_label("Роль").input_value() == "teacher"
    page.get_by_label("Логин").fill("yudin")
    page.get_by_role("button", name="Добавить").click()
    assert page.get_by_text("Добавлено.").is_visible()
    page.goto(f"{address}/people")
    assert NAME not in kept_by(page)


def test_a_form_sent_too_late_comes_back_too(page: Page, where: Installation) -> None:
    page.get_by_label("Логин").fill("yudin")
    clock_of(where).on(minutes=31)  # the browser slept: no warning was seen
    page.get_by_role("button", name="Добавить").click()
    assert "Отправленное не сохранено." in page.locator("main").inner_text()
    assert "Набранное сохранено в этой вкладке" in page.locator("#session-notice").inner_text()
    page.get_by_role("link", name="Войти").click()
    sign_in(page)
    page.get_by_role("link", name="Вернуться к форме").click()
    page.get_by_text("Набранное снова в форме").wait_for()
    told = [page.get_by_label(label).input_value() for label in ("Фамилия", "Логин", "Роль")]
    assert told == [NAME, "yudin", "teacher"]


def test_a_form_refused_once_and_sent_too_late_leads_back_to_its_page(
    page: Page, where: Installation
) -> None:
    page.get_by_label("Логин").fill("zavuch")
    page.get_by_role("button", name="Добавить").click()
    page.get_by_text("Такой логин занят").first.wait_for()
    page.get_by_label("Логин").fill("yudin")
    clock_of(where).on(minutes=31)
    page.get_by_role("button", name="Добавить").click()
    link = page.locator("#session-notice").get_by_role("link")
    assert link.get_attribute("href") == "/people/new"


def test_passwords_are_never_kept(page: Page, where: Installation, address: str) -> None:
    page.goto(f"{address}/me")
    for label in ("Нынешний пароль", "Новый пароль", "Ещё раз новый пароль"):
        page.get_by_label(label, exact=False).first.fill("тайна-КАНАРЕЙКА")
    clock_of(where).on(minutes=31)
    page.get_by_role("button", name="Сменить пароль").click()
    assert "Отправленное не сохранено." in page.locator("main").inner_text()
    assert "КАНАРЕЙКА" not in kept_by(page)
    assert world.PASSWORD not in kept_by(page)


def test_somebody_else_in_the_same_tab_gets_nothing(page: Page, where: Installation, address: str) -> None:
    world.person(where.engine, "director", (Role.DIRECTOR, world.school(where.engine, "s8")))
    go_on(page, where, 30.1)
    assert NAME in kept_by(page)
    page.locator("#session-notice").get_by_role("link", name="Войти").click()
    sign_in(page, "director")
    page.goto(f"{address}/people/new")
    assert page.get_by_label("Фамилия").input_value() == ""
    assert NAME not in kept_by(page)


def test_leaving_forgets_what_was_kept(page: Page) -> None:
    page.get_by_label("Логин").fill("zavuch")
    page.get_by_role("button", name="Добавить").click()
    page.get_by_text("Такой логин занят").first.wait_for()
    assert NAME in kept_by(page)
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url("**/signin")
    assert NAME not in kept_by(page)


def test_a_form_may_ask_not_to_be_kept(page: Page, where: Installation) -> None:
    page.evaluate("document.querySelector('main form').dataset.keep = 'no'")
    go_on(page, where, 30.1)
    assert page.locator("#session-notice").inner_text().startswith("Вход закончился.")
    assert NAME not in kept_by(page)


def test_the_warning_is_above_the_bar(page: Page, where: Installation, address: str) -> None:
    assert faults_of(page, f"{address}/people/new") == []
    page.set_viewport_size({"width": 320, "height": 700})
    go_on(page, where, 28.5)
    page.locator("#session-notice").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id))") == []
