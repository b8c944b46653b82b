"""The first pages as a person meets them: headless Chromium against the running service, wide and on a phone."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from sqlmodel import select

from api.app import create_app
from api.installation import Installation
from api.services.cases.pupils import PupilDraft
from models.engines import reading
from models.person import Account, Role
from tests.api import place as world
from tests.api.services import world as services
from tests.chromium import FLAGS, MISSING, find_chromium
from tests.databases import empty

AXE = Path(__file__).parents[3] / "api" / "static" / "built" / "axe.js"
LONG = PupilDraft(
    surname="Константинопольская-Преображенская", given_names="Александра-Виктория Всеволодовна",
    birth_on=services.PUPIL.birth_on,
)  # fmt: skip


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A service with three cases: one new, one running, one with a long name whose papers run out."""
    from models.migrate import upgrade

    with empty("sqlite", tmp_path_factory.mktemp("service")) as engine:
        upgrade(engine)
        small = services.new_world(engine)
        world.person(engine, "zavuch", (Role.DEPUTY, small.school_id))
        small.case()
        small.running(services.START, services.day("12.09.2026"))
        with small.acting(services.START) as unit:
            from api.services.cases.pupils import add_pupil

            long = add_pupil(unit, LONG).id
        small.case(pupil_id=long)
        yield world.place(engine, world.Clock(), origin=None, plain_http=True)


@pytest.fixture(scope="module")
def address(where: Installation) -> Iterator[str]:
    """The service behind a real server on a free port."""
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
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def state(browser: Browser, address: str, where: Installation) -> dict[str, object]:
    """Cookies of a deputy who came in by hand: password, key, code."""
    page = browser.new_page()
    page.goto(address)
    assert page.url == f"{address}/signin"
    page.get_by_label("Логин").fill("zavuch")
    page.get_by_label("Пароль").fill(world.PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Показать ключ").click()
    with reading(where.engine) as session:
        account = session.exec(select(Account).where(Account.login == "zavuch")).one()
    page.get_by_label("Шесть цифр").fill(world.code(where, account))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="дальше").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Что требует внимания"
    kept = page.context.storage_state()
    page.close()
    return dict(kept)


def opened(browser: Browser, state: dict[str, object], address: str, path: str, wide: int) -> Page:
    context = browser.new_context(
        storage_state=state,
        viewport={"width": wide, "height": 800},
        bypass_csp=True,  # type: ignore[arg-type]
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda told: problems.append(told.text) if told.type in ("error", "warning") else None)
    page.on(
        "request", lambda asked: problems.append(asked.url) if not asked.url.startswith(address) else None
    )
    page.goto(f"{address}{path}")
    assert problems == []
    return page


PATHS = ("/", "/cases", "/cases?q=ничего", "/nowhere")


@pytest.mark.parametrize("wide", [320, 360, 1366])
@pytest.mark.parametrize("path", PATHS[:3])
def test_pages_fit_their_width(
    browser: Browser, state: dict[str, object], address: str, path: str, wide: int
) -> None:
    page = opened(browser, state, address, path, wide)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.context.close()


@pytest.mark.parametrize("path", PATHS[:3])
def test_axe_finds_nothing(browser: Browser, state: dict[str, object], address: str, path: str) -> None:
    page = opened(browser, state, address, path, 360)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))")
    assert found == []
    page.context.close()


def test_the_door_has_no_faults_either(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.add_script_tag(path=str(AXE))
    assert page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id))") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_everything_works_without_javascript(
    browser: Browser, state: dict[str, object], address: str
) -> None:
    context = browser.new_context(storage_state=state, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/cases")
    page.get_by_label("Найти").fill("Преображенская")
    page.get_by_role("button", name="Найти").click()
    assert page.locator("tbody tr").count() == 1
    assert page.locator("tbody td").first.inner_text() == f"{LONG.surname} {LONG.given_names}"
    context.close()


def test_what_is_urgent_is_told_by_a_word(browser: Browser, state: dict[str, object], address: str) -> None:
    page = opened(browser, state, address, "/", 1366)
    marks = page.locator(".attention .mark").all_inner_texts()
    assert set(marks) <= {"Просрочено", "Срочно", "Скоро", "Заранее"}
    # 12 September is 11 days ahead of the 1st: within 14
    ending = page.locator(".attention li").filter(has_text="12.09.2026")
    assert ending.count() > 0
    assert set(ending.locator(".mark").all_inner_texts()) == {"Скоро"}
    page.context.close()
