"""From hours a week to lessons: every pattern with numbers from the table of domain 3.5 and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scheduler.registry.values import HoursKind, Pattern
from scheduler.split import Frame, Split, split
from scheduler.terms import LessonForm
from tests.scheduler.registry.office import line

FRAME = Frame()  # four weeks, an hour of 40 minutes, 34 study weeks


def made(hours: str, pattern: Pattern = Pattern.PARITY, frame: Frame = FRAME, **more: Any) -> Split:
    return split(line(hours=hours, pattern=pattern, **more), frame)


def numbers(one: Split) -> tuple[Fraction, int, int, Fraction]:
    """The four numbers: plan hours, lessons, real minutes, paid hours of a cycle."""
    return one.plan_hours, one.lessons, one.minutes, one.paid_hours


@pytest.mark.parametrize(
    ("hours", "lessons"),
    [("0.25", 1), ("0.5", 2), ("0.75", 3), ("1", 4), ("1.25", 5), ("1.5", 6), ("2.25", 9)],
)
def test_parity_gives_the_lessons_of_the_table(hours: str, lessons: int) -> None:
    assert numbers(made(hours)) == (lessons, lessons, 40 * lessons, lessons)


def test_parity_says_how_many_lessons_in_how_many_weeks() -> None:
    assert made("0.75").phrase == "0,75 ч в неделю: 3 занятия за 4 недели"
    assert made("2").phrase == "2 ч в неделю: 8 занятий за 4 недели"
    assert made("1", frame=replace(FRAME, cycle_weeks=1)).phrase == "1 ч в неделю: 1 занятие за 1 неделю"


def test_a_quarter_hour_owes_eight_and_a_half_lessons_a_year_without_a_gap() -> None:
    # 34 / 4 = 8.5 lessons a year, hours 0.25 × 34 = 8.5
    assert (made("0.25").year_gap, made("0.25").off_plan) == (0, False)


def test_a_third_of_an_hour_is_rounded_and_the_gap_of_the_year_told() -> None:
    # 1/3 × 4 = 1 1/3 lessons, nearest 1; a year 34/4 - 34/3 = 8.5 - 11 1/3 = -2 5/6
    one = made("1/3")
    assert numbers(one) == (Fraction(4, 3), 1, 40, 1)
    assert (one.year_gap, one.off_plan) == (Fraction(-17, 6), True)
    assert one.phrase == "1/3 ч в неделю: 1 занятие за 4 недели (точно было бы 1 1/3)"


def test_half_a_lesson_is_rounded_upwards_and_hours_never_to_nothing() -> None:
    # 0.375 × 4 = 1.5 -> 2; 0.1 × 4 = 0.4 -> 1 all the same
    assert [made("0.375").lessons, made("0.1").lessons] == [2, 1]


def test_a_gap_of_exactly_half_a_lesson_is_tolerated() -> None:
    # 2 weeks: 0.25 × 2 = 0.5 -> 1 lesson; of a line that holds two weeks 1 - 0.5 = 0.5; of three 1.5 - 0.75
    short = Frame(cycle_weeks=2, line_weeks=Fraction(2))
    assert (made("0.25", frame=short).year_gap, made("0.25", frame=short).off_plan) == (Fraction(1, 2), False)
    longer = replace(short, line_weeks=Fraction(3))
    assert made("0.25", frame=longer).off_plan


@pytest.mark.parametrize(
    ("hours", "lessons", "length"),
    [
        ("0.5", 4, 20),  # 20 minutes every week
        ("0.25", 2, 20),  # 20 minutes every second week
        ("0.75", 4, 30),  # 30 minutes every week
        ("1", 8, 20),  # two halves a week
        ("1.5", 8, 30),  # 60 minutes a week in two lessons
        ("2.25", 12, 30),  # 90 minutes a week in three
    ],
)
def test_short_lessons_keep_the_minutes_and_come_more_often(hours: str, lessons: int, length: int) -> None:
    # minutes of the plan over four weeks: hours × 4 × 40; every lesson is paid as one hour unless said
    one = made(hours, Pattern.SHORT)
    assert numbers(one) == (Fraction(hours) * 4, lessons, lessons * length, lessons)
    assert one.minutes == Fraction(hours) * 160
    assert one.year_gap == 0


def test_short_lessons_take_the_length_of_the_line() -> None:
    # 0.75 × 4 × 40 = 120 minutes: six of 20; 0.5 × 160 = 80 minutes are 3.2 lessons of 25: 3, 5 minutes lost
    assert numbers(made("0.75", Pattern.SHORT, lesson_min=20)) == (3, 6, 120, 6)
    one = made("0.5", Pattern.SHORT, lesson_min=25)
    assert numbers(one) == (2, 3, 75, 3)
    # 5 of 160 minutes are 1/32 hour a week, 34/32 hours a year
    assert (one.year_gap, one.off_plan) == (Fraction(-17, 16), True)
    assert one.phrase == "0,5 ч в неделю короткими занятиями: 3 занятия по 25 мин за 4 недели"


def test_twenty_minutes_are_an_hour_each_unless_the_line_is_short() -> None:
    # a school's own act: 20 minutes equal an academic hour; 1.5 hours a week are six lessons of 20 minutes
    one = made("1.5", lesson_min=20)
    assert numbers(one) == (6, 6, 120, 6)
    assert one.phrase == "1,5 ч в неделю: 6 занятий по 20 мин за 4 недели"


def test_paid_hours_follow_the_rate_of_the_line() -> None:
    # 0.5 h in short lessons: four of 20 minutes; paid as half an hour each 2 hours, as a full hour 4
    assert made("0.5", Pattern.SHORT, paid_hours_lesson=Fraction(1, 2)).paid_hours == 2
    assert made("0.5", Pattern.SHORT, paid_hours_lesson=Fraction(1)).paid_hours == 4


def test_paired_subjects_name_whom_they_take_turns_with() -> None:
    frame = replace(FRAME, partners=("Музыка",))
    one = made("0.75", Pattern.PAIRED, frame, slot="a", subject="История")
    assert (one.pattern, numbers(one)) == (Pattern.PAIRED, (3, 3, 120, 3))
    assert one.phrase == "0,75 ч в неделю: 3 занятия за 4 недели, в общее время по очереди (История, Музыка)"


@pytest.mark.parametrize(("slot", "partners"), [(None, ("Музыка",)), ("a", ())])
def test_a_pair_without_slot_or_partner_is_parity(slot: str | None, partners: tuple[str, ...]) -> None:
    one = made("0.5", Pattern.PAIRED, replace(FRAME, partners=partners), slot=slot)
    assert (one.pattern, one.lessons) == (Pattern.PARITY, 2)


def test_a_block_gives_the_hours_of_the_year_in_its_part() -> None:
    # half of the study weeks: 0.5 h a week become 1; a quarter of them: 0.25 become 1
    half = replace(FRAME, line_weeks=Fraction(17))
    one = made("0.5", Pattern.BLOCK, half, valid_from=date(2026, 9, 1), valid_to=date(2026, 12, 30))
    assert (numbers(one), one.year_gap) == ((4, 4, 160, 4), 0)
    assert one.phrase == (
        "0,5 ч в неделю в среднем за год: 1 ч в неделю с 01.09.2026 по 30.12.2026, 4 занятия за 4 недели"
    )
    quarter = replace(FRAME, line_weeks=Fraction(17, 2))
    assert made("0.25", Pattern.BLOCK, quarter, valid_to=date(2026, 10, 23)).lessons == 4


def test_a_block_of_81_of_170_days_falls_short_of_the_year_and_says_so() -> None:
    # 0.5 × 34 / 16.2 × 4 = 4.2 lessons, nearest 4; 16.2 weeks × 1 h - 17 h = -0.8
    one = made("0.5", Pattern.BLOCK, replace(FRAME, line_weeks=Fraction(81, 5)), valid_to=date(2026, 12, 30))
    assert (one.lessons, one.year_gap, one.off_plan) == (4, Fraction(-4, 5), True)


def test_a_block_without_dates_is_parity() -> None:
    assert (made("0.5", Pattern.BLOCK).pattern, made("0.5", Pattern.BLOCK).lessons) == (Pattern.PARITY, 2)


def test_the_fraction_goes_to_remote_lessons() -> None:
    one = made("1.75", Pattern.OTHER_FORM, kind=HoursKind.REMOTE)
    assert [(part.row, part.form, part.lessons) for part in one.parts] == [
        ("l1", LessonForm.HOME, 4),
        ("l1+remote", LessonForm.REMOTE, 3),
    ]
    assert numbers(one) == (7, 7, 280, 7)
    assert one.phrase == "1,75 ч в неделю: 4 занятия за 4 недели, ещё 3 занятия за 4 недели дистанционно"


def test_the_fraction_goes_to_self_study() -> None:
    # plan 7 hours in four weeks, four lessons with a teacher, 3 hours alone
    one = made("1.75", Pattern.OTHER_FORM, form=LessonForm.SCHOOL, kind=HoursKind.SELF_STUDY)
    assert [(part.form, part.lessons) for part in one.parts] == [(LessonForm.SCHOOL, 4), (None, 0)]
    assert (numbers(one), one.given_hours, one.year_gap) == ((7, 4, 160, 4), 7, 0)
    assert one.phrase == "1,75 ч в неделю: 4 занятия за 4 недели, ещё 0,75 ч в неделю самостоятельно"


def test_a_fraction_without_a_whole_hour_keeps_its_own_row() -> None:
    one = made("0.5", Pattern.OTHER_FORM, form=LessonForm.REMOTE)
    assert [(part.row, part.form, part.lessons) for part in one.parts] == [
        ("l1+remote", LessonForm.REMOTE, 2)
    ]


def test_rounding_up_is_meant_and_no_gap_to_warn_of() -> None:
    # 0.5 -> a lesson every week; 17 hours a year above the plan
    one = made("0.5", Pattern.ROUND_UP)
    assert numbers(one) == (2, 4, 160, 4)
    assert (one.year_gap, one.off_plan) == (17, False)
    assert one.phrase == "0,5 ч в неделю с округлением вверх: 4 занятия за 4 недели"
    assert made("1.25", Pattern.ROUND_UP).lessons == 8


@pytest.mark.parametrize("pattern", [pattern for pattern in Pattern if pattern != Pattern.OTHER_FORM])
def test_self_study_has_hours_and_no_lessons(pattern: Pattern) -> None:
    one = made("1.5", pattern, kind=HoursKind.SELF_STUDY, valid_to=date(2026, 12, 30))
    assert (numbers(one), one.given_hours) == ((6, 0, 0, 0), 6)
    assert one.phrase == "1,5 ч в неделю: 1,5 ч в неделю самостоятельно"


def test_hours_with_the_class_are_not_given_again() -> None:
    # T3: chemistry 0.75, of it 0.5 in school, the other 0.25 at home
    one = made("0.75", in_class_hours=Fraction(1, 2))
    assert numbers(one) == (1, 1, 40, 1)
    assert one.phrase == "0,75 ч в неделю, из них 0,5 ч с классом: 1 занятие за 4 недели"
    whole = made("1", in_class_hours=Fraction(1))
    assert (whole.parts, whole.lessons) == ((), 0)
    assert whole.phrase == "1 ч в неделю, из них 1 ч с классом: все часы с классом"


def test_remote_hours_are_held_remotely_at_the_length_of_remote_lessons() -> None:
    one = made("1", kind=HoursKind.REMOTE, frame=replace(FRAME, lesson_min=45, remote_min=40))
    assert [(part.form, part.lesson_min) for part in one.parts] == [(LessonForm.REMOTE, 40)]
