"""The command line `homelessons`. Thin: files in, kernel called, text out.

Exit codes: 0 fine; 1 the timetable is wrong (check), lessons are unplaced (solve) or facts contradict (solve,
preflight); 2 the file or the call is bad. Heavy modules are imported by the command that needs them.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands import book, operate
from api.commands.calls import (
    OK,
    WRONG,
    AsJson,
    ProblemFile,
    TimetableFile,
    faults_told,
    find_row,
    load,
    load_both,
    print_json,
    print_lines,
    refuse,
    timetable_of,
)

app = typer.Typer(
    help="Timetables for children who study at home.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    PROBLEM = "problem"
    TIMETABLE = "timetable"


@app.command()
def solve(
    problem: ProblemFile,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TIMETABLE.json", help="Where to write; default stdout."),
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=0.0, help="Time to search; not used with --iterations.")
    ] = 30.0,
    iterations: Annotated[
        int | None, typer.Option(min=0, help="Steps of search instead of time: the same file on any machine.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Searches side by side.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Start of the random numbers.")] = 1,
    hint: Annotated[
        Path | None, typer.Option(metavar="TIMETABLE.json", help="A timetable to start from.")
    ] = None,
) -> None:
    """Place as many lessons as can be, as well as can be."""
    with faults_told():
        from api.commands import solving

        solving.check_target(output, problem)
        loaded = load(problem)
        start = timetable_of(loaded, hint) if hint else None
        limit = None if iterations is not None else seconds
        order = solving.Order(loaded, start, limit, iterations, workers, seed)
        timetable = solving.run(order)
        solving.deliver(timetable, output)
    raise typer.Exit(solving.exit_code(timetable))


@app.command()
def repeat(
    recipe: Annotated[Path, typer.Argument(metavar="RECIPE.json", help="The recipe of a variant.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="TIMETABLE.json", help="Where to write; default stdout."),
    ] = None,
) -> None:
    """Find the timetable of a variant once more, and tell whether it is the same."""
    with faults_told():
        from api.commands import solving

        solving.check_target(output, recipe)
        timetable, same = solving.repeated(recipe)
        solving.write(timetable, output)
    raise typer.Exit(OK if same else WRONG)


@app.command()
def check(problem: ProblemFile, timetable: TimetableFile, as_json: AsJson = False) -> None:
    """Judge a timetable: every violation and the score."""
    with faults_told():
        from scheduler.checks import check as judge

        loaded, placed = load_both(problem, timetable)
        verdict = judge(loaded.problem, placed)
        if as_json:
            print_json(_verdict_json(verdict))
        else:
            from api.commands.printing import verdict_lines

            print_lines(verdict_lines(verdict))
    raise typer.Exit(WRONG if verdict.violations else OK)


@app.command()
def preflight(problem: ProblemFile) -> None:
    """Arithmetic before solving: what cannot work out, and by how much."""
    with faults_told():
        from api.commands.printing import finding_lines
        from scheduler.preflight import preflight as count

        findings = count(load(problem).problem)
        print_lines(finding_lines(findings))
    raise typer.Exit(WRONG if any(finding.severity == "blocks" for finding in findings) else OK)


@app.command()
def explain(
    problem: ProblemFile,
    timetable: Annotated[
        Path | None, typer.Argument(metavar="[TIMETABLE.json]", help="Whose unplaced lessons are meant.")
    ] = None,
    row: Annotated[
        str | None, typer.Option(help="Id of the row; default: every row with lessons unplaced.")
    ] = None,
) -> None:
    """Say why lessons of a row are not placed, or what stands against placing them."""
    with faults_told():
        from api.commands.printing import explanation_lines
        from scheduler.explain import explain as reasons_of
        from scheduler.explain import explain_row

        loaded = load(problem)
        placed = timetable_of(loaded, timetable) if timetable else None
        if row is not None:
            find_row(loaded.problem, row)
            found = [explain_row(loaded.problem, row, placed)]
        elif placed is not None:
            found = list(reasons_of(loaded.problem, placed))
        else:
            found = [explain_row(loaded.problem, each.id) for each in loaded.problem.rows]
        for explanation in found:
            print_lines(explanation_lines(explanation))
        if not found:
            print_lines(["Все занятия размещены."])


@app.command()
def suggest(
    problem: ProblemFile,
    timetable: TimetableFile,
    row: Annotated[str, typer.Option(help="Id of the row.")],
    n: Annotated[int, typer.Option("--n", help="Number of the lesson in its row, from 1.")],
    series: Annotated[bool, typer.Option("--series", help="Move the lesson in all its weeks.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show where a lesson could stand: each start with the change of score, or with what blocks it."""
    with faults_told():
        loaded, placed = load_both(problem, timetable)
        lessons = find_row(loaded.problem, row).lessons
        if not 1 <= n <= lessons:
            refuse("--n", str(n), f"a number from 1 to {lessons}, the lessons of row {json.dumps(row)}")
        from scheduler.suggest import Board

        suggestions = Board(loaded.problem, placed).suggest(row, n, series=series)
        if as_json:
            print_json(suggestions.to_json())
        else:
            from api.commands.suggestions import suggestion_lines

            print_lines(suggestion_lines(suggestions, loaded.problem.step_min))


@app.command()
def schema(name: Annotated[Format, typer.Argument(help="Which of the two file formats.")]) -> None:
    """Print the JSON Schema of a file format."""
    from scheduler.schema import problem_schema, timetable_schema

    print_json(problem_schema() if name is Format.PROBLEM else timetable_schema())


app.add_typer(book.app)
app.add_typer(operate.app)


def main() -> None:
    """Entry point of the program `homelessons`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


def _verdict_json(verdict: Any) -> dict[str, Any]:
    violations = [
        {
            "rule": violation.rule,
            "lessons": [{"row": lesson.row, "n": lesson.n} for lesson in violation.lessons],
            "excess": violation.excess,
            "unit": violation.unit,
        }
        for violation in verdict.violations
    ]
    return {"violations": violations, "score": verdict.score, "points": verdict.points}


if __name__ == "__main__":
    main()
