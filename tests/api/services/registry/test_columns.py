"""What a school has said of its headings: kept by sheet, put right by the next answer, forgotten at once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from api.services.registry.columns import SKIP, Question, choices, columns_of, forget, remember, remembered
from tests.api.services.registry.office import Office, new_office


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def question(name: str, sheet: str, heading: str = "Примечание") -> Question:
    return Question(name=name, sheet=sheet, title=sheet, heading=heading, choices=choices(sheet))


def test_one_heading_of_two_sheets_has_a_meaning_on_each(office: Office) -> None:
    asked = (question("a", "teachers"), question("b", "pupils"))
    with office.acting() as unit:
        assert remember(unit, asked, {"a": "subjects", "b": SKIP}) == 2
        assert columns_of(unit) == {"teachers": {"примечание": "subjects"}, "pupils": {"примечание": None}}
        remember(unit, asked, {"a": "grades"})
        assert columns_of(unit) == {"teachers": {"примечание": "grades"}, "pupils": {"примечание": None}}
        assert (remembered(unit), forget(unit), columns_of(unit)) == (2, 2, {})
