"""Plans against the norms: the number, the limit, the source; nothing is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from scheduler.norms import Mark
from scheduler.registry.build import build
from scheduler.registry.remarks import Remark, Severity
from scheduler.registry.values import HoursKind, PlanLine
from scheduler.terms import Block, LessonForm, Needs, Weekday
from tests.scheduler.registry.office import DAYS, SECOND_HALF, line, pupil, registry, year

NOVEMBER = (date(2026, 11, 9), date(2026, 12, 30))


def remarks(
    code: str, *lines: PlanLine, span: tuple[date, date] = NOVEMBER, **entry: Any
) -> tuple[Remark, ...]:
    school_year = entry.pop("year", year())
    one = registry(pupils=(pupil(**entry),), lines=lines, years=(school_year,))
    return tuple(remark for remark in build(one, *span).warnings if remark.code == f"norm.{code}")


def texts(code: str, *lines: PlanLine, **more: Any) -> list[str]:
    return [remark.text for remark in remarks(code, *lines, **more)]


def week(hours: str, **more: Any) -> PlanLine:
    return line(f"l-{hours}-{len(more)}", hours, **more)


def test_the_whole_plan_counts_against_the_week_however_it_is_given() -> None:
    # grade 5: 29 a week. In person 8, of them 1 with the class, remote 2, alone 19.5: 29.5
    plan = (
        week("8", in_class_hours=1),
        week("2", kind=HoursKind.REMOTE),
        week("19.5", kind=HoursKind.SELF_STUDY),
    )
    (remark,) = remarks("week_max", *plan)
    assert remark.text == (
        "p1: уроков в неделю при пятидневке 29,5 при норме не больше 29 (СанПиН 1.2.3685-21, таблица 6.6)"
    )
    assert (remark.severity, remark.mark, remark.section) == (Severity.BREAKS, Mark.SEEN, "таблица 6.6")
    assert remark.document == (
        "СанПиН 1.2.3685-21 (постановление главного санитарного врача № 2 от 28.01.2021, редакция 24.12.2025)"
    )
    assert (remark.pupil, remark.line) == ("p1", None)


def test_few_hours_with_a_teacher_and_much_alone_are_a_load_of_the_sum() -> None:
    # contact 8, the load 23: at the limit of grades 2 to 4, no remark
    assert texts("week_max", week("8"), week("15", kind=HoursKind.SELF_STUDY), grade=3) == []
    over = texts("week_max", week("8"), week("16", kind=HoursKind.SELF_STUDY), grade=3)
    assert over == [
        "p1: уроков в неделю при пятидневке 24 при норме не больше 23 (СанПиН 1.2.3685-21, таблица 6.6)"
    ]


def test_correction_and_clubs_are_no_lessons_of_the_week() -> None:
    beside = week("3", block=Block.CORRECTION), week("3.5", block=Block.EXTRACURRICULAR)
    assert texts("week_max", week("29"), *beside) == []


def test_six_days_a_week_have_a_limit_of_their_own() -> None:
    six = year(days=(*DAYS, Weekday.SAT))
    assert texts("week_max", week("32"), year=six) == []
    assert texts("week_max", week("33"), year=six) == [
        "p1: уроков в неделю при шестидневке 33 при норме не больше 32 (СанПиН 1.2.3685-21, таблица 6.6)"
    ]


def test_a_number_from_hearsay_warns_and_says_so() -> None:
    # grade 1 in September and October: 15 a week (mark V2)
    (remark,) = remarks("week_max", week("16"), grade=1, span=(date(2026, 9, 1), date(2026, 10, 23)))
    assert remark.text == (
        "p1: уроков в неделю в первом классе в сентябре–октябре 16 при норме не больше 15"
        " (СанПиН 1.2.3685-21; число из пересказа, сверьте с документом)"
    )
    assert (remark.severity, remark.mark) == (Severity.WARNS, Mark.SECONDARY)


def test_a_limit_that_falls_inside_the_range_is_told_with_its_date() -> None:
    # 22 a week: above 15 until October, above 21 from November
    span = date(2026, 9, 1), date(2026, 12, 30)
    assert texts("week_max", week("22"), grade=1, span=span) == [
        "p1: уроков в неделю в первом классе в сентябре–октябре 22 при норме не больше 15"
        " (СанПиН 1.2.3685-21; число из пересказа, сверьте с документом)",
        "С 01.11.2026: p1: уроков в неделю в первом классе с ноября 22 при норме не больше 21"
        " (СанПиН 1.2.3685-21, таблица 6.6)",
    ]


def test_nothing_is_asked_of_a_pupil_whose_papers_have_ended() -> None:
    # the same 22 a week, papers to the end of October: what November says is nobody's
    span = date(2026, 9, 1), date(2026, 12, 30)
    assert len(texts("week_max", week("22"), grade=1, span=span, valid_to=date(2026, 10, 31))) == 1


@pytest.mark.parametrize(("hours", "correction"), [("10", "0"), ("8", "2"), ("9", "2")])
def test_the_tradition_is_met_with_correction_or_without(hours: str, correction: str) -> None:
    beside = [week(correction, block=Block.CORRECTION)] if correction != "0" else []
    assert texts("home_week_hours", week(hours), *beside) == []


@pytest.mark.parametrize("hours", ["9.75", "10.25"])
def test_other_hours_than_tradition_are_remarked(hours: str) -> None:
    said = hours.replace(".", ",")
    (remark,) = remarks("home_week_hours", week(hours), week("5", kind=HoursKind.SELF_STUDY))
    assert remark.text == (
        f"p1: часов в неделю на дому с учителем {said}, по обычаю 10"
        " (Письмо Минпроса № 17-253-6 от 14.11.1988; число по памяти, сверьте с документом)"
    )
    assert remark.severity == Severity.WARNS


def test_a_child_with_needs_has_ten_hours_beside_lessons_at_most() -> None:
    beside = week("6", block=Block.CORRECTION), week("4.5", block=Block.EXTRACURRICULAR)
    (remark,) = remarks("extracurricular_week_max", *beside, needs=Needs.OVZ)
    assert (
        remark.text
        == "p1: внеурочных занятий в неделю при ОВЗ 10,5 при норме не больше 10 (СанПиН 1.2.3685-21)"
    )
    assert remark.severity == Severity.BREAKS
    assert texts("correction_week_min", *beside, needs=Needs.OVZ) == []
    assert texts("extracurricular_week_max", *beside, needs=Needs.GENERAL) == []


def test_less_correction_than_the_norm_of_schools_only_warns() -> None:
    (remark,) = remarks("correction_week_min", week("2", block=Block.CORRECTION), needs=Needs.OVZ)
    assert remark.text == (
        "p1: коррекционных занятий в неделю 2 при норме не меньше 5 (СанПиН 1.2.3685-21);"
        " дома часы назначают по заключению ПМПК"
    )
    assert remark.severity == Severity.WARNS


@pytest.mark.parametrize(
    ("needs", "grade", "longest", "title"),
    [
        (Needs.GENERAL, 5, 45, "урок"),
        (Needs.OVZ, 5, 40, "урок при ОВЗ"),
        (Needs.GENERAL, 1, 35, "урок первого класса в сентябре–декабре"),
    ],
)
def test_a_lesson_is_no_longer_than_its_norm(needs: Needs, grade: int, longest: int, title: str) -> None:
    def told(minutes: int) -> list[str]:
        return texts("lesson_max", week("1", lesson_min=minutes), needs=needs, grade=grade)

    assert told(longest) == []
    assert told(longest + 5) == [
        f"p1, «Математика»: {title} {longest + 5} мин при норме не длиннее {longest} мин"
        " (СП 2.4.3648-20; число из пересказа, сверьте с документом)"
    ]


def test_a_remote_lesson_is_forty_minutes_and_not_all_screen() -> None:
    remote = week("1", lesson_min=45, form=LessonForm.REMOTE)
    assert texts("remote_lesson_max", remote) == [
        "p1, «Математика»: дистанционное занятие 45 мин при норме не длиннее 40 мин"
        " (СП 2.4.3648-20, п. 3.5.1; число по памяти, сверьте с документом)"
    ]
    assert texts("screen_lesson_max", remote) == [
        "p1: за компьютером не больше 30 мин за урок, а дистанционные занятия длиннее (Математика);"
        " остальное время без экрана (СанПиН 1.2.3685-21; число из пересказа, сверьте с документом)"
    ]
    assert texts("screen_lesson_max", week("1", lesson_min=30, form=LessonForm.REMOTE)) == []
    assert texts("remote_lesson_max", week("1", lesson_min=45)) == []


def test_remote_minutes_of_a_week_must_fit_into_its_days() -> None:
    # grade 5: 120 minutes a day at home, five days 600; 15 lessons of 40 minutes are 600, 16 are 640
    assert texts("screen_home_day_max", week("15", kind=HoursKind.REMOTE)) == []
    assert texts("screen_home_day_max", week("16", kind=HoursKind.REMOTE)) == [
        "p1: дистанционно 640 мин в неделю, а за 5 дн. по 120 мин помещается 600"
        " (СанПиН 1.2.3685-21; число из пересказа, сверьте с документом)"
    ]


def test_a_pupils_own_limits_above_the_norm_are_told() -> None:
    remote = week("1", kind=HoursKind.REMOTE)
    assert texts("day_max", remote, max_day_lessons=7) == [
        "p1: уроков в день разрешено 7 при норме не больше 6"
        " (СанПиН 1.2.3685-21, таблица 6.6; число из пересказа, сверьте с документом)"
    ]
    assert texts("day_max", remote, max_day_lessons=6) == []
    assert texts("screen_home_day_max", remote, max_remote_day_min=125) == [
        "p1: за компьютером дома за день разрешено 125 мин при норме не больше 120 мин"
        " (СанПиН 1.2.3685-21; число из пересказа, сверьте с документом)"
    ]


def test_only_lines_that_hold_on_the_date_count() -> None:
    # 15 in autumn and 15 in spring are never 30 at once
    halves = (
        line("a", "15", valid_to=date(2026, 12, 31)),
        line("b", "15", valid_from=date(2027, 1, 1)),
    )
    span = date(2026, 9, 1), SECOND_HALF[1]
    assert texts("week_max", *halves, span=span) == []
    both = (line("a", "15"), line("b", "15", valid_from=date(2027, 1, 1)))
    assert texts("week_max", *both, span=span) == [
        "С 01.01.2027: p1: уроков в неделю при пятидневке 30 при норме не больше 29"
        " (СанПиН 1.2.3685-21, таблица 6.6)"
    ]
