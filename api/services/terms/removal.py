"""Taking away what has passed its term, in the transaction of the caller: rows, texts, files nobody points to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, false, or_, select, update
from sqlmodel import Session, col

from api.services.terms.tables import OWNERS, WHOLE, blank_of, blanked, table_of
from models import tables
from models.base import Keep, Kept
from models.document import StoredFile

Keys = Mapping[str, Collection[str]]  # name of a table → keys of its rows that are over
MOST = 500  # keys in one question


def remove(session: Session, keep: Keep, over: Keys) -> int:
    """What a term covers of the rows that are over and of all that belongs to them; how many rows it was."""
    whole = [table_of(kind) for kind in WHOLE.get(keep, ())]
    touched = 0
    for table, columns in _by_table(blanked(keep)).items():
        values = {column.name: blank_of(column) for column in columns}
        touched += _count(session, update(table).where(of(table, over)).values(**values))
    return touched + drop(session, {table: _keys(session, table, of(table, over)) for table in whole})


def drop(session: Session, doomed: Mapping[Table, Collection[str]]) -> int:
    """Deletes rows, children first; where others may do without them, they do."""
    for table, keys in doomed.items():
        for other, column in _pointing(table):
            for some in _portions(keys) if column.nullable else ():
                free = update(other).where(column.in_(some))
                if other is not table:
                    free = free.where(other.c.id.not_in(doomed.get(other, ())))
                session.execute(free.values({column.name: None}))
    ordered = sorted(doomed, key=Kept.metadata.sorted_tables.index, reverse=True)
    return sum(
        _count(session, delete(table).where(table.c.id.in_(some)))
        for table in ordered
        for some in _portions(doomed[table])
    )


def of(table: Table, over: Keys) -> ColumnElement[bool]:
    """The rows of a table that are over themselves, or belong to one that is."""
    found = [table.c.id.in_(over[table.name])] if table.name in over else []
    for name in OWNERS:
        column = table.columns.get(name)
        if column is not None:
            owner = next(iter(column.foreign_keys)).column.table
            if owner.name in over:
                found.append(column.in_(over[owner.name]))
            elif owner is not table and name not in ("case_id", "pupil_id"):
                found.append(column.in_(select(owner.c.id).where(of(owner, over))))
    return or_(false(), *found)


def loose_files(session: Session, school_id: str) -> tuple[str, ...]:
    """Forgets kept files no row points to any more; their digests. The caller removes them after its commit."""
    pointing = [column for _, column in _pointing(table_of(StoredFile))]
    asked = select(col(StoredFile.id), col(StoredFile.digest)).where(col(StoredFile.school_id) == school_id)
    for column in pointing:
        asked = asked.where(col(StoredFile.id).not_in(select(column).where(column.is_not(None))))
    found = session.execute(asked).all()
    for some in _portions([key for key, _ in found]):
        session.execute(delete(StoredFile).where(col(StoredFile.id).in_(some)))
    return tuple(digest for _, digest in found)


def detach(session: Session, kinds: Iterable[type[Kept]], over: Keys) -> None:
    """Papers of what is over point to their files no more."""
    for table in map(table_of, kinds):
        session.execute(update(table).where(of(table, over)).values(file_id=None))


def _by_table(columns: Iterable[tuple[Table, Column[Any]]]) -> dict[Table, list[Column[Any]]]:
    told: dict[Table, list[Column[Any]]] = {}
    for table, column in columns:
        told.setdefault(table, []).append(column)
    return told


def _pointing(to: Table) -> Iterator[tuple[Table, Column[Any]]]:
    for kind in tables.ALL:
        table = table_of(kind)
        for column in table.columns:
            if any(key.column.table is to for key in column.foreign_keys):
                yield table, column


def _keys(session: Session, table: Table, which: ColumnElement[bool]) -> list[str]:
    return [row[0] for row in session.execute(select(table.c.id).where(which))]


def _portions(keys: Collection[str]) -> Iterator[list[str]]:
    told = list(keys)
    yield from (told[start : start + MOST] for start in range(0, len(told), MOST))


def _count(session: Session, statement: Any) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]
