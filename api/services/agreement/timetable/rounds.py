"""Versions that nobody has to press a button for: deadlines that have passed, families to be reminded, timetables
that are over.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, or_, select

from api.services.agreement.timetable.desk import Seen, held_version, put_state
from api.services.agreement.timetable.letters import REMINDED, drop_waiting
from api.services.agreement.timetable.offering import lapse, remind
from api.services.agreement.timetable.seen import version_seen
from api.services.agreement.timetable.shelf import CURRENT, shelf_of
from api.services.agreement.timetable.states import ASKED, VersionMove, after
from api.services.desk import at_desk
from api.services.unit import Unit
from models.agreement import TimetableVersion, VersionState
from models.case import Case
from models.message import Message
from models.states import LAST

AHEAD = timedelta(hours=24)  # before the deadline: one reminder to whoever is silent


def settled(unit: Unit) -> int:
    """Writes down what time has made of versions: no answer by the deadline, the end of a timetable or of its case."""
    lapsed = [lapse(unit, version) for version in _in_state(unit, VersionState.OFFERED)]
    return sum(lapsed) + sum(_closed(unit, version) for version in _over(unit))


def _in_state(unit: Unit, state: VersionState) -> Sequence[TimetableVersion]:
    asked = (
        select(TimetableVersion)
        .join(Case, col(Case.id) == col(TimetableVersion.case_id))
        .where(Case.school_id == at_desk(unit), TimetableVersion.state == state)
    )
    return unit.session.exec(asked.order_by(col(TimetableVersion.case_id))).all()


def _over(unit: Unit) -> Sequence[TimetableVersion]:
    """In force beyond their last day, or of cases that are closed for good."""
    closed = col(Case.state).in_([state.value for state in LAST])
    asked = (
        select(TimetableVersion)
        .join(Case, col(Case.id) == col(TimetableVersion.case_id))
        .where(Case.school_id == at_desk(unit))
        .where(col(TimetableVersion.state).in_([VersionState.PUBLISHED, *(state.value for state in ASKED)]))
        .where(
            or_(
                closed,
                (TimetableVersion.state == VersionState.PUBLISHED) & (TimetableVersion.last_on < unit.today),
            )
        )
    )
    return unit.session.exec(asked.order_by(col(TimetableVersion.case_id))).all()


def _closed(unit: Unit, version: TimetableVersion) -> bool:
    """In force → ended; waiting for an answer that nobody needs any more → taken back."""
    move = VersionMove.END if version.state == VersionState.PUBLISHED else VersionMove.RECALL
    to = after(VersionState(version.state), move)
    assert to is not None
    held = held_version(unit, version, Seen(digest=version.digest or "", rev=version.rev), move)
    drop_waiting(unit, held.id)
    put_state(unit, held, to, move)
    return True


def reminded(unit: Unit, address: str) -> int:
    """To how many people a reminder went out: once for a version, a day before its deadline at the earliest."""
    waiting = [row for row in _in_state(unit, VersionState.OFFERED) if _is_near(unit, row)]
    shelf = shelf_of(unit, [unit.session.get_one(Case, row.case_id) for row in waiting], CURRENT)
    silent = [row.id for row in waiting if version_seen(shelf, row).silent]
    told = select(Message.about_id).where(Message.topic == REMINDED, col(Message.about_id).in_(silent))
    known = set(unit.session.exec(told))
    return sum(remind(unit, version_id, address) for version_id in silent if version_id not in known)


def _is_near(unit: Unit, version: TimetableVersion) -> bool:
    """Offered long enough ago that a reminder is none too early."""
    until, offered = version.answer_until, version.offered_at
    if until is None or offered is None or not unit.at < until <= unit.at + AHEAD:
        return False
    return unit.at - offered >= min(AHEAD, (until - offered) / 2)
