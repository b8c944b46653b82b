"""The table of lessons: every lesson once per pupil, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from exports.board import BoardValues, board_values
from exports.sheets import lessons_csv
from exports.sheets.lessons_csv import COLUMNS
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from tests.exports.school import counted, expected, small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)


def lines(values: BoardValues) -> list[tuple[str, ...]]:
    text = lessons_csv(values).decode("utf-8-sig")
    return [tuple(line) for line in csv.reader(io.StringIO(text, newline=""), delimiter=";")]


def test_every_lesson_is_a_line() -> None:
    head, *found = lines(board_values(PROBLEM, TIMETABLE))
    assert head == COLUMNS
    assert counted(found) == counted(expected(PROBLEM, TIMETABLE))


def test_every_lesson_of_the_demo_school_is_a_line(demo: tuple[Problem, Timetable]) -> None:
    assert counted(lines(board_values(*demo))[1:]) == counted(expected(*demo))


def test_the_file_begins_as_excel_wants_it() -> None:
    data = lessons_csv(board_values(PROBLEM, TIMETABLE))
    assert data.startswith("\ufeffУченик;Неделя;".encode())
    assert data.count(b"\r\n") == data.count(b"\n") == 10


def test_a_text_like_a_formula_gets_an_apostrophe() -> None:
    rows = [
        row.model_copy(update={"title": title})
        for row, title in zip(PROBLEM.rows, ("=1+1", "\t-2", " @x", "ё;№\x00", "+3"), strict=True)
    ]
    problem = PROBLEM.model_copy(update={"rows": tuple(rows)})
    found = lines(board_values(problem, small_timetable(problem), {"p1": "=cmd|x"}))[1:]
    assert {line[5] for line in found} == {"'=1+1", "' -2", "' @x", "ё;№", "'+3"}
    assert {line[0] for line in found} == {"'=cmd|x", "К-02, 6 «Б»"}


def test_an_empty_timetable_is_a_table_without_lines() -> None:
    assert lines(board_values(PROBLEM, Timetable(lessons=(), unplaced=()))) == [COLUMNS]
