"""How an actor stands to what a path names, by functions that look it up now."""

from __future__ import annotations

import re
from collections.abc import Mapping

from api.access import Policy, Relation, Resolver, Resolvers
from api.services.unit import Actor, Unit
from models.person import Role

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
