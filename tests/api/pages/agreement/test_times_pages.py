"""Choosing another time on a phone: the list, the time that is held, refusals that lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from models.agreement import Answer
from tests.api.pages.agreement.home import Home, crowded_variant, home_of, long_names, open_home
from tests.api.pages.agreement.test_family_pages import plain
from tests.browsing import WIDTHS, faults_of
from tests.databases import migrated


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def test_a_time_is_asked_for_and_the_desk_sees_it(home: Home) -> None:
    version_id = home.made.offered(variant=crowded_variant(home))
    path = f"/my/{version_id}/times"
    page = f"{path}?lesson=0"
    html = home.get("mother", page).text
    assert "Сейчас предложено: понедельник 10:00–10:40" in plain(html)
    starts = re.findall(r'name="start" value="([\w-]+)"', html)
    assert 3 < len(starts) <= 12
    nothing = home.post("mother", path, page)
    assert (nothing.status_code, "Выберите время" in nothing.text) == (422, True)
    gone = home.post("mother", path, page, start="mon-600-t1")  # where it stands now
    assert (gone.status_code, "только что заняли" in gone.text) == (409, True)
    asked = home.post("mother", path, page, start=starts[-1])
    assert asked.headers["location"] == page
    told = plain(home.get("mother", page).text)
    assert "Вы попросили: пятница" in told
    assert "Это время держат для вас до чт, 3 сентября, 11:00." in told  # the clock stands at 01.09, 11:00
    assert "Семья просит другое время" in home.get("deputy", f"/agreement/{version_id}").text


@pytest.mark.parametrize("lesson", ["99", "-1", "один", "0000"])
def test_a_lesson_there_is_not_has_no_page(home: Home, lesson: str) -> None:
    version_id = home.made.offered()
    assert home.get("mother", f"/my/{version_id}/times?lesson={lesson}").status_code == 404


def test_another_family_finds_nothing(home: Home) -> None:
    version_id = home.made.offered()
    assert home.get("other", f"/my/{version_id}/times?lesson=0").status_code == 404


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("times")
    with migrated("sqlite") as engine, open_home(engine, folder) as made:
        yield made


def test_from_what_does_not_suit_to_another_time_without_javascript(browser: Browser, served: Home) -> None:
    version_id = served.made.offered(variant=crowded_variant(served))
    served.made.answer(version_id, Answer.DECLINED, served.made.father)
    long_names(served)
    context = served.context(browser, "mother", 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.address}/my/{version_id}")
    page.locator("label[for=n0]").click()
    page.get_by_role("button", name="Подходит не всё").click()
    page.get_by_role("link", name="Выбрать другое время").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Попросить это время").click()
    expect(page.get_by_role("status")).to_contain_text("Вы попросили")
    address = page.url
    context.close()
    for wide in WIDTHS:
        context = served.context(browser, "mother", wide)
        assert faults_of(context.new_page(), address) == [], wide
        context.close()
