"""Everything that is printed or looked at, as files in one folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from exports.board import Owed, board_values
from exports.page import board_html
from exports.sheets import lessons_csv, timetable_workbook
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from scheduler.wire import write_atomic


def write_sheets(
    problem: Problem,
    timetable: Timetable,
    folder: Path,
    *,
    names: Mapping[str, str] | None = None,
    owed: Sequence[Owed] = (),
) -> list[Path]:
    """Write timetable.xlsx, lessons.csv and board.html, each whole or not at all; the folder is made.

    names: of children by id of the pupil, for print only. Raises BadFileError when the timetable is not one of
    this problem, OSError when the folder cannot be written.
    """
    values = board_values(problem, timetable, names, owed)
    files = {
        "timetable.xlsx": timetable_workbook(values),
        "lessons.csv": lessons_csv(values),
        "board.html": board_html(values).encode("utf-8"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        write_atomic(folder / name, data)
    return [folder / name for name in files]
