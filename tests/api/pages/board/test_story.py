"""A deputy overrules the machine in headless Chromium: drag, click and click, keyboard; undo, pins, two deputies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.variants import add_variant
from models.base import now
from models.person import Role
from scheduler.problem import Problem
from tests import builders as b
from tests.api import place as places
from tests.api.services.world import END, START, World, new_world
from tests.browsing import WIDTHS, ZOOMED, context_of, faults_of, faults_shown, let_in, serving
from tests.databases import migrated

LONG = "Коррекционно-развивающееиндивидуальноезанятие (адаптированная программа)"
OPEN = ".starts button:not(.no):not(.now)"


def problem() -> Problem:
    """Two children, three rows; the third has no time. Places in addresses: r1 is 0, r2 is 1, r3 is 2."""
    rows = [
        b.row("r1", title="Математика"),
        b.row("r2", title="Чтение"),
        b.row("r3", title=LONG, pupils=["p2"], teachers=["t1", "t2"]),
    ]
    wishes = [{"kind": "dislike", "start": "08:00", "end": "09:00", "weight": 1}]
    pupils = [b.pupil(title="К-01", wishes=wishes), b.pupil("p2", title="К-02", home="h2")]
    teachers = [
        b.teacher(title="Вымышленная-Придуманная Александра Александровна", free=[b.window("08:00-15:00")]),
        b.teacher("t2", title="Придуманная О. Н."),
    ]
    return b.problem(rows=rows, pupils=pupils, teachers=teachers)


@dataclass(frozen=True)
class Desk:
    world: World
    address: str
    cookies: dict[str, dict[str, str]]

    def variant(self) -> str:
        found = problem()
        with self.world.acting(START) as unit:
            kept = keep_problem(unit, given_problem(found, RunLimits()), START, END)
            placed = b.timetable(found, "r1 mon 09:00", "r2 tue 09:00")
            return add_variant(unit, self.world.year_id, kept.id, placed, "Осень").id

    def window(
        self, browser: Browser, who: str = "zavuch", wide: int = 1366, **more: object
    ) -> BrowserContext:
        context = context_of(browser, self.address, self.cookies[who], wide, **more)
        context.set_default_timeout(30_000)
        return context


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine:
        world = new_world(engine)
        where = places.place(engine, now, folder=folder, origin=None, plain_http=True)
        kept = {}
        for login, role, name in (
            ("zavuch", Role.DEPUTY, "Лебедева Ольга Игоревна"),
            ("boss", Role.DIRECTOR, "Директорова И. И."),
        ):
            account = places.person(engine, login, (role, world.school_id), name=name)
            kept[login] = let_in(where, places.grant_of(engine, account, role))
        with serving(where) as address:
            yield Desk(world, address, kept)


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A draft that has just been begun; nothing goes wrong unseen."""
    context = desk.window(browser)
    page = context.new_page()
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    begin(page, desk)
    yield page
    assert told == []
    context.close()


def begin(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/variants/{desk.variant()}")
    page.get_by_role("button", name="Править вручную").click()
    page.wait_for_url("**/boards/*")


def card(page: Page, pick: str) -> Locator:
    return page.locator(f'.board li a[data-pick="{pick}"]')


def start(page: Page, spot: str) -> Locator:
    return page.locator(f'.starts button[value="{spot}"]')


def done(page: Page, text: str) -> None:
    expect(page.locator(".done li").first).to_contain_text(text)


def test_click_and_click_moves_a_lesson(page: Page) -> None:
    card(page, "0.1").click()
    expect(start(page, "0.540")).to_have_class("now")
    expect(start(page, "0.540")).to_be_focused()
    start(page, "2.600").hover()
    expect(page.locator("#saying")).to_contain_text("ср 10:00:")
    start(page, "2.600").click()
    done(page, "Математика, К-01: пн 09:00 → ср 10:00")
    expect(page.locator("tr.hand")).to_have_count(0)
    expect(card(page, "0.1")).to_be_focused()
    expect(card(page, "0.1").locator("time")).to_have_text("10:00–10:40")


def test_a_lesson_is_dragged_to_a_start(page: Page) -> None:
    """The starts come up under the row while the lesson is held."""
    page.set_viewport_size({"width": 1366, "height": 1300})
    box = card(page, "1.1").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
    target = start(page, "3.660")
    target.wait_for()
    place = target.bounding_box()
    assert place
    for nudge in (8, 12, 10, 13):  # the first move only enters the start
        page.mouse.move(place["x"] + nudge, place["y"] + nudge, steps=2)
    expect(page.locator("#saying")).to_contain_text("чт 11:00:")
    page.mouse.up()
    done(page, "Чтение, К-01: вт 09:00 → чт 11:00")


def test_the_keyboard_alone_does_the_same(page: Page) -> None:
    """Enter takes in hand, arrows walk (five minutes aside, half an hour down, over the edge to the next day)."""
    tab_to(page, card(page, "0.1"))
    page.keyboard.press("Enter")
    expect(start(page, "0.540")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(start(page, "0.545")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(start(page, "0.575")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(start(page, "1.570")).to_be_focused()
    expect(page.locator("#saying")).to_contain_text("вт 09:30: нельзя")
    page.keyboard.press("ArrowDown")
    expect(start(page, "1.600")).to_be_focused()
    page.keyboard.press("Enter")
    done(page, "Математика, К-01: пн 09:00 → вт 10:00")


def test_escape_puts_the_lesson_down_where_it_was(page: Page) -> None:
    tab_to(page, card(page, "0.1"))
    page.keyboard.press("Enter")
    expect(start(page, "0.540")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("tr.hand")).to_have_count(0)
    expect(card(page, "0.1")).to_be_focused()
    expect(page.get_by_text("Шагов пока нет")).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError("no way there by keyboard")


def test_a_forbidden_start_says_why_and_offers_an_exchange(page: Page) -> None:
    card(page, "0.1").click()
    start(page, "1.550").click()
    expect(page.locator("#taken")).to_contain_text("вт 09:10: сюда нельзя.")
    expect(page.locator("#taken")).to_contain_text("К-01: Чтение (К-01) 09:00–09:40")
    page.get_by_role("button", name="Поменять: Чтение (К-01), вт 09:00").click()
    done(page, "Математика, К-01: пн 09:00 → вт 09:00; Чтение, К-01: вт 09:00 → пн 09:00")


def test_a_lesson_from_the_tray_gets_its_time(page: Page) -> None:
    page.locator(".tray a[data-pick]").click()
    start(page, "4.720").click()
    done(page, "поставлено: пт 12:00")
    expect(page.locator(".tray")).to_have_count(0)


def test_undo_after_a_reload_and_redo(page: Page) -> None:
    card(page, "0.1").click()
    start(page, "2.600").click()
    done(page, "→ ср 10:00")
    page.reload()
    page.get_by_role("button", name="Отменить шаг").click()
    expect(page.locator(".done li").first).to_contain_text("отменено:")
    expect(card(page, "0.1").locator("time")).to_have_text("09:00–09:40")
    page.get_by_role("button", name="Вернуть шаг").click()
    expect(card(page, "0.1").locator("time")).to_have_text("10:00–10:40")


def test_a_pin_holds_and_is_shown(page: Page) -> None:
    card(page, "0.1").click()
    page.get_by_role("checkbox", name="день").check()
    page.get_by_role("button", name="Сохранить закрепление").click()
    expect(card(page, "0.1")).to_contain_text("закреплено: день")
    expect(start(page, "2.600")).to_have_class("no")
    start(page, "2.600").click()
    expect(page.locator("#taken")).to_contain_text("день занятия закреплён: пн")


def test_a_draft_is_kept_as_a_variant(page: Page) -> None:
    card(page, "0.1").click()
    start(page, "2.600").click()
    done(page, "→ ср 10:00")
    page.get_by_label("Название варианта").fill("После правки")
    page.get_by_role("button", name="Сохранить вариант").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("После правки")
    expect(page.locator(".week")).to_contain_text("10:00–10:40")


def test_two_deputies_see_what_the_other_has_done(browser: Browser, desk: Desk, page: Page) -> None:
    context = desk.window(browser, "boss")
    other = context.new_page()
    other.goto(page.url)
    card(page, "0.1").click()
    start(page, "2.600").wait_for()
    card(other, "1.1").click()
    start(other, "3.660").click()
    done(other, "Чтение, К-01: вт 09:00 → чт 11:00")
    start(page, "2.600").click()
    faults = page.locator(".faults")
    expect(faults).to_contain_text("Математика, К-01 → ср 10:00")
    expect(faults).to_contain_text("Чтение, К-01: вт 09:00 → чт 11:00")
    expect(faults).to_contain_text("Директорова И. И.")
    start(page, "2.600").click()  # the lesson is still in hand, on the board as it is now
    done(page, "Математика, К-01: пн 09:00 → ср 10:00")
    context.close()


@pytest.mark.parametrize("wide", [*WIDTHS, ZOOMED])
def test_every_view_is_above_the_bar(browser: Browser, desk: Desk, wide: int) -> None:
    context = desk.window(browser)
    page = context.new_page()
    begin(page, desk)
    board = page.url
    card(page, "0.1").click()
    start(page, "2.600").click()
    done(page, "→ ср 10:00")
    context.close()
    for query in (
        "",
        "?dense=1&pick=0.1",
        "?pick=2.1&view=teachers",
        "?view=day&who=0&pick=1.1",
        "?who=1&day=mon&pick=2.1",
    ):
        context = desk.window(browser, wide=wide)
        assert faults_of(context.new_page(), f"{board}{query}") == [], query
        context.close()


@pytest.mark.parametrize("wide", [*WIDTHS, ZOOMED])
def test_what_comes_of_acting_is_above_the_bar(browser: Browser, desk: Desk, wide: int) -> None:
    """A taken start with its exchanges, a step somebody was quicker than, a draft that has been kept."""
    context, other = desk.window(browser, wide=wide), desk.window(browser, "boss")
    page, theirs = context.new_page(), other.new_page()
    begin(page, desk)
    board = page.url
    card(page, "0.1").click()
    start(page, "1.550").click()
    expect(page.locator("#taken")).to_contain_text("Поменять")
    assert faults_shown(page) == []
    theirs.goto(board)
    card(theirs, "1.1").click()
    start(theirs, "3.660").click()
    done(theirs, "Чтение, К-01")
    start(page, "2.600").click()
    expect(page.locator(".faults")).to_contain_text("Тем временем")
    assert faults_shown(page) == []
    page.goto(board)
    page.get_by_role("button", name="Сохранить вариант").click()
    page.wait_for_url("**/variants/*")
    assert faults_of(page, board) == []
    context.close()
    other.close()


def test_the_board_works_without_javascript(browser: Browser, desk: Desk) -> None:
    context = desk.window(browser, java_script_enabled=False)
    page = context.new_page()
    begin(page, desk)
    card(page, "0.1").click()
    page.wait_for_url(re.compile("pick=0.1#hand"))
    start(page, "1.550").click()
    expect(page.locator(".faults")).to_contain_text("К-01: Чтение (К-01) 09:00–09:40")
    page.locator("summary", has_text="Почему нельзя").nth(1).click()
    expect(page.locator(".whys dd").filter(has_text="Чтение (К-01)").first).to_be_visible()
    start(page, "2.600").click()
    done(page, "Математика, К-01: пн 09:00 → ср 10:00")
    page.get_by_role("button", name="Отменить шаг").click()
    expect(page.locator(".done li").first).to_contain_text("отменено:")
    context.close()
