"""What is wrong in a registry is told at once, by the path of its entry."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.errors import BadFileError
from scheduler.problem import Place, TravelPair
from scheduler.registry.build import build
from scheduler.registry.values import (
    Bell,
    ClassLesson,
    FamilyKind,
    PinnedLesson,
    Registry,
    Settings,
)
from scheduler.terms import LessonForm, PlaceKind, Weekday
from tests.scheduler.registry.office import FIRST_HALF, family, free, line, pupil, registry, teacher, year

MON = Weekday.MON


def faults(entry: Registry) -> list[str]:
    with pytest.raises(BadFileError) as caught:
        build(entry, *FIRST_HALF)
    return [str(fault) for fault in caught.value.faults]


def test_every_name_that_nothing_bears_is_told_at_once_with_the_nearest() -> None:
    entry = registry(
        roads=(TravelPair(from_place="s1", to_place="h9", minutes=5),),
        teachers=(teacher(school="s3", remote_place="h1"),),
        availability=(free("t11", place="nowhere"),),
        pupils=(pupil(home="h3"),),
        lines=(line(pupils=("p1", "p7"), teachers=("t2",), place="s9"),),
        families=(family(FamilyKind.PREFER, pupil="q1"),),
        pinned=(PinnedLesson(line="l2", day=MON, start_min=840, teacher="t3"),),
        years=(year("s4"),),
    )
    assert faults(entry) == [
        'roads.0.to_place: found "h9"; allowed: an id of places; did you mean "h1"?',
        'teachers.0.school: found "s3"; allowed: an id of schools; did you mean "s1"?',
        'availability.0.teacher: found "t11"; allowed: an id of teachers; did you mean "t1"?',
        'availability.0.place: found "nowhere"; allowed: an id of places',
        'pupils.0.home: found "h3"; allowed: an id of places; did you mean "h1"?',
        'lines.0.pupils.1: found "p7"; allowed: an id of pupils; did you mean "p1"?',
        'lines.0.place: found "s9"; allowed: an id of places; did you mean "s1"?',
        'lines.0.teachers.0: found "t2"; allowed: an id of teachers; did you mean "t1"?',
        'families.0.pupil: found "q1"; allowed: an id of pupils; did you mean "p1"?',
        'pinned.0.line: found "l2"; allowed: an id of lines; did you mean "l1"?',
        'pinned.0.teacher: found "t3"; allowed: an id of teachers; did you mean "t1"?',
        'years.0.school: found "s4"; allowed: an id of schools; did you mean "s1"?',
    ]


def test_ids_stand_once() -> None:
    entry = registry(pupils=(pupil(), pupil()), lines=(line(), line("")))
    assert faults(entry) == [
        'pupils.1.id: found "p1", the id of pupils.0; allowed: an id of its own',
        'lines.1.id: found ""; allowed: a name',
    ]


def test_settings_out_of_bounds() -> None:
    settings = Settings(
        name="Школа", cycle_weeks=5, step_min=0, academic_hour_min=0, day_start_min=600, day_end_min=600
    )
    assert faults(registry(settings=settings)) == [
        "settings.cycle_weeks: found 5; allowed: 1 to 4 weeks",
        "settings.step_min: found 0; allowed: 1 to 60 minutes",
        "settings.academic_hour_min: found 0; allowed: a minute or more",
        "settings.day_end_min: found 600 to 600; allowed: a day that ends after it starts, in minutes to 1440",
    ]


def test_windows_end_after_they_start_and_weeks_are_of_the_cycle() -> None:
    entry = registry(
        availability=(free(time="13:00-12:00"), free(weeks=(0, 1))),
        families=(family(FamilyKind.AVOID, weeks=()),),
        lines=(line(weeks=(5,)),),
        pinned=(PinnedLesson(line="l1", day=MON, start_min=840, week=9),),
    )
    assert faults(entry) == [
        "availability.0.end_min: found 780 to 720; allowed: a time after the start, minutes up to 1440",
        "availability.1.weeks: found [0, 1]; allowed: weeks from 1 to 4, at least one",
        "families.0.weeks: found []; allowed: weeks from 1 to 4, at least one",
        "lines.0.weeks: found [5]; allowed: weeks from 1 to 4, at least one",
        "pinned.0.week: found 9; allowed: a week from 1 to 4",
    ]


def test_class_lessons_have_a_bell() -> None:
    lesson = ClassLesson(
        school="s1", class_title="5 «А»", day=MON, number=7, subject="Химия", teachers=("t1",)
    )
    twice = Bell(school="s1", number=1, start_min=480, end_min=520)
    assert faults(registry(classes=(lesson,), bells=(twice, twice))) == [
        "bells: found a lesson number twice in one shift; allowed: each number once in a school's shift",
        'classes.0.number: found lesson 7 of shift 1; allowed: a lesson of the bells of "s1"',
    ]


def test_lines_that_cannot_be() -> None:
    entry = registry(
        lines=(
            line(hours="1", in_class_hours=2),
            line("l2", pupils=()),
            line("l3", pupils=("p1", "p1"), teachers=("t1", "t1"), lesson_min=0, max_per_day=0),
            line("l4", "-1"),
        )
    )
    assert faults(entry) == [
        "lines.0.in_class_hours: found 2 of 1 hours with the class; allowed: from 0 to the hours of the week",
        "lines.1.pupils: found nobody; allowed: at least one pupil",
        "lines.2.pupils: found somebody twice; allowed: each id once",
        "lines.2.teachers: found somebody twice; allowed: each id once",
        "lines.2.lesson_min: found 0; allowed: 1 to 1440 minutes",
        "lines.2.max_per_day: found 0; allowed: 1 or more",
        "lines.3.in_class_hours: found 0 of −1 hours with the class; allowed: from 0 to the hours of the week",
    ]


def test_dates_in_the_wrong_order_and_homes_without_a_place() -> None:
    entry = registry(
        pupils=(pupil(valid_from=date(2026, 9, 2), valid_to=date(2026, 9, 1)),),
        families=(family(FamilyKind.OTHER_HOME),),
        years=(year(days=()),),
    )
    assert faults(entry) == [
        "pupils.0.valid_to: found 2026-09-02 to 2026-09-01; allowed: a date not before valid_from",
        "years.0: found no term or no weekday; allowed: at least one of each",
        "families.0.place: found nothing; allowed: the place where the child lives then",
    ]


def test_what_only_the_problem_shows_is_told_too() -> None:
    # a shared home lesson of two homes, and a place nobody can reach without coordinates
    two = (pupil(), pupil("p2", home="h2"))
    told = faults(registry(pupils=two, lines=(line(pupils=("p1", "p2")),)))
    assert [fault.split(":")[0] for fault in told] == ["rows.0.pupils"]
    places = (*registry().places, Place(id="h3", kind=PlaceKind.HOME))
    lesson = ClassLesson(
        school="s1", class_title="5 «А»", day=MON, number=1, subject="Химия", teachers=("t1",)
    )
    assert faults(registry(places=places, pupils=(pupil(home="h3"),), classes=(lesson,))) == [
        'travel.minutes: found no pair "h3" - "s1", and no lat and lon of "h3"; '
        'allowed: a travel time for teacher "t1", who may have both on one day'
    ]


def test_a_number_the_problem_cannot_hold_is_a_fault_and_no_traceback() -> None:
    assert [fault.split(":")[0] for fault in faults(registry(pupils=(pupil(max_day_min=-1),)))] == [
        "max_day_min"
    ]


def test_a_school_lesson_of_two_schools_needs_a_place() -> None:
    two = (pupil(), pupil("p2", school="s2"))
    told = faults(registry(pupils=two, lines=(line(pupils=("p1", "p2"), form=LessonForm.SCHOOL),)))
    assert [fault.split(":")[0] for fault in told] == ["rows.0.place"]
