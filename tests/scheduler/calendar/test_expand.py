"""From the cycle to dates: holidays, moved days, partners, papers. Dates are those of 2026/27, read off a calendar.

01.09.2026 is a Tuesday, so the first calendar week of the cycle begins on Monday 31.08.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from scheduler.calendar.expand import expand
from scheduler.calendar.lessons import DatedLesson, Expansion, Lapse, LapseKind, instants, lesson_id
from scheduler.calendar.network import MissingYearError
from scheduler.calendar.published import FIVE_DAYS, school_year_2026
from scheduler.calendar.year import Break, MovedDay, Parity, SchoolYear
from scheduler.errors import BadFileError
from scheduler.problem import Problem
from scheduler.terms import Weekday
from tests.builders import problem, pupil, row, teacher, timetable

SEPTEMBER = {"first": date(2026, 9, 1), "last": date(2026, 9, 30)}
YEAR = {"first": date(2026, 9, 1), "last": date(2027, 5, 26)}


def year(school: str = "s1", *, breaks: Sequence[Break] = (), moved: Sequence[MovedDay] = ()) -> SchoolYear:
    plain = school_year_2026(school)
    return replace(plain, breaks=(*plain.breaks, *breaks), moved=tuple(moved))


def off(title: str, first: date, last: date | None = None, grades: frozenset[int] | None = None) -> Break:
    return Break(title=title, first=first, last=last or first, grades=grades)


def expanded(given: Problem, lessons: Sequence[str], *years: SchoolYear, **more: Any) -> Expansion:
    return expand(given, timetable(given, *lessons), years or (year(),), **(SEPTEMBER | more))


def dates(lessons: Sequence[DatedLesson | Lapse]) -> list[str]:
    return [f"{each.on:%d.%m}" for each in lessons]


def whys(found: Expansion) -> list[tuple[str, LapseKind, str, tuple[str, ...]]]:
    return [(f"{each.on:%d.%m}", each.kind, each.text, each.pupils) for each in found.lapsed]


# ------------------------------------------------------------------ which week a date belongs to


def test_calendar_parity_gives_each_cycle_week_its_calendar_weeks() -> None:
    given = problem([row(lessons=4)], weeks=4)
    found = expanded(given, ["r1/2 w2 mon 09:00"], last=date(2026, 10, 23))
    # Mondays: 31.08 w1 (before the year), 07.09 w2, 14.09 w3, 21.09 w4, 28.09 w1, 05.10 w2
    assert dates(found.lessons) == ["07.09", "05.10"]
    assert found.lapsed == ()


def test_calendar_parity_counts_holidays_and_loses_their_turns() -> None:
    given = problem([row(lessons=4)], weeks=4)
    found = expanded(given, ["r1 w1 mon 09:00"], last=date(2026, 11, 29))
    # w1 Mondays: 28.09, 26.10 (autumn holidays), 23.11
    assert dates(found.lessons) == ["28.09", "23.11"]
    assert whys(found) == [("26.10", LapseKind.HOLIDAY, "Осенние каникулы", ("p1",))]


def test_count_parity_waits_over_holidays() -> None:
    given = problem([row(lessons=4)], weeks=4)
    found = expanded(given, ["r1 w1 mon 09:00"], last=date(2026, 11, 29), parity=Parity.COUNT)
    # school Mondays: 07.09 is the 1st, 05.10 the 5th, 02.11 is the 8th, 09.11 the 9th
    assert dates(found.lessons) == ["07.09", "05.10", "09.11"]
    assert found.lapsed == ()


def test_count_parity_counts_each_weekday_apart() -> None:
    given = problem([row(lessons=2)], weeks=2)
    found = expanded(given, ["r1/1 w1 tue 09:00", "r1/2 w1 mon 09:00"], parity=Parity.COUNT)
    # the year begins on a Tuesday: Tuesdays 01.09 and 15.09, 29.09 have odd numbers, Mondays 07.09 and 21.09
    assert dates(found.lessons) == ["01.09", "07.09", "15.09", "21.09", "29.09"]


def test_reference_school_counts_the_weeks_for_everybody() -> None:
    given = problem([row(lessons=2)], weeks=2, pupils=[pupil(school="s2")], teachers=[teacher(school="s2")])
    partner = year("s2")
    base = year("s1", breaks=[off("Карантин", date(2026, 9, 7))])
    asked = {"parity": Parity.COUNT, "last": date(2026, 9, 22)}
    # by s2 the 1st Monday is 07.09 and the 3rd 21.09; by s1, closed on 07.09, the 1st is 14.09
    assert dates(expanded(given, ["r1 w1 mon 09:00"], partner, base, **asked).lessons) == ["07.09", "21.09"]
    by_base = expanded(given, ["r1 w1 mon 09:00"], partner, base, reference="s1", **asked)
    assert dates(by_base.lessons) == ["14.09"]


def test_count_of_a_weekday_the_reference_never_teaches_is_the_own_schools() -> None:
    given = problem(
        [row(lessons=2)], weeks=2, days=[*FIVE_DAYS, "sat"], pupils=[pupil(school="s2")],
        teachers=[teacher(school="s2")],
    )  # fmt: skip
    six = school_year_2026("s2", (*FIVE_DAYS, Weekday.SAT))
    found = expanded(given, ["r1 w1 sat 09:00"], six, year("s1"), reference="s1", parity=Parity.COUNT)
    assert dates(found.lessons) == ["05.09", "19.09"]  # Saturdays of September: 5, 12, 19, 26


# ------------------------------------------------------------------ moved days


def test_moved_day_holds_the_other_weekdays_lessons_and_drops_its_own() -> None:
    given = problem([row(lessons=1), row("r2")])
    thursday_as_monday = year(moved=[MovedDay(on=date(2026, 9, 10), as_day=Weekday.MON)])
    lessons = ["r1 mon 09:00", "r2 thu 09:00"]
    found = expanded(given, lessons, thursday_as_monday, last=date(2026, 9, 13))
    assert [(each.row, f"{each.on:%d.%m}") for each in found.lessons] == [
        ("r2", "03.09"), ("r1", "07.09"), ("r1", "10.09")
    ]  # fmt: skip
    assert whys(found) == [
        ("10.09", LapseKind.OTHER_DAY, "в этот день занятия по расписанию понедельника", ("p1",))
    ]


def test_moved_day_takes_the_cycle_week_of_its_own_calendar_week() -> None:
    given = problem([row(lessons=2)], weeks=2)
    saturday = year(moved=[MovedDay(on=date(2026, 9, 12), as_day=Weekday.MON)])
    # Monday 07.09 begins the second calendar week: w2; Saturday 12.09 lies in it, too
    assert dates(expanded(given, ["r1 w2 mon 09:00"], saturday, last=date(2026, 9, 14)).lessons) == [
        "07.09", "12.09"
    ]  # fmt: skip
    assert dates(expanded(given, ["r1 w1 mon 09:00"], saturday, last=date(2026, 9, 14)).lessons) == ["14.09"]


def test_moved_day_takes_the_next_turn_of_the_weekday_it_holds_when_days_are_counted() -> None:
    given = problem([row(lessons=2)], weeks=2)
    saturday = year(moved=[MovedDay(on=date(2026, 9, 12), as_day=Weekday.MON)])
    asked = {"parity": Parity.COUNT, "last": date(2026, 9, 21)}
    # Mondays held: 07.09 (1st, w1), 12.09 (2nd, w2), 14.09 (3rd, w1), 21.09 (4th, w2)
    assert dates(expanded(given, ["r1 w1 mon 09:00"], saturday, **asked).lessons) == ["07.09", "14.09"]
    assert dates(expanded(given, ["r1 w2 mon 09:00"], saturday, **asked).lessons) == ["12.09", "21.09"]


def test_moved_day_outside_the_terms_is_in_the_year() -> None:
    given = problem([row()])
    in_holidays = year(moved=[MovedDay(on=date(2026, 10, 24), as_day=Weekday.MON)])
    found = expanded(given, ["r1 mon 09:00"], in_holidays, first=date(2026, 10, 19), last=date(2026, 10, 25))
    assert dates(found.lessons) == ["19.10", "24.10"]


def test_moved_day_of_a_partner_has_no_turn_when_the_reference_counts() -> None:
    given = problem([row()], pupils=[pupil(school="s2")], teachers=[teacher(school="s2")])
    saturday = year("s2", moved=[MovedDay(on=date(2026, 9, 12), as_day=Weekday.MON)])
    asked = {"reference": "s1", "last": date(2026, 9, 14)}
    by_count = expanded(given, ["r1 mon 09:00"], saturday, year("s1"), parity=Parity.COUNT, **asked)
    assert dates(by_count.lessons) == ["07.09", "14.09"]
    by_calendar = expanded(given, ["r1 mon 09:00"], saturday, year("s1"), **asked)
    assert dates(by_calendar.lessons) == ["07.09", "12.09", "14.09"]


def test_moved_day_after_the_end_of_the_year_lapses_nothing_between() -> None:
    given = problem([row(), row("r2")])
    late = year(moved=[MovedDay(on=date(2027, 5, 29), as_day=Weekday.MON)])
    found = expanded(
        given, ["r1 mon 09:00", "r2 fri 09:00"], late, first=date(2027, 5, 24), last=date(2027, 6, 6)
    )
    assert dates(found.lessons) == ["24.05", "29.05"]
    assert found.lapsed == ()  # the year ends on Wednesday 26.05


def test_partner_that_does_not_move_its_day_cannot_teach_on_it() -> None:
    given = problem([row()], teachers=[teacher(school="s2")])
    moved = year("s1", moved=[MovedDay(on=date(2026, 9, 10), as_day=Weekday.MON)])
    found = expanded(given, ["r1 mon 09:00"], moved, year("s2"), last=date(2026, 9, 13))
    assert dates(found.lessons) == ["07.09"]
    assert whys(found) == [
        ("10.09", LapseKind.OTHER_DAY, "s2: в этот день занятия по расписанию четверга", ("p1",))
    ]


# ------------------------------------------------------------------ who has lessons that day


def test_partner_holiday_takes_the_lesson_and_is_named() -> None:
    given = problem([row()], teachers=[teacher(school="s2")])
    ill = year("s2", breaks=[off("Карантин", date(2026, 9, 14), date(2026, 9, 20))])
    found = expanded(given, ["r1 mon 09:00"], year("s1"), ill)
    assert dates(found.lessons) == ["07.09", "21.09", "28.09"]
    assert whys(found) == [("14.09", LapseKind.PARTNER_HOLIDAY, "s2: Карантин", ("p1",))]


def test_own_holiday_is_told_before_the_partners() -> None:
    given = problem([row()], teachers=[teacher(school="s2")])
    both = off("Карантин", date(2026, 9, 14))
    found = expanded(given, ["r1 mon 09:00"], year("s1", breaks=[both]), year("s2", breaks=[both]))
    assert whys(found) == [("14.09", LapseKind.HOLIDAY, "Карантин", ("p1",))]


def test_february_break_is_for_the_first_grade_alone() -> None:
    given = problem(
        [row(), row("r2", pupils=["p2"])], pupils=[pupil(grade=1), pupil("p2", grade=2, home="h2")]
    )
    february = {"first": date(2027, 2, 8), "last": date(2027, 2, 28)}
    found = expanded(given, ["r1 wed 09:00", "r2 wed 11:00"], **february)
    assert [(each.row, f"{each.on:%d.%m}") for each in found.lessons] == [
        ("r1", "10.02"), ("r2", "10.02"), ("r2", "17.02"), ("r1", "24.02"), ("r2", "24.02")
    ]  # fmt: skip
    assert whys(found) == [("17.02", LapseKind.HOLIDAY, "Дополнительные каникулы первоклассников", ("p1",))]


def test_february_break_of_a_partner_does_not_stop_its_teacher() -> None:
    given = problem([row()], pupils=[pupil(grade=1)], teachers=[teacher(school="s2")])
    base = replace(year("s1"), breaks=())  # its first grade goes on
    found = expanded(
        given, ["r1 wed 09:00"], base, year("s2"), first=date(2027, 2, 15), last=date(2027, 2, 21)
    )
    assert dates(found.lessons) == ["17.02"]


def test_days_between_terms_without_a_name_are_holidays() -> None:
    given = problem([row()])
    nameless = replace(year(), breaks=())
    found = expanded(given, ["r1 mon 09:00"], nameless, first=date(2026, 10, 19), last=date(2026, 11, 8))
    assert dates(found.lessons) == ["19.10", "02.11"]
    assert whys(found) == [("26.10", LapseKind.HOLIDAY, "каникулы", ("p1",))]


def test_papers_bound_the_lessons_at_both_ends_inclusively() -> None:
    given = problem([row()])
    papers = {"p1": (date(2026, 9, 14), date(2026, 9, 21))}
    found = expanded(given, ["r1 mon 09:00"], validity=papers)
    assert dates(found.lessons) == ["14.09", "21.09"]
    assert whys(found) == [
        ("07.09", LapseKind.PAPER, "документы действуют с 14.09.2026", ("p1",)),
        ("28.09", LapseKind.PAPER, "документы действовали по 21.09.2026", ("p1",)),
    ]


def test_end_of_one_childs_papers_does_not_end_a_shared_lesson() -> None:
    given = problem([row(pupils=["p1", "p2"])], pupils=[pupil(), pupil("p2")])
    found = expanded(
        given, ["r1 mon 09:00"], validity={"p2": (None, date(2026, 9, 20))}, last=date(2026, 9, 22)
    )
    assert [(f"{each.on:%d.%m}", each.pupils) for each in found.lessons] == [
        ("07.09", ("p1", "p2")), ("14.09", ("p1", "p2")), ("21.09", ("p1",))
    ]  # fmt: skip
    assert whys(found) == [("21.09", LapseKind.PAPER, "документы действовали по 20.09.2026", ("p2",))]


def test_school_without_a_year_keeps_the_references() -> None:
    given = problem([row()], teachers=[teacher(school="s2")])
    found = expanded(given, ["r1 wed 09:00"], year("s1"), first=date(2026, 11, 2), last=date(2026, 11, 11))
    assert dates(found.lessons) == ["11.11"]  # 04.11 is a holiday of s1, and so of s2
    assert dates(found.lapsed) == ["04.11"]


# ------------------------------------------------------------------ ids, order, instants, dated weeks


def test_id_is_row_iso_week_and_ordinal_in_order_of_time() -> None:
    given = problem([row(lessons=2)])
    found = expanded(given, ["r1/1 thu 09:00", "r1/2 mon 14:00"], last=date(2026, 9, 10))
    assert [(each.id, f"{each.on:%d.%m}") for each in found.lessons] == [
        ("r1/2026-W36/2", "03.09"), ("r1/2026-W37/1", "07.09"), ("r1/2026-W37/2", "10.09")
    ]  # fmt: skip  # the Monday of W36, 31.08, is before the year and still the first of its week


def test_id_of_a_sister_stays_when_a_lesson_lapses() -> None:
    given = problem([row(lessons=2)])
    for parity in Parity:
        closed = year(breaks=[off("Карантин", date(2026, 9, 7))])
        found = expanded(
            given, ["r1/1 mon 09:00", "r1/2 thu 09:00"], closed, parity=parity,
            first=date(2026, 9, 7), last=date(2026, 9, 13),
        )  # fmt: skip
        assert [(each.id, f"{each.on:%d.%m}") for each in found.lessons] == [("r1/2026-W37/2", "10.09")]


def test_id_of_a_moved_days_lesson_comes_after_those_of_the_week() -> None:
    given = problem([row(lessons=2)])
    moved = year(moved=[MovedDay(on=date(2026, 9, 8), as_day=Weekday.MON)])
    found = expanded(
        given, ["r1/1 mon 09:00", "r1/2 thu 09:00"], moved, first=date(2026, 9, 7), last=date(2026, 9, 13)
    )
    assert [(each.id, f"{each.on:%d.%m}") for each in found.lessons] == [
        ("r1/2026-W37/1", "07.09"), ("r1/2026-W37/3", "08.09"), ("r1/2026-W37/2", "10.09")
    ]  # fmt: skip


def test_iso_week_of_january_has_its_own_year() -> None:
    given = problem([row()])
    found = expanded(given, ["r1 mon 09:00"], first=date(2027, 1, 11), last=date(2027, 1, 11))
    assert [each.id for each in found.lessons] == ["r1/2027-W02/1"]  # 04.01.2027 begins W01
    assert lesson_id("r1", date(2027, 1, 1), 1) == "r1/2026-W53/1"


def test_period_in_the_middle_of_a_week_renames_nothing() -> None:
    given = problem([row(lessons=2)])
    found = expanded(
        given, ["r1/1 mon 09:00", "r1/2 thu 09:00"], first=date(2026, 9, 9), last=date(2026, 9, 11)
    )
    assert [each.id for each in found.lessons] == ["r1/2026-W37/2"]


def test_dated_weeks_stand_on_their_own_dates() -> None:
    given = problem(
        [row(lessons=2)],
        weeks=[{"id": "a", "monday": "2026-10-19"}, {"id": "b", "monday": "2026-10-26"}],
    )
    found = expanded(
        given, ["r1/1 a tue 09:00", "r1/2 b tue 09:00"], first=date(2026, 9, 1), last=date(2026, 12, 1)
    )
    assert [(each.id, each.week, each.on) for each in found.lessons] == [
        ("r1/2026-W43/1", "a", date(2026, 10, 20))
    ]
    assert whys(found) == [("27.10", LapseKind.HOLIDAY, "Осенние каникулы", ("p1",))]


def test_dated_lesson_carries_what_the_timetable_says() -> None:
    given = problem([row(form="remote")], teachers=[teacher(remote_place="s2")])
    found = expanded(given, ["r1 mon 09:05"], last=date(2026, 9, 7))
    assert found.lessons == (
        DatedLesson(
            id="r1/2026-W37/1", row="r1", n=1, week="w1", on=date(2026, 9, 7), start_min=545, end_min=585,
            teacher="t1", form="remote", place="s2", pupils=("p1",),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Yekaterinburg", 4), ("Europe/Moscow", 6)])
def test_instants_are_utc_by_the_zone_of_the_problem(zone: str, hour: int) -> None:
    given = problem([row()])
    found = expanded(given, ["r1 mon 09:00"], last=date(2026, 9, 7))
    start, end = instants(found.lessons[0], zone)
    assert (start, end) == (
        datetime(2026, 9, 7, hour, 0, tzinfo=UTC), datetime(2026, 9, 7, hour, 40, tzinfo=UTC)
    )  # fmt: skip


def test_lesson_until_midnight_ends_on_the_next_day() -> None:
    night = DatedLesson(
        id="r1/2026-W37/1", row="r1", n=1, week="w1", on=date(2026, 9, 7), start_min=1400, end_min=1440,
        teacher="t1", form="home", place="h1", pupils=("p1",),
    )  # fmt: skip
    assert instants(night, "UTC")[1] == datetime(2026, 9, 8, tzinfo=UTC)


# ------------------------------------------------------------------ what is refused


def test_without_a_year_of_the_reference_nothing_is_expanded() -> None:
    given = problem([row()])
    with pytest.raises(MissingYearError, match="Нет учебного года школы «s1»"):
        expanded(given, ["r1 mon 09:00"], year("s2"))


def test_timetable_of_another_problem_is_refused_with_every_stranger() -> None:
    given = problem([row()])
    plan = timetable(given, "r1 mon 09:00")
    strange = plan.lessons[0].model_copy(update={"week": "w9", "day": "funday", "teacher": "t9"})
    with pytest.raises(BadFileError) as caught:
        expand(given, plan.model_copy(update={"lessons": (strange,)}), (year(),), **SEPTEMBER)
    assert [(fault.path, fault.found) for fault in caught.value.faults] == [
        ("lessons.0.week", '"w9"'), ("lessons.0.day", '"funday"'), ("lessons.0.teacher", '"t9"')
    ]  # fmt: skip
