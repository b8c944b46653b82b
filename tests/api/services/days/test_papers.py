"""Papers end lessons by themselves, the next one lets them go on, and calendars show it.

К-01: maths Mondays 10:00 (05:00 UTC), Russian on Tuesdays of odd weeks. It is Wednesday 02.09.2026; all papers,
orders and contracts of the world last until 31.05.2027.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.services.cases.orders import end_contract
from api.services.days.desk import days_of_case
from api.services.days.outlook import LessonsThen, LessonThen, lessons_then
from api.services.days.papers import Cover, covers_of
from models.case import Case
from models.document import Contract, OrderPupil, Paper, PaperKind
from models.engines import writing
from tests.api.services.feeds.subscribers import Subscribers, starts, subscribers

SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
UNTIL = "документы действовали по 14.09.2026"


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def mondays(made: Subscribers, case: int = 0) -> tuple[list[int], list[tuple[int, str]]]:
    """Days of September with maths, and those it lost with the reason."""
    with made.made.deputy() as unit:
        found = days_of_case(unit, unit.session.get_one(Case, made.made.cases[case]), *SEPTEMBER)
        given = [each.lesson.on.day for each in found.lessons if each.row_key.startswith("math")]
        return given, [(each.on.day, each.why) for each in found.lost if "math" in each.row]


def row_of(session: Session, made: Subscribers, kind: Any) -> Any:
    asked = select(kind).where(kind.case_id == made.made.cases[0])
    if kind is Paper:
        asked = asked.where(Paper.kind == PaperKind.MEDICAL)
    return session.exec(asked).one()


@pytest.mark.parametrize("kind", [Paper, OrderPupil, Contract])
def test_lessons_end_with_each_of_the_papers_of_that_child_alone(made: Subscribers, kind: Any) -> None:
    """The fourteenth is a Monday: the last day still counts."""
    with writing(made.engine) as session:
        row = row_of(session, made, kind)
        setattr(row, "valid_to" if kind is Paper else "ended_on", date(2026, 9, 14))
    assert mondays(made) == ([7, 14], [(21, UNTIL), (28, UNTIL)])
    assert mondays(made, 1) == ([7, 14, 21, 28], [])


def test_a_calendar_shows_what_a_paper_ended_and_why(made: Subscribers) -> None:
    token = made.of_mother()
    made.read(token)
    with made.made.deputy() as unit:
        contract = unit.session.exec(select(Contract).where(Contract.case_id == made.made.cases[0])).one()
        end_contract(unit, contract.id, contract.rev, date(2026, 12, 20))
    gone = [event for event in made.read(token) if event["STATUS"] == "CANCELLED"]
    assert starts(gone) == ["20261221T050000Z", "20261222T060000Z", "20261228T050000Z"]
    assert {event["DESCRIPTION"] for event in gone} == {"Причина: документы действовали по 20.12.2026"}


def test_lessons_go_on_with_the_next_paper(made: Subscribers) -> None:
    """A paper until the 14th and one from the 28th: the gap lapses, the 28th is given."""
    case_id = made.made.cases[0]
    with writing(made.engine) as session:
        row_of(session, made, Paper).valid_to = date(2026, 9, 14)
        session.add(
            Paper(case_id=case_id, kind=PaperKind.MEDICAL, valid_from=date(2026, 9, 28), valid_to=date(2027, 5, 31))
        )  # fmt: skip
    assert mondays(made) == ([7, 14, 28], [(21, UNTIL)])
    with made.made.deputy() as unit:
        cover = covers_of(unit.session, made.made.cases)[case_id]
    assert cover.within(*SEPTEMBER) == (
        (date(2026, 9, 1), date(2026, 9, 14)), (date(2026, 9, 28), date(2026, 9, 30)),
    )  # fmt: skip


def test_a_paper_that_was_annulled_ends_nothing(made: Subscribers) -> None:
    with writing(made.engine) as session:
        session.add(
            Paper(
                case_id=made.made.cases[0], kind=PaperKind.MEDICAL, valid_from=date(2026, 9, 1),
                valid_to=date(2026, 9, 14), annulled_on=date(2026, 9, 2),
            )
        )  # fmt: skip
    assert mondays(made) == ([7, 14, 21, 28], [])


def test_days_before_the_first_paper_are_open_and_the_earliest_end_is_told() -> None:
    cover = Cover(
        {
            "paper": ((date(2026, 9, 10), date(2026, 9, 20)),),
            "order": ((date(2026, 9, 1), date(2026, 9, 15)), (date(2026, 9, 25), date(2026, 10, 1))),
        }
    )
    assert cover.ended(date(2026, 9, 5)) is None
    assert cover.ended(date(2026, 9, 16)) == date(2026, 9, 15)
    assert cover.ended(date(2026, 9, 22)) == date(2026, 9, 15)
    assert cover.ended(date(2026, 9, 26)) == date(2026, 9, 20)
    assert cover.within(date(2026, 9, 1), date(2026, 9, 30)) == ((date(2026, 9, 1), date(2026, 9, 15)),)


def test_what_a_day_to_come_loses_is_told_by_its_lessons(made: Subscribers) -> None:
    """The order ends on the 14th; the timetable holds until 31.05.2027, the last term until 26.05: from Monday 24.05
    on there are maths and, week 21 being odd, Russian on Tuesday."""
    with writing(made.engine) as session:
        row_of(session, made, OrderPupil).ended_on = date(2026, 9, 14)

    def then(on: date) -> LessonsThen:
        with made.made.deputy() as unit:
            return lessons_then(unit, made.made.cases[0], on)

    def maths(gone: str) -> LessonThen:
        return LessonThen(time="10:00–10:40", subject="Математика", teacher="Снегова Г. Г.", gone=gone)

    assert then(date(2026, 9, 14)).lessons == (maths(""),)
    assert then(date(2026, 9, 21)).lessons == (maths(UNTIL),)
    assert then(date(2026, 9, 23)).lessons == ()
    assert then(date(2027, 5, 24)) == LessonsThen(lessons=(maths(UNTIL),), lost=2, until=date(2027, 5, 31))
    after = then(date(2027, 6, 7))
    assert (after.lessons, after.until) == ((maths("расписание действует по 31.05.2027"),), None)
