"""What holds in every database of the service at every moment: one function for administrators and for tests.

Numbers are those of the invariants: I4 the log of acts is whole, I6 every row of a file has its file and no file
is without its row, I10 what medical papers say stands in its own table only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table
from sqlmodel import Session, select

from api.services.papers.files import BrokenFileError, FileStore
from models import tables
from models.audit import Anchor, verify
from models.base import Privacy
from models.document import StoredFile

FLAW = {
    "edited": "запись {n} изменена",
    "missing": "записи {n} нет",
    "cut": "нет записей с {n} и дальше",
    "replaced": "запись {n} подменена",
}
LEAST = 6  # characters: what is shorter turns up elsewhere by chance


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. The sentence carries keys and numbers, never what somebody wrote."""

    invariant: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What stands outside the database: the key of the log, the anchors kept of it, the store of files."""

    audit_key: bytes = field(repr=False)
    store: FileStore
    anchors: tuple[Anchor, ...] = ()


def findings(session: Session, ground: Ground, at: datetime) -> tuple[Finding, ...]:
    """Everything that does not hold at an instant; reads the whole log, every file and every text once."""
    return (*_log(session, ground), *_files(session, ground.store, at), *_health(session))


def _log(session: Session, ground: Ground) -> Iterator[Finding]:
    for flaw in verify(session, ground.audit_key, ground.anchors):
        yield Finding("I4", f"Журнал нарушен: {FLAW[flaw.kind].format(n=flaw.n)}")


def _files(session: Session, store: FileStore, at: datetime) -> Iterator[Finding]:
    known = set()
    for row in session.exec(select(StoredFile).order_by(StoredFile.id)):
        known.add((row.school_id, row.digest))
        if not store.path(row.school_id, row.digest).exists():
            yield Finding("I6", f"Файл пропал: запись {row.id}. Верните его из резервной копии.")
            continue
        try:
            size = len(store.get(row.school_id, row.digest))
        except BrokenFileError:
            yield Finding("I6", f"Файл испорчен: запись {row.id}. Верните его из резервной копии.")
        else:
            if size != row.size:
                yield Finding("I6", f"Размер файла другой, чем записано: запись {row.id}")
    for path in store.orphans(known, at):
        yield Finding("I6", f"Лишний файл, о котором нет записи: {path.relative_to(store.folder)}")


def _health(session: Session) -> Iterator[Finding]:
    """Texts of special columns found in any column of another class."""
    starts: dict[str, list[str]] = defaultdict(list)
    for value in _special(session):
        starts[value[:LEAST]].append(value)
    if not starts:
        return
    for table, column in _texts(lambda privacy: privacy != Privacy.SPECIAL):
        (key,) = table.primary_key.columns
        for place, text in _values(session, key, column):
            if _holds(text.casefold(), starts):
                told = f"таблица {table.name}, столбец {column.name}, запись {place}"
                yield Finding("I10", f"Сведения о здоровье стоят не на своём месте: {told}")


def _special(session: Session) -> set[str]:
    """Texts long enough to be told from others, of one case only: a clinic of many is no secret of one child."""
    owners: dict[str, set[object]] = defaultdict(set)
    for table, column in _texts(lambda privacy: privacy == Privacy.SPECIAL):
        owner = table.columns.get("case_id", next(iter(table.primary_key.columns)))
        for place, text in _values(session, owner, column):
            owners[text.strip().casefold()].add(place)
    return {text for text, places in owners.items() if len(text) >= LEAST and len(places) == 1}


def _texts(wanted: Callable[[Privacy], bool]) -> Iterator[tuple[Table, Column[Any]]]:
    """Columns of free text of a class: neither keys nor words of a list nor digests."""
    for kind in tables.ALL:
        table = kind.metadata.tables[str(kind.__tablename__)]
        checks = " ".join(
            str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint)
        )
        for column in table.columns:
            listed = f"{column.name} IN (" in checks
            keyed = column.primary_key or column.foreign_keys or getattr(column.type, "length", 0) == 64
            if hasattr(column.type, "length") and wanted(column.info["privacy"]) and not (listed or keyed):
                yield table, column


def _values(session: Session, key: Column[Any], column: Column[Any]) -> Iterable[tuple[object, str]]:
    rows = session.connection().execute(
        key.table.select().with_only_columns(key, column).where(column.is_not(None))
    )
    return ((row[0], row[1]) for row in rows)


def _holds(text: str, starts: dict[str, list[str]]) -> bool:
    return any(
        text.startswith(value, at)
        for at in range(len(text) - LEAST + 1)
        for value in starts.get(text[at : at + LEAST], ())
    )
