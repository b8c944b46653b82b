"""What a deputy does with the hands from signing in to a saved variant of the demo school, counted by the page itself.

`python -m tests.benchmarks.clicks [--json FILE]`. A real server, a real worker, a real browser; the demo school's own
data, nothing prepared. Every click is a click of the mouse, every field is clicked before it is typed into.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine

from api.demo.service.people import PASSWORD
from api.demo.service.seed import demo_now, seed
from api.jobs.running import working
from models.base import now
from tests.api import place as places
from tests.browsing import serving
from tests.chromium import FLAGS, find_chromium
from tests.databases import fresh

MOST = 25
PATIENCE_MS = 60_000
COUNTING = """for (const kind of ["click", "input"]) document.addEventListener(kind, (event) => {
  if (event.isTrusted) sessionStorage[kind] = Number(sessionStorage[kind] || 0) + 1;
}, true);"""
COUNTED = "['click', 'input'].map((kind) => Number(sessionStorage[kind] || 0))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """clicks: of the mouse, those into a field among them; keys: signs typed."""

    clicks: int
    keys: int


def saved_variant(browser: Browser, engine: Engine, folder: Path, clock: places.Clock) -> Counted:
    """Signs in at the demo school as the deputy, has a timetable made, stops it and keeps it."""
    where = places.place(
        engine, clock, folder=folder, origin=None, plain_http=True, totp_required=False,
        database_url=engine.url.render_as_string(False),
    )  # fmt: skip
    with working(where), serving(where) as address:
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(COUNTING)
        counted = _walk(context.new_page(), address)
        context.close()
    return counted


def _walk(page: Page, address: str) -> Counted:
    page.goto(f"{address}/signin")
    for field, text in (("Логин", "zavuch"), ("Пароль", PASSWORD)):
        page.get_by_label(field).click()
        page.keyboard.type(text)
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("link", name="Расписание").first.click()
    page.get_by_role("button", name="Составить расписание").click()
    page.locator("#board .week tbody tr").nth(11).wait_for()  # twelve children
    page.get_by_role("button", name="Остановить и взять лучшее").click()
    page.locator("#now").get_by_text("остановлен, взято лучшее").wait_for()
    page.get_by_role("button", name="Сохранить вариант").click()
    page.wait_for_url("**/variants/*")
    page.get_by_role("button", name="Разослать семьям").wait_for()
    clicks, keys = page.evaluate(COUNTED)
    return Counted(clicks=clicks, keys=keys)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.clicks", description=__doc__)
    parser.add_argument("--json", type=Path, help="where to write what was counted")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, fresh("sqlite", Path(name)) as engine:
        clock = places.Clock(demo_now(now()))
        seed(places.place(engine, clock))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            found = saved_variant(browser, engine, Path(name), clock)
            browser.close()
    met = "met " if found.clicks <= MOST else "NOT "
    print(
        f"{met} demo school, from signing in to a saved variant: {found.clicks} clicks, ≤ {MOST}; {found.keys} keys"
    )
    if asked.json:
        asked.json.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
