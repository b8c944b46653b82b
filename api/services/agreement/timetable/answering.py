"""What a family says: marks of single lessons, and one decision that quotes the whole version's digest.

Level 0: an opinion, never called a signature (decisions, «Strength»). Until the director approves it may be taken
back. One representative's agreement is enough unless another declines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Forbidden, Invalid, NotFound
from api.services.agreement.timetable.desk import (
    Seen,
    entries_of,
    held_version,
    put_state,
    seen_by_family,
    version_of,
)
from api.services.agreement.timetable.states import VersionMove, judged
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from models.agreement import Answer, AnswerChannel, Decision, Mark, TimetableVersion
from models.case import Case, Guardian

READER = (
    "Вы можете посмотреть расписание, но ответ даёт другой представитель. Если это ошибка, позвоните в школу."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A decision to be written. guardian_id: whose; entered by staff when channel is not PAGE."""

    answer: Answer
    comment: str | None = None
    new_device: bool = False


def mark_lesson(unit: Unit, version_id: str, digest: str, fits: bool, reason: str | None) -> Mark:
    """What a representative says of one lesson; said again, it replaces what was said before."""
    version, guardian = seen_by_family(unit, version_id)
    _refuse_reader(guardian)
    held_version(unit, version, Seen(digest=version.digest or ""), VersionMove.ANSWER)
    if digest not in {entry.digest for entry in entries_of(unit, version_id)}:
        raise NotFound
    asked = select(Mark).where(
        Mark.version_id == version_id, Mark.account_id == unit.actor.account_id, Mark.digest == digest
    )
    mark = unit.session.exec(asked).first() or Mark(
        version_id=version_id, account_id=unit.actor.account_id, digest=digest, fits=fits
    )
    mark.fits, mark.carried = fits, False
    mark.reason = None if fits else (reason or "").strip()[:500] or None
    unit.session.add(mark)
    unit.session.flush()
    unit.note("timetable.mark", "timetable_version", version_id, lesson=digest, fits=fits)
    return mark


def reply(unit: Unit, version_id: str, seen: Seen, told: Reply) -> Decision:
    """The family's own answer from its page. The same answer sent twice is one answer."""
    version, guardian = seen_by_family(unit, version_id)
    _refuse_reader(guardian)
    return _decide(unit, version, guardian, seen, told, AnswerChannel.PAGE)


def enter_reply(
    unit: Unit, version_id: str, guardian_id: str, seen: Seen, told: Reply, channel: AnswerChannel
) -> Decision:
    """An answer staff has from a call, a paper or a visit, with whose it is."""
    at_desk(unit)
    version = version_of(unit, version_id)
    guardian = unit.session.get(Guardian, guardian_id)
    case = unit.session.get_one(Case, version.case_id)
    if guardian is None or guardian.pupil_id != case.pupil_id or not _in_force(unit, guardian):
        raise NotFound
    if channel == AnswerChannel.PAGE:
        raise Invalid({"channel": ["Укажите, как семья ответила: по телефону, на бумаге или лично."]})
    return _decide(unit, version, guardian, seen, told, channel)


def _decide(
    unit: Unit,
    version: TimetableVersion,
    guardian: Guardian,
    seen: Seen,
    told: Reply,
    channel: AnswerChannel,
) -> Decision:
    if told.answer == Answer.DECLINED and not (told.comment or "").strip():
        raise Invalid({"comment": ["Напишите, что не подходит: школа предложит другое."]})
    locked(unit, Case, version.case_id)
    same = _same_again(unit, version, guardian, seen, told)
    if same is not None:
        return same
    held = held_version(unit, version, seen, VersionMove.ANSWER)
    decision = Decision(
        version_id=held.id,
        guardian_id=guardian.id,
        answer=told.answer,
        digest=seen.digest,
        channel=channel,
        entered_by=None if channel == AnswerChannel.PAGE else unit.actor.account_id,
        comment=(told.comment or "").strip() or None,
        at=unit.at,
        new_device=told.new_device,
    )
    unit.session.add(decision)
    unit.session.flush()
    unit.note(
        "timetable.decision", "timetable_version", held.id, answer=told.answer, channel=channel,
        digest=seen.digest, decision=decision.id,
    )  # fmt: skip
    lapsed = held.answer_until is not None and held.answer_until <= unit.at
    put_state(unit, held, judged(_latest(unit, held.id).values(), lapsed), VersionMove.ANSWER)
    return decision


def _same_again(
    unit: Unit, version: TimetableVersion, guardian: Guardian, seen: Seen, told: Reply
) -> Decision | None:
    """The decision this one would only repeat: the same answer of the same person to the same content."""
    last = _last(unit, version.id, guardian.id)
    if last is not None and last.answer == told.answer and last.digest == seen.digest:
        return last
    return None


def _last(unit: Unit, version_id: str, guardian_id: str) -> Decision | None:
    asked = select(Decision).where(Decision.version_id == version_id, Decision.guardian_id == guardian_id)
    return unit.session.exec(asked.order_by(col(Decision.at).desc(), col(Decision.created_at).desc())).first()


def _latest(unit: Unit, version_id: str) -> Mapping[str, Answer]:
    """The latest answer of each representative whose answer counts today."""
    told: dict[str, Answer] = {}
    for decision in decisions_of(unit, version_id):
        guardian = unit.session.get_one(Guardian, decision.guardian_id)
        if guardian.may_decide and _in_force(unit, guardian):
            told[decision.guardian_id] = Answer(decision.answer)
    return told


def decisions_of(unit: Unit, version_id: str) -> Sequence[Decision]:
    """Every decision on a version, the first one first. The caller has to have found the version as its own."""
    asked = select(Decision).where(Decision.version_id == version_id)
    return unit.session.exec(asked.order_by(col(Decision.at), col(Decision.created_at))).all()


def _refuse_reader(guardian: Guardian) -> None:
    if not guardian.may_decide:
        raise Forbidden(READER)


def _in_force(unit: Unit, guardian: Guardian) -> bool:
    return guardian.first_on <= unit.today <= (guardian.last_on or unit.today)
