"""A school's workbook to a registry, tolerantly, or every fault at once: sheet, row, column, what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.workbook import records, records_of_pupils, yearrows
from exports.workbook.canonical import arranged
from exports.workbook.cellvalues import fraction
from exports.workbook.entries import Entry, Total, read_entries
from exports.workbook.faults import BadWorkbookError, Fault, UnknownColumn, WrongCellError
from exports.workbook.findings import Findings
from exports.workbook.grid import (
    UNKNOWN,
    Grid,
    Table,
    Told,
    find_table,
    header_remarks,
    match_sheets,
    missing_columns,
)
from exports.workbook.guide import GUIDE_TITLE
from exports.workbook.keys import Keys
from exports.workbook.layout import Column
from exports.workbook.records import Reading
from exports.workbook.sheets import SHEET, SHEETS
from exports.workbook.texts import fold, squeezed
from exports.workbook.upload import open_workbook
from scheduler.registry.values import Registry, SchoolKind, Settings

Entries = dict[str, list[Entry]]
Columns = Mapping[str, Told]
"""Sheet key -> what people have said of its headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A registry, and remarks that keep nobody from using it."""

    registry: Registry
    notices: tuple[Fault, ...] = ()
    unknown: tuple[UnknownColumn, ...] = ()


def read_workbook(source: bytes | Path) -> Registry:
    """The registry of a workbook, canonical. Raises BadWorkbookError with every fault; then nothing was read."""
    return import_workbook(source).registry


def import_workbook(source: bytes | Path, columns: Columns | None = None) -> Import:
    """As read_workbook, with the remarks: totals that do not add up, hidden rows, columns nobody knows."""
    return import_grids(open_workbook(source), columns)


def import_grids(grids: list[Grid], columns: Columns | None = None) -> Import:
    """The same of sheets already parsed. columns: what a person said of headings that nobody knows."""
    findings = Findings(order={sheet.key: number for number, sheet in enumerate(SHEETS)})
    tables = _tables(grids, columns or {}, findings)
    entries: Entries = {sheet.key: [] for sheet in SHEETS}
    totals: list[Total] = []
    for key, table in tables.items():
        entries[key], sums = read_entries(table, findings)
        totals += sums if key == "lines" else []
    if not any(entry.raw for key in entries for entry in entries[key]):
        raise BadWorkbookError([Fault(said=_NOT_FILLED)], findings.notices(), findings.unknown)
    registry = _registry(tables, entries, findings)
    _compare_totals(tables, entries, totals, findings)
    if findings.faults():
        raise findings.bad()
    return Import(
        registry=arranged(registry), notices=tuple(findings.notices()), unknown=tuple(findings.unknown)
    )


_NOT_FILLED = (
    "Книга ещё не заполнена: в ней только примеры. Начните с листов «Настройки», «Школы» и «Места», "
    "потом впишите учителей, детей и планы."
)


def _tables(grids: list[Grid], columns: Columns, findings: Findings) -> dict[str, Table]:
    """Sheet key -> its table; notes sheets and columns that are missing or unknown."""
    filled = [grid for grid in grids if grid.rows]
    found = match_sheets(filled, SHEETS)
    tables: dict[str, Table] = {}
    for sheet in SHEETS:
        grid = found.get(sheet.key)
        table = find_table(grid, sheet, columns.get(sheet.key, {})) if grid else None
        if grid is not None and table is None:
            titles = ", ".join(f"«{column.title}»" for column in sheet.columns if column.required)
            said = f"на листе не видно заголовков столбцов; нужны: {titles}"
            findings.whole(Fault(sheet=squeezed(grid.title), said=said), sheet.key)
        elif table is not None:
            tables[sheet.key] = table
            _check_columns(table, findings)
        elif sheet.needed:
            said = f"В книге нет листа «{sheet.title}», а он нужен"
            findings.whole(Fault(allowed=f"лист «{sheet.title}»", said=said))
    _remark_sheets(grids, found, findings)
    return tables


def _check_columns(table: Table, findings: Findings) -> None:
    for remark in header_remarks(table):
        findings.notice(remark, table.sheet.key)
        if remark.said == UNKNOWN:
            where = {"sheet": table.sheet.key, "title": table.title}
            findings.unknown.append(UnknownColumn(**where, heading=remark.column, cell=remark.cell))
    for column in missing_columns(table):
        what = "строки" if table.sheet.vertical else "столбца"
        said = f"нет {what} «{column.title}», а заполнить нужно"
        findings.whole(
            Fault(sheet=table.title, allowed=f"столбец «{column.title}»", said=said), table.sheet.key
        )


def _remark_sheets(grids: list[Grid], found: dict[str, Grid], findings: Findings) -> None:
    used = {grid.title for grid in found.values()}
    for grid in grids:
        if grid.title not in used and grid.rows and fold(grid.title) != fold(GUIDE_TITLE):
            findings.notice(
                Fault(sheet=squeezed(grid.title), said="такого листа программа не знает и его не читала")
            )
    for key, grid in found.items():
        sheet = SHEET[key]
        if fold(grid.title) not in [fold(text) for text in (sheet.title, *sheet.synonyms)]:
            findings.notice(Fault(sheet=squeezed(grid.title), said=f"лист прочитан как «{sheet.title}»"), key)


def _registry(tables: dict[str, Table], entries: Entries, findings: Findings) -> Registry:
    """Records of every sheet; where there are faults it is not to be used."""
    head = entries["settings"][0] if entries["settings"] else None
    chosen = records.settings(head, findings) if head else Settings(name="")
    reading = Reading(
        findings=findings,
        keys=_keys(entries, findings),
        blind=_blind(tables, entries, findings),
        cycle_weeks=chosen.cycle_weeks,
    )
    for key, table in tables.items():
        _resolve(table, entries[key], reading)
    schools, own_places = records.schools(entries["schools"], reading)
    _check_base(tables, entries, findings)
    bells = records.bells(entries["bells"], reading)
    rung = bells if _whole("bells", tables, entries) else None
    classes = records.class_lessons(entries["classes"], reading, rung)
    pupils = records_of_pupils.pupils(entries["pupils"], reading)
    lines = records_of_pupils.lines(entries["lines"], reading)
    return Registry(
        settings=chosen,
        schools=tuple(schools),
        places=(*own_places, *records.places(entries["places"], reading)),
        roads=tuple(records.roads(entries["roads"], reading)),
        bells=tuple(bells),
        classes=tuple(classes),
        teachers=tuple(records.teachers(entries["teachers"], reading)),
        availability=tuple(records.availability(entries["availability"], reading)),
        pupils=tuple(pupils),
        lines=tuple(lines),
        families=tuple(records_of_pupils.families(entries["families"], reading, pupils, rung, classes)),
        pinned=tuple(
            records_of_pupils.pins(entries["pins"], reading, lines, whole=_whole("lines", tables, entries))
        ),
        years=tuple(yearrows.years(entries["calendar"], reading, schools)),
    )


def _blind(tables: dict[str, Table], entries: Entries, findings: Findings) -> frozenset[str]:
    """Sheets whose names are unknown for a reason that was said already."""
    missing = {
        sheet.key for sheet in SHEETS if sheet.key not in tables and (sheet.needed or findings.on(sheet.key))
    }
    return frozenset(missing | ({"schools"} if not entries["schools"] else set()))


def _whole(key: str, tables: dict[str, Table], entries: Entries) -> bool:
    """True where nothing of a sheet is at fault: what is not on it then is nowhere."""
    return (key in tables or not SHEET[key].needed) and not any(entry.bad for entry in entries[key])


def _check_base(tables: dict[str, Table], entries: Entries, findings: Findings) -> None:
    kinds = [entry.values.get("kind", SchoolKind.BASE) for entry in entries["schools"]]
    if "schools" in tables and SchoolKind.BASE not in kinds:
        said = "нужна хотя бы одна базовая школа" if kinds else "лист пуст: впишите хотя бы свою школу"
        findings.whole(Fault(sheet=tables["schools"].title, said=said), "schools")


def _keys(entries: Entries, findings: Findings) -> dict[str, Keys]:
    """Names of each sheet others refer to; a name given twice is a fault."""
    for keys in (("schools", "places"), ("teachers",), ("pupils",)):
        seen: dict[str, Entry] = {}
        for key in keys:
            name = SHEET[key].key_column.field
            for entry in entries[key]:
                _note_twice(entry, name, seen, findings)
    return {
        key: Keys(
            [SHEET[key], *others], [*_names(entries, key), *_names(entries, "schools" if others else "")]
        )
        for key, others in (("schools", []), ("places", [SHEET["schools"]]), ("teachers", []), ("pupils", []))
    }


def _note_twice(entry: Entry, name: str, seen: dict[str, Entry], findings: Findings) -> None:
    if name not in entry.values:
        return
    text = entry.values[name]
    other = seen.setdefault(fold(text), entry)
    if other is not entry:
        where = f"на листе «{other.table.title}», строка {other.row}"
        said = f"«{text}» уже есть {where}; имена должны различаться"
        entry.wrong(findings, name, WrongCellError("имя, которого ещё нет", said=said))


def _names(entries: Entries, key: str) -> Iterable[str]:
    if not key:
        return []
    name = SHEET[key].key_column.field
    return [entry.values[name] for entry in entries[key] if name in entry.values]


def _resolve(table: Table, entries: Iterable[Entry], reading: Reading) -> None:
    """References become keys; weeks are held against the cycle."""
    for entry in entries:
        for column in table.sheet.columns:
            value = entry.values.get(column.field)
            if value is None:
                continue
            if reading.blind.intersection(column.refers):
                entry.bad.add(column.field)  # the sheet it names cannot be read: said once
                continue
            try:
                entry.values[column.field] = _resolved(column, value, reading)
            except WrongCellError as wrong:
                entry.wrong(reading.findings, column.field, wrong)


def _resolved(column: Column, value: object, reading: Reading) -> object:
    if column.field in ("weeks", "week"):
        weeks = value if isinstance(value, tuple) else (value,)
        if max(weeks) > reading.cycle_weeks:
            raise WrongCellError(
                f"номера недель от 1 до {reading.cycle_weeks} (лист «Настройки», «Недель в цикле»)"
            )
    if not column.refers:
        return value
    keys = reading.keys[column.refers[0]]
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(keys.find(text) for text in value))
    return keys.find(str(value))


def _compare_totals(
    tables: dict[str, Table], entries: Entries, totals: list[Total], findings: Findings
) -> None:
    rows = []
    for total in totals:
        try:
            rows.append((total.row, fraction(total.raw.get("hours_week", "")), total.above))
        except WrongCellError:
            said = "в строке итога нет числа часов, она не сверена"
            findings.notice(Fault(sheet=tables["lines"].title, row=total.row, said=said), "lines")
    for row, said in records_of_pupils.plan_totals(entries["lines"], rows):
        findings.notice(Fault(sheet=tables["lines"].title, row=row, said=said), "lines")
