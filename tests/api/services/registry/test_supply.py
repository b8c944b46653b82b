"""Supply and demand per half hour, counted by hand; what the picture says of them."""

from __future__ import annotations

from api.pages.data.chart import chart_of, number_said
from api.services.registry.supply import Measure, shortages, supply
from scheduler.problem import Problem
from scheduler.terms import Weekday
from tests import builders as b

MON = Weekday.MON


def problem(pupils: int, lessons: int = 4, teacher: str = "12:00-13:00") -> Problem:
    """Pupils whose adult is at home on Monday 12–13, each with as many lessons of 30 minutes; one teacher."""
    names = [f"p{number}" for number in range(pupils)]
    return b.problem(
        pupils=[b.pupil(name, adult_home=[b.window("12:00-13:00", days=["mon"])]) for name in names],
        teachers=[b.teacher(free=[b.window(teacher, days=["mon"])])],
        rows=[b.row(f"r-{name}", pupils=[name], lessons=lessons, lesson_min=30) for name in names],
    )


def at(made: Problem, start: int) -> tuple[float, float, Measure]:
    (cell,) = [cell for row in supply(made) for cell in row if cell.day == MON and cell.start_min == start]
    return cell.free, round(cell.wanted, 3), cell.measure


def weeks(made: Problem) -> int:
    return len(made.weeks)


def test_minutes_are_spread_evenly_over_what_the_family_leaves_open() -> None:
    # one lesson of 30 min in two open half hours: half a lesson at once in each
    made = problem(1, lessons=1)
    assert weeks(made) == 1
    assert at(made, 720) == at(made, 750) == (1, 0.5, Measure.ENOUGH)
    assert at(made, 780) == (0, 0, Measure.NOBODY)


def test_two_lessons_at_once_for_one_teacher_are_too_many() -> None:
    # two pupils, two lessons each in two half hours: two at once
    made = problem(2, lessons=2)
    assert at(made, 720) == (1, 2, Measure.SHORT)
    assert at(problem(1, lessons=2), 720) == (1, 1, Measure.TIGHT)


def test_a_half_hour_that_is_open_in_part_counts_for_nobody() -> None:
    assert at(problem(1, teacher="12:10-13:00"), 720)[0] == 0
    assert at(problem(1, teacher="12:10-13:00"), 750)[0] == 1


def test_a_stretch_is_told_with_its_worst_half_hour_and_its_end() -> None:
    cells = supply(problem(2, lessons=2))
    ((cell, end),) = shortages(cells)
    assert (cell.day, cell.start_min, end, cell.free, cell.wanted) == (MON, 720, 780, 1, 2)
    chart = chart_of(cells)
    assert chart.said == ("Пн 12:00–13:00: свободных учителей 1, а занятий одновременно 2.",)
    assert [time for time, _, _ in chart.rows] == ["12:00", "12:30"]
    assert chart.rows[0][2][0].look == "short"
    assert (chart.rows[0][2][0].free, chart.rows[0][2][0].wanted) == (85.0, 170.0)


def test_a_shortage_of_less_than_half_a_lesson_is_not_worth_a_sentence() -> None:
    # three lessons of 30 min over two half hours: one and a half at once, half above one teacher; 1.4 would be less
    assert len(chart_of(supply(problem(1, lessons=3))).said) == 1
    five = b.problem(
        pupils=[b.pupil("p0", adult_home=[b.window("12:00-14:30", days=["mon"])])],
        teachers=[b.teacher(free=[b.window("12:00-14:30", days=["mon"])])],
        rows=[b.row("r0", pupils=["p0"], lessons=7, lesson_min=30)],
    )
    assert at(five, 720) == (1, 1.4, Measure.SHORT)
    assert chart_of(supply(five)).said == ()


def test_numbers_are_said_with_a_comma() -> None:
    assert [number_said(number) for number in (2.0, 1.5, 0.04)] == ["2", "1,5", "0"]
