"""Offering a draft to the family, and taking an offer back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from api.errors import Conflict, Invalid
from api.services.agreement.timetable.desk import (
    Seen,
    held_version,
    open_version,
    put_state,
    version_of,
)
from api.services.agreement.timetable.letters import (
    REMINDED,
    drop_waiting,
    host_of,
    link_of,
    put_out,
    reminder,
)
from api.services.agreement.timetable.seen import version_seen
from api.services.agreement.timetable.shelf import CURRENT, shelf_of
from api.services.agreement.timetable.states import VersionMove
from api.services.desk import at_desk
from api.services.unit import Unit
from models.agreement import Mark, TimetableEntry, TimetableVersion, VersionState
from models.case import Case


def offer(unit: Unit, version_id: str, seen: Seen, answer_until: datetime) -> TimetableVersion:
    """Draft → offered, with the instant answers are awaited until; an earlier offer of the case gives way.

    Marks of lessons that are the same as in the version before are carried over.
    """
    at_desk(unit)
    version = version_of(unit, version_id)
    if answer_until <= unit.at:
        raise Invalid({"answer_until": ["Срок ответа уже прошёл. Укажите день и час впереди."]})
    held = held_version(unit, version, seen, VersionMove.OFFER)
    before = open_version(unit, held.case_id)
    if before is not None:
        put_state(unit, before, VersionState.SUPERSEDED, VersionMove.REPLACE)
    held.offered_at, held.offered_by, held.answer_until = unit.at, unit.actor.account_id, answer_until
    put_state(unit, held, VersionState.OFFERED, VersionMove.OFFER)
    if before is not None:
        _carry_marks(unit, before, held)
    return held


def recall(unit: Unit, version_id: str, seen: Seen) -> TimetableVersion:
    """The school takes an offer back before it is approved."""
    at_desk(unit)
    held = held_version(unit, version_of(unit, version_id), seen, VersionMove.RECALL)
    put_state(unit, held, VersionState.RECALLED, VersionMove.RECALL)
    drop_waiting(unit, held.id)
    return held


def remind(unit: Unit, version_id: str, address: str) -> int:
    """A message to each representative who has not answered; tells to how many. Conflict where all have."""
    version = version_of(unit, version_id)
    held = held_version(unit, version, Seen(digest=version.digest or ""), VersionMove.ANSWER)
    shelf = shelf_of(unit, [unit.session.get_one(Case, held.case_id)], CURRENT)
    silent = version_seen(shelf, held).silent
    if not silent or held.answer_until is None:
        raise Conflict("Все представители уже ответили: напоминать некому.")
    drop_waiting(unit, held.id)
    until = shelf.local(held.answer_until)
    letters = [
        reminder(one.account_id, link_of(unit, address, held, one.account_id), until) for one in silent
    ]
    put_out(unit, letters, REMINDED, held.id, host_of(address))
    unit.note("timetable.remind", "timetable_version", held.id, people=len(letters))
    return len(letters)


def lapse(unit: Unit, version: TimetableVersion) -> bool:
    """Offered → unanswered once the instant has passed; tells whether it did."""
    if (
        version.state != VersionState.OFFERED
        or version.answer_until is None
        or version.answer_until > unit.at
    ):
        return False
    try:
        held = held_version(
            unit, version, Seen(rev=version.rev, digest=version.digest or ""), VersionMove.LAPSE
        )
    except Conflict:
        return False
    put_state(unit, held, VersionState.UNANSWERED, VersionMove.LAPSE)
    return True


def _carry_marks(unit: Unit, before: TimetableVersion, after: TimetableVersion) -> None:
    digests = set(
        unit.session.exec(select(TimetableEntry.digest).where(TimetableEntry.version_id == after.id))
    )
    for mark in unit.session.exec(select(Mark).where(Mark.version_id == before.id)).all():
        if mark.digest in digests:
            unit.session.add(
                Mark(
                    version_id=after.id,
                    account_id=mark.account_id,
                    digest=mark.digest,
                    fits=mark.fits,
                    reason=mark.reason,
                    carried=True,
                )
            )
    unit.session.flush()
