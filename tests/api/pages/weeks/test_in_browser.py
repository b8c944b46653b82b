"""A report of illness and the teacher's week on a phone in Chromium: three taps without JavaScript, the common bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Engine

from tests.api.pages.agreement.home import crowded_variant, long_names
from tests.api.pages.weeks.homes import MONDAY, Weeks, weeks_of
from tests.browsing import context_of, faults_of, let_in, serving


@pytest.fixture
def weeks(database: Engine, tmp_path: Path) -> Iterator[Weeks]:
    """The longest names there may be, eleven lessons in two weeks."""
    made = weeks_of(database, tmp_path, origin=None, plain_http=True)
    made.home.made.published(0, variant=crowded_variant(made.home), first=MONDAY)
    long_names(made.home)
    with serving(made.home.where) as address:
        made.home.address = address
        yield made


def opened(weeks: Weeks, browser: Browser, who: str, wide: int = 360, **more: object) -> Page:
    grant = weeks.grants[who] if who in weeks.grants else weeks.home.grant(who)
    return context_of(browser, weeks.home.address, let_in(weeks.home.where, grant), wide, **more).new_page()


def test_three_taps_without_javascript_and_every_page_holds_the_bar(weeks: Weeks, browser: Browser) -> None:
    phone = opened(weeks, browser, "mother", java_script_enabled=False)
    phone.goto(f"{weeks.home.address}/")
    phone.get_by_role("link", name="Сообщить о болезни").click()
    phone.get_by_role("button", name="Отменить уроки сегодня").click()
    assert "Отменено: 2 урока" in phone.locator("main").inner_text()
    receipt = phone.url
    pages = [("mother", receipt), ("mother", f"/days/{weeks.case}"), ("mother", f"/days/{weeks.case}/ill"),
             ("maths", "/lessons"), ("deputy", f"/cases/{weeks.case}/absences")]  # fmt: skip
    for who, path in pages:
        url = path if path.startswith("http") else weeks.home.address + path
        for wide in (320, 360):
            page = opened(weeks, browser, who, wide)
            assert faults_of(page, url) == [], (who, path, wide)
            small = page.evaluate(
                "[...document.querySelectorAll('main button, main .button, main .call, main summary')]"
                ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)"
                ".map(e => e.outerHTML.slice(0, 80))"
            )
            assert small == [] or who == "deputy", (path, small)
            page.context.close()
