"""A registry becomes a problem: people, windows, rows, pins, with numbers derived by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scheduler.norms import problem_norms
from scheduler.problem import BusyWindow, DatedHome, Norms, Pin, PlanRow, Problem, Pupil, Window, Wish
from scheduler.registry.build import Built, build
from scheduler.registry.values import (
    AvailabilityKind,
    ClassLesson,
    FamilyKind,
    HoursKind,
    Pattern,
    PinnedLesson,
    Registry,
    Settings,
)
from scheduler.terms import Block, LessonForm, Needs, Weekday, WishKind
from scheduler.wire import loaded
from tests.scheduler.registry.office import (
    DAYS,
    FIRST_HALF,
    clock,
    family,
    free,
    line,
    pupil,
    registry,
    teacher,
    year,
)

MON, TUE, WED, FRI, SAT = Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.FRI, Weekday.SAT


def built(entry: Registry | None = None, **more: Any) -> Built:
    """The first half of 2026/27."""
    return build(entry or registry(**more), *FIRST_HALF)


def the_pupil(**more: Any) -> Pupil:
    return built(**more).problem.pupils[0]


def the_row(**more: Any) -> PlanRow:
    (row,) = built(lines=(line(**more),)).problem.rows
    return row


def test_the_smallest_registry_is_a_lawful_problem() -> None:
    problem = built().problem
    assert loaded(problem).problem == problem
    assert [week.id for week in problem.weeks] == ["w1", "w2", "w3", "w4"]
    assert problem.days == tuple(Weekday)[:5]
    assert (problem.day_start_min, problem.day_end_min, problem.step_min) == (480, 1140, 5)
    assert problem.norms == problem_norms(date(2026, 9, 1))
    # difficulty of mathematics in grade 5: 10 (table 6.10)
    assert problem.rows == (
        PlanRow(
            id="l1", title="Математика", pupils=("p1",), subject="math", difficulty=10, block=Block.MANDATORY,
            form=LessonForm.HOME, lessons=4, lesson_min=40, teachers=("t1",),
        ),
    )  # fmt: skip


def test_the_days_are_those_of_all_schools() -> None:
    assert built(years=(year(), year("s2", days=(MON, SAT)))).problem.days == (*tuple(Weekday)[:5], SAT)
    assert built(years=()).problem.days == tuple(Weekday)[:5]


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        build(registry(), date(2026, 9, 2), date(2026, 9, 1))


def test_a_child_is_known_by_case_and_class_and_its_name_goes_nowhere() -> None:
    problem = built(pupils=(pupil(name="К-17", id="К-17"),), lines=(line(pupils=("К-17",)),)).problem
    assert (problem.pupils[0].id, problem.pupils[0].title) == ("К-17", "К-17, 5 «А»")
    named = built(pupils=(replace(pupil(), name="Выдуманный Павел"),)).problem
    assert "Выдуманный" not in named.model_dump_json()


# ------------------------------------------------------------------ teachers


def classes(*lessons: tuple[Weekday, int], **more: Any) -> tuple[ClassLesson, ...]:
    plain: dict[str, Any] = {
        "school": "s1",
        "class_title": "7 «А»",
        "subject": "Алгебра",
        "teachers": ("t1",),
    }
    return tuple(ClassLesson(**(plain | {"day": day, "number": number} | more)) for day, number in lessons)


def busy(**more: Any) -> tuple[BusyWindow, ...]:
    return built(**more).problem.teachers[0].busy


def test_own_classes_keep_a_teacher_busy_by_the_bells() -> None:
    # lesson 1 is 08:30-09:10, lesson 2 09:20-10:00
    assert busy(classes=classes((MON, 1), (TUE, 1), (MON, 2))) == (
        BusyWindow(days=(MON, TUE), start_min=510, end_min=550),
        BusyWindow(days=(MON,), start_min=560, end_min=600),
    )


def test_a_class_of_some_weeks_keeps_busy_in_those() -> None:
    assert busy(classes=classes((MON, 1), weeks=(1, 3))) == (
        BusyWindow(days=(MON,), weeks=("w1", "w3"), start_min=510, end_min=550),
    )
    assert busy(classes=classes((MON, 1), weeks=(4, 3, 2, 1)))[0].weeks is None


def test_two_employers_are_two_places() -> None:
    # lesson 1 of the second shift of s2 is 14:00-14:40
    both = classes((MON, 1)) + classes((MON, 1), school="s2", shift=2)
    assert busy(classes=both) == (
        BusyWindow(days=(MON,), start_min=510, end_min=550),
        BusyWindow(days=(MON,), start_min=840, end_min=880, place="s2"),
    )


def test_other_engagements_join_the_classes_beside_them() -> None:
    # duty 09:10-09:20 between lessons 1 and 2 makes one stretch of 08:30-10:00
    duty = free(time="09:10-09:20", kind=AvailabilityKind.BUSY, days=(MON,))
    assert busy(classes=classes((MON, 1), (MON, 2)), availability=(free(), duty)) == (
        BusyWindow(days=(MON,), start_min=510, end_min=600),
    )


def test_a_lesson_on_a_day_nobody_plans_keeps_nobody_busy() -> None:
    assert busy(classes=classes((SAT, 1))) == ()


def test_times_beside_the_grid_free_less_and_bind_more() -> None:
    # a grid of 5 minutes: free 12:03-15:58 is 12:05-15:55, busy 09:02-09:43 is 09:00-09:45
    meeting = free(time="09:02-09:43", kind=AvailabilityKind.BUSY, days=(MON,))
    (one,) = built(availability=(free(time="12:03-15:58"), meeting)).problem.teachers
    assert one.free == (Window(start_min=clock("12:05"), end_min=clock("15:55")),)
    assert one.busy == (BusyWindow(days=(MON,), start_min=540, end_min=585),)


def test_what_cannot_be_is_taken_out_of_the_free_time() -> None:
    # free 12:00-19:00 every day; Mondays 14:02-15:00 of week 1 cannot be: 14:00-15:00 on the grid
    cannot = free(time="14:02-15:00", kind=AvailabilityKind.CANNOT, days=(MON,), weeks=(1,))
    (one,) = built(availability=(free(), cannot)).problem.teachers
    rest = tuple(day for day in DAYS if day != MON)
    assert set(one.free) == {
        Window(days=(MON,), weeks=("w1",), start_min=720, end_min=840),
        Window(days=(MON,), weeks=("w1",), start_min=900, end_min=1140),
        Window(days=(MON,), weeks=("w2", "w3", "w4"), start_min=720, end_min=1140),
        Window(days=rest, start_min=720, end_min=1140),
    }
    assert one.busy == ()


def test_who_says_only_what_cannot_be_is_free_at_all_other_times() -> None:
    cannot = free(time="12:00-19:00", kind=AvailabilityKind.CANNOT)
    (one,) = built(availability=(cannot,)).problem.teachers
    assert one.free == (Window(start_min=0, end_min=720), Window(start_min=1140, end_min=1440))


def test_who_cannot_at_all_has_no_free_time() -> None:
    never = free(time="00:00-24:00", kind=AvailabilityKind.CANNOT)
    assert built(availability=(free(), never)).problem.teachers[0].free == ()


def test_free_time_too_short_for_the_grid_is_none() -> None:
    assert built(availability=(free(time="12:01-12:04"),)).problem.teachers[0].free == ()


def test_a_teacher_of_whom_no_free_time_is_known_is_free_when_not_busy() -> None:
    one = built(availability=())
    assert one.problem.teachers[0].free == (Window(start_min=0, end_min=1440),)
    assert [remark.text for remark in one.warnings if remark.code == "teacher.free"] == [
        "Учитель t1: свободное время не указано, занят только своими уроками"
    ]


# ------------------------------------------------------------------ pupils


def test_families_windows_go_where_they_belong() -> None:
    windows = (
        family(FamilyKind.ADULT_HOME, "09:02-17:00"),
        family(FamilyKind.AVOID, "08:02-12:00", days=(WED,)),
        family(FamilyKind.PREFER, "14:00-16:00", weight=2),
        family(FamilyKind.DISLIKE, "17:00-19:00", weeks=(2,)),
        family(FamilyKind.WITH_CLASS, "08:30-09:10", days=(TUE,)),
        family(FamilyKind.WITH_CLASS, "14:00-14:40", days=(TUE,), place="s2"),
        family(FamilyKind.OTHER_HOME, days=(FRI,), place="h2"),
    )
    one = the_pupil(families=windows)
    assert one.adult_home == (Window(start_min=545, end_min=1020),)
    assert one.avoid == (Window(days=(WED,), start_min=480, end_min=720),)
    assert one.wishes == (
        Wish(kind=WishKind.PREFER, start_min=840, end_min=960, weight=2),
        Wish(kind=WishKind.DISLIKE, weeks=("w2",), start_min=1020, end_min=1140),
    )
    assert one.busy == (
        BusyWindow(days=(TUE,), start_min=510, end_min=550),
        BusyWindow(days=(TUE,), start_min=840, end_min=880, place="s2"),
    )
    assert one.homes == (DatedHome(place="h2", days=(FRI,)),)


def test_a_family_that_says_nothing_is_at_home_all_day() -> None:
    assert the_pupil().adult_home is None


def test_an_adult_at_home_only_on_days_without_lessons_is_never_there() -> None:
    assert the_pupil(families=(family(FamilyKind.ADULT_HOME, days=(SAT,)),)).adult_home == ()


def test_two_homes_by_parity() -> None:
    one = the_pupil(families=(family(FamilyKind.OTHER_HOME, weeks=(4, 2), place="h2"),))
    assert [one.home_on(week, MON) for week in ("w1", "w2", "w3", "w4")] == ["h1", "h2", "h1", "h2"]


def test_another_home_on_a_part_of_the_day_is_taken_for_the_day_and_told() -> None:
    one = built(families=(family(FamilyKind.OTHER_HOME, "12:00-24:00", place="h2"),))
    assert one.problem.pupils[0].home_on("w1", MON) == "h2"
    assert [remark.text for remark in one.warnings if remark.code == "family.home"] == [
        "p1: другой адрес указан на часть дня, взят на весь день"
    ]


def test_a_day_has_as_many_lessons_as_the_norm_allows_unless_the_pupil_has_fewer() -> None:
    # grade 5: 6 lessons a day; grade 1 in September 3; remote at home 120 minutes a day in grades 5 to 9
    assert the_pupil().max_day_lessons == 6
    assert the_pupil(pupils=(pupil(grade=1),)).max_day_lessons == 3
    assert the_pupil(pupils=(pupil(max_day_lessons=4),)).max_day_lessons == 4
    remote = (line(kind=HoursKind.REMOTE),)
    assert (the_pupil().max_remote_day_min, the_pupil(lines=remote).max_remote_day_min) == (None, 120)


def test_siblings_share_an_address_and_keep_their_own_hours() -> None:
    two = (pupil(), pupil("p2", grade=1))
    problem = built(pupils=two, lines=(line(), line("l2", "2", pupils=("p2",)))).problem
    assert {one.home for one in problem.pupils} == {"h1"}
    assert [(row.pupils, row.lessons) for row in problem.rows] == [(("p1",), 4), (("p2",), 8)]


# ------------------------------------------------------------------ rows


def test_a_lesson_is_as_long_as_hour_and_norms_allow() -> None:
    def length(hour_min: int = 45, kind: HoursKind = HoursKind.CONTACT, **more: Any) -> int:
        settings = Settings(name="Школа", academic_hour_min=hour_min)
        one = registry(pupils=(pupil(**more),), lines=(line(kind=kind),), settings=settings)
        return built(one).problem.rows[0].lesson_min

    # general 45, ОВЗ 40, remote 40, an hour of 30 is 30, grade 1 in September 35
    assert [length(), length(needs=Needs.OVZ), length(kind=HoursKind.REMOTE), length(30)] == [45, 40, 40, 30]
    assert length(grade=1) == 35


def test_a_shared_lesson_fits_the_youngest() -> None:
    two = (pupil(), pupil("p2", grade=1))
    row = built(pupils=two, lines=(line(pupils=("p1", "p2")),)).problem.rows[0]
    # points of mathematics: grade 5 has 10, grade 1 has 8
    assert (row.pupils, row.lesson_min, row.difficulty) == (("p1", "p2"), 35, 10)


def test_the_school_says_the_points_the_scale_is_silent_on() -> None:
    assert the_row(subject="Человек", difficulty=4).difficulty == 4
    assert the_row(subject="Человек").difficulty == 0
    assert the_row(difficulty=3).difficulty == 10


def test_a_row_carries_slot_weeks_place_and_daily_limit_of_its_line() -> None:
    row = the_row(form=LessonForm.SCHOOL, place="s2", slot="a", weeks=(3, 1), max_per_day=2)
    assert (row.form, row.place, row.slot, row.weeks, row.max_per_day) == (
        LessonForm.SCHOOL, "s2", "a", ("w1", "w3"), 2,
    )  # fmt: skip
    assert the_row(place="s2").place is None


def test_teachers_are_those_whose_subjects_and_grades_fit() -> None:
    staff = (
        teacher("t1", subjects=("Математика", "Физика"), grade_last=4),
        teacher("t2", subjects=("математика ",), grade_first=5),
        teacher("t3", subjects=("Физика",)),
        teacher("t4", school="s2"),
    )
    two = (pupil(), pupil("p2", grade=4))
    lines = (
        line(),
        line("l2", pupils=("p2",)),
        line("l3", pupils=("p1", "p2")),
        line("l4", teachers=("t3",)),
    )
    problem = built(teachers=staff, pupils=two, lines=lines).problem
    assert [row.teachers for row in problem.rows] == [("t2", "t4"), ("t1", "t4"), ("t4",), ("t3",)]


def test_a_subject_nobody_teaches_is_a_vacancy_that_is_told() -> None:
    one = built(lines=(line(subject="Химия"),))
    assert one.problem.rows[0].teachers == ()
    assert [(remark.line, remark.text) for remark in one.warnings if remark.code == "line.vacancy"] == [
        ("l1", "p1, «Химия»: никто из учителей не ведёт этот предмет в этом классе"),
    ]


def test_self_study_is_split_and_makes_no_row() -> None:
    one = built(lines=(line(kind=HoursKind.SELF_STUDY),))
    assert (one.problem.rows, [made.line for made in one.splits], one.left_out) == ((), ["l1"], ())


def test_a_line_in_two_forms_is_two_rows_of_one_line() -> None:
    one = built(lines=(line(hours="1.5", pattern=Pattern.OTHER_FORM, kind=HoursKind.REMOTE),))
    assert [(row.id, row.form, row.lessons) for row in one.problem.rows] == [
        ("l1", LessonForm.HOME, 4),
        ("l1+remote", LessonForm.REMOTE, 2),
    ]
    assert one.line_of_row == {"l1": "l1", "l1+remote": "l1"}


def test_a_combined_day_leaves_the_hours_with_the_class_out() -> None:
    # 0.75 hours of which 0.5 with the class: one lesson at home in four weeks, the child busy at school
    lesson = family(FamilyKind.WITH_CLASS, "08:30-09:10", days=(WED,), weeks=(1, 3))
    one = built(lines=(line(hours="0.75", in_class_hours=Fraction(1, 2)),), families=(lesson,))
    assert [row.lessons for row in one.problem.rows] == [1]
    assert one.problem.pupils[0].busy == (
        BusyWindow(days=(WED,), weeks=("w1", "w3"), start_min=510, end_min=550),
    )


# ------------------------------------------------------------------ pins


def pinned(hours: str, week: int | None = None, **more: Any) -> tuple[Pin, ...]:
    pin = PinnedLesson(line="l1", day=MON, start_min=840, week=week)
    return built(pinned=(pin,), lines=(line(hours=hours, **more),)).problem.pins


def weeks_of(pins: tuple[Pin, ...]) -> list[str]:
    return [pin.week for pin in pins]


def test_a_pin_of_one_week_is_one_pin() -> None:
    assert pinned("1", week=2) == (Pin(row="l1", week="w2", day=MON, start_min=840),)


def test_a_pin_of_every_week_spreads_over_as_many_weeks_as_there_are_lessons() -> None:
    assert weeks_of(pinned("2")) == ["w1", "w2", "w3", "w4"]
    assert weeks_of(pinned("0.5")) == ["w1", "w3"]
    assert weeks_of(pinned("0.5", weeks=(2, 4))) == ["w2", "w4"]


def test_a_line_without_lessons_in_the_range_pins_nothing() -> None:
    assert pinned("1", valid_from=date(2027, 1, 11)) == ()


def test_a_pin_of_a_line_without_whole_hours_holds_for_its_remote_part() -> None:
    assert [pin.row for pin in pinned("0.25", pattern=Pattern.OTHER_FORM, kind=HoursKind.REMOTE)] == [
        "l1+remote"
    ]


# ------------------------------------------------------------------ norms that ran out


def test_a_problem_after_the_end_of_a_document_carries_its_last_numbers() -> None:
    problem: Problem = build(registry(), date(2027, 1, 11), date(2027, 2, 26)).problem
    assert problem.norms == Norms(remote_end_min=1080, correction_break_min=30)
    assert problem.rows[0].difficulty == 10
    assert build(registry(), date(2027, 4, 5), date(2027, 5, 26)).problem.rows[0].difficulty == 10
