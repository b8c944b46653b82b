"""What every service asks first: is it this school's, may this role do it, has nobody changed it meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from sqlmodel import select

from api.errors import Conflict, Forbidden, NotFound, Stale
from api.services.unit import Unit
from models.base import Kept
from models.person import Role

DESK = frozenset({Role.DEPUTY, Role.DIRECTOR})  # who works with cases and papers
OFFICE = DESK | {Role.ADMINISTRATOR}  # who sets up schools and years

Row = TypeVar("Row", bound=Kept)


def at_desk(unit: Unit) -> str:
    """The school of a deputy or director; Forbidden for everybody else."""
    if unit.actor.role not in DESK or unit.actor.school_id is None:
        raise Forbidden("Это делает заместитель директора или директор. Обратитесь к ним.")
    return unit.actor.school_id


def in_office(unit: Unit, school_id: str) -> None:
    """Deputy and director act for their school, an administrator for any; a foreign school is not found."""
    if unit.actor.role not in OFFICE:
        raise Forbidden("Это делает заместитель директора, директор или администратор. Обратитесь к ним.")
    if unit.actor.role != Role.ADMINISTRATOR and unit.actor.school_id != school_id:
        raise NotFound


def locked(unit: Unit, kind: type[Row], key: str) -> Row | None:
    """The row as the database has it now, held against other writers until the transaction ends."""
    asked = select(kind).where(kind.id == key).with_for_update().execution_options(populate_existing=True)
    return unit.session.exec(asked).first()


def touch(row: Kept, rev: int) -> None:
    """Counts a change; Conflict when somebody changed the row since it was shown."""
    if row.rev != rev:
        raise Conflict("Запись изменили, пока вы её смотрели. Откройте её снова и повторите.")
    row.rev += 1


def expect(unit: Unit, kind: type[Row], key: str, tags: Collection[str]) -> Row:
    """The row, held, when it is at a revision the caller has seen; Stale tells where it is now."""
    row = locked(unit, kind, key)
    if row is None:
        raise NotFound
    if str(row.rev) not in tags:
        raise Stale(str(row.rev))
    return row
