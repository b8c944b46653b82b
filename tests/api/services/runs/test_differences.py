"""Changes as a person counts and reads them."""

from __future__ import annotations

from api.services.runs.differences import Words, differences
from scheduler.problem import Problem
from tests import builders as b


def school(weeks: int = 1, **more: object) -> Problem:
    rows = [b.row("r1", title="Математика", lessons=weeks, teachers=["t1", "t2"], rhythm="free")]
    teachers = [b.teacher("t1", title="Иванова"), b.teacher("t2", title="Петрова")]
    pupils = [b.pupil("p1", title="К-03")]
    return b.problem(rows=rows, teachers=teachers, pupils=pupils, weeks=weeks, **more)  # type: ignore[arg-type]


def said(problem: Problem, before: list[str], after: list[str]) -> list[str]:
    one, other = b.timetable(problem, *before), b.timetable(problem, *after)
    words = Words(problem)
    return [words.said(change) for change in differences(problem, one, other)]


def test_equal_timetables_have_none_whatever_the_numbers() -> None:
    problem = school(2)
    assert (
        said(problem, ["r1 w1 mon 10:00", "r1/2 w2 mon 10:00"], ["r1/2 w1 mon 10:00", "r1 w2 mon 10:00"])
        == []
    )


def test_a_lesson_at_another_time() -> None:
    assert said(school(), ["r1 tue 10:00"], ["r1 wed 11:20"]) == ["Математика, К-03: вт 10:00 → ср 11:20"]


def test_a_lesson_with_another_teacher_and_one_with_both() -> None:
    told = said(school(), ["r1 tue 10:00 t1"], ["r1 tue 10:00 t2"])
    assert told == ["Математика, К-03: вт 10:00, учитель: Иванова → Петрова"]
    told = said(school(), ["r1 tue 10:00 t1"], ["r1 wed 10:00 t2"])
    assert told == ["Математика, К-03: вт 10:00, Иванова → ср 10:00, Петрова"]


def test_a_lesson_that_lost_or_found_its_time() -> None:
    assert said(school(), ["r1 tue 10:00"], []) == ["Математика, К-03: снято: вт 10:00, Иванова"]
    assert said(school(), [], ["r1 tue 10:00"]) == ["Математика, К-03: поставлено: вт 10:00, Иванова"]


def test_the_same_move_in_all_weeks_is_one_change() -> None:
    before = [f"r1/{n} w{n} mon 10:00" for n in range(1, 5)]
    after = [f"r1/{n} w{n} fri 10:00" for n in range(1, 5)]
    assert said(school(4), before, after) == ["Математика, К-03: пн 10:00 → пт 10:00"]


def test_a_move_in_some_weeks_names_them() -> None:
    before = [f"r1/{n} w{n} mon 10:00" for n in range(1, 5)]
    after = ["r1 w1 mon 10:00", "r1/2 w2 tue 10:00", "r1/3 w3 tue 10:00", "r1/4 w4 mon 12:00"]
    assert said(school(4), before, after) == [
        "Математика, К-03: пн 10:00 → пн 12:00 (нед. 4)",
        "Математика, К-03: пн 10:00 → вт 10:00 (нед. 2–3)",
    ]


def test_only_the_rows_asked_for() -> None:
    problem = b.problem(rows=[b.row("r1"), b.row("r2")])
    one = b.timetable(problem, "r1 mon 09:00", "r2 tue 09:00")
    other = b.timetable(problem, "r1 wed 09:00", "r2 thu 09:00")
    assert [change.row for change in differences(problem, one, other, {"r2"})] == ["r2"]
