"""Pages of plans as a deputy, a director and a parent meet them: headless Chromium, wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlmodel import select

from api.installation import Installation
from api.services.agreement.canonical import digest, parsed
from api.services.plans.acts import answer, offer
from api.services.plans.drafts import next_version
from api.services.plans.store import rows_of
from api.services.plans.text import SHEETS, text_of
from models.case import Case, Pupil
from models.engines import reading, writing
from models.person import Grant
from models.plan import PlanState
from models.school import School
from models.staff import Teacher
from scheduler.terms import Block, HoursKind, LessonForm
from tests.api import place as world
from tests.api.pages.plan_reading import read_page
from tests.api.pages.test_plan_pages import grants
from tests.api.services.plans.families import P3, Families, new_families, row
from tests.api.services.world import END, START, day
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import empty

LONG = "Окружающий социальный мир и самообслуживание (адаптированная образовательная программа)"
AREA = "Основы духовно-нравственной культуры народов Российской Федерации"


@dataclass(frozen=True)
class Seat:
    """A running service with a family; ids of plans in every state by name."""

    where: Installation
    home: Families
    address: str
    plans: dict[str, str]

    def context(self, browser: Browser, who: str, wide: int, **more: Any) -> BrowserContext:
        with reading(self.where.engine) as session:
            grant = session.exec(select(Grant).where(Grant.account_id == self.home.accounts[who])).one()
        return context_of(browser, self.address, let_in(self.where, grant), wide, **more)

    def path(self, template: str) -> str:
        with reading(self.where.engine) as session:
            key = rows_of(session, self.plans["draft"])[0].key
        return template.format(case=self.home.case_id, row=key, **self.plans)


def worst_rows(home: Families) -> tuple[Any, ...]:
    """Every block and kind, long names, two teachers, fractions that no decimal comma can say."""
    with writing(home.world.engine) as session:
        names = ("Преображенская-Константинопольская Александра-Виктория Всеволодовна", "Белов Б. Б.")
        people = [
            Teacher(school_id=home.world.school_id, code=name[:8], name=name, first_on=START)
            for name in names
        ]
        session.add_all(people)
    both = tuple(person.id for person in people)
    return (
        row(LONG, "1", area=AREA, teachers=both),
        row("Математика", "1/3", area="Математика и информатика", teachers=both[1:]),
        row("Физика", "0.25", kind=HoursKind.REMOTE, form=LessonForm.REMOTE, last_on=day("30.12.2026")),
        row("История", "30", kind=HoursKind.SELF_STUDY),
        row("Логопед", "1", block=Block.CORRECTION, form=LessonForm.SCHOOL, in_class=Fraction(1, 2)),
        row("Шахматы", "0.5", block=Block.EXTRACURRICULAR),
        row("Краеведение", "0.5", block=Block.FORMED),
    )


def prepared(home: Families) -> dict[str, str]:
    """A declined version that waits, an approved one before it, a draft after it."""
    rows = worst_rows(home)
    approved = home.approved(*rows)
    with home.acting("deputy") as unit:
        waiting = next_version(unit, approved, day("01.02.2027"), END).id
        offer(unit, waiting, 1)
    home.answered(waiting, "father", agrees=False, reason="Слишком много самостоятельной работы. " * 8)
    with home.acting("deputy") as unit:
        draft = next_version(unit, waiting, day("01.02.2027"), END).id
    return {"approved": approved, "waiting": waiting, "draft": draft}


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    from models.migrate import upgrade

    with empty("sqlite", tmp_path_factory.mktemp("plans")) as engine:
        upgrade(engine)
        home = new_families(engine)
        with writing(engine) as session:
            session.get_one(School, home.world.school_id).title = "Средняя общеобразовательная школа № 8 " * 2
            pupil = session.get_one(Pupil, session.get_one(Case, home.case_id).pupil_id)
            pupil.surname, pupil.given_names = (
                "Константинопольская-Преображенская",
                "Александра-Виктория Львовна",
            )
        grants(engine, home)
        where = world.place(engine, world.Clock(), origin=None, plain_http=True)
        plans = prepared(home)
        with serving(where) as address:
            yield Seat(where, home, address, plans)


DESK = (
    "/plans", "/cases/{case}/plan", "/plans/{draft}", "/plans/{draft}/edit", "/plans/{draft}/rows/{row}",
    "/plans/{draft}/change", "/plans/{waiting}", "/plans/{waiting}/approve", "/plans/{approved}",
)  # fmt: skip
PARENT = ("/plans", "/plans/{waiting}", "/plans/{approved}")
PAGES = [
    *(("director", path) for path in DESK),
    *(("mother", path) for path in PARENT),
    ("father", PARENT[1]),
]


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_pages_are_above_the_bar(browser: Browser, seat: Seat, who: str, path: str, wide: int) -> None:
    context = seat.context(browser, who, wide)
    assert faults_of(context.new_page(), f"{seat.address}{seat.path(path)}") == []
    context.close()


@pytest.mark.parametrize(
    ("who", "plan"), [("mother", "waiting"), ("deputy", "waiting"), ("deputy", "approved")]
)
def test_what_is_read_on_a_page_has_the_digest_of_the_version(
    browser: Browser, seat: Seat, who: str, plan: str
) -> None:
    stored = seat.home.plan(seat.plans[plan])
    context = seat.context(browser, who, 360)
    page = context.new_page()
    page.goto(f"{seat.address}/plans/{stored.id}")
    seen = read_page(page)
    context.close()
    assert stored.text is not None
    kept: Any = parsed(stored.text)
    sentence = seen.pop("sentence") or kept["sentence"]  # staff have no button, so no sentence over it
    again = SHEETS.validate_python({**kept, "blocks": [], "kinds": [], **seen, "sentence": sentence})
    assert len(again.blocks) == 4
    assert digest(text_of(again)) == stored.digest


def test_totals_follow_the_typing_and_nothing_is_saved(browser: Browser, seat: Seat) -> None:
    context = seat.context(browser, "deputy", 1366)
    page = context.new_page()
    page.goto(f"{seat.address}{seat.path('/plans/{draft}/edit')}")
    reading_panel, total = page.locator("#reading"), page.locator("#sum")
    expect(reading_panel).to_contain_text("при норме не больше 29")
    expect(total).to_contain_text("нарушений: 1")
    page.get_by_label("Часов в неделю, строка 3").fill("1/4")  # thirty hours of self-study before
    expect(reading_panel).not_to_contain_text("при норме не больше 29")
    expect(total).to_contain_text("3 7/12 ч в неделю")  # 1, 1/3, 1/4, 1, 1/2 and 1/2
    expect(total).not_to_contain_text("нарушений")
    page.get_by_label("Часов в неделю, строка 2").fill("0,75")
    expect(page.locator("#lessons-1")).to_have_text("3 занятия за 4 недели")
    page.get_by_label("Часов в неделю, строка 2").fill("много")
    expect(reading_panel).to_contain_text("Строка 2: Укажите часы")
    assert page.get_by_label("Часов в неделю, строка 2").input_value() == "много"
    context.close()
    assert seat.home.plan(seat.plans["draft"]).rev == 1


def test_a_plan_is_written_without_javascript(browser: Browser, seat: Seat) -> None:
    case_id = seat.home.world.case()
    context = seat.context(browser, "deputy", 360, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{seat.address}/cases/{case_id}/plan")
    page.get_by_label("по учебному плану класса").check()
    page.get_by_label("Часов в неделю на дому").fill("10,5")
    page.get_by_role("button", name="Создать черновик").click()
    expect(page.locator("#sum")).to_contain_text("10,5 ч в неделю")
    page.get_by_label("Часов в неделю, строка 1", exact=True).fill("сколько нужно")
    page.get_by_role("button", name="Сохранить", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Укажите часы")
    assert page.get_by_label("Часов в неделю, строка 1", exact=True).input_value() == "сколько нужно"
    page.get_by_label("Часов в неделю, строка 1", exact=True).fill("2 1/4")
    page.get_by_role("button", name="Сохранить и посмотреть план").click()
    expect(page.get_by_role("status")).to_contain_text("Сохранено")
    context.close()


def test_a_parent_agrees_by_keyboard_alone_on_a_phone_without_javascript(
    browser: Browser, seat: Seat
) -> None:
    plan_id = seat.plans["waiting"]
    context = seat.context(browser, "mother", 320, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{seat.address}/plans/{plan_id}")
    page.get_by_label("Выйти").or_(page.get_by_role("button", name="Выйти")).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the tick was left out
    expect(page.get_by_role("alert")).to_contain_text("Поставьте отметку")
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".receipt")).to_contain_text("Вы согласились")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", page.locator(".receipt").inner_text())
    page.get_by_role("button", name="Отозвать ответ").click()
    expect(page.get_by_role("button", name="Согласиться")).to_be_visible()
    context.close()


_COVERED = """() => {
  const seen = document.activeElement, box = seen.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return seen === top || seen.contains(top) ? '' : seen.outerHTML.slice(0, 100);
}"""


def test_rows_are_typed_by_keyboard_alone_and_nothing_covers_the_focus(browser: Browser, seat: Seat) -> None:
    case_id = seat.home.world.case()
    context = seat.context(browser, "deputy", 1366)
    page = context.new_page()
    page.goto(f"{seat.address}/cases/{case_id}/plan")
    page.get_by_role("button", name="Создать черновик").press("Enter")
    first = page.get_by_label("Предмет, строка 1", exact=True)
    first.focus()
    page.keyboard.type("Музыка")
    for _ in range(4):  # area, part of the plan, manner, hours
        page.keyboard.press("Tab")
    page.keyboard.type("1/4")
    page.keyboard.press("Enter")  # saves, whatever buttons stand in the rows
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    assert first.input_value() == "Музыка"
    assert page.get_by_label("Часов в неделю, строка 1", exact=True).input_value() == "0,25"
    for _ in range(15):
        page.get_by_role("button", name="Ещё строки").press("Enter")
        page.wait_for_load_state()
    page.get_by_label("Вид плана").focus()
    covered = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        covered.add(page.evaluate(_COVERED))
    assert covered == {""}
    context.close()


def test_the_director_approves_with_the_password(browser: Browser, seat: Seat) -> None:
    home = new_families(seat.where.engine, "s300")
    grants(seat.where.engine, home)
    plan_id = home.offered(*P3)
    home.answered(plan_id, "mother")
    other = Seat(seat.where, home, seat.address, {})
    context = other.context(browser, "director", 1366)
    page = context.new_page()
    page.goto(f"{seat.address}/plans/{plan_id}")
    page.get_by_role("button", name="Утвердить…").click()
    page.get_by_label("Ваш пароль ещё раз").fill("не тот")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Пароль не подошёл")
    page.get_by_label("Ваш пароль ещё раз").fill(world.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("утверждён")
    context.close()
    assert home.plan(plan_id).state == PlanState.APPROVED


def test_the_print_is_the_annex_of_the_regulation_with_the_code(browser: Browser, seat: Seat) -> None:
    context = seat.context(browser, "deputy", 1366)
    page = context.new_page()
    page.goto(f"{seat.address}/plans/{seat.plans['approved']}")
    page.emulate_media(media="print")
    heads = [cell for cell in page.locator(".plan-sheet thead th").all() if cell.is_visible()]
    told = [cell.inner_text() for cell in heads]
    assert told == ["Предметная область", "Предмет", "Часов в неделю", "Учитель", "Часов за срок"]
    assert page.get_by_text("Утверждаю, директор").is_visible()
    assert page.locator(".print-only", has_text="Код версии").is_visible()
    assert not page.get_by_role("button", name="Новая версия").is_visible()
    context.close()


def test_a_payload_in_any_field_stays_text(browser: Browser, seat: Seat) -> None:
    evil = '"><img src=x onerror=alert(1)>'
    home = new_families(seat.where.engine, "s400")
    grants(seat.where.engine, home)
    plan_id = home.offered(row(evil, "1", area=evil))
    bound = home.bound(plan_id)
    with home.acting("mother") as unit:
        answer(unit, plan_id, bound, False, evil)
    for who in ("mother", "deputy"):
        context = Seat(seat.where, home, seat.address, {}).context(browser, who, 360)
        page = context.new_page()
        page.goto(f"{seat.address}/plans/{plan_id}")
        assert page.locator("img").count() == 0
        assert page.locator('[data-f="subject"]').inner_text() == evil
        context.close()
