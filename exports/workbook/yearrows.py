"""Rows of the calendar to school years: rows without a school hold for every school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from exports.workbook.entries import Entry
from exports.workbook.faults import Fault, WrongCellError
from exports.workbook.records import Reading, Values, check_order
from exports.workbook.words import DayKind
from scheduler.calendar.year import Break, MovedDay, SchoolYear, Term
from scheduler.registry.values import School
from scheduler.terms import Weekday

_DAYS = tuple(Weekday)[:5]
_NEEDED = {DayKind.TERM: ("title", "first", "last"), DayKind.BREAK: ("first",), DayKind.DAY_OFF: ("first",)}
_NEEDED[DayKind.MOVED] = ("first", "days")
_ALLOWED = {"title": "название", "first": "дата", "last": "дата", "days": "день недели, по которому учатся"}


def years(entries: list[Entry], reading: Reading, schools: Iterable[School]) -> list[SchoolYear]:
    """A year for every school that has a row of its own or one that holds for all."""
    check_order(entries, reading.findings, "first", "last", "дата не раньше начала")
    for entry in entries:
        _check(entry, reading)
    found = []
    for school in schools:
        own = [entry for entry in entries if entry.values.get("school", school.id) == school.id]
        if own and not any(entry.bad for entry in own):
            found += _year(school.id, own, reading)
    return found


def _check(entry: Entry, reading: Reading) -> None:
    kind = entry.values.get("what")
    for name in _NEEDED.get(kind, ()):  # type: ignore[arg-type]
        if name not in entry.values and name not in entry.bad:
            entry.wrong(reading.findings, name, WrongCellError(_ALLOWED[name]))
    days = entry.values.get("days")
    if kind is DayKind.MOVED and days is not None and len(days) != 1:
        entry.wrong(reading.findings, "days", WrongCellError("один день недели, по которому учатся"))


def _year(school: str, entries: list[Entry], reading: Reading) -> list[SchoolYear]:
    rows = [entry.values for entry in entries]
    terms = tuple(
        Term(title=row["title"], first=row["first"], last=row["last"])
        for row in rows
        if row["what"] is DayKind.TERM
    )
    if not terms:
        table = entries[0].table
        said = f"у школы «{school}» нет ни одной строки «четверть»: неизвестно, когда идёт учебный год"
        reading.findings.whole(Fault(sheet=table.title, said=said), table.sheet.key)
        return []
    heads = [row for row in rows if row["what"] is DayKind.YEAR]
    head = next((row for row in heads if "school" in row), heads[0] if heads else {})
    first = min(term.first for term in terms)
    return [
        SchoolYear(
            school=school,
            title=head.get("title", f"{first.year}/{(first.year + 1) % 100:02d}"),
            terms=terms,
            days=_days(head),
            breaks=tuple(_breaks(rows)),
            moved=tuple(
                MovedDay(on=row["first"], as_day=row["days"][0])
                for row in rows
                if row["what"] is DayKind.MOVED
            ),
        )
    ]


def _days(head: Values) -> tuple[Weekday, ...]:
    if "days" not in head:
        return _DAYS
    return tuple(Weekday) if head["days"] is None else tuple(head["days"])


def _breaks(rows: Iterable[dict[str, Any]]) -> Iterable[Break]:
    for row in rows:
        if row["what"] in (DayKind.BREAK, DayKind.DAY_OFF):
            title = row.get("title", "Каникулы" if row["what"] is DayKind.BREAK else "Выходной")
            yield Break(
                title=title, first=row["first"], last=row.get("last", row["first"]), grades=row.get("grades")
            )
