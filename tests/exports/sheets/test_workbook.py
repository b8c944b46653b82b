"""The workbook opened again: every lesson is in it, it prints on A4, and nothing in it is a formula."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest

from exports.board import BoardValues, Owed, board_values
from exports.sheets import timetable_workbook
from exports.sheets.days import OF_DAY
from exports.sheets.people import OF_PUPIL, OF_TEACHER, SIGNATURE
from scheduler.problem import Problem
from scheduler.timetable import Reason, Timetable, Unplaced
from tests import builders
from tests.exports.school import counted, expected, small_problem, small_timetable
from tests.exports.sheets.reading import opened, people_rows, pupil_lessons, rows, weeks_of

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)
VALUES = board_values(PROBLEM, TIMETABLE)
A4, LANDSCAPE_POINTS = "9", 842
HOSTILE = "=cmd|' /C calc'!A0"


def test_every_lesson_of_a_pupil_is_in_the_workbook_and_no_other() -> None:
    found = counted(list(pupil_lessons(opened(VALUES)["По ученикам"], ["1", "2"])))
    assert found == counted(expected(PROBLEM, TIMETABLE))
    assert sum(found.values()) == 9  # 8 lessons, one of them for two pupils


def test_every_lesson_of_the_demo_school_is_in_the_workbook(demo: tuple[Problem, Timetable]) -> None:
    sheet = opened(board_values(*demo))["По ученикам"]
    assert counted(list(pupil_lessons(sheet, ["1", "2", "3", "4"]))) == counted(expected(*demo))


def test_dated_weeks_are_named_by_their_monday() -> None:
    problem = small_problem(
        [{"id": "2026-W36", "monday": "2026-08-31"}, {"id": "2026-W37", "monday": "2026-09-07"}]
    )
    timetable = small_timetable(problem)
    sheet = opened(board_values(problem, timetable))["По ученикам"]
    assert {cells[6] for _, cells in people_rows(sheet)} == {"все", "31.08", "07.09"}
    assert counted(list(pupil_lessons(sheet, ["31.08", "07.09"]))) == counted(expected(problem, timetable))


def test_teachers_read_their_pupils_and_their_own_classes() -> None:
    found = [cells for name, cells in people_rows(opened(VALUES)["По учителям"]) if name == "Озёрная А. А."]
    assert found == [
        ["Понедельник", "уроки", "08:30–11:00", "", "СОШ № 1", "", "все"],
        ["Понедельник", "К-01, 5 «А»", "11:20–12:00", "Математика", "ул. Ёлочная, 1", "на дому", "все"],
        ["Понедельник", "К-01, 5 «А»", "12:10–12:50", "Чтение", "ул. Ёлочная, 1", "на дому", "1"],
        ["Понедельник", "К-02, 6 «Б»", "13:10–13:40", "Музыка", "ул. Ёлочная, 2", "на дому", "1"],
        ["Вторник", "К-01, 5 «А»", "12:00–12:40", "Чтение", "ул. Ёлочная, 1", "на дому", "2"],
    ]


def test_a_day_is_a_way_from_station_to_station() -> None:
    # numbers as in tests/exports/board/test_routes.py; waiting at К-01 is 8 before and 10 between the lessons
    assert rows(opened(VALUES)["По дням"])[2:7] == [
        ["Понедельник", *[""] * 7],
        ["Озёрная А. А. · нед. 1 · 3 занятия · в пути 20 мин, ожидание 30 мин", *[""] * 7],
        ["", "", "", "08:30–11:00", "СОШ № 1", "", "уроки", ""],
        [
            "11:00",
            "12",
            "18",
            "11:20–12:50",
            "ул. Ёлочная, 1",
            "К-01, 5 «А»",
            "Математика, Чтение",
            "на дому",
        ],
        ["12:50", "8", "12", "13:10–13:40", "ул. Ёлочная, 2", "К-02, 6 «Б»", "Музыка", "на дому"],
    ]


def test_what_is_not_placed_comes_with_its_reasons() -> None:
    assert rows(opened(VALUES)["Не размещено"])[1:] == [
        ["Ученик", "Предмет", "Учитель", "Занятий", "Вывод", "Почему"],
        [
            "К-02, 6 «Б»", "Информатика", "Снегова Г. Г.", "1", "невозможно, пока не сдвинуть другое",
            "Снегова Г. Г. занята.; Другого учителя нет.",
        ],
    ]  # fmt: skip


def test_debts_have_a_sheet_when_they_are_known() -> None:
    owed = Owed(
        row_id="it", pupil="К-02", subject="Информатика", teacher="Снегова Г. Г.", planned=Fraction(27, 2),
        on_dates=11, unplaced=Fraction(1, 3), lapsed=1, owed=Fraction(5, 2),
    )  # fmt: skip
    book = opened(board_values(PROBLEM, TIMETABLE, owed=[owed]))
    found = [cell.value for cell in book["Долг"][3]]
    assert found == ["К-02", "Информатика", "Снегова Г. Г.", 13.5, 11, 0.33, 1, 2.5]
    assert opened(VALUES).sheetnames == ["По ученикам", "По учителям", "По дням", "Не размещено"]


@pytest.mark.parametrize("name", ["По ученикам", "По учителям", "По дням", "Не размещено"])
def test_every_sheet_is_set_up_for_a4(name: str) -> None:
    sheet = opened(VALUES)[name]
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (A4, "landscape")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$2", "A3")
    assert sheet.print_area is not None
    assert all(height.height is not None for height in sheet.row_dimensions.values())


@pytest.mark.parametrize("columns", [OF_PUPIL, OF_TEACHER, OF_DAY])
def test_sheets_with_page_breaks_are_as_wide_as_the_paper(columns: tuple[object, ...]) -> None:
    # a character is 7 pixels and a column 5 more; 96 pixels are 72 points; margins of 0.4 inch are 29 points each
    pixels = sum(column.width * 7 + 5 for column in columns)  # type: ignore[attr-defined]
    assert 650 < pixels * 72 / 96 <= LANDSCAPE_POINTS - 2 * 29


def test_every_pupil_and_every_day_starts_a_page() -> None:
    book = opened(VALUES)
    for name, first in (("По ученикам", "К-02, 6 «Б»"), ("По дням", "Вторник")):
        (broken,) = [each.id for each in book[name].row_breaks.brk]
        assert book[name].cell(broken + 1, 1).value == first
    assert not book[
        "По ученикам"
    ].sheet_properties.pageSetUpPr.fitToPage  # fitting to a page would forget the breaks


def test_every_pupils_page_can_be_signed() -> None:
    lines = [row[0] for row in rows(opened(VALUES)["По ученикам"])]
    assert lines.count(SIGNATURE) == 2


def test_long_reasons_get_the_height_they_need() -> None:
    # 62 characters a line, a little less is counted on: 300 letters in words of 9 and a space are at least 5 lines
    reason = Reason(code="x", text=" ".join(["причинами"] * 30))
    timetable = TIMETABLE.model_copy(update={"unplaced": (Unplaced(row="it", count=1, reasons=(reason,)),)})
    sheet = opened(board_values(PROBLEM, timetable))["Не размещено"]
    assert sheet.row_dimensions[3].height >= 5 * 13


def hostile_values() -> BoardValues:
    long = "Длинноимённова-Ёжикова Александра Константиновна " * 3
    teachers = [
        builders.teacher("t1", title="+7 (=1+1)"),
        builders.teacher("t2", title="@SUM(A1)\x00\x0b", school="s2"),
    ]
    problem = small_problem(teachers=teachers, name="-2+3")
    rows = (problem.rows[0].model_copy(update={"title": "<script>alert(1)</script>"}), *problem.rows[1:])
    problem = problem.model_copy(update={"rows": rows})
    timetable = small_timetable(problem)
    return board_values(problem, timetable, {"p1": HOSTILE, "p2": f"{long}\ud800"})


def test_no_text_becomes_a_formula_whatever_it_begins_with() -> None:
    book = opened(hostile_values())
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}  # n: numbers and empty cells
    cells = [cells for _, cells in people_rows(book["По ученикам"])]
    assert cells[0][1:4] == ["<script>alert(1)</script>", "11:20–12:00", "+7 (=1+1)"]
    assert book["По учителям"]["A3"].value == "+7 (=1+1)"
    assert "@SUM(A1) " in {row[3] for row in cells}
    assert book["По ученикам"]["A3"].value == HOSTILE
    with zipfile.ZipFile(io.BytesIO(timetable_workbook(hostile_values()))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_an_empty_timetable_is_a_workbook_that_says_so() -> None:
    values = board_values(PROBLEM, Timetable(lessons=(), unplaced=()))
    book = opened(values)
    assert [row[0] for row in rows(book["По дням"])[2:]] == ["Занятий нет."]
    assert [row[0] for row in rows(book["Не размещено"])[2:]] == ["Все занятия размещены."]
    assert "Занятий нет." in [row[0] for row in rows(book["По ученикам"])]


def test_the_file_names_nobody_and_is_the_same_each_time() -> None:
    values = board_values(PROBLEM, TIMETABLE, {"p1": "Небывалов Пётр"})
    book = opened(values)
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert book.properties.title == "Расписание занятий"
    assert timetable_workbook(values) == timetable_workbook(values)


def test_weeks_of_a_cell_are_read_as_they_are_said() -> None:
    assert weeks_of("1, 3–4", ["1", "2", "3", "4"]) == ["1", "3", "4"]
