"""Pages of teachers' time in Chromium: at three widths with the longest names, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser

from api.services.teachers.submitting import submit
from api.services.teachers.windows import WindowDraft, add_window, windows_of
from api.services.weekly import Hours
from models.person import Account, Role
from models.staff import WindowKind
from scheduler.terms import Weekday
from tests.api import place as places
from tests.api.pages.cases.office import Office, office_of
from tests.api.pages.cases.test_in_browser import tab_to
from tests.api.services.registry.office import Office as Registry
from tests.api.services.registry.office import row
from tests.api.services.world import START
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

NAME = "Константинопольская-Преображенская Александра-Виктория Всеволодовна"
SUBJECTS = "Математика, Основы безопасности и защиты Родины, Элективныйкурспофункциональнойграмотности"


@dataclass
class School:
    """A teacher who has handed in, one who has not, and one of a partner school."""

    office: Office
    address: str
    handed: tuple[Account, str]
    fresh: tuple[Account, str]
    foreign: str

    def cookies(self, account: Account, role: Role) -> dict[str, str]:
        return let_in(self.office.where, places.grant_of(self.office.where.engine, account, role))


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite") as engine, office_of(engine, folder / "data") as made:
        made.where = places.place(engine, made.clock, folder=folder / "data", origin=None, plain_http=True)
        registry = Registry(made.world)
        registry.bells()
        handed, fresh = (_teacher(made, registry, login) for login in ("handed", "fresh"))
        foreign = registry.teacher("Чужая Ч. Ч.", "Химия", school_id=registry.partner())
        for day in ("mon", "tue"):
            for number in (1, 2, 3, 4):
                registry.class_lesson(handed[1], day, number, weeks="1,3")
        registry.plan(registry.case(), row("Математика", "5"), row(SUBJECTS.rpartition(" ")[2], "30"))
        _fill(made, handed[1])
        with serving(made.where) as address:
            yield School(made, address, handed, fresh, foreign)


def _teacher(office: Office, registry: Registry, login: str) -> tuple[Account, str]:
    account = places.person(office.where.engine, login, (Role.TEACHER, office.world.school_id), name=NAME)
    return account, registry.teacher(f"{NAME[:30]} {login}", SUBJECTS, name=NAME, account_id=account.id)


def _fill(office: Office, key: str) -> None:
    with office.world.acting(START) as unit:
        for kind in (WindowKind.CANNOT, WindowKind.UNWANTED):
            for number, day in enumerate(tuple(Weekday)[:5]):
                hours = Hours(days=(day,), weeks=(1, 3), start_min=600 + number, end_min=1135)
                add_window(unit, key, WindowDraft(kind=kind, hours=hours, reason="м" * 60))
        away = WindowDraft(kind=WindowKind.CANNOT, hours=Hours(), on=date(2026, 9, 14), reason="курсы")
        add_window(unit, key, away)
        submit(unit, key)
        add_window(unit, key, WindowDraft(kind=WindowKind.BUSY, hours=Hours(days=(Weekday.TUE,))))


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_of_the_desk_are_above_the_bar(browser: Browser, school: School, wide: int) -> None:
    context = context_of(browser, school.address, school.cookies(school.office.deputy, Role.DEPUTY), wide)
    key = school.handed[1]
    paths = ("/teachers", "/teachers/new", f"/teachers/{key}", f"/teachers/{key}/time",
             f"/teachers/{school.foreign}/time")  # fmt: skip
    page = context.new_page()
    told = {path: faults_of(page, school.address + path) for path in paths}
    assert {path: faults for path, faults in told.items() if faults} == {}
    context.close()


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("who", ["handed", "fresh"])
def test_a_teachers_own_page_is_above_the_bar(browser: Browser, school: School, who: str, wide: int) -> None:
    account = getattr(school, who)[0]
    context = context_of(browser, school.address, school.cookies(account, Role.TEACHER), wide)
    page = context.new_page()
    assert faults_of(page, f"{school.address}/time") == []
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert faults_of(context.new_page(), f"{school.address}/") == []
    context.close()


def test_a_teacher_tells_and_hands_in_without_javascript(browser: Browser, school: School) -> None:
    account, key = school.fresh
    cookies = school.cookies(account, Role.TEACHER)
    context = context_of(browser, school.address, cookies, 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{school.address}/time")
    part = page.locator("#cannot")
    part.locator("summary").click()
    part.get_by_label("С", exact=True).fill("12:00")
    part.get_by_label("До", exact=True).fill("11:00")
    part.get_by_role("button", name="Добавить").click()
    assert page.get_by_role("alert").locator("li").all_inner_texts() == [
        "Отметьте хотя бы один день.", "Конец должен быть позже начала."
    ]  # fmt: skip
    part.get_by_label("чт", exact=True).check()
    part.get_by_label("До", exact=True).fill("13:00")
    part.get_by_label("Причина").fill("кружок")
    part.get_by_role("button", name="Добавить").click()
    assert part.get_by_role("status").inner_text() == "Сохранено."
    assert "чт 12:00–13:00 кружок" in part.inner_text()
    page.get_by_role("button", name="Сдать время").click()
    assert page.get_by_role("status").inner_text() == "Время сдано. Спасибо."
    assert page.get_by_role("button", name="Убрать").count() == 0
    with school.office.world.acting(START) as unit:
        assert [row.kind for row in windows_of(unit, key)] == ["free", "cannot"]
    context.close()


def test_the_desk_opens_what_was_handed_in_by_keyboard_alone(browser: Browser, school: School) -> None:
    context = context_of(browser, school.address, school.cookies(school.office.deputy, Role.DEPUTY), 1366)
    page = context.new_page()
    page.goto(f"{school.address}/teachers")
    tab_to(page, f"a[href='/teachers/{school.handed[1]}/time']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/time")
    tab_to(page, "form:has([value='reopen']) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**saved=reopen**")
    assert page.get_by_role("status").inner_text() == "Открыто: учитель снова может менять время."
    context.close()
