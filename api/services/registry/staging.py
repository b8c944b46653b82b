"""A workbook between being brought and being taken over: its file and what was read of it, kept for a day at most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import col, select

from api.errors import NotFound
from api.services.registry.columns import columns_of
from api.services.registry.importing import ImportPlan, plan_import, write_registry
from api.services.registry.scope import year_of
from api.services.unit import Unit
from exports.workbook.faults import BadWorkbookError, UnknownColumn
from exports.workbook.grid import Grid
from exports.workbook.read import import_grids
from models.workbook import StagedWorkbook
from scheduler.registry.values import Registry

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a workbook. registry: None while there are faults. notices: remarks that hinder nobody.

    unknown: headings nobody knows.
    """

    registry: Registry | None
    faults: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    unknown: tuple[UnknownColumn, ...] = ()


READING: TypeAdapter[Reading] = TypeAdapter(Reading)


def read_grids(unit: Unit, grids: list[Grid] | BadWorkbookError) -> Reading:
    """The sheets of a workbook as a registry, with what the school has said of its headings."""
    try:
        if isinstance(grids, BadWorkbookError):
            raise grids
        read = import_grids(grids, columns_of(unit))
    except BadWorkbookError as bad:
        return Reading(
            registry=None, faults=_said(bad.faults), notices=_said(bad.notices), unknown=bad.unknown
        )
    return Reading(registry=read.registry, notices=_said(read.notices), unknown=read.unknown)


def _said(told: Collection[object]) -> tuple[str, ...]:
    return tuple(str(each) for each in told)


def stage(unit: Unit, year_id: str, book: bytes, reading: Reading) -> None:
    """Keeps a workbook for its review in place of the one before."""
    year = year_of(unit, year_id)
    _sweep(unit, year.school_id)
    row = _found(unit, year.id) or StagedWorkbook(
        account_id=unit.actor.account_id, school_id=year.school_id, year_id=year.id, at=unit.at, book=book
    )
    row.at, row.book, row.content = unit.at, book, READING.dump_json(reading).decode()
    unit.session.add(row)
    unit.session.flush()


def staged_book(unit: Unit, year_id: str) -> bytes:
    """The file under review; NotFound where there is none."""
    return _staged(unit, year_id).book or b""


def staged_reading(unit: Unit, year_id: str) -> Reading:
    """What was read of it; NotFound where there is none."""
    return READING.validate_json(_staged(unit, year_id).content or "")


def staged_plan(unit: Unit, year_id: str) -> ImportPlan:
    """What taking the workbook under review over would do now; NotFound where there is none without faults."""
    return plan_import(unit, year_id, _registry(unit, year_id))


def apply_import(unit: Unit, year_id: str, digest: str, ended: Collection[str] = ()) -> ImportPlan:
    """Takes the workbook under review over, all or nothing, as it was shown; Conflict where something has changed."""
    done = write_registry(unit, year_id, _registry(unit, year_id), ended=ended, digest=digest)
    throw_away(unit, year_id)
    return done


def throw_away(unit: Unit, year_id: str) -> None:
    """The workbook under review is not wanted."""
    unit.session.delete(_staged(unit, year_id))
    unit.session.flush()


def under_review(unit: Unit, year_id: str) -> bool:
    """True where a workbook waits for being taken over, or for the names of its columns."""
    return _found(unit, year_id) is not None


def _registry(unit: Unit, year_id: str) -> Registry:
    registry = staged_reading(unit, year_id).registry
    if registry is None:
        raise NotFound
    return registry


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
