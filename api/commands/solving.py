"""What the command `solve` does around the solver: signals, progress, a file that is never half written."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from api.commands import progress
from api.commands.calls import write_file
from api.commands.printing import reason_texts
from api.texts import STATUS, lessons_counted
from scheduler.errors import BadFileError, Fault
from scheduler.terms import SolveStatus
from scheduler.timetable import Timetable
from scheduler.wire import LoadedProblem, dump_bytes, read_file


@dataclass(frozen=True, slots=True)
class Order:
    """What to solve and how; seconds None means as long as the iterations take."""

    loaded: LoadedProblem
    hint: Timetable | None
    seconds: float | None
    iterations: int | None
    workers: int
    seed: int


class StopFlag:
    """Set by Ctrl-C or SIGTERM; a second signal ends the program the usual way."""

    def __init__(self) -> None:
        self.set = False

    def __call__(self) -> bool:
        return self.set


def check_target(output: Path | None, problem: Path) -> None:
    """Raises BadFileError when the timetable could not be written there: better before the search than after."""
    if output is None:
        return
    folder = output.parent
    if output.is_dir():
        fault = Fault("$", "a directory", "a file to write")
    elif not folder.is_dir():
        fault = Fault("$", f"no directory {folder}", "a file in a directory that exists")
    elif not os.access(folder, os.W_OK):
        fault = Fault("$", f"no right to write in {folder}", "a directory that can be written")
    elif output.exists() and problem.exists() and output.samefile(problem):
        fault = Fault("$", "the problem file itself", "another file")
    else:
        return
    raise BadFileError(str(output), [fault])


def run(order: Order) -> Timetable:
    """Solve; Ctrl-C and SIGTERM end the search with the best so far."""
    with progress.shown(order.seconds) as report, _stoppable(report) as stop:
        from scheduler.solve import Settings, solve

        settings = Settings(
            seconds=order.seconds, iterations=order.iterations, workers=order.workers, seed=order.seed
        )
        outcome = solve(order.loaded.problem, settings, order.hint, report, stop)
    return outcome.timetable.model_copy(update={"problem": order.loaded.digest})


def repeated(path: Path) -> tuple[Timetable, bool]:
    """The timetable of a recipe found once more, and whether it is the same; says so. Raises BadFileError."""
    from scheduler.recipe import parse_recipe
    from scheduler.repeat import repeat

    recipe = parse_recipe(read_file(path), str(path))
    found, same = repeat(recipe)
    mine = found.version if found.version != recipe.version else None
    other = f": рецепт записан версией {recipe.version}, здесь {mine}" if mine else ""
    typer.echo("Расписание то же." if same else f"Расписание получилось другое{other}.", err=True)
    return found, same


@contextmanager
def _stoppable(report: progress.Report) -> Iterator[StopFlag]:
    stop = StopFlag()

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set = report.stopping = True
        signal.signal(number, before[signal.Signals(number)])

    before: dict[signal.Signals, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def deliver(timetable: Timetable, output: Path | None) -> None:
    """Write the file whole or not at all, or print it; on a terminal say in short what came out."""
    write(timetable, output)
    if sys.stderr.isatty():
        typer.echo("\n".join(summary_lines(timetable)), err=True)


def write(timetable: Timetable, output: Path | None) -> None:
    data = dump_bytes(timetable)
    if output is None:
        typer.echo(data, nl=False)
    else:
        write_file(output, data)


def summary_lines(timetable: Timetable) -> list[str]:
    """`расписание составлено: размещено занятий 96 из 98` and a line per row with lessons unplaced."""
    status = timetable.status or SolveStatus.UNKNOWN
    missing = sum(entry.count for entry in timetable.unplaced)
    placed = len(timetable.lessons)
    lines = [f"{STATUS[status]}: размещено занятий {placed} из {placed + missing}"]
    for entry in timetable.unplaced:
        why = reason_texts(entry.reasons[:1])
        lines.append(f"  {entry.row}: не размещено {lessons_counted(entry.count)}. {' '.join(why)}".rstrip())
    return lines


def exit_code(timetable: Timetable) -> int:
    """0 when everything is placed, else 1."""
    solved = timetable.status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE)
    return 0 if solved and not timetable.unplaced else 1
