"""A workbook between being brought and being taken over: its file, then its registry, kept for a day at most."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import col, select

from api.errors import NotFound
from api.services.registry.importing import ImportPlan, plan_import, write_registry
from api.services.registry.scope import year_of
from api.services.unit import Unit
from models.workbook import StagedWorkbook
from scheduler.registry.values import Registry

KEPT = timedelta(days=1)
REGISTRY: TypeAdapter[Registry] = TypeAdapter(Registry)


def stage(unit: Unit, year_id: str, book: bytes, registry: Registry | None) -> None:
    """Keeps a workbook for its review in place of the one before. registry: None while cells are at fault."""
    year = year_of(unit, year_id)
    _sweep(unit, year.school_id)
    row = _found(unit, year.id) or StagedWorkbook(
        account_id=unit.actor.account_id, school_id=year.school_id, year_id=year.id, at=unit.at, book=book
    )
    row.at, row.book = unit.at, book
    row.content = REGISTRY.dump_json(registry).decode() if registry is not None else None
    unit.session.add(row)
    unit.session.flush()


def staged_book(unit: Unit, year_id: str) -> bytes:
    """The file under review; NotFound where there is none."""
    return _staged(unit, year_id).book or b""


def staged_plan(unit: Unit, year_id: str) -> ImportPlan:
    """What taking the workbook under review over would do now; NotFound where there is none without faults."""
    return plan_import(unit, year_id, _registry(_staged(unit, year_id)))


def apply_import(unit: Unit, year_id: str, digest: str, ended: Collection[str] = ()) -> ImportPlan:
    """Takes the workbook under review over, all or nothing, as it was shown; Conflict where something has changed."""
    row = _staged(unit, year_id)
    done = write_registry(unit, year_id, _registry(row), ended=ended, digest=digest)
    unit.session.delete(row)
    unit.session.flush()
    return done


def throw_away(unit: Unit, year_id: str) -> None:
    """The workbook under review is not wanted."""
    unit.session.delete(_staged(unit, year_id))
    unit.session.flush()


def under_review(unit: Unit, year_id: str) -> bool:
    """True where a workbook without faults waits for being taken over."""
    row = _found(unit, year_id)
    return row is not None and row.content is not None


def _registry(row: StagedWorkbook) -> Registry:
    if row.content is None:
        raise NotFound
    return REGISTRY.validate_json(row.content)


def _staged(unit: Unit, year_id: str) -> StagedWorkbook:
    row = _found(unit, year_of(unit, year_id).id)
    if row is None:
        raise NotFound
    return row


def _found(unit: Unit, year_id: str) -> StagedWorkbook | None:
    mine = (StagedWorkbook.account_id == unit.actor.account_id, StagedWorkbook.year_id == year_id)
    here = StagedWorkbook.school_id == (unit.actor.school_id or "")
    row = unit.session.exec(select(StagedWorkbook).where(*mine, here)).first()
    return row if row is not None and row.at >= unit.at - KEPT else None


def _sweep(unit: Unit, school_id: str) -> None:
    """Workbooks of the school that nobody has taken over within a day go."""
    old: Any = select(StagedWorkbook).where(
        StagedWorkbook.school_id == school_id, col(StagedWorkbook.at) < unit.at - KEPT
    )
    for row in unit.session.exec(old):
        unit.session.delete(row)
    unit.session.flush()
