"""The demo school as a registry: what it keeps beside the plans, and what its plans come to."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from api.demo import demo_built, demo_registry
from scheduler.registry.build import Built, build
from scheduler.registry.remarks import Severity
from scheduler.registry.values import HoursKind, Pattern, Registry, SchoolKind
from scheduler.terms import Weekday


@pytest.fixture(scope="module")
def demo() -> Registry:
    return demo_registry()


@pytest.fixture(scope="module")
def built() -> Built:
    return demo_built()


def test_p4_comes_out_whole_in_four_weeks(demo: Registry, built: Built) -> None:
    # P4 (domain 4.3), in four weeks: Рус, ИЯ, Алг of 1 hour are 12 lessons; Лит, Геом, Ист, Физ, Хим, Био of 0.75
    # are 18; Гео, ФК of 0.5 are 4; Вер, Инф, Общ, Муз, Труд, ОБЗР of 0.25 are 6: 12 + 18 + 4 + 6 = 40
    own = [line for line in demo.lines if line.pupils == ("К-04",)]
    assert (len(own), sum(line.hours_week < 1 for line in own)) == (17, 14)
    assert sum(line.hours_week for line in own) == 10
    splits = {made.line: made for made in built.splits}
    lessons = Counter(splits[line.id].lessons for line in own)
    assert lessons == {4: 3, 3: 6, 2: 2, 1: 6}
    assert sum(splits[line.id].lessons for line in own) == 40
    assert all(splits[line.id].year_gap == 0 for line in own)
    assert sum(splits[line.id].minutes for line in own) == 40 * 40


def test_every_line_of_the_demo_comes_out_whole(built: Built) -> None:
    assert [made.line for made in built.splits if made.year_gap] == []


def test_the_demo_shows_parity_slots_remote_class_and_short_lessons(demo: Registry, built: Built) -> None:
    assert {line.pattern for line in demo.lines} == {Pattern.PARITY, Pattern.PAIRED}
    assert {line.kind for line in demo.lines} == {HoursKind.CONTACT, HoursKind.REMOTE}
    assert {line.id: line.in_class_hours for line in demo.lines if line.in_class_hours} == {
        "К-05-physics": 1,
        "К-05-chemistry": Fraction(1, 2),
        "К-05-biology": Fraction(1, 2),
    }
    said = {made.line: made.phrase for made in built.splits}
    assert said["К-05-physics"] == "1 ч в неделю, из них 1 ч с классом: все часы с классом"
    assert said["К-08-talk"] == "1,5 ч в неделю: 6 занятий по 20 мин за 4 недели"
    assert said["К-03-history"] == (
        "0,75 ч в неделю: 3 занятия за 4 недели, в общее время по очереди (История, Музыка)"
    )


def test_the_schools_have_shifts_and_class_timetables_without_double_booking(demo: Registry) -> None:
    assert [(school.id, school.kind) for school in demo.schools] == [
        ("s100", SchoolKind.BASE),
        ("s200", SchoolKind.PARTNER),
    ]
    assert {(bell.school, bell.shift) for bell in demo.bells} == {("s100", 1), ("s200", 2)}
    classes = Counter((entry.school, entry.class_title, entry.day, entry.number) for entry in demo.classes)
    assert [place for place, count in classes.items() if count > 1] == []
    people = Counter((name, entry.day, entry.number) for entry in demo.classes for name in entry.teachers)
    assert [place for place, count in people.items() if count > 1] == []


def test_class_lessons_are_of_subjects_and_grades_the_teacher_has(demo: Registry) -> None:
    staff = {teacher.id: teacher for teacher in demo.teachers}
    for entry in demo.classes:
        grade = int(entry.class_title.split()[0])
        for name in entry.teachers:
            assert staff[name].grade_first <= grade <= staff[name].grade_last


def test_the_year_of_the_base_school_is_that_of_the_domain(demo: Registry) -> None:
    base, partner = demo.years
    days = list(base.school_days(5))
    # domain 6: 170 days; Mon 32, Tue 35, Wed 35, Thu 34, Fri 34
    counted = Counter(base.timetable_day(on, 5) for on in days)
    assert [counted[day] for day in tuple(Weekday)[:5]] == [32, 35, 35, 34, 34]
    assert len(list(base.school_days(1))) == 165
    # the partner's autumn holidays are a week later: days off there, lessons here, and the other way round
    on = date(2026, 10, 27), date(2026, 11, 3)
    assert [base.timetable_day(day) is None for day in on] == [True, False]
    assert [partner.timetable_day(day) is None for day in on] == [False, True]


def test_the_demo_breaks_no_norm_whose_text_was_seen(built: Built) -> None:
    assert [remark.text for remark in built.warnings if remark.severity == Severity.BREAKS] == []
    assert built.left_out == ()


def test_the_second_half_of_the_year_can_be_built_too(demo: Registry) -> None:
    second = build(demo, date(2027, 1, 11), date(2027, 5, 26))
    first_grade = {row.lesson_min for row in second.problem.rows if row.pupils == ("К-01",)}
    assert first_grade == {40}
    assert [row.id for row in second.problem.rows] == [row.id for row in demo_built().problem.rows]
