"""Marks in every personal and special column, and where they come to light again.

A mark of text is «КАНАРЕЙКА-12-3»: 12 the column, 3 the row. Days and numbers get values that nothing else has.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from urllib.parse import unquote

from httpx2 import Response
from sqlalchemy import CheckConstraint, Column, Engine, Table
from sqlalchemy.exc import IntegrityError

from models import base as models
from models import tables
from models.base import Privacy
from models.engines import reading, writing
from tests.columns import python_type
from tests.models.rows import rows_for

WORD = "КАНАРЕЙКА"
# special columns that take only certain words: the word set, and how a page would say it
WORDS = {
    "case_file.programme": ("adapted", ("adapted", "адаптирован")),
    "family_window.kind": ("avoid", ("avoid",)),
    "final_attestation.document": ("training", ("training", "свидетельство об обучении")),
    "final_attestation.way": ("labour_exam", ("labour_exam", "экзамен по труду")),
    "plan.kind": ("sipr", ("sipr", "СИПР")),
}
# columns that no mark fits into, and why (instants and words of a list are left out by themselves)
UNMARKED = {
    "case_file.grade": "a number from 1 to 11 cannot be told from others",
    "final_attestation.passed": "yes or no",
    "family_choice.break_min": "a small number",
    "family_choice.max_day_lessons": "a small number",
    "family_choice.max_teachers_day": "a small number",
    "late_arrival.late_min": "a small number",
    "variant.timetable": "keys of a problem and minutes",
    "draft_step.change": "keys of a problem and minutes",
    "run.best": "keys of a problem and minutes",
    "run.recipe": "packed bytes of keys and minutes",
    "variant.recipe": "packed bytes of keys and minutes",
    "staged_workbook.book": "the bytes of a file",
    "staged_workbook.content": "a whole registry as JSON: only who brought it sees it, as the tests of its page say",
}
NAMES_IN_JSON = frozenset({"name", "title"})
HALF = date(2027, 1, 1)
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
          "ноября", "декабря")  # fmt: skip
LINKS = re.compile(r"""(?:href|action|src|hx-[a-z]+)=["']([^"']*)""")


@dataclass(frozen=True)
class Mark:
    """A column (`table.column`) and what its values look like wherever they turn up."""

    column: str
    privacy: Privacy
    look: re.Pattern[str]


def marked_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of a person, of every table there is."""
    for kind in tables.ALL:
        table = kind.metadata.tables[str(kind.__tablename__)]
        yield from ((table, column) for column in table.columns if _markable(table, column))


def _markable(table: Table, column: Column[Any]) -> bool:
    """False for what is nobody's, for instants (lines of the log have their own) and for words of a list."""
    name = f"{table.name}.{column.name}"
    if column.info["privacy"] == Privacy.OPEN or name in UNMARKED or python_type(column) is datetime:
        return False
    checks = " ".join(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
    listed = re.search(rf"\b{column.name} IN \(", checks) is not None
    if listed and column.info["privacy"] == Privacy.SPECIAL:
        assert name in WORDS, f"{name}: say in canaries.py how a page would tell its words"
    return name in WORDS or not listed


def furnish(engine: Engine) -> None:
    """Made-up rows in every table that has none on the stage."""
    with reading(engine) as session:
        connection = session.connection()
        there = {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in models.Table.metadata.sorted_tables
        }
    made = rows_for(models.Table.metadata, there=there)
    with writing(engine) as session:
        for table in models.Table.metadata.sorted_tables:
            if not there[table.name]:
                session.connection().execute(table.insert(), made[table.name])


def plant(engine: Engine) -> tuple[Mark, ...]:
    """Sets the marks in every row that takes them. Raises AssertionError for a column that no row has one in."""
    marks = []
    minutes = count(1)
    for number, (table, column) in enumerate(marked_columns(), 1):
        name = f"{table.name}.{column.name}"
        value_of, looks = _values(name, column, next(minutes) if python_type(column) is int else number)
        rows = _write(engine, table, column, value_of)
        assert rows, f"no row of {name} takes a mark: say in canaries.py why, or put such a row on the stage"
        marks.append(Mark(name, column.info["privacy"], re.compile("|".join(looks), re.IGNORECASE)))
    return tuple(marks)


def _values(name: str, column: Column[Any], number: int) -> tuple[Callable[[int, Any], Any], list[str]]:
    """(row, old value) → mark, and the patterns that find it."""
    if name in WORDS:
        word, said = WORDS[name]
        return lambda _row, _old: word, [rf"\b{re.escape(each)}" for each in said]
    kind = python_type(column)
    if kind is date:
        early, late = date(2026, 8, number % 28 + 1), date(2027, 6, number % 28 + 1)
        if column.info["privacy"] == Privacy.SPECIAL:
            early = late = date(1907, 3, number % 28 + 1)
        return lambda _row, old: late if old and old >= HALF else early, _days(early) + _days(late)
    if kind is int:
        value = 1201 + number  # minutes of a day, all different
        return lambda _row, _old: value, _minutes(value)
    if kind is float:
        degrees = 40 + number / 64
        return lambda _row, _old: degrees, [re.escape(str(degrees))]
    if kind is bytes:
        return lambda row, _old: f"{WORD}-{number}-{row}".encode(), [rf"{WORD}-{number}-"]
    assert kind is str, name
    return lambda row, old: _text(old, f"{WORD}-{number}-{row}"), [rf"{WORD}-{number}-"]


def _text(old: Any, mark: str) -> str:
    """The mark; in a text that is JSON, the mark for every name in it."""
    try:
        told = json.loads(old or "")
    except ValueError:
        return mark
    return json.dumps(_named(told, mark), ensure_ascii=False) if isinstance(told, dict) else mark


def _named(told: Any, mark: str) -> Any:
    if isinstance(told, list):
        return [_named(each, mark) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        key: mark if key in NAMES_IN_JSON and isinstance(value, str) else _named(value, mark)
        for key, value in told.items()
    }


def _minutes(value: int) -> list[str]:
    """As a number and as a time of day, neither of them a piece of an instant or of a place in a file."""
    hour = f"{value // 60}:{value % 60:02}"
    return [rf"(?<![\w.:-]){value}(?![\w.:-])", rf"(?<![\d:]){hour}(?![\d:])"]


def _days(on: date) -> list[str]:
    return [on.isoformat(), f"{on:%d.%m.%Y}", f"{on.day} {MONTHS[on.month - 1]} {on.year}"]


def _write(engine: Engine, table: Table, column: Column[Any], value_of: Callable[[int, Any], Any]) -> int:
    """Rows that took the mark; what a CHECK refuses stays as it was."""
    (key,) = table.primary_key.columns
    with reading(engine) as session:
        rows = session.connection().execute(table.select().order_by(key)).mappings().all()
    took = 0
    for number, row in enumerate(rows, 1):
        change = table.update().where(key == row[key.name])
        try:
            with writing(engine) as session:
                session.connection().execute(change.values({column.name: value_of(number, row[column.name])}))
            took += 1
        except IntegrityError:
            continue
    return took


def told_in(answer: Response) -> str:
    """Everything an answer says: headers (but its length, a number like others) and body, whatever its form."""
    told = [(name, value) for name, value in answer.headers.items() if name != "content-length"]
    head = "\n".join(f"{name}: {unquote(value)}" for name, value in told)
    return f"{head}\n{_body(answer)}"


def _body(answer: Response) -> str:
    kind = answer.headers.get("content-type", "")
    if "json" in kind and answer.content:
        return json.dumps(json.loads(answer.content), ensure_ascii=False)
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
            return "\n".join(parcel.read(name).decode("utf-8", "replace") for name in parcel.namelist())
    return answer.content.decode("utf-8", "replace")


def addresses_in(answer: Response) -> str:
    """Where an answer leads within the service: its Location and every link, form and picture of the page."""
    found = LINKS.findall(answer.text) if "html" in answer.headers.get("content-type", "") else []
    within = [told for told in found if not told.startswith(("tel:", "mailto:"))]
    return "\n".join(unquote(told) for told in [answer.headers.get("location", ""), *within])


def found(marks: tuple[Mark, ...], text: str, *classes: Privacy) -> list[str]:
    """Columns whose marks stand in a text; classes: only of these."""
    return [mark.column for mark in marks if mark.privacy in classes and mark.look.search(text)]
