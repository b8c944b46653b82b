"""Real pages for tests: the service on a free port, a headless Chromium, sessions without typing, one bar for all.

`browser` is a fixture (once per module); `serving`, `let_in` and `faults_of` are called by hand.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import FLAGS, MISSING, find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

    from api.installation import Installation
    from models.person import Grant

AXE = Path(__file__).parents[1] / "api" / "static" / "built" / "axe.js"
WIDTHS = (320, 360, 1366)
ZOOMED = 683  # what a window of 1366 has at 200 %
_AXE_RUN = "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))"
_WIDER = """() => [...document.querySelectorAll('body *')]
    .filter((e) => e.checkVisibility() && !e.closest('.scroll') && !e.closest('.skip'))
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 120))"""
_NO_CODE_WORDS = ("Error", "Exception", "null", "undefined", "NaN", "None")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium; skipped, and failed with CI=true, where there is none. One at a time in a process, and
    none left open for the next module: playwright keeps a loop of its own running, in which no other starts."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def serving(where: Installation) -> Iterator[str]:
    """The address of the installation behind a real server on a free port."""
    import uvicorn

    from api.app import create_app

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(create_app(where), host="127.0.0.1", port=port, log_level="error", access_log=False)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def let_in(where: Installation, grant: Grant) -> dict[str, str]:
    """Cookies of a whole session in a role, as signing in would leave them (name → value)."""
    from api import cookies
    from api.services.entry import sessions
    from models.engines import writing
    from models.person import Account
    from models.session import SessionKind

    parent = grant.role == "parent"
    with writing(where.engine) as session:
        account = session.get_one(Account, grant.account_id)
        start = sessions.Start(
            account_id=account.id, kind=SessionKind.PARENT if parent else SessionKind.STAFF, grant_id=grant.id
        )
        issued = sessions.begin(where.door(session), start)
    return {cookies.name_of(where.settings, cookies.SESSION): issued.token.get_secret_value()}


def context_of(
    browser: Browser, address: str, kept: dict[str, str], wide: int, **more: Any
) -> BrowserContext:
    """A window of a width with a session in it. bypass_csp lets axe in."""
    context = browser.new_context(viewport={"width": wide, "height": 800}, bypass_csp=True, **more)
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
    return context


def faults_of(page: Page, url: str) -> list[str]:
    """What is below the bar of trust.md 5.1 on a page: console, other sites, width, axe, code words. Opens it.

    One window may open many pages after each other, which is much cheaper than a window for each, unless a page is
    still being sent something when the next is opened.
    """
    told: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        told.extend([line.text] if line.type in ("error", "warning") else [])

    def miss(asked: Request) -> None:
        """An icon the window still waits for when the next page is opened is not the page's fault."""
        given_up = asked.failure == "net::ERR_ABORTED" and asked.url.endswith("/icon.svg")
        told.extend([] if given_up else [f"failed {asked.url}"])

    page.on("console", hear)
    page.on("requestfailed", miss)
    page.goto(url)
    told += faults_shown(page)
    page.remove_listener("console", hear)
    page.remove_listener("requestfailed", miss)
    return told


def faults_shown(page: Page) -> list[str]:
    """The same of a page as it stands, whatever has been done on it: width, axe, code words."""
    told = [f"wider: {html}" for html in page.evaluate(_WIDER)]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    told += [f"scrolls sideways by {wide} px"] if wide > 0 else []
    page.add_script_tag(path=str(AXE))
    told += page.evaluate(_AXE_RUN)
    text = page.locator("body").inner_text()
    return told + [f"says {word}" for word in _NO_CODE_WORDS if word in text]
