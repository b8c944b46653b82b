"""The clock of regulation 2.5: calendar days or working days, weekends, holidays, vacations, the leap day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from api.services.cases.loading import load_one
from api.services.schools.workdays import WorkCalendar
from api.services.schools.year_draft import work_calendar
from models.school import School
from models.states import Move
from scheduler.calendar.year import MovedDay
from scheduler.terms import Weekday
from tests.api.services.world import START, YEAR, day, new_world

FIVE = work_calendar(YEAR, School(code="s5", title="Школа", week_days=5))
SIX = work_calendar(YEAR, School(code="s6", title="Школа", week_days=6))


@pytest.mark.parametrize(
    ("calendar", "start", "due"),
    [
        (FIVE, "01.09.2026", "04.09.2026"),  # Tue: Wed 2, Thu 3, Fri 4
        (FIVE, "04.09.2026", "09.09.2026"),  # Fri: Mon 7, Tue 8, Wed 9
        (FIVE, "05.09.2026", "09.09.2026"),  # Sat: the same
        (SIX, "04.09.2026", "08.09.2026"),  # Fri: Sat 5, Mon 7, Tue 8
        (FIVE, "03.11.2026", "09.11.2026"),  # Tue: Wed 4 is a holiday; Thu 5, Fri 6, Mon 9
        (FIVE, "23.10.2026", "28.10.2026"),  # the staff works in the pupils' vacation: Mon 26, Tue 27, Wed 28
        (FIVE, "30.12.2026", "12.01.2027"),  # Wed: Thu 31; 01–08.01 off, 9–10 weekend; Mon 11, Tue 12
        (FIVE, "22.02.2027", "26.02.2027"),  # Mon: Tue 23 off; Wed 24, Thu 25, Fri 26
        (FIVE, "28.08.2026", "02.09.2026"),  # Fri before the year: Mon 31, Tue 1, Wed 2
    ],
)
def test_the_third_working_day(calendar: WorkCalendar, start: str, due: str) -> None:
    assert calendar.after(day(start), 3) == day(due)


def test_a_moved_day_is_worked() -> None:
    """Saturday 20.02.2027 taught as a Friday: after Fri 19.02 come Sat 20, Mon 22, Wed 24 (23 is off)."""
    moved = replace(YEAR, moved=(MovedDay(on=day("20.02.2027"), as_day=Weekday.FRI),))
    calendar = work_calendar(moved, School(code="s5", title="Школа", week_days=5))
    assert calendar.after(day("19.02.2027"), 3) == day("24.02.2027")


def test_the_leap_day_is_a_day() -> None:
    """Mon 28.02.2028 and Tue 29.02.2028."""
    calendar = WorkCalendar(week_days=5)
    assert calendar.after(date(2028, 2, 25), 2) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("options", "due"),
    [
        ({}, "06.11.2026"),  # three days after Tue 03.11, whatever they are
        ({"clock_working_days": True}, "09.11.2026"),
        ({"clock_working_days": True, "clock_days": 5}, "11.11.2026"),
        ({"clock_days": 10}, "13.11.2026"),
    ],
)
def test_the_clock_of_a_case_follows_the_schools_choice(
    database: Engine, options: dict[str, Any], due: str
) -> None:
    world = new_world(database, **options)
    case_id = world.case(day("02.11.2026"))
    world.package(case_id, day("02.11.2026"))

    def clock() -> date | None:
        with world.acting(day("03.11.2026")) as unit:
            return load_one(unit.session, world.get(case_id)).clock_due()

    assert clock() is None
    world.move(case_id, Move.COMPLETE, day("03.11.2026"))
    assert clock() == day(due)


def test_the_clock_stops_when_lessons_run(database: Engine) -> None:
    world = new_world(database)
    case_id = world.running()
    with world.acting(START) as unit:
        assert load_one(unit.session, world.get(case_id)).clock_due() is None
