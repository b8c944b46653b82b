"""People of the actor's school by what they are there now: choices for forms, and whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from api.services.unit import Unit
from models.person import Account, Grant, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account by its name."""

    id: str
    name: str
    phone: str | None


def in_roles(unit: Unit, roles: Iterable[Role]) -> tuple[Person, ...]:
    """Open accounts with one of the roles in force today at the actor's school, each once, by name."""
    asked = (
        select(Account)
        .where(col(Account.disabled_at).is_(None), col(Account.id).in_(_holders(unit, roles)))
        .where(or_(col(Account.ends_on).is_(None), col(Account.ends_on) >= unit.today))
        .order_by(col(Account.name), col(Account.id))
    )
    return tuple(Person(id=row.id, name=row.name, phone=row.phone) for row in unit.session.exec(asked))


def _holders(unit: Unit, roles: Iterable[Role]) -> SelectOfScalar[str]:
    return (
        select(Grant.account_id)
        .where(Grant.school_id == unit.actor.school_id, col(Grant.role).in_([role.value for role in roles]))
        .where(Grant.first_on <= unit.today)
        .where(or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= unit.today))
    )


def person(unit: Unit, account_id: str | None) -> Person | None:
    """Somebody a row names; None where it names nobody."""
    row = unit.session.get(Account, account_id) if account_id else None
    return Person(id=row.id, name=row.name, phone=row.phone) if row else None
