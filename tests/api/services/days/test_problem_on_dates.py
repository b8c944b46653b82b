"""Dated weeks of the school's own data: days of teachers that differ, absences and holidays are in the problem."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.days.problem_on_dates import problem_on_dates
from api.services.registry.problems import Posed
from models.day import Absence, Cause
from models.engines import writing
from models.year import YearBreak, YearTerm
from scheduler.preflight import preflight
from scheduler.problem import Teacher
from scheduler.terms import Weekday
from scheduler.wire import parse_problem
from tests.api.services.registry.office import Office, new_office, row
from tests.api.services.world import day

MON, FRI = date(2026, 9, 7), date(2026, 9, 11)
TUE = Weekday.TUE
WEEK = "2026-W37"


@pytest.fixture
def office(database: Engine) -> Office:
    return new_office(database)


def posed(office: Office, first: date = MON, last: date = FRI, **more: Any) -> Posed:
    with office.acting() as unit:
        return problem_on_dates(unit, office.world.year_id, first, last, **more)


def free_on(teacher: Teacher, on: Weekday) -> list[tuple[int, int]]:
    return sorted((each.start_min, each.end_min) for each in teacher.free if each.holds_on(WEEK, on))


def test_days_that_differ_are_those_of_the_dates(office: Office) -> None:
    """13:07 to 14:58 cannot be: on the grid of five minutes 13:05 to 15:00. Tuesday's free hour is 10:02 to 11:01."""
    key = office.teacher()
    office.window(key, 787, 898, kind="cannot", on_date=MON)
    office.window(key, 602, 661, on_date=day("08.09.2026"))
    office.window(key, 900, 960, kind="busy", on_date=day("09.09.2026"))
    office.plan(office.case(), row(hours="2"))
    found = posed(office)
    (teacher,) = found.problem.teachers
    assert free_on(teacher, Weekday.MON) == [(720, 785), (900, 1140)]
    assert free_on(teacher, TUE) == [(605, 660), (720, 1140)]
    assert [(each.days, each.start_min, each.end_min) for each in teacher.busy] == [
        ((Weekday.WED,), 900, 960)
    ]
    assert [(each.id.partition("@")[2], each.lessons) for each in found.problem.rows] == [(WEEK, 2)]
    assert parse_problem(found.data).digest == found.digest


def test_who_is_away_gives_nothing_and_it_is_found_with_the_page_to_mend_it(office: Office) -> None:
    key = office.teacher()
    office.plan(office.case(), row(hours="1"))
    assert posed(office).findings == ()
    office.add(
        Absence(
            school_id=office.world.school_id, teacher_id=key, first_on=MON, last_on=FRI,
            cause=Cause.TEACHER_ILL, account_id=office.world.deputy_id, at=datetime(2026, 9, 1, 6, tzinfo=UTC),
        )
    )  # fmt: skip
    found = posed(office)
    assert found.problem.teachers[0].free == ()
    (point,) = found.findings
    assert point.blocks
    assert point.href == f"/plans/{next(iter(office.plans.values()))}"


def test_holidays_close_their_days(office: Office) -> None:
    office.teacher()
    office.plan(office.case(), row(hours="5", max_per_day=1))
    office.add(
        YearBreak(year_id=office.world.year_id, title="карантин", first_on=MON, last_on=day("08.09.2026"))
    )
    problem = posed(office).problem
    assert [(each.week, each.day) for each in problem.closed] == [(WEEK, Weekday.MON), (WEEK, TUE)]
    assert [each.lessons for each in problem.rows] == [3]
    assert [each for each in preflight(problem) if each.severity == "blocks"] == []


def test_longer_than_eight_weeks_is_refused(office: Office) -> None:
    office.teacher()
    with pytest.raises(Invalid) as refused:
        posed(office, MON, day("02.11.2026"))
    assert list(refused.value.faults) == ["last_on"]
    assert posed(office, MON, day("01.11.2026")).problem.dated


def test_without_a_calendar_there_are_no_dates(database: Engine) -> None:
    office = new_office(database)
    office.teacher()
    with writing(database) as session:
        for term in session.exec(select(YearTerm).where(YearTerm.year_id == office.world.year_id)):
            session.delete(term)
    with pytest.raises(Conflict):
        posed(office)
