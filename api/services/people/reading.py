"""Single roles of people, as far as the actor may see them."""

from __future__ import annotations

from api.errors import NotFound
from api.services.people.managing import visible
from api.services.unit import Unit
from models.person import Grant, Role


def grant_of(unit: Unit, grant_id: str) -> Grant:
    """A role at the actor's school, or of oneself; every one for an administrator."""
    grant = unit.session.get(Grant, grant_id)
    if grant is None:
        raise NotFound
    account = visible(unit, grant.account_id)
    own = account.id == unit.actor.account_id or grant.school_id == unit.actor.school_id
    if not own and unit.actor.role != Role.ADMINISTRATOR:
        raise NotFound
    return grant
