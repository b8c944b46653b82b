"""Commands around a school's workbook: an empty one, a problem out of it, sheets and calendars back."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.calls import (
    BAD_CALL,
    ProblemFile,
    TimetableFile,
    faults_told,
    load_both,
    print_lines,
    refuse,
    write_file,
)

if TYPE_CHECKING:
    from datetime import date

    from api.commands.dating import Period
    from exports.board.owed import Owed
    from scheduler.registry.build import Built
    from scheduler.registry.values import Registry

app = typer.Typer()

Workbook = Annotated[Path, typer.Argument(metavar="SCHOOL.xlsx", help="The school's workbook.")]
WithWorkbook = Annotated[
    Path | None,
    typer.Option("--workbook", metavar="SCHOOL.xlsx", help="Names for print and the school year."),
]
Folder = Annotated[
    Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the files go; made if absent.")
]
FirstDay = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="First day; default the first of the school year."),
]
LastDay = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="Last day; default the last of the school year."),
]


class Level(StrEnum):
    BARE = "bare"
    INITIALS = "initials"
    ADDRESS = "address"


@app.command()
def template(
    workbook: Workbook,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
) -> None:
    """Write an empty workbook with explanations, to be filled by the school."""
    with faults_told():
        from exports.workbook.write import write_template

        if workbook.exists() and not force:
            refuse(str(workbook), "a file that exists", "a new file, or --force to lose what stands in it")
        write_file(workbook, write_template())


@app.command(name="import")
def import_(
    workbook: Workbook,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="PROBLEM.json", help="Where the problem goes; default stdout."
        ),
    ] = None,
    first: FirstDay = None,
    last: LastDay = None,
) -> None:
    """Turn a school's workbook into the problem of a range of dates, and say how hours became lessons."""
    with faults_told():
        from scheduler.registry.build import build
        from scheduler.wire import dump_bytes

        registry = read(workbook)
        period = asked_period(registry, first, last)
        built = build(registry, period.first, period.last)
        data = dump_bytes(built.problem)
        if output is None:
            typer.echo(data, nl=False)
        else:
            write_file(output, data)
            print_lines(list(_hours_said(built)))
        typer.echo("\n".join(remarks_said(built)), err=True)


@app.command()
def export(
    problem: ProblemFile,
    timetable: TimetableFile,
    output: Folder,
    workbook: WithWorkbook = None,
    first: FirstDay = None,
    last: LastDay = None,
) -> None:
    """Write sheets to print (timetable.xlsx), a table (lessons.csv) and a page to look at (board.html)."""
    with faults_told():
        from api.commands import dating
        from exports.folder import write_sheets

        loaded, placed = load_both(problem, timetable)
        registry = read(workbook) if workbook else None
        names: dict[str, str] = {}
        owed: tuple[Owed, ...] = ()
        if registry is not None:
            names = dating.names(registry)
            if registry.years:
                period = asked_period(registry, first, last)
                expansion = dating.dated(registry, loaded.problem, placed, period)
                owed = dating.owed(registry, loaded.problem, placed, expansion, period)
        files = write_sheets(loaded.problem, placed, output, names=names, owed=owed)
        print_lines([str(path) for path in files])


@app.command()
def ical(
    problem: ProblemFile,
    timetable: TimetableFile,
    workbook: Annotated[
        Path, typer.Option("--workbook", metavar="SCHOOL.xlsx", help="The workbook with the school year.")
    ],
    output: Folder,
    first: FirstDay = None,
    last: LastDay = None,
    level: Annotated[Level, typer.Option(help="How much teachers' calendars say of a child.")] = Level.BARE,
) -> None:
    """Write a calendar (.ics) per teacher and per pupil; written again, only what changed is stamped anew."""
    with faults_told():
        loaded, placed = load_both(problem, timetable)
        registry = read(workbook)
        if not registry.years:
            refuse(str(workbook), "no school year", "the sheet «Календарь» filled: terms and holidays")
        from api.commands import dating
        from exports.ical import entries, feed
        from exports.ical.folder import write_folder

        period = asked_period(registry, first, last)
        year = dating.base_year(registry)
        written = write_folder(
            loaded.problem,
            dating.dated(registry, loaded.problem, placed, period),
            output,
            first=period.first,
            last=period.last,
            at=datetime.now(UTC),
            terms=year.terms if year else (),
            options=feed.Options(level=entries.Level(level), labels=entries.labels_of(registry)),
        )
        print_lines([f"{output}: календарей {len(written.files)}, событий {written.events}"])
        for warning in written.warnings:
            typer.echo(warning, err=True)


def read(workbook: Path) -> Registry:
    """The registry of a workbook; its faults are told whole on stderr and end the command."""
    from exports.workbook.faults import BadWorkbookError
    from exports.workbook.read import import_workbook

    try:
        found = import_workbook(workbook)
    except BadWorkbookError as bad:
        typer.echo(f"{workbook}\n{bad}", err=True)
        raise typer.Exit(BAD_CALL) from None
    except OSError as error:
        refuse(str(workbook), error.strerror or "an error", "a workbook (.xlsx) that can be read")
    for warning in found.notices:
        typer.echo(str(warning), err=True)
    return found.registry


def asked_period(registry: Registry, first: datetime | None, last: datetime | None) -> Period:
    """The dates asked for, the base school's year where none are."""
    from api.commands.dating import Period, whole_year

    year = whole_year(registry)
    begins, ends = _day(first, year.first if year else None), _day(last, year.last if year else None)
    if begins is None or ends is None:
        refuse(
            "--from, --to", "no dates, and no school year in the workbook", "dates, or the sheet «Календарь»"
        )
    if ends < begins:
        refuse("--to", f"{ends}", f"a day not before {begins}")
    return Period(first=begins, last=ends)


def _day(asked: datetime | None, default: date | None) -> date | None:
    return asked.date() if asked else default


def _hours_said(built: Built) -> list[str]:
    """Every line of every plan in words: what became of its hours."""
    titles = {row.id: (row.pupils, row.name) for row in built.problem.rows}
    by_line = {line: row for row, line in built.line_of_row.items()}
    lines = []
    for split in built.splits:
        pupils, title = titles.get(by_line.get(split.line, ""), ((), ""))
        who = f"{', '.join(pupils)}, {title}" if title else split.line
        lines.append(f"{who}: {split.phrase}")
    return lines


def remarks_said(built: Built) -> list[str]:
    """What is worth knowing, then what was left out and why."""
    told = [f"Внимание: {remark.text}" for remark in built.warnings]
    kinds = {"pupil": "ученик", "line": "строка плана"}
    return told + [f"Не вошло: {kinds[left.kind]} {left.id}: {left.reason}" for left in built.left_out]
