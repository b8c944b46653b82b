"""Numbers of the law on a date. The expected ones were copied from the sources, not from the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.errors import BadFileError
from scheduler.norms import (
    Mark,
    NormFile,
    NormsLapsedError,
    load_norm_files,
    norms_on,
    problem_norms,
)
from scheduler.problem import Norms

SEPTEMBER, NOVEMBER, JANUARY_26 = date(2026, 9, 28), date(2026, 11, 9), date(2026, 1, 19)


@pytest.mark.parametrize(
    ("grade", "five_days", "six_days"),
    [
        (1, 21, None),
        (2, 23, 26),
        (4, 23, 26),
        (5, 29, 32),
        (6, 30, 33),
        (7, 32, 35),
        (8, 33, 36),
        (9, 33, 36),
        (10, 34, 37),
        (11, 34, 37),
    ],
)
def test_weekly_maximum_is_table_6_6(grade: int, five_days: int, six_days: int | None) -> None:
    norms = norms_on(NOVEMBER)
    assert norms.find("week_max", grade=grade, days=5) == five_days
    assert norms.find("week_max", grade=grade, days=6) == six_days


def test_first_grade_climbs_the_ladder() -> None:
    def ladder(on: date) -> tuple[int | None, ...]:
        norms = norms_on(on)
        return (
            norms.find("lesson_max", grade=1, needs="general"),
            norms.find("day_max", grade=1),
            norms.find("week_max", grade=1, days=5),
        )

    # September–October 3 × 35 (15 a week), November–December 4 × 35, January–May 4 × 40
    assert [ladder(on) for on in (SEPTEMBER, NOVEMBER, JANUARY_26)] == [(35, 3, 15), (35, 4, 21), (40, 4, 21)]


@pytest.mark.parametrize(("grade", "lessons"), [(2, 5), (4, 5), (5, 6), (6, 6), (7, 7), (11, 7)])
def test_daily_maximum_by_grade(grade: int, lessons: int) -> None:
    assert norms_on(SEPTEMBER).find("day_max", grade=grade) == lessons


def test_lesson_is_shorter_with_special_needs() -> None:
    norms = norms_on(SEPTEMBER)
    assert [norms.find("lesson_max", grade=7, needs=needs) for needs in ("general", "ovz", "sipr")] == [
        45,
        40,
        40,
    ]


def test_clock_rules_in_minutes() -> None:
    norms = norms_on(SEPTEMBER)
    codes = ("day_start", "day_end", "remote_end", "break_min", "correction_break", "big_break_min")
    # 08:00, 19:00, 18:00, then minutes
    assert [norms.find(code) for code in codes] == [480, 1140, 1080, 10, 30, 20]


@pytest.mark.parametrize(
    ("grade", "lesson", "school_day", "home_day", "tablet_home"),
    [
        (1, 20, 40, 80, 80),
        (3, 25, 50, 90, 90),
        (5, 30, 60, 120, 120),
        (9, 30, 60, 120, 120),
        (11, 35, 70, 170, 150),
    ],
)
def test_screen_minutes(grade: int, lesson: int, school_day: int, home_day: int, tablet_home: int) -> None:
    norms = norms_on(SEPTEMBER)
    assert norms.find("screen_lesson_max", grade=grade, device="computer") == lesson
    assert norms.find("screen_school_day_max", grade=grade, device="computer") == school_day
    assert norms.find("screen_home_day_max", grade=grade, device="computer") == home_day
    assert norms.find("screen_home_day_max", grade=grade, device="tablet") == tablet_home


@pytest.mark.parametrize(
    ("subject", "grade", "points"),
    [
        ("math", 3, 8),
        ("pe", 1, 1),
        ("math", 5, 10),
        ("russian", 6, 12),
        ("chemistry", 7, 13),
        ("physics", 9, 13),
        ("social", 9, 5),
        ("informatics", 8, 7),
        ("algebra", 11, 10),
        ("pe", 10, 1),
    ],
)
def test_difficulty_is_the_scale_of_the_grade(subject: str, grade: int, points: int) -> None:
    assert norms_on(SEPTEMBER).difficulty(subject, grade) == points


@pytest.mark.parametrize(
    ("subject", "grade"), [("chemistry", 5), ("geography", 5), ("music", 9), ("speech", 2)]
)
def test_difficulty_is_silent_where_the_scale_is(subject: str, grade: int) -> None:
    assert norms_on(SEPTEMBER).difficulty(subject, grade) is None


def test_home_hours_are_the_tradition_8_10_11_12() -> None:
    norms = norms_on(SEPTEMBER)
    hours = [norms.find("home_week_hours", grade=grade) for grade in range(1, 12)]
    assert hours == [8, 8, 8, 8, 10, 10, 10, 10, 11, 12, 12]


def test_problem_carries_the_numbers_of_the_date() -> None:
    assert problem_norms(date(2026, 12, 31)) == Norms(remote_end_min=1080, correction_break_min=30)


def test_a_document_that_ran_out_no_longer_answers() -> None:
    norms = norms_on(date(2027, 1, 1))
    assert [file.code for file in norms.lapsed] == ["sp-2.4.3648-20"]
    assert norms.find("remote_end") is None
    assert norms.find("remote_end", keep_lapsed=True) == 1080
    assert norms.find("week_max", grade=5, days=5) == 29
    with pytest.raises(NormsLapsedError, match=r"На 01\.01\.2027 .* remote_end: СП 2\.4\.3648-20"):
        problem_norms(date(2027, 1, 1))
    assert problem_norms(date(2027, 1, 1), keep_lapsed=True) == Norms(
        remote_end_min=1080, correction_break_min=30
    )


def test_an_answer_names_norm_and_document_and_whether_it_ran_out() -> None:
    before = norms_on(date(2026, 12, 31)).answer("remote_end")
    after = norms_on(date(2027, 1, 1)).answer("remote_end", keep_lapsed=True)
    assert before is not None
    assert after is not None
    assert (before.value, before.norm.section, before.norm.mark) == (1080, "п. 3.5.1", Mark.MEMORY)
    assert (before.file.code, before.lapsed) == ("sp-2.4.3648-20", False)
    assert (after.value, after.file.code, after.lapsed) == (1080, "sp-2.4.3648-20", True)
    assert norms_on(date(2027, 1, 1)).answer("remote_end") is None


def test_sanpin_holds_to_the_end_of_february_2027() -> None:
    assert norms_on(date(2027, 2, 28)).difficulty("math", 5) == 10
    assert norms_on(date(2027, 3, 1)).difficulty("math", 5) is None


def test_before_the_first_document_only_the_tradition_answers() -> None:
    assert [file.code for file in norms_on(date(2020, 9, 1)).in_force] == ["home-hours-1988"]


def test_every_number_says_where_it_was_seen() -> None:
    marks = {norm.mark for file in load_norm_files() for norm in file.norm}
    assert marks == set(Mark)
    # the two numbers of п. 3.5.1 and the tradition are from memory: a person has to check them
    memory = {norm.code for file in load_norm_files() for norm in file.norm if norm.mark is Mark.MEMORY}
    assert memory == {"remote_end", "remote_lesson_max", "home_week_hours"}


HEAD = 'code = "a"\ndocument = "A"\nvalid_from = 2026-01-01\n'
NORM = '[[norm]]\ncode = "x"\ntitle = "x"\nunit = "min"\nmark = "V"\nseen = "s"\n'


def faults_of(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFileError) as told:
        load_norm_files(folder)
    return [str(fault) for fault in told.value.faults]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    assert faults_of(
        tmp_path,
        a=HEAD + NORM + "value = -1\n" + NORM.replace('"V"', '"V9"') + "value = 1\nsize = 2\n",
        b=HEAD.replace('document = "A"\n', "") + NORM + "by_grade = { 12 = 1 }\n",
        c="code = ",
    ) == [
        "a.toml.norm.0.value: found -1; allowed: greater than or equal to 0",
        "a.toml.norm.1.mark: found 'V9'; allowed: 'V', 'V2', 'M' or 'I'",
        "a.toml.norm.1.size: found an unknown key; allowed: the keys of a norm set",
        "b.toml.document: found no such key; allowed: a value",
        "b.toml.norm.0.by_grade.12: found '12'; allowed: less than or equal to 11",
        "c.toml: found Invalid value (at end of document); allowed: TOML in UTF-8",
    ]


def test_a_norm_has_exactly_one_kind_of_value(tmp_path: Path) -> None:
    assert faults_of(tmp_path, a=HEAD + NORM + NORM + "value = 1\nby_grade = { 1 = 2 }\n") == [
        "a.toml.norm.0: found both or neither; allowed: exactly one of value and by_grade",
        "a.toml.norm.1: found both or neither; allowed: exactly one of value and by_grade",
    ]


def test_two_answers_to_one_question_are_a_fault(tmp_path: Path) -> None:
    ninth = NORM + "by_grade = { 8 = 1, 9 = 2 }\n"
    assert faults_of(tmp_path, a=HEAD + ninth, b=HEAD + ninth.replace("8 = 1, ", "")) == [
        "b.toml.norm.0: found x also in a.toml.norm.0; allowed: one norm per question and date"
    ]


def test_a_successor_from_the_day_the_document_ends_is_lawful(tmp_path: Path) -> None:
    dated = HEAD + "valid_to = 2027-01-01\n"
    (tmp_path / "a.toml").write_text(dated + NORM + "value = 1\n", encoding="utf-8")
    (tmp_path / "b.toml").write_text(
        HEAD.replace("2026-01-01", "2027-01-01") + NORM + "value = 2\n", encoding="utf-8"
    )
    files = load_norm_files(tmp_path)
    days = (date(2026, 12, 31), date(2027, 1, 1))
    assert [norms_on(on, files).find("x") for on in days] == [1, 2]
    # the later document answers first, also when the earlier one may still be asked
    assert norms_on(days[1], files).find("x", keep_lapsed=True) == 2


def test_dates_in_the_wrong_order_are_a_fault(tmp_path: Path) -> None:
    text = HEAD + "valid_to = 2026-01-01\n" + NORM + "value = 1\n"
    assert faults_of(tmp_path, a=text) == ["a.toml: found 2026-01-01; allowed: valid_to after valid_from"]


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == ["*.toml: found no norm set; allowed: at least one"]


def test_grades_outside_school_have_no_numbers() -> None:
    file = next(
        file for file in load_norm_files() if isinstance(file, NormFile) and file.code == "sp-2.4.3648-20"
    )
    assert norms_on(SEPTEMBER, [file]).find("homework_max", grade=12) is None
