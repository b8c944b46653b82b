"""The first people of an installation: an administrator from the command line."""

from __future__ import annotations

from api.errors import Invalid
from api.installation import Installation
from api.services.entry.passwords import faults_of
from api.services.people.accounts import PersonDraft, RoleDraft, add_person
from api.services.unit import Actor, Unit
from models.engines import writing
from models.person import Account, Role

COMMAND_LINE = "command line"


def add_administrator(place: Installation, login: str, name: str, password: str) -> Account:
    """An administrator who can sign in at once. Raises Invalid with every fault of login, name and password."""
    faults = faults_of(password, login, name)
    if faults:
        raise Invalid({"password": faults})
    password_hash = place.hasher.hash(password)
    at = place.clock()
    today = at.astimezone(place.settings.zone).date()
    with writing(place.engine) as session:
        unit = Unit(
            session=session,
            actor=Actor(account_id=COMMAND_LINE, role=Role.ADMINISTRATOR, school_id=None),
            audit_key=place.keys.audit,
            at=at,
            today=today,
        )
        role = RoleDraft(role=Role.ADMINISTRATOR, school_id=None, first_on=today)
        account, _ = add_person(unit, PersonDraft(name=name, login=login), role)
        account.password_hash = password_hash
        session.add(account)
    return account
