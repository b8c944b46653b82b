"""When a case is over for good, the ways in of its parents end: sessions at once, links not pressed yet."""

from __future__ import annotations

from sqlmodel import col, or_, select

from api.services.entry import sessions
from api.services.people import invitations
from api.services.unit import Unit
from models.case import Case, Guardian
from models.person import Grant, Role
from models.session import Ended
from models.states import LAST


def part(unit: Unit, case: Case) -> None:
    """Ends what the case's parents may do at its school; a parent of another living case stays.

    Called for last moves. A case that has merely expired may be renewed, and its parents have to see why lessons
    stopped: they stay.
    """
    speakers = select(Guardian.account_id).where(Guardian.pupil_id == case.pupil_id).distinct()
    for account_id in sorted(unit.session.exec(speakers)):
        if not _needed(unit, account_id, case.school_id):
            _end(unit, account_id, case)


def _needed(unit: Unit, account_id: str, school_id: str) -> bool:
    """Whether somebody speaks for a child with a living case at the school, today or in days to come."""
    living = (
        select(Case.id)
        .join(Guardian, col(Guardian.pupil_id) == col(Case.pupil_id))
        .where(Guardian.account_id == account_id, Case.school_id == school_id)
        .where(or_(col(Guardian.last_on).is_(None), col(Guardian.last_on) >= unit.today))
        .where(col(Case.state).not_in([state.value for state in LAST]))
    )
    return unit.session.exec(living).first() is not None


def _end(unit: Unit, account_id: str, case: Case) -> None:
    asked = select(Grant).where(
        Grant.account_id == account_id, Grant.role == Role.PARENT, Grant.school_id == case.school_id
    )
    for grant in unit.session.exec(asked).all():
        ended = sessions.end_all(unit.session, account_id, unit.at, Ended.GRANT, grant.id)
        invitations.revoke(unit.session, unit, account_id, grant.id)
        unit.note("guardian.part", "grant", grant.id, case=case.id, sessions=ended)
