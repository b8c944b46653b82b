"""The first pages as a person meets them: headless Chromium against the running service, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlmodel import select

from api.installation import Installation
from api.services.cases.pupils import PupilDraft, add_pupil
from models.engines import reading
from models.person import Account, Role
from tests.api import place as world
from tests.api.services import world as services
from tests.browsing import WIDTHS, context_of, faults_of, serving
from tests.databases import empty

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
            long = add_pupil(unit, LONG).id
        small.case(pupil_id=long)
        yield world.place(engine, world.Clock(), origin=None, plain_http=True)


@pytest.fixture(scope="module")
def address(where: Installation) -> Iterator[str]:
    with serving(where) as told:
        yield told


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


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/cases", "/cases?q=ничего"])
def test_pages_are_above_the_bar(
    browser: Browser, state: dict[str, object], address: str, path: str, wide: int
) -> None:
    context = browser.new_context(
        storage_state=state,  # type: ignore[arg-type]
        viewport={"width": wide, "height": 800},
        bypass_csp=True,
    )
    assert faults_of(context.new_page(), f"{address}{path}") == []
    context.close()


def test_the_door_has_no_faults_either(browser: Browser, address: str) -> None:
    context = context_of(browser, address, {}, 320)
    assert faults_of(context.new_page(), address) == []
    context.close()


def test_everything_works_without_javascript(
    browser: Browser, state: dict[str, object], address: str
) -> None:
    context = browser.new_context(storage_state=state, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/cases")
    page.get_by_label("Код, имя или класс").fill("Преображенская")
    page.get_by_role("button", name="Показать").click()
    assert page.locator("tbody tr").count() == 1
    assert page.locator("tbody td").first.inner_text() == f"{LONG.surname} {LONG.given_names}"
    context.close()


def test_what_is_urgent_is_told_by_a_word(browser: Browser, state: dict[str, object], address: str) -> None:
    page = browser.new_page(storage_state=state)  # type: ignore[arg-type]
    page.goto(address)
    marks = page.locator(".attention .mark").all_inner_texts()
    assert set(marks) <= {"Просрочено", "Срочно", "Скоро", "Заранее"}
    # 12 September is 11 days ahead of the 1st: within 14
    ending = page.locator(".attention li").filter(has_text="12.09.2026")
    assert ending.count() > 0
    assert set(ending.locator(".mark").all_inner_texts()) == {"Скоро"}
    page.close()
