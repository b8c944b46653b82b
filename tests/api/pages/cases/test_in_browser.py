"""Pages of cases as people meet them: headless Chromium, wide and on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from models.person import Role
from tests.api import place as places
from tests.api.pages.cases.furnished import Keys, furnished
from tests.api.pages.cases.office import Office, office_of
from tests.browsing import WIDTHS, context_of, faults_of, let_in, serving
from tests.databases import migrated


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("service")
    with migrated("sqlite", folder) as engine, office_of(engine, folder / "data") as made:
        made.where = places.place(engine, made.clock, folder=folder / "data", origin=None, plain_http=True)
        yield made


@pytest.fixture(scope="module")
def keys(office: Office) -> Keys:
    return furnished(office)


@pytest.fixture(scope="module")
def address(office: Office, keys: Keys) -> Iterator[str]:
    assert keys
    with serving(office.where) as told:
        yield told


def kept(office: Office, role: Role, keys: Keys) -> dict[str, str]:
    account = {
        Role.DEPUTY: office.deputy, Role.CLASS_TEACHER: office.teacher, Role.PARENT: keys.parent
    }[role]  # fmt: skip
    return let_in(office.where, places.grant_of(office.where.engine, account, role))


@pytest.fixture
def page(browser: Browser, office: Office, keys: Keys, address: str) -> Iterator[Page]:
    """A deputy's window without JavaScript, wide."""
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), 1366, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("wide", WIDTHS)
def test_pages_of_the_desk_are_above_the_bar(
    browser: Browser, office: Office, keys: Keys, address: str, wide: int
) -> None:
    context = context_of(browser, address, kept(office, Role.DEPUTY, keys), wide)
    told = {}
    for path in keys.desk_pages():
        page = context.new_page()
        told[path] = faults_of(page, f"{address}{path}")
        page.close()
    context.close()
    assert {path: faults for path, faults in told.items() if faults} == {}


@pytest.mark.parametrize("wide", WIDTHS)
@pytest.mark.parametrize("role", [Role.PARENT, Role.CLASS_TEACHER])
def test_pages_of_those_who_only_look_are_above_the_bar(
    browser: Browser, office: Office, keys: Keys, address: str, role: Role, wide: int
) -> None:
    context = context_of(browser, address, kept(office, role, keys), wide)
    paths = ["/", f"/cases/{keys.running}"] + ["/cases"] * (role == Role.CLASS_TEACHER)
    assert {path: faults_of(context.new_page(), f"{address}{path}") for path in paths} == {
        path: [] for path in paths
    }
    context.close()
