"""`make run` from the workbook of the demo school to the printed timetable, sheets and calendars."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from api.demo import __main__ as program
from scheduler.checks import check
from scheduler.wire import load_problem, load_timetable


def test_demo_solves_checks_and_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "board.svg"
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["demo", "--iterations", "200", "--picture", str(picture)])

    assert program.main() == 0

    told = capsys.readouterr().out
    loaded = load_problem(tmp_path / "problem.json")
    timetable = load_timetable(tmp_path / "timetable.json")
    assert timetable.problem == loaded.digest
    assert check(loaded.problem, timetable).violations == ()
    assert "Проверка: нарушений нет" in told
    named = [*loaded.problem.pupils, *loaded.problem.teachers]
    assert [person.name for person in named if f"{person.name}" not in told] == []
    assert max(map(len, told.partition(" Файлы ")[0].splitlines())) <= 100
    files = [Path(line.split()[-1]) for line in told.partition(" Файлы ")[2].splitlines()[1:]]
    assert [path.relative_to(tmp_path).as_posix() for path in files] == [
        "school.xlsx", "sheets/board.html", "sheets/timetable.xlsx", "sheets/lessons.csv", "calendars",
        "problem.json", "timetable.json",
    ]  # fmt: skip
    assert [path for path in files if not path.exists()] == []
    assert len(list((tmp_path / "calendars").glob("*.ics"))) == len(named)
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "@font-face" not in drawn
