"""A range of dates: who is in it, what ends or changes inside it, where to cut it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from scheduler.registry.build import Built, build
from scheduler.registry.remarks import LeftOut
from scheduler.registry.span import cuts
from scheduler.registry.study import StudyTime, hours_due
from scheduler.registry.values import Pattern, Registry
from tests.scheduler.registry.office import FIRST_HALF, SECOND_HALF, line, pupil, registry, year

YEAR = (date(2026, 9, 1), date(2027, 5, 26))
D = date.fromisoformat


def told(one: Built, *codes: str) -> list[str]:
    return [remark.text for remark in one.warnings if remark.code in codes]


# ------------------------------------------------------------------ cuts


def test_documents_that_end_cut_the_year() -> None:
    # СП until 01.01.2027, СанПиН until 01.03.2027; grade 5 has no numbers of its own months
    assert cuts(registry(), *YEAR) == (D("2027-01-01"), D("2027-03-01"))
    assert told(build(registry(), *YEAR), "cut.document") == [
        "СП 2.4.3648-20 действует до 01.01.2027."
        " Числа взяты прежние; проверьте, какой документ действует с 01.01.2027",
        "СанПиН 1.2.3685-21 действует до 01.03.2027."
        " Числа взяты прежние; проверьте, какой документ действует с 01.03.2027",
    ]


def test_a_range_inside_one_set_of_rules_has_no_cut() -> None:
    assert cuts(registry(), *FIRST_HALF) == ()
    assert cuts(registry(pupils=(pupil(grade=1),)), D("2026-11-02"), D("2026-12-30")) == ()


def test_the_first_grade_cuts_the_year_where_its_ladder_steps() -> None:
    # November: four lessons a day and 21 a week; January: 40 minutes
    first = registry(pupils=(pupil(grade=1),))
    assert cuts(first, *YEAR) == (D("2026-11-01"), D("2027-01-01"), D("2027-03-01"))
    assert told(build(first, *YEAR), "cut.norm") == [
        "1 класс: уроков в неделю не больше 21, до этого 15; 1 класс: уроков в день не больше 4, до этого 3."
        " Составьте расписание отдельно по 31.10.2026 и с 01.11.2026",
        "1 класс: урок не длиннее 40 мин, до этого 35."
        " Составьте расписание отдельно по 31.12.2026 и с 01.01.2027",
    ]


def test_one_line_of_the_first_grade_has_two_lengths_in_the_year() -> None:
    first = registry(pupils=(pupil(grade=1),))
    halves = [build(first, *FIRST_HALF), build(first, *SECOND_HALF)]
    assert [one.problem.rows[0].lesson_min for one in halves] == [35, 40]
    assert [one.problem.rows[0].id for one in halves] == ["l1", "l1"]
    # four lessons a cycle: 4 × 35 and 4 × 40 real minutes of 4 plan hours
    assert [(one.splits[0].plan_hours, one.splits[0].minutes) for one in halves] == [(4, 140), (4, 160)]


def test_lines_and_papers_cut_the_range_on_their_first_and_after_their_last_day() -> None:
    one = registry(
        pupils=(pupil(valid_from=D("2026-09-01"), valid_to=D("2026-11-15")),),
        lines=(line(valid_from=D("2026-10-05")),),
    )
    assert cuts(one, *FIRST_HALF) == (D("2026-10-05"), D("2026-11-16"))


# ------------------------------------------------------------------ papers and validity


def test_a_paper_that_ends_inside_the_range_is_told_with_the_date_to_cut_at() -> None:
    one = build(registry(pupils=(pupil(valid_to=D("2026-11-15")),)), *FIRST_HALF)
    assert told(one, "cut.papers") == [
        "p1: документы по 15.11.2026. Составьте расписание отдельно по 15.11.2026 и с 16.11.2026"
    ]
    assert [entry.id for entry in one.problem.pupils] == ["p1"]


def test_a_pupil_without_papers_in_the_range_is_left_out_with_its_lines() -> None:
    two = (pupil(), pupil("p2", valid_from=D("2027-01-11"), valid_to=D("2027-05-26")))
    one = build(registry(pupils=two, lines=(line(), line("l2", pupils=("p2",)))), *FIRST_HALF)
    assert [entry.id for entry in one.problem.pupils] == ["p1"]
    assert [row.id for row in one.problem.rows] == ["l1"]
    assert one.left_out == (
        LeftOut(kind="pupil", id="p2", reason="документы действуют с 11.01.2027 по 26.05.2027"),
        LeftOut(kind="line", id="l2", reason="у ученика нет документов на этот срок"),
    )


def test_papers_of_a_single_day_of_the_range_are_enough() -> None:
    for entry in (pupil(valid_to=FIRST_HALF[0]), pupil(valid_from=FIRST_HALF[1])):
        assert build(registry(pupils=(entry,)), *FIRST_HALF).left_out == ()


def test_a_shared_lesson_goes_on_with_those_who_are_left() -> None:
    two = (pupil(), pupil("p2", grade=1, valid_to=D("2026-12-31")))
    one = build(registry(pupils=two, lines=(line(pupils=("p1", "p2")),)), *SECOND_HALF)
    assert (one.problem.rows[0].pupils, one.problem.rows[0].lesson_min) == (("p1",), 40)


def test_a_line_outside_the_range_makes_no_row_and_says_why() -> None:
    one = build(registry(lines=(line(valid_to=D("2026-08-31")), line("l2", "0"))), *FIRST_HALF)
    assert (one.problem.rows, one.splits) == ((), ())
    assert one.left_out == (
        LeftOut(kind="line", id="l1", reason="строка плана действует по 31.08.2026"),
        LeftOut(kind="line", id="l2", reason="в плане 0 часов"),
    )


# ------------------------------------------------------------------ study weeks and yearly hours


def test_the_year_has_170_days_and_the_quarters_39_42_53_36() -> None:
    study = StudyTime((year(),), D("2026-09-01"))
    quarters = [
        ("2026-09-01", "2026-10-23"),
        ("2026-11-02", "2026-12-30"),
        ("2027-01-11", "2027-03-26"),
        ("2027-04-05", "2027-05-26"),
    ]
    days = [5 * study.weeks("s1", 5, D(first), D(last)) for first, last in quarters]
    assert days == [39, 42, 53, 36]
    # grade 1 is off from 15 to 19 February: 165 days, 33 weeks
    assert (study.weeks("s1", 5), study.weeks("s1", 1)) == (34, 33)


def test_without_a_calendar_the_year_has_34_weeks_and_33_in_the_first_grade() -> None:
    study = StudyTime((), D("2027-02-01"))
    assert (study.weeks("s1", 5), study.weeks("s1", 1)) == (34, 33)
    # Mondays to Fridays from 01.09.2026 to 25.05.2027: 191; to 31.12.2026: 88
    assert study.weeks("s1", 5, None, D("2026-12-31")) == Fraction(34 * 88, 191)


def test_of_several_years_the_one_around_the_date_counts() -> None:
    next_year = year(
        title="2027/28", terms=(replace(year().terms[0], first=D("2027-09-01"), last=D("2027-09-10")),)
    )
    years = (next_year, year())
    # eight school days in September 2027
    asked = [StudyTime(years, D(on)).weeks("s1", 5) for on in ("2026-09-01", "2027-09-01", "2030-01-01")]
    assert asked == [34, Fraction(8, 5), Fraction(8, 5)]


def owed(entry: Registry) -> Fraction:
    return hours_due(entry, entry.lines[0], entry.pupils[0], YEAR[0])


def test_who_enters_in_february_is_owed_the_rest_of_the_year() -> None:
    # from 01.02.2027: February 20 - 1 (23.02) = 19 days, March to the 26th 20 - 1 (08.03) = 19, last quarter 36
    entry = registry(pupils=(pupil(valid_from=D("2027-02-01")),), lines=(line(hours="0.75"),))
    assert owed(entry) == Fraction(3, 4) * Fraction(19 + 19 + 36, 5)
    assert owed(registry(lines=(line(hours="0.75"),))) == Fraction(51, 2)  # 25.5: table of domain 3.5


def test_a_paper_that_ends_in_the_quarter_cuts_the_hours_of_the_year() -> None:
    # to 15.11.2026: 39 days and 02.11-13.11 without 04.11: 9
    assert owed(registry(pupils=(pupil(valid_to=D("2026-11-15")),))) == Fraction(48, 5)


def test_a_block_owes_the_year_in_its_part() -> None:
    half = line(hours="0.5", pattern=Pattern.BLOCK, valid_from=FIRST_HALF[0], valid_to=FIRST_HALF[1])
    assert owed(registry(lines=(half,))) == 17
    # papers only for the first quarter, 39 of the block's 81 days
    assert owed(registry(lines=(half,), pupils=(pupil(valid_to=D("2026-10-23")),))) == 17 * Fraction(39, 81)


def test_a_block_is_built_in_its_half_only() -> None:
    # 0.5 × 34 / 16.2 × 4 = 4.2, nearest 4 lessons in four weeks; the year 0.8 hours short
    half = line(hours="0.5", pattern=Pattern.BLOCK, valid_from=FIRST_HALF[0], valid_to=FIRST_HALF[1])
    one = build(registry(lines=(half,)), *FIRST_HALF)
    assert [(row.id, row.lessons) for row in one.problem.rows] == [("l1", 4)]
    assert told(one, "split.rounded") == [
        "p1, «Математика»: 0,5 ч в неделю в среднем за год: 1 ч в неделю с 01.09.2026 по 30.12.2026,"
        " 4 занятия за 4 недели; за год на 0,8 ч меньше плана (допустимо не больше половины занятия)"
    ]
    assert build(registry(lines=(half,)), *SECOND_HALF).problem.rows == ()


def test_a_block_is_raised_by_its_own_dates_whatever_the_papers_say() -> None:
    # papers of the first quarter only: still 1 hour a week, not the whole year's 17 hours in 7.8 weeks
    half = line(hours="0.5", pattern=Pattern.BLOCK, valid_from=FIRST_HALF[0], valid_to=FIRST_HALF[1])
    one = build(registry(lines=(half,), pupils=(pupil(valid_to=D("2026-10-23")),)), *FIRST_HALF)
    assert one.splits[0].lessons == 4


def test_a_gap_within_half_a_lesson_a_year_is_not_worth_a_word() -> None:
    # 0.26 × 4 = 1.04 -> 1; a year 8.5 - 8.84 = -0.34. 0.27: 1.08 -> 1, 8.5 - 9.18 = -0.68
    small, large = (build(registry(lines=(line(hours=hours),)), *FIRST_HALF) for hours in ("0.26", "0.27"))
    assert (small.splits[0].year_gap, told(small, "split.rounded")) == (Fraction(-34, 100), [])
    assert len(told(large, "split.rounded")) == 1


def test_what_is_left_out_does_not_cut_the_range() -> None:
    two = (pupil(), pupil("p2", valid_from=D("2027-01-11")))
    lines = (line(), line("l2", pupils=("p2",), valid_from=D("2026-10-05")))
    assert told(build(registry(pupils=two, lines=lines), *FIRST_HALF), "cut.line", "cut.papers") == []


def test_a_pattern_that_cannot_work_is_told() -> None:
    lines = (
        line("l1", "0.5", pattern=Pattern.PAIRED, slot="a"),
        line("l2", "0.5", pattern=Pattern.BLOCK),
        line("l3", "0.5", pattern=Pattern.PAIRED, slot="b", subject="Музыка"),
        line("l4", "0.5", pattern=Pattern.PAIRED, slot="b", subject="ИЗО"),
    )
    one = build(registry(lines=lines), *FIRST_HALF)
    assert told(one, "split.pattern") == [
        "p1, «Математика»: не с чем чередовать в одно время, поэтому занятия чередуются по неделям",
        "p1, «Математика»: не сказано, в какой части года, поэтому занятия чередуются по неделям",
    ]
    assert one.splits[2].phrase.endswith("в общее время по очереди (Музыка, ИЗО)")


def test_after_the_end_of_a_document_the_last_numbers_are_named() -> None:
    assert told(build(registry(), *SECOND_HALF), "norm.lapsed") == [
        "СП 2.4.3648-20 действовал до 01.01.2027; нового документа в программе нет, взяты его последние числа"
    ]
    spring = build(registry(), D("2027-04-05"), D("2027-05-26"))
    assert len(told(spring, "norm.lapsed")) == 2
    assert told(build(registry(), *FIRST_HALF), "norm.lapsed") == []
