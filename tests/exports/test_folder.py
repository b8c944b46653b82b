"""The three files that a school gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.board import board_values
from exports.folder import write_sheets
from exports.page import board_html
from exports.sheets import lessons_csv, timetable_workbook
from scheduler.errors import BadFileError
from tests.exports.school import small_problem, small_timetable

PROBLEM = small_problem()
TIMETABLE = small_timetable(PROBLEM)


def test_sheets_are_written_into_a_folder_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "sheets"
    paths = write_sheets(PROBLEM, TIMETABLE, folder, names={"p1": "Небывалов Пётр"})
    values = board_values(PROBLEM, TIMETABLE, {"p1": "Небывалов Пётр"})
    assert paths == [folder / "timetable.xlsx", folder / "lessons.csv", folder / "board.html"]
    assert [path.read_bytes() for path in paths] == [
        timetable_workbook(values), lessons_csv(values), board_html(values).encode(),
    ]  # fmt: skip
    assert sorted(folder.iterdir()) == sorted(paths)


def test_a_timetable_of_another_problem_writes_nothing(tmp_path: Path) -> None:
    stranger = TIMETABLE.lessons[0].model_copy(update={"row": "x"})
    with pytest.raises(BadFileError):
        write_sheets(PROBLEM, TIMETABLE.model_copy(update={"lessons": (stranger,)}), tmp_path / "sheets")
    assert list(tmp_path.iterdir()) == []
