"""The demo school is what it says it is, can be planned, and has one family to explain something to."""

from __future__ import annotations

import pytest

from api.demo import demo_problem
from api.demo.plans import cycle_lessons, plans
from api.demo.times import read_time
from scheduler.preflight import preflight
from scheduler.problem import Problem
from scheduler.solve import Settings, solve
from scheduler.terms import LessonForm, Proof, Weekday
from scheduler.wire import dump_bytes, parse_problem

# Hours a week of the mandatory part, as the plans of the domain say
HOURS = {"P1": 8, "P2": 8, "P3": 10, "P4": 10, "P5": 11, "P6": 12, "P7": 10, "P8": 8}


@pytest.fixture(scope="module")
def demo() -> Problem:
    return demo_problem()


def lessons_of(problem: Problem, pupil: str) -> int:
    return sum(row.lessons for row in problem.rows if pupil in row.pupils)


def test_plans_sum_up_to_their_hours() -> None:
    # P2 and P7 have two hours of correction beside; P8 holds its correction inside the eight hours
    beside = {"P2": 2, "P7": 2}
    assert {code: plan.lessons for code, plan in plans().items()} == {
        code: 4 * (hours + beside.get(code, 0)) for code, hours in HOURS.items()
    }


def test_quarter_hours_become_lessons_of_four_weeks() -> None:
    assert [cycle_lessons(hours) for hours in ("0.25", "0.75", "1", "2.25")] == [1, 3, 4, 9]


@pytest.mark.parametrize("hours", ["0.3", "0", "-1"])
def test_hours_that_are_no_whole_lessons_are_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="no whole number of lessons"):
        cycle_lessons(hours)


def test_demo_file_is_lawful(demo: Problem) -> None:
    assert parse_problem(dump_bytes(demo)).problem == demo


def test_demo_has_twelve_children_eighteen_teachers_two_schools(demo: Problem) -> None:
    assert (len(demo.pupils), len(demo.teachers)) == (12, 18)
    assert [place.id for place in demo.places if place.kind == "school"] == ["s100", "s200"]
    assert sorted(pupil.grade for pupil in demo.pupils) == [1, 1, 2, 3, 5, 5, 6, 8, 8, 9, 11, 11]


def test_demo_lessons_are_the_hours_of_the_plans(demo: Problem) -> None:
    # К-05 sits two lessons a week with the class: 44 - 8 = 36; the shared lesson counts for both siblings
    expected = {
        "К-01": 32,
        "К-02": 40,
        "К-03": 40,
        "К-04": 40,
        "К-05": 36,
        "К-06": 48,
        "К-07": 48,
        "К-08": 32,
    }
    expected |= {"К-09": 32, "К-10": 40, "К-11": 40, "К-12": 48}
    assert {pupil.id: lessons_of(demo, pupil.id) for pupil in demo.pupils} == expected


def test_demo_has_the_cases_a_school_has(demo: Problem) -> None:
    pupils = {pupil.id: pupil for pupil in demo.pupils}
    assert [row.pupils for row in demo.rows if len(row.pupils) > 1] == [("К-03", "К-09")]
    assert pupils["К-03"].home == pupils["К-09"].home
    assert pupils["К-10"].home_on("w1", Weekday.FRI) == "babushka"
    assert [window.start_min for window in pupils["К-05"].busy] == [510, 560]  # lessons 1 and 2: 08:30, 09:20
    assert {row.lesson_min for row in demo.rows if row.pupils == ("К-08",)} == {20}
    # first grade from September to December: 35 minutes; its brother's grade 5 goes along in the shared lesson
    assert {row.lesson_min for row in demo.rows if "К-09" in row.pupils} == {35}
    remote = [row.title for row in demo.rows if row.pupils == ("К-06",) and row.form == LessonForm.REMOTE]
    assert remote == ["Информатика", "Обществознание"]


def test_demo_teachers_have_classes_in_both_shifts(demo: Problem) -> None:
    before_noon = {t.school for t in demo.teachers for window in t.busy if window.end_min <= 840}
    after_noon = {t.school for t in demo.teachers for window in t.busy if window.start_min >= 840}
    assert (before_noon, after_noon) == ({"s100"}, {"s200"})


def test_preflight_finds_the_one_family_the_speech_therapist_cannot_reach(demo: Problem) -> None:
    assert [(found.code, found.rows, found.missing) for found in preflight(demo)] == [
        ("row.start", ("К-07-speech",), 4)
    ]


def test_solver_places_everything_else_and_says_why_not(demo: Problem) -> None:
    outcome = solve(demo, Settings(seconds=None, iterations=20_000, workers=1, seed=1))
    # one hour a week of the speech therapist, four weeks
    assert [(entry.row, entry.count, entry.proof) for entry in outcome.timetable.unplaced] == [
        ("К-07-speech", 4, Proof.IMPOSSIBLE)
    ]
    assert "Светлова Н. Н." in outcome.timetable.unplaced[0].reasons[0].text


def test_times_are_read_as_people_write_them() -> None:
    said = read_time("пн-ср пт 13:00-18:00 нед. 1,3")
    assert said.days == (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.FRI)
    assert (said.weeks, said.start_min, said.end_min) == (("w1", "w3"), 780, 1080)
    assert read_time("пн 1-3, 5").numbers == (1, 2, 3, 5)
    assert read_time("09:00-12:30").days is None


@pytest.mark.parametrize("text", ["пон 13:00-18:00", "13-18 часов", "пн 1:00-2:00"])
def test_times_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not understood|not a day"):
        read_time(text)
