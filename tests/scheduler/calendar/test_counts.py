"""Days of 2026/27 and lessons against the plan. Expected numbers: domain.md section 6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from scheduler.calendar.counts import balances, school_weeks, term_counts, weekday_counts
from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import LapseKind, Validity
from scheduler.calendar.published import FIVE_DAYS, published_year, school_year_2026
from scheduler.calendar.year import MovedDay, Parity
from scheduler.errors import BadFileError
from scheduler.terms import Weekday
from tests.builders import problem, pupil, row, timetable

YEAR = {"first": date(2026, 9, 1), "last": date(2027, 5, 26)}


def test_federal_year_has_170_days_in_its_quarters() -> None:
    counts = term_counts(school_year_2026("s1"))
    assert counts == {"1 четверть": 39, "2 четверть": 42, "3 четверть": 53, "4 четверть": 36}
    assert sum(counts.values()) == 170


def test_federal_year_is_short_of_mondays() -> None:
    counts = weekday_counts(school_year_2026("s1"))
    assert list(counts.values()) == [32, 35, 35, 34, 34]
    assert list(counts) == list(FIVE_DAYS)


def test_federal_year_has_31_saturdays_for_a_six_day_school() -> None:
    assert weekday_counts(school_year_2026("s1", (*FIVE_DAYS, Weekday.SAT)))[Weekday.SAT] == 31


def test_federal_year_is_34_weeks_and_33_in_the_first_grade() -> None:
    year = school_year_2026("s1")
    assert (school_weeks(year), school_weeks(year, 2), school_weeks(year, 1)) == (34, 34, 33)


def test_moved_day_counts_for_the_weekday_it_holds() -> None:
    year = replace(school_year_2026("s1"), moved=(MovedDay(on=date(2026, 9, 10), as_day=Weekday.MON),))
    counts = weekday_counts(year)
    assert (counts[Weekday.MON], counts[Weekday.THU]) == (33, 33)


def test_published_year_tells_what_is_uncertain() -> None:
    doubts = published_year().doubts
    assert "постановление о переносе выходных дней в 2027 году" in doubts[0].lower()
    assert "Осенние каникулы, 24.10.2026–01.11.2026: дата не подтверждена (vsmi.day 7493127)." in doubts
    assert not [told for told in doubts if "народного единства" in told]  # its text was seen


def test_year_the_program_does_not_have_is_refused() -> None:
    with pytest.raises(BadFileError, match="2026_27"):
        published_year("1999_00")


@pytest.mark.parametrize(
    ("day", "owed"), [("mon", 2), ("tue", -1), ("wed", -1), ("thu", 0), ("fri", 0)]
)  # 34 planned; 32, 35, 35, 34, 34 held
def test_weekday_deficits_come_out_of_the_balance(day: str, owed: int) -> None:
    given = problem([row(lessons=4)], weeks=4)
    plan = timetable(given, *(f"r1/{n} w{n} {day} 09:00" for n in range(1, 5)))
    for parity in Parity:
        found = expand(given, plan, (school_year_2026("s1"),), parity=parity, **YEAR)
        [balance] = balances(given, plan, found, (school_year_2026("s1"),), **YEAR)
        assert (balance.planned, balance.held, balance.owed) == (34, 34 - owed, owed)


def test_fractions_of_a_lesson_stay_exact() -> None:
    # one lesson in four weeks over 34 weeks: 8.5, and 33 weeks of the first grade: 8.25
    given = problem(
        [row(), row("r2", pupils=["p2"])],
        weeks=4,
        pupils=[pupil(), pupil("p2", grade=1, home="h2")],
    )
    plan = timetable(given, "r1 w1 thu 09:00", "r2 w1 thu 11:00")
    found = expand(given, plan, (school_year_2026("s1"),), parity=Parity.COUNT, **YEAR)
    one, two = balances(given, plan, found, (school_year_2026("s1"),), **YEAR)
    assert (one.planned, two.planned) == (Fraction(17, 2), Fraction(33, 4))
    # 34 Thursdays: turns 1, 5, … 33 are nine lessons; the first grade's Thursday 18.02 is the 22nd, a turn of w2
    assert (one.held, two.held, one.owed, two.owed) == (9, 9, Fraction(-1, 2), Fraction(-3, 4))


def test_unplaced_lessons_are_owed_by_their_share() -> None:
    given = problem([row(lessons=4)], weeks=4)
    plan = timetable(given, "r1/1 w1 thu 09:00", "r1/2 w2 thu 09:00", "r1/3 w3 thu 09:00")
    found = expand(given, plan, (school_year_2026("s1"),), parity=Parity.COUNT, **YEAR)
    [balance] = balances(given, plan, found, (school_year_2026("s1"),), **YEAR)
    # of 34 Thursdays the turns of w4 are 4, 8, … 32: eight; 26 are held
    assert (balance.planned, balance.held, balance.unplaced) == (34, 26, Fraction(17, 2))
    assert balance.owed == 8


def test_lapsed_lessons_are_listed_with_their_reason() -> None:
    given = problem([row()])
    plan = timetable(given, "r1 wed 09:00")
    november = {"first": date(2026, 11, 2), "last": date(2026, 11, 15)}
    found = expand(given, plan, (school_year_2026("s1"),), **november)
    [balance] = balances(given, plan, found, (school_year_2026("s1"),), **november)
    # nine school days in two weeks: 9 / 5 planned, Wednesday 11.11 held, 04.11 is a holiday
    assert (balance.planned, balance.held) == (Fraction(9, 5), 1)
    assert [(each.on, each.kind) for each in balance.lapsed] == [(date(2026, 11, 4), LapseKind.HOLIDAY)]


def test_plan_counts_only_days_with_valid_papers() -> None:
    given = problem([row()])
    plan = timetable(given, "r1 mon 09:00")
    papers: Validity = {"p1": (date(2027, 1, 11), None)}
    found = expand(given, plan, (school_year_2026("s1"),), validity=papers, **YEAR)
    [balance] = balances(given, plan, found, (school_year_2026("s1"),), validity=papers, **YEAR)
    # quarters 3 and 4: 53 + 36 = 89 days of five a week
    assert balance.planned == Fraction(89, 5)


def test_each_pupil_of_a_shared_lesson_has_a_balance() -> None:
    given = problem([row(pupils=["p1", "p2"])], pupils=[pupil(), pupil("p2")])
    plan = timetable(given, "r1 mon 09:00")
    papers: Validity = {"p2": (None, date(2026, 9, 20))}
    month = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
    found = expand(given, plan, (school_year_2026("s1"),), validity=papers, **month)
    one, two = balances(given, plan, found, (school_year_2026("s1"),), validity=papers, **month)
    # Mondays 7, 14, 21, 28; September has 22 school days, 14 of them until the 20th
    assert (one.pupil, one.held, one.planned) == ("p1", 4, Fraction(22, 5))
    assert (two.pupil, two.held, two.planned) == ("p2", 2, Fraction(14, 5))


def test_dated_weeks_plan_what_the_row_says() -> None:
    given = problem([row(lessons=2)], weeks=[{"id": "a", "monday": "2026-10-19"}])
    plan = timetable(given, "r1 a tue 09:00")
    found = expand(given, plan, (school_year_2026("s1"),), **YEAR)
    [balance] = balances(given, plan, found, (school_year_2026("s1"),), **YEAR)
    assert (balance.planned, balance.held, balance.unplaced, balance.owed) == (2, 1, 1, 1)
