"""The director approves: agreed versions as they are, the others with a reason (regulation 2.16), and so those that
are agreed to less firmly than the school asks for.

Who offered a version does not approve it, and the password has just been given again (trust 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.errors import Conflict, Forbidden, Invalid
from api.services.agreement.timetable.desk import Seen, held_version, put_state, version_of
from api.services.agreement.timetable.offering import lapse
from api.services.agreement.timetable.shelf import CURRENT, shelf_of
from api.services.agreement.timetable.states import SAID, VersionMove
from api.services.cases.guards import why_not
from api.services.cases.life import make_move
from api.services.cases.loading import load_one
from api.services.unit import Unit
from models.agreement import BY_REASON, Approval, TimetableVersion, VersionState
from models.case import Case
from models.person import Role
from models.states import Move

WEAK = "согласие дано без подписи, которую просит школа. Напишите, почему расписание всё же утверждается."
FRESH = timedelta(minutes=10)  # how long a password given again counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ToApprove:
    """One version as the director saw it; reason: needed where the family has not agreed."""

    version_id: str
    seen: Seen
    reason: str | None = None


def approve(unit: Unit, chosen: tuple[ToApprove, ...], password_at: datetime | None) -> tuple[Approval, ...]:
    """All of them or none. password_at: when this session's password was given last."""
    if unit.actor.role != Role.DIRECTOR:
        raise Forbidden("Расписание утверждает директор.")
    if password_at is None or unit.at - password_at > FRESH:
        raise Forbidden("Введите пароль ещё раз: утверждение подтверждают паролем.")
    found = {entry.version_id: version_of(unit, entry.version_id) for entry in chosen}
    ordered = sorted(chosen, key=lambda entry: found[entry.version_id].case_id)
    return tuple(_approved(unit, found[entry.version_id], entry) for entry in ordered)


def _approved(unit: Unit, version: TimetableVersion, entry: ToApprove) -> Approval:
    held = held_version(unit, version, _lapsed(unit, version, entry.seen), VersionMove.APPROVE)
    case = unit.session.get_one(Case, held.case_id)
    _refuse(unit, held, case, entry)
    approval = Approval(
        version_id=held.id, account_id=unit.actor.account_id, digest=entry.seen.digest, at=unit.at,
        reason=(entry.reason or "").strip() or None,
    )  # fmt: skip
    unit.session.add(approval)
    held.approved_at = unit.at
    put_state(unit, held, VersionState.APPROVED, VersionMove.APPROVE)
    _move_case(unit, case)
    return approval


def _lapsed(unit: Unit, version: TimetableVersion, seen: Seen) -> Seen:
    """What the director saw, once silence past the deadline is written down: that counts one revision more."""
    silent = version.rev == seen.rev and version.digest == seen.digest and lapse(unit, version)
    return replace(seen, rev=version.rev) if silent else seen


def _refuse(unit: Unit, held: TimetableVersion, case: Case, entry: ToApprove) -> None:
    if held.offered_by == unit.actor.account_id:
        raise Conflict(f"Дело {case.code}: кто предложил расписание, тот его не утверждает.")
    state = VersionState(held.state)
    if state in BY_REASON and not (entry.reason or "").strip():
        said = f"Дело {case.code}: {SAID[state]}. Напишите, почему расписание всё же утверждается (п. 2.16)."
        raise Invalid({f"reason-{held.id}": [said]})
    if not (entry.reason or "").strip() and shelf_of(unit, [case], CURRENT).too_weak(held):
        raise Invalid({f"reason-{held.id}": [f"Дело {case.code}: {WEAK}"]})


def _move_case(unit: Unit, case: Case) -> None:
    """A case that waits for its timetable has it now."""
    if not why_not(load_one(unit.session, case), Move.SCHEDULE, unit.today):
        make_move(unit, case.id, case.rev, Move.SCHEDULE)
