"""The page of rules and weights: sliders, what they would change, severity with a reason. No script runs here."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.pages.runs.rules import GOAL
from api.services.runs.rules import USUAL, choices_of
from tests.api.pages.cases.office import START, Office, office_of
from tests.api.pages.desk import fields_of
from tests.api.pages.runs.test_pages import kept

PATH = "/timetables/rules"


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Iterator[Office]:
    with office_of(database, tmp_path) as made:
        yield made


def test_sliders_show_what_they_would_make_of_the_latest_variant(office: Office) -> None:
    """r1 on Monday 09:00: 12 minutes there (none back), one visit, one day at home, one teacher."""
    desk = office.desk()
    kept(office, desk, "Осень")
    assert PATH in desk.get("/timetables")
    page = desk.get(PATH)
    assert all(title in page for title, _ in GOAL.values())
    assert "по-прежнему" in page
    told = unescape(desk.get(f"{PATH}/weighed?weight_adult_days=130"))
    now = int(page.split("по-прежнему ")[1].split(" ")[0])
    assert f"При таких весах у варианта № 1 было бы {now + 100}" in told
    assert f"вместо {now}" in told
    again = desk.get(f"{PATH}?weight_adult_days=130")
    assert fields_of(again)["weight_adult_days"] == "130"
    assert f"было бы {now + 100}" in again
    assert desk.get(f"{PATH}/weighed?weight_adult_days=-1&weight_wish=x&weight_other=3") != told


def test_choices_are_saved_and_a_changed_severity_asks_for_its_reason(office: Office) -> None:
    desk = office.desk()
    fields = fields_of(desk.get(PATH))
    page = desk.refused(PATH, 422, fields | {"rule_teacher_gap": "warns", "weight_wish": "90"})
    assert "Выберите причину: она останется в журнале." in page
    assert fields_of(page)["weight_wish"] == "90"
    told = fields | {"rule_teacher_gap": "warns", "weight_wish": "90", "reason": "other", "words": "до весны"}
    assert desk.done(PATH, told) == PATH
    page = desk.get(PATH)
    assert "Причина последней перемены: другое: до весны." in page
    assert (fields_of(page)["weight_wish"], fields_of(page)["rule_teacher_gap"]) == ("90", "warns")
    assert "изменили, пока вы её смотрели" in desk.refused(PATH, 409, told)
    with office.world.acting(START) as unit:
        assert choices_of(unit).weights == {**USUAL, "wish": 90}


def test_nonsense_is_told_beside_its_field(office: Office) -> None:
    desk = office.desk()
    fields = fields_of(desk.get(PATH))
    page = desk.refused(PATH, 422, fields | {"weight_wish": "много", "rule_rhythm": "maybe"})
    assert "Укажите целое число." in page
    assert "Выберите из списка." in page
