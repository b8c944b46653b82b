"""What the database itself refuses of records."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from models.base import Kept
from models.engines import writing
from models.record import BookLoan, CaseEvent, ControlNote, NextClass, RowResult
from tests.api.services.world import START, World, new_world

DAY = date(2026, 10, 30)


@pytest.fixture
def world(database: Engine) -> World:
    return new_world(database)


def result(**more: object) -> RowResult:
    told = {"row_key": "r1", "subject": "Математика", "period": "term", "number": 1, "given_on": DAY}
    return RowResult(**{**told, "mark": "5", **more})


@pytest.mark.parametrize(
    "row",
    [
        result(mark="6"),
        result(mark=None),  # neither a sign nor words
        result(words="Узнаёт себя в зеркале."),  # both
        result(number=7),
        result(period="week"),
        NextClass(outcome="conditional", order_number="7", order_on=DAY),  # without what is owed
        NextClass(outcome="moved", order_number="7", order_on=DAY, debts="Химия", debts_until=DAY),
        NextClass(outcome="conditional", order_number="7", order_on=DAY, debts="Химия"),  # until when?
        BookLoan(title="Букварь", lent_on=DAY, returned_on=START),
        CaseEvent(kind="event", title="Ёлка", form="school", offered_on=DAY, on_date=START),
        ControlNote(part="lessons", on_date=DAY, fine=False),  # what is to remark?
    ],
)
def test_database_refuses(world: World, row: Kept) -> None:
    case_id = world.case()
    row.case_id = case_id  # type: ignore[attr-defined]
    if hasattr(row, "account_id"):
        row.account_id = world.deputy_id
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add(type(row).model_validate(row.model_dump(exclude={"id"})))


def test_a_row_has_one_result_in_a_period(world: World) -> None:
    case_id = world.case()
    told = {"case_id": case_id, "account_id": world.deputy_id}
    with writing(world.engine) as session:
        session.add(result(**told))
        session.add(result(**told, number=2))
    with pytest.raises(IntegrityError), writing(world.engine) as session:
        session.add(result(**told))
