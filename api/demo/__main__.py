"""The demo school from its workbook to everything that is printed and subscribed to: `python -m api.demo`.

What is read is the workbook that was just written, as a school's own would be.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from api.commands import book, dating, solving
from api.demo import demo_registry
from api.demo.board import Board
from api.demo.registry import FIRST, LAST
from exports.folder import write_sheets
from exports.ical.entries import labels_of
from exports.ical.feed import Options
from exports.ical.folder import write_folder
from exports.workbook.read import read_workbook
from exports.workbook.write import write_registry
from scheduler.checks import Verdict, check
from scheduler.registry.build import build
from scheduler.registry.values import Registry
from scheduler.timetable import Timetable
from scheduler.wire import LoadedProblem, dump_bytes, loaded, write_atomic

WIDTH = 100
FOLDER = Path("var/demo")


@dataclass(frozen=True, slots=True)
class Asked:
    """Choices of the command line."""

    seconds: float | None
    iterations: int | None
    seed: int
    workers: int
    picture: Path | None
    serve: bool


def main() -> int:
    """Workbook, problem, timetable, check, papers. Exit code 0, or 1 when the checker found a violation."""
    asked = _arguments()
    console = Console(width=WIDTH, highlight=False)
    FOLDER.mkdir(parents=True, exist_ok=True)
    registry = _registry()
    problem = _problem(console, registry)
    timetable = _solve(console, problem, asked)
    verdict = check(problem.problem, timetable)
    _print(console, Board(problem.problem, timetable), problem, verdict)
    if verdict.violations:
        return 1
    _tell_files(console, _papers(registry, problem, timetable))
    if asked.picture:
        asked.picture.write_text(_picture(problem, timetable), encoding="utf-8")
    if asked.serve:
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, "-m", "api.demo.service"])  # a process without the solver
    return 0


def _arguments() -> Asked:
    parser = argparse.ArgumentParser(prog="python -m api.demo", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="time to search")
    parser.add_argument("--iterations", type=int, help="steps of search instead of time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--picture", type=Path, help="also draw the picture of the command line (SVG)")
    parser.add_argument(
        "--serve", action="store_true", help="then serve the school with people to sign in as"
    )
    told = parser.parse_args()
    seconds = None if told.iterations is not None else told.seconds
    return Asked(seconds, told.iterations, told.seed, told.workers, told.picture, told.serve)


def _registry() -> Registry:
    """The demo school as a workbook, read back from the file."""
    path = FOLDER / "school.xlsx"
    write_atomic(path, write_registry(demo_registry()))
    return read_workbook(path)


def _problem(console: Console, registry: Registry) -> LoadedProblem:
    built = build(registry, FIRST, LAST)
    problem = loaded(built.problem)
    write_atomic(FOLDER / "problem.json", dump_bytes(problem.problem))
    console.print(f"Книга школы прочитана: {FOLDER / 'school.xlsx'}")
    for line in book.remarks_said(built):
        console.print(f"  {line}", style="dim")
    return problem


def _solve(console: Console, problem: LoadedProblem, asked: Asked) -> Timetable:
    console.print(Board(problem.problem, Timetable(lessons=(), unplaced=())).summary())
    if not sys.stderr.isatty() and asked.seconds is not None:
        console.print(f"Ищу {asked.seconds:g} с…")
    order = solving.Order(problem, None, asked.seconds, asked.iterations, asked.workers, asked.seed)
    timetable = solving.run(order)
    write_atomic(FOLDER / "timetable.json", dump_bytes(timetable))
    return timetable


def _print(console: Console, board: Board, problem: LoadedProblem, verdict: Verdict) -> None:
    console.rule("По ученикам")
    for pupil in problem.problem.pupils:
        console.print(board.of_pupil(pupil))
    console.rule("По учителям")
    for teacher in problem.problem.teachers:
        console.print(board.of_teacher(teacher))
    console.rule("Итог")
    console.print(board.unplaced())
    console.print(board.verdict(verdict))


def _papers(registry: Registry, problem: LoadedProblem, timetable: Timetable) -> list[tuple[str, Path]]:
    """Sheets, the page and the calendars; what each is, and where."""
    period = dating.Period(first=FIRST, last=LAST)
    expansion = dating.dated(registry, problem.problem, timetable, period)
    sheets, board_page = FOLDER / "sheets", FOLDER / "sheets" / "board.html"
    write_sheets(
        problem.problem,
        timetable,
        sheets,
        names=dating.names(registry),
        owed=dating.owed(registry, problem.problem, timetable, expansion, period),
    )
    year = dating.base_year(registry)
    calendars = write_folder(
        problem.problem, expansion, FOLDER / "calendars",
        first=FIRST, last=LAST, at=datetime.now(UTC), terms=year.terms if year else (),
        options=Options(labels=labels_of(registry)),
    )  # fmt: skip
    return [
        ("Книга школы, её можно менять", FOLDER / "school.xlsx"),
        ("Доска недели: откройте в браузере", board_page),
        ("Листы для печати", sheets / "timetable.xlsx"),
        ("Все занятия таблицей", sheets / "lessons.csv"),
        (f"Календари для подписки: {len(calendars.files)}", FOLDER / "calendars"),
        ("Задача и расписание для программ", FOLDER / "problem.json"),
        ("", FOLDER / "timetable.json"),
    ]


def _tell_files(console: Console, files: list[tuple[str, Path]]) -> None:
    console.rule("Файлы")
    for what, path in files:
        console.print(f"{what:<36} {path}", soft_wrap=True)


def _picture(problem: LoadedProblem, timetable: Timetable) -> str:
    """A pupil with many teachers, one teacher, and what was not placed, as SVG."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), highlight=False, color_system="truecolor")
    board = Board(problem.problem, timetable)
    pupils = problem.problem.pupils
    console.print(board.summary())
    console.print(board.of_pupil(next((pupil for pupil in pupils if pupil.grade == 5), pupils[0])))
    console.print(board.unplaced())
    svg = console.export_svg(title="make run", unique_id="board")
    return re.sub(r"\s*@font-face \{.*?\}\n", "\n", svg, flags=re.DOTALL)


if __name__ == "__main__":
    sys.exit(main())
