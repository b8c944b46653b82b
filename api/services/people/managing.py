"""Who may give which role, and whose account one may manage: only of people one could give all their roles to."""

from __future__ import annotations

from sqlmodel import col, or_, select

from api.errors import Forbidden, NotFound
from api.services.unit import Unit
from models.person import Account, Grant, Role

STAFF = frozenset({Role.CLASS_TEACHER, Role.TEACHER, Role.SPECIALIST})
GRANTS: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.DIRECTOR: STAFF | {Role.DEPUTY, Role.COORDINATOR, Role.PARENT},
    Role.DEPUTY: STAFF | {Role.COORDINATOR, Role.PARENT},
    Role.COORDINATOR: frozenset({Role.TEACHER, Role.SPECIALIST}),
}


def may_grant(unit: Unit, role: Role, school_id: str | None) -> bool:
    """Whether the actor may give the role at the school: by the table, at one's own school only."""
    if role not in GRANTS.get(unit.actor.role, frozenset()):
        return False
    return unit.actor.role == Role.ADMINISTRATOR or school_id == unit.actor.school_id


def current_grants(unit: Unit, account_id: str) -> tuple[Grant, ...]:
    """Roles of an account that have not ended, those to come included."""
    asked = (
        select(Grant)
        .where(Grant.account_id == account_id)
        .where(or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= unit.today))
        .order_by(col(Grant.first_on), col(Grant.id))
    )
    return tuple(unit.session.exec(asked))


def visible(unit: Unit, account_id: str) -> Account:
    """An account that has or had a role at the actor's school, or one's own; every one for an administrator."""
    account = unit.session.get(Account, account_id)
    if account is None:
        raise NotFound
    if unit.actor.role == Role.ADMINISTRATOR or account.id == unit.actor.account_id:
        return account
    here = select(Grant.id).where(Grant.account_id == account_id, Grant.school_id == unit.actor.school_id)
    if unit.actor.role not in GRANTS or unit.session.exec(here).first() is None:
        raise NotFound
    return account


def may_manage(unit: Unit, account_id: str) -> bool:
    """Whether `manageable` would give the account."""
    grants = current_grants(unit, account_id)
    return all(may_grant(unit, Role(grant.role), grant.school_id) for grant in grants)


def manageable(unit: Unit, account_id: str) -> Account:
    """An account the actor may change. Raises NotFound for one of elsewhere, Forbidden for one above oneself."""
    account = visible(unit, account_id)
    if not may_manage(unit, account_id):
        raise Forbidden("Эту запись меняет администратор: у человека есть роли, которые вы не назначаете.")
    return account
