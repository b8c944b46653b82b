"""The README's pictures: `python -m tests.picture`, after the demo has been run.

One of the week's board as a page of its own, one of the service with a lesson in hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from api.demo.__main__ import FOLDER
from api.services.board.drafts import open_draft
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem, keep_problem
from api.services.runs.variants import add_variant
from models.base import now
from models.person import Role
from scheduler.wire import parse_problem, parse_timetable
from tests.api import place as places
from tests.api.services.world import END, START, World, new_world
from tests.browsing import context_of, let_in, serving
from tests.chromium import FLAGS, MISSING, find_chromium
from tests.databases import migrated

PAGE = FOLDER / "sheets" / "board.html"
PICTURE, HAND = Path("api/demo/board.png"), Path("api/demo/hand.png")
SIZE = {"width": 1280, "height": 1180}
MANY = 60


def main() -> int:
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(PAGE.absolute().as_uri())
        page.get_by_label("Кого").select_option(index=4)
        page.screenshot(path=PICTURE)
        _hand(browser)
        browser.close()
    return 0


def _hand(browser: Browser) -> None:
    """The board of the demo school with a lesson in hand and a start that is taken."""
    with tempfile.TemporaryDirectory() as name, migrated("sqlite") as engine:
        world = new_world(engine)
        where = places.place(engine, now, folder=Path(name), origin=None, plain_http=True)
        deputy = places.person(
            engine, "zavuch", (Role.DEPUTY, world.school_id), name="Звонцова Мирослава Радимовна"
        )
        cookies = let_in(where, places.grant_of(engine, deputy, Role.DEPUTY))
        path = _draft(world)
        with serving(where) as address:
            page = context_of(browser, address, cookies, 1366).new_page()
            page.goto(f"{address}{path}")
            _take(page)
            page.locator(".starts button.no").nth(60).click()
            page.locator("#taken p").first.wait_for()
            page.mouse.move(2, 2)
            page.screenshot(path=HAND)


def _take(page: Page) -> None:
    """A lesson with many starts that are open."""
    lessons = page.locator(".board li a[data-pick]")
    for number in range(lessons.count()):
        lessons.nth(number).click()
        page.locator("#hand").wait_for()
        if page.locator(".starts .better, .starts .worse").count() > MANY:
            return
        page.keyboard.press("Escape")


def _draft(world: World) -> str:
    problem = parse_problem((FOLDER / "problem.json").read_bytes()).problem
    timetable = parse_timetable((FOLDER / "timetable.json").read_bytes())
    with world.acting(START) as unit:
        kept = keep_problem(unit, given_problem(problem, RunLimits()), START, END)
        made = add_variant(unit, world.year_id, kept.id, timetable, "Осень, без окон")
        return f"/boards/{open_draft(unit, made.id).id}"


if __name__ == "__main__":
    sys.exit(main())
