"""Timetables from another hand: whatever they hold, the checker answers, and says the same in any order."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scheduler.checks import check
from scheduler.problem import BusyWindow, Place, Problem, Teacher
from scheduler.rulebook import RULES
from scheduler.terms import PlaceKind
from scheduler.timetable import Lesson, Timetable, Unplaced
from tests.builders import lesson, problem, pupil, row, teacher, timetable, window

RICH = problem(
    [
        row(pupils=["p1", "p2"], lessons=2, rhythm="free"),
        row("r2", form="remote", slot="a"),
        row("r3", form="school", slot="a", block="correction"),
        row("r4", teachers=[]),
    ],
    [
        teacher(max_gap_min=10, max_day_lessons=1, busy=[window("09:00-10:00")]),
        teacher("t2", max_week_min=40),
    ],
    [
        pupil(max_teachers_day=1, max_day_min=40, adult_home=[], homes=[{"place": "h2", "days": ["fri"]}]),
        pupil("p2", busy=[window("08:30-09:00")], avoid=[window("12:00-13:00")]),
    ],
    weeks=2,
    closed=[{"week": "w2", "day": "mon"}],
    pins=[{"row": "r1", "week": "w1", "day": "mon", "start": "09:00"}],
)
STRANGE_LESSONS = st.fixed_dictionaries(
    {
        "row": st.sampled_from(["r1", "r2", "r3", "r4", "r9", ""]),
        "n": st.integers(-2, 4),
        "week": st.sampled_from(["w1", "w2", "w9", ""]),
        "day": st.sampled_from(["mon", "tue", "fri", "sat", "funday", ""]),
        "start_min": st.integers(0, 1440),
        "end_min": st.integers(0, 1440),
        "teacher": st.sampled_from(["t1", "t2", "t9", ""]),
        "form": st.sampled_from(["home", "remote", "school", "self_study"]),
        "place": st.sampled_from(["h1", "h2", "s1", "moon"]),
    }
).map(lambda fields: Lesson(**fields))
STRANGE = st.builds(
    Timetable,
    lessons=st.lists(STRANGE_LESSONS, max_size=12).map(tuple),
    unplaced=st.lists(
        st.builds(Unplaced, row=st.sampled_from(["r1", "r9"]), count=st.integers(1, 3)), max_size=2
    ).map(tuple),
)


@given(STRANGE)
def test_checker_answers_for_any_timetable(strange: Timetable) -> None:
    verdict = check(RICH, strange)
    assert set(verdict.score) == {rule.code for rule in RULES.values() if rule.kind == "goal"}
    assert [each for each in verdict.violations if each.excess < 1 or not each.text] == []
    unknown = {each.row for each in strange.lessons} - {each.id for each in RICH.rows}
    counted = {each.scope[0] for each in verdict.violations if each.rule == "row.count"}
    assert unknown <= counted


@given(STRANGE, st.integers(0, 1000))
def test_checker_says_the_same_in_any_order_of_lessons(strange: Timetable, seed: int) -> None:
    mixed = list(strange.lessons)
    Random(seed).shuffle(mixed)
    one, other = check(RICH, strange), check(RICH, strange.model_copy(update={"lessons": tuple(mixed)}))
    assert one.score == other.score
    assert sorted((x.rule, x.scope, x.excess) for x in one.violations) == sorted(
        (x.rule, x.scope, x.excess) for x in other.violations
    )


def test_lessons_of_unknown_rows_count_for_nobody() -> None:
    given = problem()
    stranger = lesson(given, "r1 mon 09:00").model_copy(update={"row": "r9", "day": "mon"})
    verdict = check(given, Timetable(lessons=(stranger,), unplaced=(Unplaced(row="r1", count=1),)))
    assert [(each.rule, each.excess) for each in verdict.violations] == [("row.count", 1)]
    assert {code: units for code, units in verdict.score.items() if units} == {"unplaced": 1}


def test_way_that_no_problem_tells_stops_nothing() -> None:
    """t9 is no candidate and no road to its school is known: candidate and free windows speak."""
    base = problem()
    stranger = Teacher(id="t9", school="moon", free=(), busy=(BusyWindow(start_min=0, end_min=60),))
    places, teachers = (*base.places, Place(id="moon", kind=PlaceKind.SCHOOL)), (*base.teachers, stranger)
    given: Problem = base.model_copy(update={"places": places, "teachers": teachers})
    verdict = check(given, timetable(given, "r1 mon 09:00 t9"))
    assert [each.rule for each in verdict.violations] == ["teacher.candidate", "teacher.free"]


def test_violation_is_one_sentence_with_who_what_found_and_needed() -> None:
    given = problem([row(), row("r2", pupils=["p2"])], pupils=[pupil(), pupil("p2", home="h2")])
    said = [each.text for each in check(given, timetable(given, "r1 mon 09:00", "r2 mon 09:45")).violations]
    assert said == ["t1 w1 mon: 5 min between r1/1 09:00–09:40 at h1 and r2/1 09:45–10:25 at h2, needs 8"]
