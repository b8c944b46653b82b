"""The whole story in headless Chromium: a deputy offers, a parent agrees on a phone without JavaScript, a director
approves, the deputy publishes; every page at three widths with the longest names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time

import pytest
from playwright.sync_api import Browser, Page, expect

from api.services.agreement.timetable.overview import standing
from models.agreement import Answer
from tests.api import place as world
from tests.api.pages.agreement.home import Home, crowded_variant, long_names, open_home
from tests.api.services.agreement.households import TODAY
from tests.browsing import WIDTHS, faults_of
from tests.databases import migrated

BUDGET = 50_000  # bytes of a parent's page with all it loads
TABLET = 768
REQUESTS = 4  # the page, its style, its script, the icon
TAPS = 4  # from the first page to the receipt
USABLE_MS = 2_500  # at 400 kbit/s and 400 ms of way
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
CUT = """() => [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && e.clientWidth > 1
    && getComputedStyle(e).overflow !== 'visible' && !e.matches('textarea, input, legend, .scroll, .hidden')
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map((e) => e.outerHTML.slice(0, 99))"""
SMALL = """() => [...document.querySelectorAll('main button, main summary, main input, main textarea, main .button')]
    .filter((e) => e.type !== 'hidden').map((e) => e.labels?.length ? e.labels[0] : e)
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML.slice(0, 99))"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("agreement")
    with migrated("sqlite") as engine, open_home(engine, folder) as made:
        yield made


@pytest.fixture(scope="module")
def told(home: Home, browser: Browser) -> str:
    """The story once; the version of К-01 that is in force at its end."""
    deputy(home, browser)
    version_id = _waiting(home)
    parent(home, browser, version_id)
    director(home, browser)
    published(home, browser, version_id)
    return version_id


def _waiting(home: Home) -> str:
    with home.made.deputy() as unit:
        return next(line.version.id for line in standing(unit) if line.version.case_code == "К-01")


def deputy(home: Home, browser: Browser) -> None:
    context = home.context(browser, "deputy", 1366)
    page = context.new_page()
    page.goto(f"{home.address}/variants/{crowded_variant(home)}")
    page.get_by_role("button", name="Разослать семьям").click()
    page.get_by_role("checkbox", name=re.compile("К-02")).uncheck()
    page.get_by_role("button", name="Разослать отмеченным семьям").click()
    expect(page.get_by_role("status")).to_contain_text("Отправлено")
    expect(page.get_by_role("row", name=re.compile("К-01"))).to_contain_text("ждёт ответа семьи")
    assert page.get_by_text("К-02").count() == 0
    context.close()


def parent(home: Home, browser: Browser, version_id: str) -> None:
    """From the first page to the receipt in four taps."""
    context = home.context(browser, "mother", 360, java_script_enabled=False, has_touch=True)
    page = context.new_page()
    page.goto(f"{home.address}/")
    taps = (
        page.get_by_role("link", name="Посмотреть и ответить"),
        page.get_by_role("checkbox"),
        page.get_by_role("button", name="Согласиться с расписанием"),
    )
    assert len(taps) <= TAPS
    for number, tap in enumerate(taps):
        tap.tap()
        if number == 0:
            expect(page.get_by_text("Школа ждёт вашего ответа до")).to_be_in_viewport()
    expect(page.get_by_text("Вы согласились.")).to_be_visible()
    expect(page.locator("#receipt")).to_contain_text(re.compile(r"код [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}"))
    assert home.made.state(version_id) == "agreed"
    context.close()


def director(home: Home, browser: Browser) -> None:
    context = home.context(browser, "director", 1366)
    page = context.new_page()
    page.goto(f"{home.address}/agreement")
    page.get_by_role("button", name="Утвердить…").click()
    page.get_by_role("checkbox", name=re.compile("К-01")).check()
    page.get_by_label("Ваш пароль ещё раз").fill(world.PASSWORD)
    page.get_by_role("button", name="Утвердить отмеченные").click()
    expect(page.get_by_text("Утверждать сейчас нечего")).to_be_visible()
    context.close()


def published(home: Home, browser: Browser, version_id: str) -> None:
    context = home.context(browser, "deputy", 1366)
    page = context.new_page()
    page.goto(f"{home.address}/agreement")
    page.get_by_role("button", name="Опубликовать…").click()
    page.get_by_text("Кому и что придёт: 2").click()
    expect(page.get_by_text("Тема: «Расписание утверждено»").first).to_be_visible()
    page.get_by_role("button", name="Опубликовать отмеченные").click()
    expect(page.get_by_role("status")).to_contain_text("Опубликовано")
    context.close()
    assert home.made.state(version_id) == "published"


def test_the_whole_story(home: Home, browser: Browser, told: str) -> None:
    context = home.context(browser, "father", 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home.address}/my/{told}")
    expect(page.get_by_text("Это расписание действует.")).to_be_visible()
    assert page.get_by_role("checkbox").count() == 0
    context.close()


@pytest.fixture(scope="module")
def scenes(home: Home, told: str) -> dict[str, tuple[str, str]]:
    """Who looks at which page: everything there is, in a worst case."""
    moved = [("r1/1 w1 mon 11:00", "r1/1 w1 wed 12:00"), ("r1/2 w2 mon 11:00", "r1/2 w2 wed 12:00")]
    variant = crowded_variant(home, *moved, moved=True)
    newer, other = home.made.offered(variant=variant), home.made.offered(1, variant=variant)
    home.made.answer(newer, Answer.DECLINED, home.made.father)
    home.made.answer(other, Answer.AGREED, home.made.other)
    home.made.approve(other)
    long_names(home)
    return {
        "asked": ("mother", f"/my/{newer}"), "declined": ("father", f"/my/{newer}"), "held": ("mother", f"/my/{told}"),
        "home": ("mother", "/"), "offer": ("deputy", f"/variants/{variant}/offer"), "desk": ("deputy", "/agreement"),
        "version": ("deputy", f"/agreement/{newer}"), "approve": ("director", "/approvals"),
        "publish": ("deputy", "/publishing"),
    }  # fmt: skip


@pytest.mark.parametrize("wide", [*WIDTHS, TABLET])
def test_every_page_is_above_the_bar(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]], wide: int
) -> None:
    for name, (who, path) in scenes.items():
        context = home.context(browser, who, wide)
        assert faults_of(context.new_page(), f"{home.address}{path}") == [], name
        context.close()


def test_a_parents_page_is_light(
    home: Home,
    browser: Browser,
    scenes: dict[str, tuple[str, str]],
    record_property: Callable[[str, object], None],
) -> None:
    """Weight and requests by which a telephone at 400 kbit/s with 400 ms of way shows it within 2.5 s."""
    context = home.context(browser, "mother", 360)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", slow)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{home.address}{scenes['asked'][1]}", wait_until="networkidle")
    weights = {answer.url.rpartition("/")[2]: len(answer.body()) for answer in answers}
    assert {"family.css", "answer.js"} <= weights.keys()
    assert sum(weights.values()) < BUDGET, weights
    assert len(weights) <= REQUESTS, weights
    # two round trips one after the other before it can be used: the page, then what it needs to be drawn
    blocking = sum(weight for name, weight in weights.items() if name not in ("answer.js", "icon.svg"))
    assert 2 * 0.4 + blocking / 50_000 < 2.5, weights
    usable = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    record_property("usable_ms", usable)
    assert usable < USABLE_MS
    context.close()


def test_a_parents_page_bears_wider_text_and_a_thumb(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]]
) -> None:
    """WCAG 1.4.12 on the narrowest telephone, and buttons of 44 px."""
    context = home.context(browser, "mother", 320)
    page = context.new_page()
    page.goto(f"{home.address}{scenes['asked'][1]}")
    assert page.evaluate(SMALL) == []
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []
    context.close()


def _marks(page: Page) -> None:
    page.locator("label[for=n3]").click()
    page.get_by_label(re.compile("Почему не подходит: Математика")).fill("В среду процедуры")


def test_a_lost_connection_keeps_the_choice_and_sends_it_once_it_is_back(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]]
) -> None:
    _, path = scenes["asked"]
    context = home.context(browser, "mother", 360)
    page = context.new_page()
    page.goto(f"{home.address}{path}")
    _marks(page)
    context.set_offline(True)
    page.get_by_role("button", name="Подходит не всё").dblclick()
    expect(page.get_by_role("alert")).to_contain_text("Нет связи. Мы запомнили ваш выбор")
    context.set_offline(False)
    expect(page.get_by_text("Вы ответили: подходит не всё.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Не подходит: В среду процедуры")).to_be_visible()
    page.get_by_role("button", name="Отозвать ответ").click()
    expect(page.get_by_role("button", name="Согласиться с расписанием")).to_be_visible()
    context.close()


def test_marks_survive_the_page_being_opened_anew(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]]
) -> None:
    _, path = scenes["asked"]
    context = home.context(browser, "mother", 360)
    page = context.new_page()
    page.goto(f"{home.address}{path}")
    page.get_by_label("Что не подходит", exact=True).fill("Лучше утром")
    page.reload()
    expect(page.get_by_label("Что не подходит", exact=True)).to_have_value("Лучше утром")
    context.close()


def test_a_parent_answers_by_keyboard_alone(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]]
) -> None:
    _, path = scenes["asked"]
    context = home.context(browser, "mother", 320, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home.address}{path}")
    page.locator("#n3").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#y3").is_checked()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "read":
            break
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the tick was left out
    expect(page.get_by_role("alert")).to_contain_text("Поставьте отметку")
    page.locator("#read").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Вы согласились.")).to_be_visible()
    context.close()


def test_a_payload_in_an_answer_stays_text(
    home: Home, browser: Browser, scenes: dict[str, tuple[str, str]]
) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    _, path = scenes["declined"]
    version_id = path.rpartition("/")[2]
    home.made.answer(version_id, Answer.WITHDRAWN, home.made.father)
    home.clock.at = datetime.combine(TODAY, time(10), UTC)  # an hour after the withdrawal
    home.post(
        "father", f"{path}/answer", path, answer="decline", comment=evil, **{"fits-0": "no", "why-0": evil}
    )
    for who, where in (("father", path), ("deputy", f"/agreement/{version_id}"), ("director", "/approvals")):
        context = home.context(browser, who, 360)
        page = context.new_page()
        page.goto(f"{home.address}{where}")
        assert page.locator("img").count() == 0
        assert evil in page.content().replace("&lt;", "<").replace("&gt;", ">").replace(
            "&quot;", '"'
        ).replace("&#34;", '"')
        context.close()
