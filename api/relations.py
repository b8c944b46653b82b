"""How an actor stands to what a path names, by functions that look it up now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlmodel import col, select

from api.access import Policy, Relation, Resolver, Resolvers
from api.errors import Refusal
from api.services.people.managing import visible
from api.services.unit import Actor, Unit
from models.person import Grant, Role
from models.session import SignIn

_NAME = re.compile(r"{(\w+)(?::\w+)?}")


def resolver(unit: Unit, names: Mapping[str, str], resolvers: Resolvers) -> Resolver:
    """Judges relations for one request; `names` are the parameters of its path.

    Without names the page lists one's own things, and the service lists no others. Every name has to be related.
    """

    def stands(relation: Relation, actor: Actor) -> bool:
        if relation == Relation.INSTALLATION:
            return actor.role == Role.ADMINISTRATOR
        if relation == Relation.SCHOOL and actor.school_id is None:
            return False
        found = [(resolvers.get((relation, name)), value) for name, value in names.items()]
        return all(function is not None and function(unit, value) for function, value in found)

    return stands


def unresolved(policy: Policy, resolvers: Resolvers) -> tuple[str, ...]:
    """Lines of the table whose names nobody can look up: they would be foreign to everybody."""
    return tuple(
        sorted(
            f"{rule.route}: {rule.relation} of {name}"
            for rule in policy.rules
            if rule.relation != Relation.INSTALLATION
            for name in _NAME.findall(rule.route)
            if (rule.relation, name) not in resolvers
        )
    )


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


PEOPLE: Resolvers = {
    (Relation.SCHOOL, "account_id"): account_of_school,
    (Relation.SCHOOL, "grant_id"): grant_of_school,
    (Relation.SELF, "grant_id"): own_grant,
    (Relation.SELF, "sign_in_id"): own_sign_in,
}
