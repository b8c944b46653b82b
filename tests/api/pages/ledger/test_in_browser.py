"""The deputy's day and the ledger in Chromium: above the bar on a phone and on a desk, with long names; printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.pages.ledger.lesson import address_of
from api.services.days.desk import days_of_case
from models.case import Case, Pupil
from models.engines import reading, writing
from models.person import Account, Role
from tests.api import place as world
from tests.api.pages.ledger.monday import monday
from tests.api.services.feeds.subscribers import Subscribers
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated

LONG = "Константинопольская-Преображенская"


@pytest.fixture(scope="module")
def made() -> Iterator[Subscribers]:
    with migrated("sqlite") as engine:
        made = monday(engine)
        made.where = world.place(engine, made.clock, origin=None, plain_http=True, folder=Path())
        with writing(engine) as session:
            case = session.get_one(Case, made.made.cases[0])
            session.get_one(Pupil, case.pupil_id).surname = LONG
            session.get_one(Account, made.maths).name = f"{LONG} Александра-Виктория Всеволодовна"
        yield made


@pytest.fixture(scope="module")
def address(made: Subscribers) -> Iterator[str]:
    with serving(made.where) as told:
        yield told


def kept(made: Subscribers) -> dict[str, str]:
    with reading(made.engine) as session:
        deputy = session.get_one(Account, made.made.world.deputy_id)
    return let_in(made.where, world.grant_of(made.engine, deputy, Role.DEPUTY))


def lesson_page(made: Subscribers) -> str:
    """Of К-01's maths of the next Monday."""
    with made.acting(made.made.world.deputy_id, Role.DEPUTY) as (unit, _):
        case = unit.session.get_one(Case, made.made.cases[0])
        (each, *_) = days_of_case(unit, case, date(2026, 9, 21), date(2026, 9, 21)).lessons
    return address_of(each.case_id, each.id)


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_are_above_the_bar(browser: Browser, made: Subscribers, address: str, wide: int) -> None:
    context = context_of(browser, address, kept(made), wide)
    paths = (
        "/today", "/today?on=2026-09-15", "/unmarked", f"/cases/{made.made.cases[0]}/hours", "/ledger",
        "/school/debts", "/school/debts/edit", "/today/remote?on=2026-09-21", lesson_page(made),
    )  # fmt: skip
    found = {path: faults_of(context.new_page(), f"{address}{path}") for path in paths}
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_the_printed_day_keeps_its_headings_and_leaves_out_what_one_presses(
    browser: Browser, made: Subscribers, address: str
) -> None:
    context = context_of(browser, address, kept(made), 1366)
    page = context.new_page()
    page.goto(f"{address}/today")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Отменённые занятия").is_visible()
    assert not page.get_by_role("button", name="Показать").is_visible()
    context.close()
