"""Pages of a school in headless Chromium: the bar at every width, the keyboard alone, no JavaScript, print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlmodel import select

from api.installation import Installation
from api.services.cases.pupils import PupilDraft, add_pupil
from api.services.schools.network import (
    AgreementDraft,
    BellDraft,
    HoursDraft,
    add_agreement,
    write_bells,
    write_hours,
)
from api.services.schools.retention import USUAL, write_retention
from models.engines import reading, writing
from models.person import Role
from models.school import Bell, NetworkAgreement, School
from models.year import Year, YearTerm
from tests.api import place as world
from tests.api.services import world as services
from tests.api.services.world import World, new_world
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

LONG = (
    "Муниципальное автономное общеобразовательное учреждение «Средняя общеобразовательная школа "
    "естественнонаучного цикла № 1008» Верхнеладожскогоновокраснознаменского округа"
)
PUPIL = PupilDraft(
    surname="Константинопольская-Преображенская", given_names="Александра-Виктория Всеволодовна",
    birth_on=services.PUPIL.birth_on,
)  # fmt: skip
SHIFTS = tuple(
    BellDraft(shift=shift, number=number, start_min=start + 50 * number, end_min=start + 50 * number + 46)
    for shift, start in ((1, 430), (2, 740), (3, 700))
    for number in range(8)
)


@dataclass(frozen=True)
class Served:
    """A running service and what its addresses need."""

    where: Installation
    address: str
    small: World
    following: str
    agreement: str
    cookies: dict[Role, dict[str, str]]

    def path(self, told: str) -> str:
        for word, key in (
            ("SCHOOL", self.small.school_id), ("NEXT", self.following), ("YEAR", self.small.year_id),
            ("DEAL", self.agreement),
        ):  # fmt: skip
            told = told.replace(word, key)
        return f"{self.address}{told}"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A school with the longest of everything, its year and the next one."""
    with migrated("sqlite") as engine:
        small, partner = new_world(engine), new_world(engine, "s200")
        with writing(engine) as session:
            for key in (small.school_id, partner.school_id):
                session.get_one(School, key).title = LONG
        fill(small, partner)
        where = world.place(engine, world.Clock(), origin=None, plain_http=True)
        deputy = world.person(engine, "zavuch", (Role.DEPUTY, small.school_id))
        admin = world.person(engine, "admin", (Role.ADMINISTRATOR, None))
        with reading(engine) as session:
            agreement = session.exec(select(NetworkAgreement.id)).one()
        cookies = {
            role: let_in(where, world.grant_of(engine, account, role))
            for role, account in ((Role.DEPUTY, deputy), (Role.ADMINISTRATOR, admin))
        }
        following = small.next_year(services.END)
        with serving(where) as address:
            yield Served(where, address, small, following, agreement, cookies)


def fill(small: World, partner: World) -> None:
    small.running(grade=9)
    with small.acting(services.START) as unit:
        pupil = add_pupil(unit, PUPIL).id
    small.case(pupil_id=pupil)
    with small.acting(services.START) as unit:
        write_bells(unit, small.school_id, SHIFTS)
        write_hours(unit, small.school_id, [hours(grade) for grade in (1, 11)])
        write_retention(unit, small.school_id, USUAL)
        deal = AgreementDraft(
            partner_id=partner.school_id, number="С-2026/27-" + "1" * 50, signed_on=services.START,
            first_on=services.START, last_on=services.END,
        )  # fmt: skip
        add_agreement(unit, small.school_id, deal)


def hours(grade: int) -> HoursDraft:
    return HoursDraft(grade=grade, first_on=services.START, hours=Fraction(41, 4), source=LONG)


@pytest.fixture
def opened(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Opens a page of a role in a window of its own."""
    contexts: list[BrowserContext] = []

    def open_page(path: str = "", wide: int = 1366, role: Role = Role.DEPUTY, **more: object) -> Page:
        contexts.append(context_of(browser, served.address, served.cookies[role], wide, **more))
        page = contexts[-1].new_page()
        if path:
            page.goto(served.path(path))
        return page

    yield open_page
    for context in contexts:
        context.close()


OWN = [
    "/school", "/school/edit", "/school/network", "/school/network/new", "/school/network/DEAL", "/school/bells",
    "/school/bells/edit", "/school/hours", "/school/hours/edit", "/school/norms", "/school/retention",
    "/school/retention/edit", "/school/years", "/school/years/new", "/school/years/new?code=2026_27",
    "/school/years/YEAR", "/school/years/NEXT", "/school/years/NEXT/edit", "/school/years/NEXT/next",
    "/school/years/NEXT/check/terms", "/school/years/NEXT/check/off", "/school/years/NEXT/check/moved",
    "/school/years/NEXT/check/pupils",
]  # fmt: skip


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("path", OWN)
def test_pages_of_a_school_are_above_the_bar(
    opened: Callable[..., Page], served: Served, path: str, wide: int
) -> None:
    page = opened(wide=wide)
    assert faults_of(page, served.path(path)) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("path", ["/schools", "/schools?q=нет такой", "/schools/new", "/schools/SCHOOL"])
def test_pages_of_an_administrator_are_above_the_bar(
    opened: Callable[..., Page], served: Served, path: str, wide: int
) -> None:
    assert faults_of(opened(wide=wide, role=Role.ADMINISTRATOR), served.path(path)) == []


def test_unfolded_norms_are_above_the_bar(opened: Callable[..., Page]) -> None:
    page = opened("/school/norms?on=2027-01-15", 320)
    for number in range(page.locator("details").count()):
        page.locator("summary").nth(number).press("Enter")
    assert page.locator("details[open]").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def bells(served: Served) -> list[int]:
    """Starts of the first shift."""
    with reading(served.where.engine) as session:
        rows = session.exec(select(Bell).where(Bell.shift == 1))
        return sorted(row.start_min for row in rows)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def enter(page: Page) -> None:
    """Presses Enter and waits for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, wanted: str, most: int = 80) -> list[str]:
    """Goes on with Tab until something has the focus; what had it on the way."""
    seen: list[str] = []
    while not seen or seen[-1] != wanted:
        page.keyboard.press("Tab")
        seen.append(focused(page))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{seen[-1]} shows no focus"
        assert len(seen) < most, f"{wanted} was not reached: {seen}"
    return seen


def test_bells_are_changed_by_keyboard_alone(opened: Callable[..., Page], served: Served) -> None:
    page = opened("/school/bells/edit")
    way = tab_to(page, "end-1-0")
    assert way[-2:] == ["start-1-0", "end-1-0"]
    # then along the line through the shifts, then the next line
    assert tab_to(page, "start-1-1")[:5] == ["start-2-0", "end-2-0", "start-3-0", "end-3-0", "start-1-1"]
    page.keyboard.press("Control+A")
    page.keyboard.type("7:40")  # the lesson before ends at 07:56
    enter(page)
    assert page.locator("main .faults").evaluate("node => node === document.activeElement")
    page.keyboard.press("Tab")
    assert focused(page) == "Смена 1: уроки 0 и 1 пересекаются."
    page.keyboard.press("Enter")
    assert page.locator("#start-1-1").input_value() == "7:40"
    assert page.locator("#start-1-1").get_attribute("aria-describedby") == "bell-1-1-fault"
    tab_to(page, "start-1-1")
    page.keyboard.press("Control+A")
    page.keyboard.type("805")
    enter(page)
    assert page.url.endswith("/school/bells?said=saved")
    assert page.get_by_role("status").inner_text() == "Сохранено."
    assert bells(served)[1] == 8 * 60 + 5


def test_the_wizard_is_walked_by_keyboard_alone(opened: Callable[..., Page], served: Served) -> None:
    page = opened("/school/years/NEXT/next")
    tab_to(page, "Открыть 2028/29 и проверить даты")
    enter(page)
    assert page.locator("[aria-current=step]").inner_text() == "Четверти"
    for number in range(4):
        tab_to(page, f"term-sure-{number}")
        page.keyboard.press("Space")
    enter(page)
    assert page.locator("[aria-current=step]").inner_text() == "Каникулы и выходные"
    with reading(served.where.engine) as session:
        year = session.exec(select(Year).where(Year.title == "2028/29")).one()
        marks = {row.to_check for row in session.exec(select(YearTerm).where(YearTerm.year_id == year.id))}
    assert marks == {False}
    for title in ("Переносы", "Ученики и документы"):
        tab_to(page, "Сохранить и дальше")
        enter(page)
        assert page.locator("[aria-current=step]").inner_text() == title
    tab_to(page, "К учебному году 2028/29")
    enter(page)
    assert page.locator("h1").inner_text() == "Учебный год 2028/29"


def test_tables_grow_and_are_saved_without_javascript(opened: Callable[..., Page], served: Served) -> None:
    page = opened("/school/hours/edit", java_script_enabled=False)
    page.get_by_role("button", name="Добавить строку").click()
    for name, value in (("grade", "7"), ("hours", "10,5"), ("first_on", "2026-09-01"), ("source", "Приказ")):
        page.locator(f"#{name}-2").fill(value)
    page.get_by_role("button", name="Сохранить часы").click()
    row = page.locator("tr", has_text="7 класс").inner_text().split("\t")
    assert [" ".join(cell.split()) for cell in row[:2]] == ["7 класс", "10,5 (по обычаю 10)"]
    page.goto(served.path("/school/years/YEAR/edit"))
    page.get_by_role("button", name="Убрать: Женский день").click()
    page.get_by_role("button", name="Сохранить год").first.click()
    assert page.get_by_role("status").inner_text() == "Сохранено."
    assert page.get_by_text("Женский день").count() == 0


@pytest.mark.parametrize(
    "path", ["/school/bells", "/school/hours", "/school/retention", "/school/years/YEAR"]
)
def test_print_shows_the_table_with_the_school_and_no_controls(
    opened: Callable[..., Page], path: str
) -> None:
    page = opened(path, 718)  # A4 at 96 dots an inch between margins of a centimetre
    page.emulate_media(media="print")
    assert page.locator("table").first.is_visible()
    for gone in (".top", ".sections", ".actions", "footer", "form"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    if "years" not in path:
        box = page.locator("caption").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert LONG in page.locator("caption").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
