"""What waits at the desk for a decision or for a hand: answers of families, approvals, publishing, messages to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col, func, select

from api.services.agreement.timetable.overview import GROUP, Group
from api.services.desk import at_desk
from api.services.outbox.desk import Shelf, counts_of
from api.services.unit import Unit
from models.agreement import TimetableVersion, VersionState
from models.case import Case
from models.person import Role
from models.plan import Plan, PlanState
from models.states import OVER


class Kind(StrEnum):
    """APPROVE and PLANS are the director's, PUBLISH and HAND the deputy's; LATE and DECIDE concern both."""

    APPROVE = "approve"
    PLANS = "plans"
    LATE = "late"
    DECIDE = "decide"
    PUBLISH = "publish"
    DECLINED = "declined"
    HAND = "hand"


OF_GROUP = {
    Group.APPROVE: Kind.APPROVE, Group.LATE: Kind.LATE, Group.DECIDE: Kind.DECIDE, Group.PUBLISH: Kind.PUBLISH,
}  # fmt: skip
OF_PLAN = {PlanState.AGREED: Kind.PLANS, PlanState.DECLINED: Kind.DECLINED}
NOT_FOR = {
    Role.DEPUTY: {Kind.APPROVE, Kind.PLANS},
    Role.DIRECTOR: {Kind.PUBLISH, Kind.DECLINED, Kind.HAND},
}


@dataclass(frozen=True, slots=True)
class Task:
    """How many timetables, plans or messages wait, at least one."""

    kind: Kind
    number: int


def tasks(unit: Unit) -> tuple[Task, ...]:
    """In the order of `Kind`. Takes the same number of queries for one case and for three hundred."""
    found = dict.fromkeys(Kind, 0)
    for kind, number in (*_timetables(unit), *_plans(unit)):
        found[kind] += number
    found[Kind.HAND] = counts_of(unit)[Shelf.HAND]
    mine = set(Kind) - NOT_FOR[unit.actor.role]
    return tuple(Task(kind, number) for kind, number in found.items() if number and kind in mine)


def _timetables(unit: Unit) -> Iterator[tuple[Kind, int]]:
    """Silence past the deadline counts before anybody has written it down."""
    asked = (
        select(TimetableVersion.state, TimetableVersion.answer_until)
        .where(TimetableVersion.case_id == Case.id, Case.school_id == at_desk(unit))
        .where(col(TimetableVersion.state).in_([state.value for state in GROUP]))
    )
    for told, until in unit.session.exec(asked):
        late = told == VersionState.OFFERED and until is not None and until <= unit.at
        group = GROUP[VersionState.UNANSWERED if late else VersionState(told)]
        if group in OF_GROUP:
            yield OF_GROUP[group], 1


def _plans(unit: Unit) -> Iterator[tuple[Kind, int]]:
    asked = (
        select(Plan.state, func.count())
        .where(Plan.case_id == Case.id, Case.school_id == at_desk(unit))
        .where(col(Case.state).not_in([state.value for state in OVER]))
        .where(col(Plan.state).in_([state.value for state in OF_PLAN]))
        .group_by(col(Plan.state))
    )
    for state, number in unit.session.exec(asked):
        yield OF_PLAN[PlanState(state)], number
