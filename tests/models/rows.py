"""Rows for every table, made from the tables alone: keys refer, CHECKs hold, unique values are unique.

Values are drawn with a fixed seed and judged by the CHECKs themselves, so that a table to come needs no word here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, MetaData, Table, UniqueConstraint

from tests.columns import python_type

PER_TABLE, TRIES = 3, 20_000
FIRST = datetime(2026, 9, 1, 6, tzinfo=UTC)
WORDS, NUMBERS = re.compile(r"'([^']*)'"), re.compile(r"(?<![\w.])-?\d+(?![\w.])")
FORMED = {"days": "mon,tue", "weeks": "1"}  # columns whose text is read, not only shown
Row = dict[str, Any]


def rows_for(
    metadata: MetaData, per_table: int = PER_TABLE, there: Mapping[str, list[Row]] | None = None
) -> dict[str, list[Row]]:
    """Name of a table → its rows, tables in an order they can be written in. there: tables that have rows."""
    made: dict[str, list[Row]] = dict(there or {})
    for table in metadata.sorted_tables:
        if not made.get(table.name):
            made[table.name] = []
            for number in range(1, per_table + 1):
                made[table.name].append(_row(table, number, made))
    return made


def _row(table: Table, number: int, made: dict[str, list[Row]]) -> Row:
    draw = Random(f"{table.name} {number}")
    checks = sorted(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
    unique = list(_unique(table))
    judge = sqlite3.connect(":memory:")
    try:
        for _ in range(TRIES):
            row = {column.name: _value(column, number, draw, checks, made) for column in table.columns}
            if _holds(judge, row, checks) and _is_new(row, made[table.name], unique):
                return row
    finally:
        judge.close()
    raise AssertionError(f"no row for {table.name} in {TRIES} tries; what its CHECKs ask for: {checks}")


def _value(
    column: Column[Any], number: int, draw: Random, checks: Sequence[str], made: dict[str, list[Row]]
) -> Any:
    if column.nullable and draw.random() < 0.3:
        return None
    for key in column.foreign_keys:
        there = made[key.column.table.name]
        if column.nullable and not there:
            return None  # the first row of a table that refers to itself
        return draw.choice(there)[key.column.name]
    told = " ".join(check for check in checks if re.search(rf"\b{column.name}\b", check))
    kind, length = python_type(column), getattr(column.type, "length", None)
    if column.name in FORMED:
        return FORMED[column.name]
    if kind is str:
        words = [word for word in WORDS.findall(told) if length is None or len(word) <= length]
        return draw.choice(words) if words else _text(column, number, length)
    if kind is int:
        return (
            number if column.primary_key else draw.choice([*map(int, NUMBERS.findall(told)), 1, 2, 3, number])
        )
    if kind is bytes:
        return f"bytes {number}".encode()
    if kind is bool:
        return draw.random() < 0.5
    if kind is float:
        return draw.randrange(-160, 160) / 2
    if kind is date:
        return (FIRST + timedelta(days=draw.randrange(200))).date()
    assert kind is datetime, f"{column}: say in rows.py what a value of {kind.__name__} looks like"
    return FIRST + timedelta(seconds=draw.randrange(10_000_000), microseconds=number)


def _text(column: Column[Any], number: int, length: int | None) -> str:
    if length in (32, 64):
        return f"{number:0{length}x}"
    return f"{number} {column.name} «&<>'»"[:length]


def _holds(judge: sqlite3.Connection, row: Row, checks: Sequence[str]) -> bool:
    if not checks:
        return True
    named = ", ".join(f"? AS {name}" for name in row)
    asked = " AND ".join(f"coalesce(({check}), 1)" for check in checks)
    values = [value.isoformat() if isinstance(value, date) else value for value in row.values()]
    return bool(judge.execute(f"SELECT {asked} FROM (SELECT {named})", values).fetchone()[0])


def _unique(table: Table) -> Iterator[tuple[str, ...]]:
    yield tuple(column.name for column in table.primary_key.columns)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(column.name for column in constraint.columns)
    yield from (
        tuple(column.name for column in index.columns)
        for index in table.indexes
        if isinstance(index, Index) and index.unique
    )


def _is_new(row: Row, others: Sequence[Row], unique: Sequence[tuple[str, ...]]) -> bool:
    return all(
        any(row[name] is None or row[name] != other[name] for name in names)
        for names in unique
        for other in others
    )
