"""The demo school from its source to a printed timetable: `python -m api.demo`."""

from __future__ import annotations

import argparse
import io
import re
import sys
from pathlib import Path

from rich.console import Console

from api import solving
from api.demo import demo_problem
from api.demo.board import Board
from scheduler.checks import Verdict, check
from scheduler.timetable import Timetable
from scheduler.wire import LoadedProblem, dump_bytes, loaded, write_atomic

WIDTH = 100
FOLDER = Path("var/demo")


def main() -> int:
    """Solve, check and print. Exit code 0, or 1 when the checker found a violation."""
    told = _arguments()
    console = Console(width=WIDTH, highlight=False)
    problem = loaded(demo_problem())
    FOLDER.mkdir(parents=True, exist_ok=True)
    write_atomic(FOLDER / "problem.json", dump_bytes(problem.problem))
    timetable = _solve(console, problem, told)
    write_atomic(FOLDER / "timetable.json", dump_bytes(timetable))
    verdict = check(problem.problem, timetable)
    _print(console, Board(problem.problem, timetable), problem, verdict)
    if told.picture:
        told.picture.write_text(_picture(problem, timetable), encoding="utf-8")
    return 1 if verdict.violations else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m api.demo", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="time to search")
    parser.add_argument("--iterations", type=int, help="steps of search instead of time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--picture", type=Path, help="also draw the README's picture (SVG)")
    return parser.parse_args()


def _solve(console: Console, problem: LoadedProblem, told: argparse.Namespace) -> Timetable:
    seconds = None if told.iterations is not None else told.seconds
    console.print(Board(problem.problem, Timetable(lessons=(), unplaced=())).summary())
    if not sys.stderr.isatty() and seconds is not None:
        console.print(f"Ищу {seconds:g} с…")
    order = solving.Order(problem, None, seconds, told.iterations, told.workers, told.seed)
    return solving.run(order)


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
    console.print(f"Файлы: {FOLDER / 'problem.json'}, {FOLDER / 'timetable.json'}")


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
