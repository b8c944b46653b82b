"""People: accounts and roles of the actor's school, and the actor's own."""

from __future__ import annotations

from sqlmodel import col, select

from api.access import Relation, Resolvers
from api.errors import Refusal
from api.services.people.managing import visible
from api.services.unit import Unit
from models.person import Grant
from models.session import SignIn


def account_of_school(unit: Unit, account_id: str) -> bool:
    """An account with a role at the actor's school."""
    try:
        visible(unit, account_id)
    except Refusal:
        return False
    return True


def grant_of_school(unit: Unit, grant_id: str) -> bool:
    grant = unit.session.get(Grant, grant_id)
    return grant is not None and grant.school_id == unit.actor.school_id


def own_grant(unit: Unit, grant_id: str) -> bool:
    grant = unit.session.get(Grant, grant_id)
    return grant is not None and grant.account_id == unit.actor.account_id


def own_sign_in(unit: Unit, sign_in_id: str) -> bool:
    asked = select(SignIn.id).where(col(SignIn.id) == sign_in_id, SignIn.account_id == unit.actor.account_id)
    return unit.session.exec(asked).first() is not None


RESOLVERS: Resolvers = {
    (Relation.SCHOOL, "account_id"): account_of_school,
    (Relation.SCHOOL, "grant_id"): grant_of_school,
    (Relation.SELF, "grant_id"): own_grant,
    (Relation.SELF, "sign_in_id"): own_sign_in,
}
