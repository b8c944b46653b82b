"""The commands around a school's workbook: files that come out, what is said, what is refused and left alone."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import icalendar
import pytest
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from api.cli import app
from api.demo import demo_registry
from api.demo.registry import FIRST, LAST
from exports.workbook.canonical import canonical
from exports.workbook.write import write_registry
from scheduler.calendar.counts import balances
from scheduler.calendar.expand import expand
from scheduler.registry.build import build
from scheduler.solve import Settings, solve
from scheduler.wire import dump_bytes, load_problem, load_timetable, loaded

DATES = ("--from", str(FIRST), "--to", str(LAST))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school as a workbook, its problem and a quickly found timetable."""
    made = tmp_path_factory.mktemp("school")
    (made / "school.xlsx").write_bytes(write_registry(demo_registry()))
    problem = loaded(build(canonical(demo_registry()), FIRST, LAST).problem)
    (made / "problem.json").write_bytes(dump_bytes(problem.problem))
    timetable = solve(problem.problem, Settings(seconds=None, iterations=500, workers=1)).timetable
    (made / "timetable.json").write_bytes(
        dump_bytes(timetable.model_copy(update={"problem": problem.digest}))
    )
    return made


def test_an_empty_workbook_is_written_once(tmp_path: Path) -> None:
    target = tmp_path / "school.xlsx"
    assert run("template", target).exit_code == 0
    assert "Планы" in load_workbook(target, read_only=True).sheetnames
    target.write_bytes(b"filled by hand for a week")
    refused = run("template", target)
    assert (refused.exit_code, target.read_bytes()) == (2, b"filled by hand for a week")
    assert "--force" in refused.stderr
    assert run("template", target, "--force").exit_code == 0
    assert target.read_bytes()[:2] == b"PK"


def test_an_empty_workbook_imports_nothing(tmp_path: Path) -> None:
    run("template", tmp_path / "school.xlsx")
    told = run("import", tmp_path / "school.xlsx", "-o", tmp_path / "problem.json")
    assert (told.exit_code, (tmp_path / "problem.json").exists()) == (2, False)
    assert "Книга ещё не заполнена" in told.stderr


def test_import_gives_the_problem_of_the_registry_that_was_exported(folder: Path, tmp_path: Path) -> None:
    told = run("import", folder / "school.xlsx", "-o", tmp_path / "problem.json", *DATES)
    assert told.exit_code == 0
    expected = build(canonical(demo_registry()), FIRST, LAST)
    assert load_problem(tmp_path / "problem.json").problem == expected.problem
    lines = told.stdout.splitlines()
    assert len(lines) == len(expected.splits)
    # domain 4.3, P4: 0.75 h a week of literature are 3 lessons in 4 weeks
    assert [line for line in lines if line.startswith("К-04, Литература")] == [
        "К-04, Литература: 0,75 ч в неделю: 3 занятия за 4 недели, "
        "в общее время по очереди (Литература, Вероятность и статистика)"
    ]
    warnings = [line for line in told.stderr.splitlines() if line.startswith("Внимание: ")]
    assert warnings == [f"Внимание: {remark.text}" for remark in expected.warnings]


def test_import_without_a_target_prints_the_problem_alone(folder: Path) -> None:
    told = run("import", folder / "school.xlsx", *DATES)
    assert told.stdout.encode() == (folder / "problem.json").read_bytes()


def test_import_takes_the_school_year_when_no_dates_are_given(folder: Path, tmp_path: Path) -> None:
    run("import", folder / "school.xlsx", "-o", tmp_path / "problem.json")
    expected = build(canonical(demo_registry()), date(2026, 9, 1), date(2027, 5, 26)).problem
    assert load_problem(tmp_path / "problem.json").problem == expected


def test_faults_of_a_workbook_are_told_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    book = load_workbook(folder / "school.xlsx")
    sheet = book["Планы"]
    hours = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Часов в неделю")
    sheet.cell(hours.row + 3, hours.column).value = "много"
    book.save(tmp_path / "bad.xlsx")
    told = run("import", tmp_path / "bad.xlsx", "-o", tmp_path / "problem.json")
    assert (told.exit_code, (tmp_path / "problem.json").exists()) == (2, False)
    assert f"Планы, строка {hours.row + 3}, столбец «Часов в неделю»" in told.stderr
    assert "много" in told.stderr


@pytest.mark.parametrize("name", ["absent.xlsx", "problem.json"])
def test_what_is_no_workbook_is_refused(folder: Path, name: str) -> None:
    told = run("import", folder / name, *DATES)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.strip()


def test_dates_the_wrong_way_round_are_refused(folder: Path) -> None:
    told = run("import", folder / "school.xlsx", "--from", "2027-01-01", "--to", "2026-12-01")
    assert told.exit_code == 2
    assert "--to: found 2026-12-01; allowed: a day not before 2027-01-01" in told.stderr


def test_export_writes_sheets_table_and_page(folder: Path, tmp_path: Path) -> None:
    told = run(
        "export", folder / "problem.json", folder / "timetable.json", "--workbook", folder / "school.xlsx",
        "-o", tmp_path / "out", *DATES,
    )  # fmt: skip
    names = ["timetable.xlsx", "lessons.csv", "board.html"]
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [str(tmp_path / "out" / name) for name in names]
    sheets = load_workbook(tmp_path / "out" / "timetable.xlsx").sheetnames
    assert sheets == ["По ученикам", "По учителям", "По дням", "Не размещено", "Долг"]
    problem = load_problem(folder / "problem.json").problem
    by_pupil = {row.id: len(row.pupils) for row in problem.rows}
    rows = list(
        csv.reader(io.StringIO((tmp_path / "out" / "lessons.csv").read_text("utf-8-sig")), delimiter=";")
    )
    timetable = load_timetable(folder / "timetable.json")
    assert len(rows) - 1 == sum(by_pupil[lesson.row] for lesson in timetable.lessons)


def test_export_without_a_workbook_has_no_sheet_of_what_is_owed(folder: Path, tmp_path: Path) -> None:
    assert run("export", folder / "problem.json", folder / "timetable.json", "-o", tmp_path).exit_code == 0
    assert "Долг" not in load_workbook(tmp_path / "timetable.xlsx").sheetnames


def test_what_is_owed_is_what_the_calendar_takes(folder: Path, tmp_path: Path) -> None:
    """Every line of the sheet against balances counted from the same values."""
    run(
        "export", folder / "problem.json", folder / "timetable.json", "--workbook", folder / "school.xlsx",
        "-o", tmp_path, *DATES,
    )  # fmt: skip
    registry = canonical(demo_registry())
    problem, timetable = (
        load_problem(folder / "problem.json").problem,
        load_timetable(folder / "timetable.json"),
    )
    expansion = expand(problem, timetable, registry.years, first=FIRST, last=LAST)
    found = balances(problem, timetable, expansion, registry.years, first=FIRST, last=LAST)
    sheet = load_workbook(tmp_path / "timetable.xlsx")["Долг"]
    numbers = [row[-1] for row in sheet.iter_rows(values_only=True) if isinstance(row[-1], int | float)]
    assert [round(float(number), 6) for number in numbers] == [round(float(entry.owed), 6) for entry in found]


def calendars(folder: Path, target: Path, *more: str) -> Result:
    return run(
        "ical", folder / "problem.json", folder / "timetable.json", "--workbook", folder / "school.xlsx",
        "-o", target, *DATES, *more,
    )  # fmt: skip


def test_ical_writes_a_calendar_for_everybody_and_the_same_again(folder: Path, tmp_path: Path) -> None:
    told = calendars(folder, tmp_path)
    assert told.exit_code == 0
    files = sorted(tmp_path.glob("*.ics"))
    assert len(files) == 12 + 18
    before = {path.name: path.read_bytes() for path in files}
    assert calendars(folder, tmp_path).stdout == told.stdout
    assert {path.name: path.read_bytes() for path in sorted(tmp_path.glob("*.ics"))} == before
    events = sum(len(icalendar.Calendar.from_ical(data).events) for data in before.values())
    assert f"событий {events}" in told.stdout


def test_calendars_need_a_school_year(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "school.xlsx").write_bytes(write_registry(replace(demo_registry(), years=())))
    told = run(
        "ical", folder / "problem.json", folder / "timetable.json", "--workbook", tmp_path / "school.xlsx",
        "-o", tmp_path / "out",
    )  # fmt: skip
    assert (told.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "«Календарь»" in told.stderr


def test_calendars_say_no_more_than_their_level(folder: Path, tmp_path: Path) -> None:
    registry = demo_registry()
    homes = {place.title for place in registry.places if place.title and "ул." in place.title}
    calendars(folder, tmp_path / "bare")
    calendars(folder, tmp_path / "address", "--level", "address")

    def texts(name: str) -> str:
        return "\n".join(
            str(event.get(key, ""))
            for path in (tmp_path / name).glob("*.ics")
            for event in icalendar.Calendar.from_ical(path.read_bytes()).events
            for key in ("SUMMARY", "DESCRIPTION", "LOCATION")
        )

    bare, address = texts("bare"), texts("address")
    assert [home for home in homes if home in bare] == []
    assert [home for home in homes if home in address] != []
