"""Headings of a school's own workbooks: asked once, remembered, read as they are meant from then on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from api.errors import Invalid
from api.services.unit import Unit
from exports.workbook.faults import UnknownColumn
from exports.workbook.grid import plain_header
from exports.workbook.layout import MARK
from exports.workbook.read import Columns
from exports.workbook.sheets import SHEET
from models.workbook import WorkbookColumn

SKIP = "-"  # a person says: this column is not to be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A heading nobody knows, and what it may mean: fields of its sheet with their titles."""

    name: str
    sheet: str
    title: str
    heading: str
    choices: tuple[tuple[str, str], ...]


def columns_of(unit: Unit) -> Columns:
    """Sheet -> heading -> field of the actor's school; None: not to be read."""
    found: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    asked = select(WorkbookColumn).where(WorkbookColumn.school_id == (unit.actor.school_id or ""))
    for row in unit.session.exec(asked):
        found[row.sheet][row.heading] = row.field
    return dict(found)


def questions(unknown: tuple[UnknownColumn, ...]) -> tuple[Question, ...]:
    """One question per heading, in the order of the file."""
    seen = dict.fromkeys((column.sheet, plain_header(column.heading)) for column in unknown)
    first = {(column.sheet, plain_header(column.heading)): column for column in reversed(unknown)}
    return tuple(
        Question(
            name=f"column-{number}", sheet=sheet, title=first[sheet, heading].title,
            heading=first[sheet, heading].heading, choices=choices(sheet),
        )
        for number, (sheet, heading) in enumerate(seen, 1)
    )  # fmt: skip


def choices(sheet: str) -> tuple[tuple[str, str], ...]:
    return tuple((column.field, column.title) for column in SHEET[sheet].columns if column.field != MARK)


def remember(unit: Unit, asked: tuple[Question, ...], answers: Mapping[str, str]) -> int:
    """Keeps what was answered: a field, or SKIP; no answer leaves the question open. How many were answered."""
    faults = {}
    told = []
    for question in asked:
        answer = answers.get(question.name, "")
        if answer and answer != SKIP and answer not in dict(question.choices):
            faults[question.name] = ["Выберите столбец из списка."]
        elif answer:
            told.append((question, None if answer == SKIP else answer))
    if faults:
        raise Invalid(faults)
    for question, field in told:
        _keep(unit, question, field)
    unit.session.flush()
    return len(told)


def forget(unit: Unit) -> int:
    """All headings of the school are unknown again. How many there were."""
    asked = select(WorkbookColumn).where(WorkbookColumn.school_id == (unit.actor.school_id or ""))
    rows = unit.session.exec(asked).all()
    for row in rows:
        unit.session.delete(row)
    unit.session.flush()
    return len(rows)


def _keep(unit: Unit, question: Question, field: str | None) -> None:
    school_id, heading = unit.actor.school_id or "", plain_header(question.heading)[:200]
    row = unit.session.exec(
        select(WorkbookColumn).where(
            WorkbookColumn.school_id == school_id, WorkbookColumn.sheet == question.sheet,
            WorkbookColumn.heading == heading,
        )
    ).first()  # fmt: skip
    row = row or WorkbookColumn(school_id=school_id, sheet=question.sheet, heading=heading)
    row.field = field
    unit.session.add(row)


def remembered(unit: Unit) -> int:
    """How many headings the school has told the meaning of."""
    asked = select(WorkbookColumn.id).where(WorkbookColumn.school_id == (unit.actor.school_id or ""))
    return len(unit.session.exec(asked).all())
