"""A code on a phone: with the page's script and without it, above the bar at the narrowest width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from api.posting import post_due
from tests.api.pages.agreement.home import Home, open_home
from tests.api.pages.agreement.test_signing_pages import signing
from tests.api.services.outbox.post import Bag
from tests.browsing import faults_of
from tests.databases import migrated


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with migrated("sqlite") as engine, open_home(engine, tmp_path_factory.mktemp("signing")) as made:
        signing(made, level=2)
        yield made


@pytest.mark.parametrize("scripts", [True, False])
def test_an_agreement_is_signed_on_a_phone(home: Home, browser: Browser, scripts: bool) -> None:
    version_id, bag = home.made.offered(), Bag()
    with closing(home.context(browser, "mother", 320, java_script_enabled=scripts)) as context:
        page = context.new_page()
        url = f"{home.address}/my/{version_id}"
        if scripts:
            assert faults_of(page, url) == []
        page.goto(url)
        page.get_by_role("button", name="Прислать код").click()
        expect(page.get_by_role("status").first).to_contain_text("Код отправлен на вашу почту")
        post_due(home.where, bag)
        told = re.search(r"\b\d{6}\b", str(bag.given[-1].get_content()))
        assert told is not None
        page.get_by_label(re.compile("Код из письма")).fill(told[0])
        page.get_by_text("Я посмотрел(а) расписание").click()
        page.get_by_role("button", name="Согласиться с расписанием").click()
        expect(page.get_by_text("подписано простой электронной подписью")).to_be_visible()
    assert home.made.state(version_id) == "agreed"
