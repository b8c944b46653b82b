"""The greedy reference is lawful and stays as it is; the tables say what was measured."""

from __future__ import annotations

import pytest

from scheduler.checks import check
from tests.benchmarks.cases import Case, case_named, digest_of
from tests.benchmarks.greedy import greedy
from tests.benchmarks.records import GREEDY, read
from tests.benchmarks.run import MARKS, with_figures
from tests.benchmarks.table import figures_of, percent, row_of

SHORT = ("school, one week", "tight, one week")


@pytest.mark.parametrize("name", SHORT)
def test_greedy_timetable_is_lawful_and_frozen(name: str) -> None:
    instance = case_named(name).instance()
    verdict = check(instance.problem, greedy(instance.problem))
    assert verdict.violations == ()
    found = {"digest": digest_of(instance), "points": verdict.points, "unplaced": verdict.score["unplaced"]}
    assert found == read(GREEDY)[name]


def test_figures_compare_points_with_greedy_and_best() -> None:
    case = Case("school", False, 10, first_seconds=0.5, placed_seconds=10, over_best=0.02, below_greedy=0.3)
    measured = {"planted": 0, "first_seconds": 0.4, "placed_seconds": None, "unplaced": 1, "points": 714}
    row = row_of(measured, {"points": 1000, "unplaced": 3}, 700)
    # 714 of 1000 is 28.6 % less than greedy: not 30; 714 of 700 is 2 % more: just enough
    assert [(figure.found, figure.met) for figure in figures_of(case, row)] == [
        ("0.4 s", True),
        ("never", False),
        ("1", False),
        (f"{percent(-0.286)}", False),
        ("+2.0 %", True),
    ]


def test_table_goes_between_the_marks_of_the_page() -> None:
    page = f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n"
    assert with_figures(page, "new\n") == f"before\n{MARKS[0]}\nnew\n{MARKS[1]}\nafter\n"
