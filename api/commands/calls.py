"""What every command does around its work: files read, faults told, text printed. Exit codes stand in `cli`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from scheduler.problem import PlanRow, Problem
    from scheduler.timetable import Timetable
    from scheduler.wire import LoadedProblem

OK, WRONG, BAD_CALL = 0, 1, 2

ProblemFile = Annotated[Path, typer.Argument(metavar="PROBLEM.json", help="The problem file.")]
TimetableFile = Annotated[Path, typer.Argument(metavar="TIMETABLE.json", help="The timetable file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@contextmanager
def faults_told() -> Iterator[None]:
    """A bad file becomes its list of faults on stderr and exit code 2."""
    from scheduler.errors import BadFileError

    try:
        yield
    except BadFileError as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(BAD_CALL) from None


def load(path: Path) -> LoadedProblem:
    from scheduler.wire import load_problem

    return load_problem(path)


def load_both(problem: Path, timetable: Path) -> tuple[LoadedProblem, Timetable]:
    """Both files; the faults of both are told together."""
    from scheduler.errors import BadFileError

    try:
        loaded = load(problem)
    except BadFileError as bad:
        _tell_faults_too(timetable, bad)
    return loaded, timetable_of(loaded, timetable)


def _tell_faults_too(timetable: Path, bad: Any) -> NoReturn:
    from scheduler.errors import BadFileError
    from scheduler.wire import load_timetable

    typer.echo(str(bad), err=True)
    try:
        load_timetable(timetable)
    except BadFileError as also:
        typer.echo(str(also), err=True)
    raise typer.Exit(BAD_CALL) from None


def timetable_of(loaded: LoadedProblem, path: Path) -> Timetable:
    """The timetable; a warning on stderr when it was made for another problem."""
    from scheduler.wire import load_timetable

    timetable = load_timetable(path)
    if timetable.problem is not None and timetable.problem != loaded.digest:
        typer.echo(f"{path}: warning: made for another problem (its digest differs)", err=True)
    return timetable


def find_row(problem: Problem, row_id: str) -> PlanRow:
    row = next((row for row in problem.rows if row.id == row_id), None)
    if row is None:
        from scheduler.references.names import ID_CUTOFF
        from scheduler.shape import nearest, shown

        near = nearest(row_id, [row.id for row in problem.rows], ID_CUTOFF)
        refuse("--row", shown(row_id), "an id of rows" + (f"; {near}" if near else ""))
    return row


def refuse(option: str, found: str, allowed: str) -> NoReturn:
    from scheduler.errors import BadFileError, Fault

    raise BadFileError("call", [Fault(option, found, allowed)])


def write_file(path: Path, data: bytes) -> None:
    """The file whole or not at all; what stands in the way becomes a fault."""
    from scheduler.errors import BadFileError, Fault
    from scheduler.wire import write_atomic

    try:
        write_atomic(path, data)
    except OSError as error:
        found = error.strerror or "an error"
        raise BadFileError(str(path), [Fault("$", found, "a file to write")]) from None


def print_lines(lines: list[str]) -> None:
    typer.echo("\n".join(lines))


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))
