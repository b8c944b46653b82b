"""Pages of people in headless Chromium: above the bar with the longest names, by keyboard alone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.installation import Installation
from api.services.entry.passwords import UNUSABLE
from api.services.people import invitations
from models.engines import reading, writing
from models.person import Account, Role
from tests.api import place as world
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

LONG = "Константинопольская-Преображенская Александра-Виктория Всеволодовна"
GOOD = "четыре ужа на крыше"


class Town:
    """A service with a director, a teacher with the longest name who was never in, a mother; links of both."""

    def __init__(self, where: Installation) -> None:
        self.where = where
        self.school = world.school(where.engine)
        at = self.school
        self.director = world.person(where.engine, "director", (Role.DIRECTOR, at), name="Седов Пётр Ильич")
        self.deputy = world.person(where.engine, "zavuch", (Role.DEPUTY, at), (Role.TEACHER, at), name=LONG)
        roles = ((Role.TEACHER, at), (Role.CLASS_TEACHER, at))
        self.teacher = world.person(where.engine, "preobrazhenskaya-konstantinopolskaya", *roles, name=LONG)
        self.mother = world.person(where.engine, None, (Role.PARENT, at), name=LONG)
        self.void(self.teacher)

    def void(self, account: Account) -> None:
        with writing(self.where.engine) as session:
            session.get_one(Account, account.id).password_hash = UNUSABLE

    def session(self, account: Account, role: Role) -> dict[str, str]:
        return let_in(self.where, world.grant_of(self.where.engine, account, role))

    def link(self, account: Account, role: Role) -> str:
        with writing(self.where.engine) as session:
            door = self.where.door(session)
            hand = world.unit(door, self.director, Role.DIRECTOR, self.school)
            sent = invitations.invite(hand, door, world.grant_of(self.where.engine, account, role).id)
        return f"/invitation/{sent.token.get_secret_value()}"


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    with migrated("sqlite") as engine:
        yield Town(world.place(engine, world.Clock(), origin=None, plain_http=True, folder=Path()))


@pytest.fixture(scope="module")
def address(town: Town) -> Iterator[str]:
    with serving(town.where) as told:
        yield told


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_of_people_are_above_the_bar(browser: Browser, town: Town, address: str, wide: int) -> None:
    context = context_of(browser, address, town.session(town.director, Role.DIRECTOR), wide)
    page, person = context.new_page(), f"/people/{town.teacher.id}"
    role = world.grant_of(town.where.engine, town.teacher, Role.TEACHER).id
    paths = (
        "/people", "/people?q=никто", "/people?show=waiting", "/people/new", person, f"{person}/reset",
        f"{person}/disable", f"{person}/end?last_on=2026-12-31", f"/roles/{role}/end?last_on=2026-12-31",
        "/me", "/me/sessions/end",
    )  # fmt: skip
    assert {path: faults for path in paths if (faults := faults_of(page, f"{address}{path}"))} == {}
    context.close()


@pytest.mark.parametrize("wide", WIDTHS)
def test_links_are_above_the_bar_for_whoever_gets_them(
    browser: Browser, town: Town, address: str, wide: int
) -> None:
    context = context_of(browser, address, {}, wide)
    old = town.link(town.mother, Role.PARENT)
    paths = (old, town.link(town.mother, Role.PARENT), town.link(town.teacher, Role.TEACHER), "/signin")
    page = context.new_page()
    assert {path: faults for path in paths if (faults := faults_of(page, f"{address}{path}"))} == {}
    context.close()


def test_the_shown_link_is_above_the_bar_and_a_refusal_takes_the_focus(
    browser: Browser, town: Town, address: str
) -> None:
    context = context_of(browser, address, town.session(town.director, Role.DIRECTOR), 360)
    page = context.new_page()
    page.goto(f"{address}/people/{town.mother.id}")
    page.get_by_role("button", name="Отправить").click()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture = page.get_by_role("img", name="Квадратный код")
    assert picture.evaluate("(it) => it.complete && it.naturalWidth > 100")
    page.goto(f"{address}/people/new")
    page.get_by_label("Фамилия").fill(LONG)
    page.get_by_label("Логин").fill("zavuch")
    page.get_by_label("Роль", exact=True).select_option("teacher")
    page.get_by_role("button", name="Добавить").click()
    page.wait_for_function("document.activeElement.className === 'faults'")
    assert page.get_by_label("Логин").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Фамилия").input_value() == LONG
    context.close()


def press_to(page: Page, name: str) -> None:
    """Tab until the thing of that name has the focus; it has to be seen there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(() => { const it = document.activeElement;"
            " return (it.labels && it.labels[0] ? it.labels[0].innerText : it.innerText) })()"
        )
        if name in (told or ""):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"{name}: the focus is not seen"
            return
    raise AssertionError(f"{name} is not reached by Tab")


def focused(page: Page, key: str) -> None:
    """The page itself has put the focus where one begins."""
    page.wait_for_function(f"document.activeElement.id === '{key}'")


def enter(page: Page, name: str = "") -> None:
    """Enter, where the focus is or on the thing of that name, and the page that comes."""
    if name:
        press_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_and_inviting_by_keyboard_alone(browser: Browser, town: Town, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    focused(page, "login")
    page.keyboard.type("director")
    page.keyboard.press("Tab")
    page.keyboard.type(world.PASSWORD)
    enter(page)
    enter(page, "Показать ключ")
    focused(page, "code")
    page.keyboard.type(world.code(town.where, town.director))
    enter(page)
    for name in ("дальше", "Люди", "Все люди", "Добавить человека"):
        enter(page, name)
    for label, typed in (("Фамилия", "Юдин Лев Ильич"), ("Логин", "yudin")):
        press_to(page, label)
        page.keyboard.type(typed)
    press_to(page, "Роль")
    while page.get_by_label("Роль", exact=True).input_value() != "teacher":
        page.keyboard.press("ArrowDown")
    enter(page, "Добавить")
    assert page.get_by_text("Добавлено.").is_visible()
    enter(page, "Отправить приглашение")
    assert page.get_by_role("heading", level=1).inner_text() == "Приглашение готово"
    link = re.search(r"http://\S+/invitation/[\w-]+", page.locator("#letter").inner_text())
    assert link is not None
    page.close()
    newcomer_sets_a_password(browser, link[0])


def newcomer_sets_a_password(browser: Browser, link: str) -> None:
    """By keyboard, too."""
    page = browser.new_page()
    page.goto(link)
    for label in ("Новый пароль", "Ещё раз"):
        press_to(page, label)
        page.keyboard.type(GOOD)
    enter(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Мои уроки"
    assert "Юдин Лев Ильич" in page.locator(".who").inner_text()
    page.close()


def test_inviting_and_ending_work_without_scripts(browser: Browser, town: Town, address: str) -> None:
    kept = town.session(town.director, Role.DIRECTOR)
    context = context_of(browser, address, kept, 1366, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/people/{town.mother.id}")
    page.get_by_role("button", name="Отправить").click()
    assert "/invitation/" in page.locator("#letter").inner_text()
    assert not page.get_by_role("button", name="Скопировать").first.is_visible()
    page.goto(f"{address}/people/{town.mother.id}")
    page.get_by_role("link", name="Закрыть запись").click()
    page.get_by_label("Ваш пароль").fill(world.PASSWORD)
    page.get_by_role("button", name="Закрыть запись").click()
    assert "Запись закрыта" in page.locator("main").inner_text()
    page.get_by_role("button", name="Открыть запись").click()
    with reading(town.where.engine) as session:
        assert session.get_one(Account, town.mother.id).disabled_at is None
    context.close()


def test_the_words_of_an_invitation_are_copied(browser: Browser, town: Town, address: str) -> None:
    kept = town.session(town.director, Role.DIRECTOR)
    context = context_of(browser, address, kept, 1366, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/people/{town.mother.id}")
    page.get_by_role("button", name="Отправить").click()
    page.get_by_role("button", name="Скопировать текст").click()
    page.get_by_text("Скопировано.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#letter").inner_text()
    context.close()
