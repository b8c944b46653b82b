"""Totals of the regulation's form, lessons of the cycle, yearly hours by the school's calendar, remarks of norms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.plans.figures import Figures, figures_of
from api.services.plans.rows import Row
from api.services.plans.setting import Setting
from api.services.schools.year_draft import school_year
from models.school import School
from scheduler.registry.values import Settings
from scheduler.terms import Block, HoursKind, LessonForm, Needs, Pattern
from tests.api.services.plans.families import P3, row
from tests.api.services.world import END, START, YEAR, day

SCHOOL = School(code="s1", title="СОШ № 1")


def setting(
    grade: int = 5, needs: Needs = Needs.GENERAL, norm: tuple[Fraction, str] | None = None
) -> Setting:
    return Setting(
        code="К-01", class_title=f"{grade} А", grade=grade, needs=needs, school=SCHOOL.title,
        year_title=YEAR.title, first=START, last=END, year=school_year(YEAR, SCHOOL),
        settings=Settings(name="К-01"), norm=norm,
    )  # fmt: skip


def figures(*rows: Row, first: date = START, last: date = END, **more: object) -> Figures:
    return figures_of(setting(**more), first, last, rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hours", "lessons"),
    [
        ("0.25", "1 занятие за 4 недели"), ("0.5", "2 занятия за 4 недели"), ("1", "4 занятия за 4 недели"),
        ("2.25", "9 занятий за 4 недели"),
    ],
)  # fmt: skip
def test_hours_become_lessons_of_the_cycle(hours: str, lessons: str) -> None:
    assert figures(row("Музыка", hours)).rows[0].lessons == lessons


def test_a_whole_year_owes_its_school_days_over_five() -> None:
    # 170 school days of five a week are 34 weeks (domain 6); 10 hours a week: 340 hours
    told = figures(*P3)
    assert told.hours == 10
    assert told.rows[0].yearly == Fraction("2.25") * 34
    assert told.yearly == 340


def test_who_enters_in_february_is_owed_the_rest_of_the_year() -> None:
    # 01.02–26.03 are 8 weeks less 23.02 and 08.03: 38 days; 05.04–26.05 are 38 less 03.05 and 10.05: 36
    days = [on for on in school_year(YEAR, SCHOOL).school_days(5) if on >= day("01.02.2027")]
    assert figures(row("Математика", "1"), first=day("01.02.2027")).yearly == Fraction(len(days), 5)
    assert len(days) == 74


def test_hours_sat_with_the_class_count_in_the_week_and_are_not_owed_here() -> None:
    told = figures(row("Физика", "1", in_class=Fraction(1, 2)))
    assert (told.hours, told.in_class, told.yearly) == (1, Fraction(1, 2), 17)


def test_totals_go_by_block_and_by_kind_of_hours_in_the_order_of_the_form() -> None:
    told = figures(
        row("Логопед", "1", block=Block.CORRECTION),
        row("Математика", "2"),
        row("Физика", "0.5", kind=HoursKind.REMOTE, form=LessonForm.REMOTE),
        row("История", "3", kind=HoursKind.SELF_STUDY),
    )
    assert [(block, total.hours) for block, total in told.blocks] == [
        (Block.MANDATORY, Fraction("5.5")), (Block.CORRECTION, 1),
    ]  # fmt: skip
    assert [total.hours for total in told.kinds] == [3, Fraction("0.5"), 3]
    assert told.hours == Fraction("6.5")


def test_more_than_the_weekly_norm_is_told_with_number_limit_and_source() -> None:
    # grade 5, five days: 29 lessons a week (СанПиН 1.2.3685-21, table 6.6)
    told = figures(row("Математика", "10"), row("Чтение", "19.25", kind=HoursKind.SELF_STUDY))
    (remark,) = [one for one in told.remarks if one.code == "norm.week_max"]
    assert "29,25" in remark.text
    assert "не больше 29" in remark.text
    assert "СанПиН 1.2.3685-21, таблица 6.6" in remark.text
    assert remark.severity == "breaks"
    just = figures(row("Математика", "10"), row("Чтение", "19", kind=HoursKind.SELF_STUDY))
    assert [one for one in just.remarks if one.code == "norm.week_max"] == []


def test_ten_hours_in_grade_five_are_as_by_custom_and_nine_are_told() -> None:
    assert [remark.code for remark in figures(*P3).remarks] == []
    assert [remark.code for remark in figures(*P3[1:]).remarks] == ["norm.home_week_hours"]


def test_the_schools_own_table_speaks_instead_of_custom() -> None:
    own = (Fraction(8), "приказ № 5")
    (remark,) = figures(*P3, norm=own).remarks
    assert remark.code == "norm.school_hours"
    assert "10, по таблице школы 8 (приказ № 5)" in remark.text
    assert figures(row("Математика", "8"), norm=own).remarks == ()


def test_a_lesson_longer_than_the_norm_for_special_needs_is_told() -> None:
    told = figures(row("Математика", "10", lesson_min=45), needs=Needs.OVZ)
    assert [one.code for one in told.remarks if "Математика" in one.text] == ["norm.lesson_max"]


def test_rows_without_hours_make_no_lessons_and_no_remarks() -> None:
    told = figures(*P3, row("Шахматы", "0"))
    assert (told.rows[-1].lessons, told.rows[-1].yearly, told.remarks) == ("занятий нет", 0, ())


def test_an_empty_plan_has_empty_figures() -> None:
    told = figures()
    assert (told.rows, told.blocks, told.hours, told.remarks) == ((), (), 0, ())


ROWS = st.lists(
    st.builds(
        lambda hours, part, block, kind, pattern: Row(
            subject="Математика", hours=hours, in_class=hours * part, block=block, kind=kind, pattern=pattern
        ),
        st.fractions(min_value=0, max_value=10, max_denominator=12),
        st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1)]),
        st.sampled_from(Block),
        st.sampled_from(HoursKind),
        st.sampled_from(Pattern),
    ),
    max_size=8,
)


@given(ROWS)
def test_blocks_and_kinds_each_add_up_to_the_whole(rows: list[Row]) -> None:
    told = figures(*rows)
    exact: Callable[[str], Fraction] = lambda name: sum(  # noqa: E731
        (getattr(total, name) for _, total in told.blocks), Fraction(0)
    )
    assert told.hours == sum((row.hours for row in rows), Fraction(0))
    assert (exact("hours"), exact("yearly")) == (told.hours, told.yearly)
    assert sum((total.hours for total in told.kinds), Fraction(0)) == told.hours
    assert told.yearly == 34 * (told.hours - told.in_class)
