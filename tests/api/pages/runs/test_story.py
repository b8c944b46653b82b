"""A deputy's morning in headless Chromium: start a run, watch it, stop it, keep it, compare; wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from models.person import Role
from scheduler.wire import dump_bytes
from tests.api import place as places
from tests.api.workplace import WorkPlace, school_problem, work_place
from tests.browsing import WIDTHS, ZOOMED, context_of, faults_of, let_in, serving
from tests.databases import migrated

PATIENCE_MS = 60_000
LONG = "Оченьдлинноеназваниевариантарасписания" * 2 + " на весну"


@dataclass(frozen=True)
class Desk:
    """The service with a worker, and the way in of a deputy."""

    here: WorkPlace
    address: str
    cookies: dict[str, str]
    file: Path

    def window(self, browser: Browser, wide: int = 1366, **more: object) -> BrowserContext:
        context = context_of(browser, self.address, self.cookies, wide, **more)
        context.set_default_timeout(PATIENCE_MS)
        return context


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("service")
    file = folder / "problem.json"
    file.write_bytes(dump_bytes(school_problem()))
    with migrated("sqlite") as engine:
        here = work_place(engine, folder, origin=None, plain_http=True, totp_required=False)
        deputy = places.person(engine, "zavuch", (Role.DEPUTY, here.school.school_id))
        kept = let_in(here.installation, places.grant_of(engine, deputy, Role.DEPUTY))
        with here.working(), serving(here.installation) as address:
            yield Desk(here, address, kept, file)


def start(page: Page, desk: Desk, seconds: str) -> None:
    page.goto(f"{desk.address}/timetables")
    page.get_by_text("Взять задачу из файла").click()
    page.get_by_label("Файл problem.json").set_input_files(desk.file)
    page.get_by_label("Сколько искать").select_option(seconds)
    page.get_by_role("button", name="Составить расписание").click()


def keep(page: Page, name: str) -> str:
    page.get_by_label("Название варианта").fill(name)
    page.get_by_role("button", name="Сохранить вариант").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name, timeout=PATIENCE_MS)
    return page.url.partition("?")[0]


@pytest.fixture(scope="module")
def kept(browser: Browser, desk: Desk) -> tuple[str, str]:
    """Addresses of two variants, each started, watched, stopped and kept by hand."""
    context = desk.window(browser)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    start(page, desk, "300")
    # nobody reloads: the first board and its score come by themselves
    expect(page.locator("#board .week tbody tr")).to_have_count(12, timeout=PATIENCE_MS)
    expect(page.locator("#now .lead")).to_contain_text("азмещено", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Остановить и взять лучшее").click()
    # and so does the end
    expect(page.get_by_role("button", name="Сохранить вариант")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#now")).to_contain_text("остановлен, взято лучшее")
    first = keep(page, LONG)
    start(page, desk, "300")
    expect(page.locator("#board .week tbody tr")).to_have_count(12, timeout=PATIENCE_MS)
    page.close()  # closing the page stops nothing
    page = context.new_page()
    page.goto(f"{desk.address}/timetables")
    page.get_by_role("link", name="Составить всё заново").first.click()
    page.get_by_role("button", name="Остановить и взять лучшее").click()
    second = keep(page, "Второй")
    assert told == []
    context.close()
    return first, second


def test_two_variants_are_laid_side_by_side(browser: Browser, desk: Desk, kept: tuple[str, str]) -> None:
    context = desk.window(browser)
    page = context.new_page()
    page.goto(kept[0])
    page.get_by_role("button", name="Сравнить").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Сравнение вариантов"
    assert page.get_by_role("link", name="Второй").count() == 1
    assert page.locator("caption").first.inner_text() == "Показатели двух вариантов"
    context.close()


@pytest.mark.parametrize("wide", [*WIDTHS, ZOOMED])
def test_pages_are_above_the_bar(browser: Browser, desk: Desk, kept: tuple[str, str], wide: int) -> None:
    first, second = (path.rpartition("/")[2] for path in kept)
    run = desk.here.run(_run_of(desk, first)).id
    for path in (
        "/timetables", f"/timetables?removed={first}&base={first}", f"/runs/{run}", f"/variants/{first}",
        f"/variants/{first}?view=teachers", f"/compare?first={first}&second={second}", "/compare",
        "/timetables/rules", f"/timetables/choice?run={run}",
    ):  # fmt: skip
        context = desk.window(browser, wide)
        assert faults_of(context.new_page(), f"{desk.address}{path}") == [], path
        context.close()


def test_sliders_tell_at_once_what_they_change(browser: Browser, desk: Desk, kept: tuple[str, str]) -> None:
    context = desk.window(browser)
    page = context.new_page()
    page.goto(f"{desk.address}/timetables/rules")
    expect(page.locator("#weighed")).to_contain_text("по-прежнему")
    assert page.locator("#weighed").get_by_role("link", name=LONG).count() >= len(kept[:1])
    page.locator("#weight_adult_days").fill("120")
    expect(page.locator("#weight_adult_days + output")).to_have_text("120")
    expect(page.locator("#weighed")).to_contain_text("было бы")
    page.get_by_role("button", name="Вернуть обычные").click()
    expect(page.locator("#weighed")).not_to_contain_text("было бы")
    context.close()


def _run_of(desk: Desk, variant_id: str) -> str:
    from models.engines import reading
    from models.timetable import Variant

    with reading(desk.here.engine) as session:
        return str(session.get_one(Variant, variant_id).run_id)


def test_a_run_goes_by_without_javascript(browser: Browser, desk: Desk) -> None:
    context = desk.window(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.address}/timetables")
    page.locator("summary").first.click()
    page.get_by_label("Файл problem.json").set_input_files(desk.file)
    page.get_by_label("Сколько искать").select_option("30")
    page.get_by_role("button", name="Составить расписание").click()
    assert page.locator('meta[http-equiv="refresh"]').count() == 1
    page.get_by_role("button", name="Отменить расчёт").click()
    expect(page.get_by_text("Этот расчёт не дал расписания")).to_be_visible(timeout=PATIENCE_MS)
    context.close()


def test_a_run_is_asked_for_by_keyboard_alone(browser: Browser, desk: Desk, kept: tuple[str, str]) -> None:
    """From the variant's own page: «Улучшить», then one form; a run that waits is cancelled by keyboard too."""
    context = desk.window(browser)
    page = context.new_page()
    page.goto(kept[1])
    _tab_to(page, "Улучшить или дополнить")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timetables?base=*")
    _tab_to(page, "Составить расписание")
    page.keyboard.press("Enter")
    page.wait_for_url("**/runs/*")
    expect(page.locator(".count")).to_contain_text("Улучшить, не трогая закреплённое")
    _tab_to(page, "Отменить расчёт")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Этот расчёт не дал расписания")).to_be_visible(timeout=PATIENCE_MS)
    context.close()


def _tab_to(page: Page, text: str) -> None:
    """Tab until what has the focus says the text."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == text:
            return
    raise AssertionError(f"no way to «{text}» by keyboard")
