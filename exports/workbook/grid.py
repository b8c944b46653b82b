"""Sheets of a file as plain cells, and where on them the tables of the layout stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from exports.workbook.cellvalues import Raw, shown
from exports.workbook.faults import Fault
from exports.workbook.layout import MARK, Column, Sheet
from exports.workbook.texts import class_title, fold, near, squeezed

Told = Mapping[str, str | None]
"""Heading as `plain_header` writes it -> the field a person says it means; None: not to be read."""
_LOOK_FOR_HEADER = 30
_ALIKE = 0.78


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet of the file: row number (from 1) -> column number (from 1) -> cell; empty cells are absent."""

    title: str
    rows: dict[int, dict[int, Raw]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Where a sheet's table is: `at` field -> column number; `classes` column number -> class title.

    told: what people have said of its headings.
    """

    sheet: Sheet
    grid: Grid
    header: int
    at: dict[str, int]
    classes: dict[int, str] = field(default_factory=dict)
    told: Told = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The sheet's name in the file: what the person sees on its tab."""
        return squeezed(self.grid.title)

    def body(self) -> Iterator[tuple[int, dict[int, Raw]]]:
        for number in sorted(self.grid.rows):
            if number > self.header:
                yield number, self.grid.rows[number]


def letter(column: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@cache
def plain_header(text: str) -> str:
    return fold(text.replace("*", " ").replace("\n", " ")).strip(" .,;")


def spellings(column: Column) -> Iterator[str]:
    for text in (column.title, *column.synonyms):
        yield plain_header(text)


def match_sheets(grids: Iterable[Grid], sheets: Iterable[Sheet]) -> dict[str, Grid]:
    """Sheet key -> the sheet of the file of that name, its synonym or a small misspelling of it."""
    free = {fold(grid.title): grid for grid in grids}
    names = {sheet.key: [fold(text) for text in (sheet.title, *sheet.synonyms)] for sheet in sheets}
    found: dict[str, Grid] = {}
    for key, texts in names.items():
        known = next((text for text in texts if text in free), None)
        if known is not None:
            found[key] = free.pop(known)
    for key, texts in names.items():
        alike = (
            "" if key in found else next((like for text in texts if (like := near(text, free, _ALIKE))), "")
        )
        if alike:
            found[key] = free.pop(alike)
    return found


def match_header(cells: dict[int, Raw], sheet: Sheet, told: Told) -> dict[str, int]:
    """Field -> column number of one row read as a header: what was told, then titles before synonyms."""
    texts = {number: plain_header(shown(raw)) for number, raw in cells.items()}
    at: dict[str, int] = {}
    known = {column.field for column in sheet.columns}
    for number, text in sorted(texts.items()):
        meant = told.get(text)
        if meant in known and meant is not None:
            _take(at, meant, [number] if meant not in at else [])
    for rank in range(1 + max(len(column.synonyms) for column in sheet.columns)):
        for column in sheet.columns:
            wanted = list(spellings(column))[rank : rank + 1]
            if column.field not in at:
                _take(at, column.field, [number for number, text in texts.items() if text in wanted])
    return at


def match_misspelt(cells: dict[int, Raw], sheet: Sheet, at: dict[str, int], told: Told) -> dict[str, int]:
    """The same with small misspellings, of what `at` has not found yet."""
    at = dict(at)
    said = {number: plain_header(shown(raw)) for number, raw in cells.items()}
    texts = {number: text for number, text in said.items() if text not in told}
    for column in sheet.columns:
        if column.field not in at:
            free = {
                text: number for number, text in texts.items() if number not in at.values() and len(text) > 3
            }
            alike = next((like for text in spellings(column) if (like := near(text, free, _ALIKE))), "")
            _take(at, column.field, [free[alike]] if alike else [])
    return at


def _take(at: dict[str, int], name: str, numbers: list[int]) -> None:
    free = [number for number in numbers if number not in at.values()]
    if free:
        at[name] = free[0]


def find_settings(grid: Grid, sheet: Sheet) -> Table | None:
    """A table on its side: `at` field -> row number, `header` the column of the values beside the titles."""
    columns: dict[int, dict[int, Raw]] = {}
    for row, cells in grid.rows.items():
        for number, raw in cells.items():
            columns.setdefault(number, {})[row] = raw
    number, at = _best(columns, sheet, {})
    return Table(sheet=sheet, grid=grid, header=number + 1, at=at) if at else None


def find_table(grid: Grid, sheet: Sheet, told: Told) -> Table | None:
    """The row that names most columns is the header; of equal ones the lowest, for merged cells repeat."""
    if sheet.vertical:
        return find_settings(grid, sheet)
    top = {number: grid.rows[number] for number in sorted(grid.rows)[:_LOOK_FOR_HEADER]}
    header, at = _best(top, sheet, told)
    if not at:
        return None
    classes: dict[int, str] = {}
    if sheet.wide:
        rest = {number: raw for number, raw in grid.rows[header].items() if number not in at.values()}
        titles = {number: class_title(shown(raw)) for number, raw in rest.items()}
        classes = {number: title for number, title in titles.items() if title[:1].isdigit()}
    return Table(sheet=sheet, grid=grid, header=header, at=at, classes=classes, told=told)


def _best(rows: dict[int, dict[int, Raw]], sheet: Sheet, told: Told) -> tuple[int, dict[str, int]]:
    """The row that names most columns, two at least; misspelt titles are looked for where they may decide."""
    exact = {number: match_header(cells, sheet, told) for number, cells in rows.items()}
    most = max(map(len, exact.values()), default=0)
    close = [number for number, at in exact.items() if len(at) >= max(most - 1, min(most, 2))]
    found = {number: match_misspelt(rows[number], sheet, exact[number], told) for number in close}
    best = max(found, key=lambda number: (len(found[number]), number), default=0)
    return (best, found[best]) if best and len(found[best]) > 1 else (0, {})


UNKNOWN = "такого столбца программа не знает и его не читала"


def header_remarks(table: Table) -> Iterator[Fault]:
    """Columns that were read under another name or not at all, and what was hidden; not what people have told."""
    if table.sheet.vertical:
        return
    names = {number: table.sheet.column(name).title for name, number in table.at.items()}
    for number, raw in sorted(table.grid.rows[table.header].items()):
        text = shown(raw)
        if plain_header(text) in table.told:
            continue
        where = Fault(
            sheet=table.title,
            row=table.header,
            column=text,
            cell=f"{letter(number)}{table.header}",
            found=text,
            said="",
        )
        if number in names:
            known = [plain_header(name) for name in spellings(table.sheet.column(_field(table, number)))]
            if plain_header(text) not in known:
                yield replace(where, said=f"прочитан как «{names[number]}»")
        elif number not in table.classes and text not in names.values():
            yield replace(where, said=UNKNOWN)
    yield from _hidden_remarks(table)


def _field(table: Table, number: int) -> str:
    return next(name for name, at in table.at.items() if at == number)


def _hidden_remarks(table: Table) -> Iterator[Fault]:
    rows = sorted(
        number for number in table.grid.hidden_rows if number > table.header and number in table.grid.rows
    )
    if table.grid.hidden:
        yield Fault(sheet=table.title, said="лист скрыт, но прочитан")
    if rows:
        yield Fault(sheet=table.title, said=f"скрытые строки тоже прочитаны: {', '.join(map(str, rows))}")
    columns = sorted(
        number for number in table.grid.hidden_columns if number in {*table.at.values(), *table.classes}
    )
    if columns:
        names = ", ".join(letter(number) for number in columns)
        yield Fault(sheet=table.title, said=f"скрытые столбцы тоже прочитаны: {names}")


def missing_columns(table: Table) -> list[Column]:
    return [
        column
        for column in table.sheet.columns
        if column.required and column.field not in table.at and column.field != MARK
    ]
