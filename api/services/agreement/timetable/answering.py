"""What a family says: marks of single lessons, and one decision that quotes the whole version's digest.

From a page an opinion, never called a signature, unless a code that was sent signs it (`signing`). Until the director
approves it may be taken back. One representative's agreement is enough unless another declines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.agreement.canonical import same_code
from api.services.agreement.timetable.desk import (
    CHANGED,
    Seen,
    entries_of,
    held_version,
    put_state,
    seen_by_family,
    version_of,
)
from api.services.agreement.timetable.signing import Proof, spend
from api.services.agreement.timetable.states import VersionMove, judged
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from models.agreement import Answer, AnswerChannel, Decision, Mark, Strength, TimetableVersion
from models.case import Case, Guardian

READER = (
    "Вы можете посмотреть расписание, но ответ даёт другой представитель. Если это ошибка, позвоните в школу."
)


NOT_ALL = "Вы отметили, что подходит не всё. Нажмите «Подходит не всё» или поменяйте отметки у занятий."
WHAT_NOT = "Отметьте занятие, которое не подходит, или напишите об этом словами: школа предложит другое."
STAFF_HAS = {AnswerChannel.PAPER: Strength.PAPER, AnswerChannel.FILE: Strength.DETACHED}
NOTHING_TO_TAKE_BACK = "Вашего ответа на это расписание нет: отзывать нечего."


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLesson:
    """What is said of one lesson, named by the digest of its content."""

    digest: str
    fits: bool
    reason: str | None = None

    @property
    def why(self) -> str | None:
        """The reason as it is kept; of a lesson that suits there is none."""
        return None if self.fits else (self.reason or "").strip()[:500] or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A decision to be written. lessons: marks that are sent with it, any of the version's. proof: what signs it."""

    answer: Answer
    comment: str | None = None
    new_device: bool = False
    lessons: tuple[OfLesson, ...] = ()
    proof: Proof | None = None

    @property
    def said(self) -> str | None:
        return (self.comment or "").strip()[:1000] or None


def mark_lesson(unit: Unit, version_id: str, digest: str, fits: bool, reason: str | None) -> Mark:
    """What a representative says of one lesson; said again, it replaces what was said before."""
    version, guardian = seen_by_family(unit, version_id)
    _refuse_reader(guardian)
    held_version(unit, version, Seen(digest=version.digest or ""), VersionMove.ANSWER)
    if digest not in {entry.digest for entry in entries_of(unit, version_id)}:
        raise NotFound
    return _mark(unit, version_id, unit.actor.account_id, OfLesson(digest=digest, fits=fits, reason=reason))


def _mark(unit: Unit, version_id: str, account_id: str, told: OfLesson) -> Mark:
    asked = select(Mark).where(
        Mark.version_id == version_id, Mark.account_id == account_id, Mark.digest == told.digest
    )
    mark = unit.session.exec(asked).first() or Mark(
        version_id=version_id, account_id=account_id, digest=told.digest, fits=told.fits
    )
    mark.fits, mark.reason, mark.carried = told.fits, told.why, False
    unit.session.add(mark)
    unit.session.flush()
    unit.note("timetable.mark", "timetable_version", version_id, lesson=told.digest, fits=told.fits)
    return mark


def reply(unit: Unit, version_id: str, seen: Seen, told: Reply) -> Decision:
    """The family's own answer from its page. The same answer sent twice is one answer."""
    version, guardian = seen_by_family(unit, version_id)
    _refuse_reader(guardian)
    return _decide(unit, version, guardian, seen, told, AnswerChannel.PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """How an answer came to the staff. code: of the version, as it stands on the paper. filed: by a file that signs
    this version's text (`detached`)."""

    channel: AnswerChannel
    code: str = ""
    filed: bool = False

    @property
    def told(self) -> bool:
        """Whether staff may write it down so: nobody says that a file came who has none."""
        return self.channel != AnswerChannel.PAGE and (self.channel == AnswerChannel.FILE) == self.filed


def enter_reply(unit: Unit, version_id: str, guardian_id: str, seen: Seen, told: Reply, by: By) -> Decision:
    """An answer staff has from a call, a paper or a visit, with whose it is."""
    at_desk(unit)
    version = version_of(unit, version_id)
    guardian = unit.session.get(Guardian, guardian_id)
    case = unit.session.get_one(Case, version.case_id)
    if guardian is None or guardian.pupil_id != case.pupil_id or not _in_force(unit, guardian):
        raise NotFound
    faults = {}
    if not guardian.may_decide:
        faults["guardian_id"] = ["Выберите представителя, который вправе решать."]
    if not by.told:
        faults["channel"] = ["Укажите, как семья ответила: по телефону, на бумаге или лично."]
    if by.channel == AnswerChannel.PAPER and not same_code(by.code, version.digest or "0" * 64):
        faults["code"] = ["Код не совпадает: на бумаге другое расписание, или в коде опечатка."]
    if faults:
        raise Invalid(faults)
    return _decide(unit, version, guardian, seen, told, by.channel)


def _decide(
    unit: Unit,
    version: TimetableVersion,
    guardian: Guardian,
    seen: Seen,
    told: Reply,
    channel: AnswerChannel,
) -> Decision:
    _refuse_halves(told)
    locked(unit, Case, version.case_id)
    same = _same_again(unit, version, guardian, seen, told, _weight(told, channel))
    if same is not None:
        return same
    held = held_version(unit, version, seen, VersionMove.ANSWER)
    _put_marks(unit, held, guardian, told.lessons)
    decision = Decision(
        version_id=held.id,
        guardian_id=guardian.id,
        answer=told.answer,
        digest=seen.digest,
        channel=channel,
        entered_by=None if channel == AnswerChannel.PAGE else unit.actor.account_id,
        comment=told.said,
        at=unit.at,
        new_device=told.new_device,
        strength=_weight(told, channel),
    )
    _spend(unit, decision, told)
    unit.session.add(decision)
    unit.session.flush()
    unit.note(
        "timetable.decision", "timetable_version", held.id, answer=told.answer, channel=channel,
        digest=seen.digest, decision=decision.id, strength=decision.strength,
    )  # fmt: skip
    lapsed = held.answer_until is not None and held.answer_until <= unit.at
    put_state(unit, held, judged(_latest(unit, held.id).values(), lapsed), VersionMove.ANSWER)
    return decision


def _weight(told: Reply, channel: AnswerChannel) -> Strength:
    """What an answer weighs."""
    if channel == AnswerChannel.PAGE:
        return Strength.NOTE if told.proof is None else Strength.SIGNED
    return STAFF_HAS.get(channel, Strength.NOTE)


def _spend(unit: Unit, decision: Decision, told: Reply) -> None:
    """The code that signs an answer counts once, for what it was sent for."""
    if decision.strength != Strength.SIGNED or told.proof is None:
        return
    if not told.proof.fits(decision.version_id, decision.digest, unit.actor.account_id):
        raise Conflict(CHANGED)
    spend(unit, told.proof)


def _refuse_halves(told: Reply) -> None:
    """Agreement is to the whole; who does not agree says to what."""
    unfit = [lesson for lesson in told.lessons if not lesson.fits]
    if told.answer == Answer.AGREED and unfit:
        raise Invalid({"answer": [NOT_ALL]})
    if told.answer == Answer.DECLINED and not unfit and not told.said:
        raise Invalid({"comment": [WHAT_NOT]})


def _put_marks(unit: Unit, held: TimetableVersion, guardian: Guardian, lessons: Sequence[OfLesson]) -> None:
    known = {entry.digest for entry in entries_of(unit, held.id)}
    if not known.issuperset(lesson.digest for lesson in lessons):
        raise Conflict(CHANGED)
    for lesson in lessons:
        _mark(unit, held.id, guardian.account_id, lesson)


def _same_again(
    unit: Unit, version: TimetableVersion, guardian: Guardian, seen: Seen, told: Reply, weight: Strength
) -> Decision | None:
    """The decision this one would only repeat: the same answer of the same person to the same content, which weighed
    as much."""
    last = _last(unit, version.id, guardian.id)
    if told.answer == Answer.WITHDRAWN and (last is None or last.digest != seen.digest):
        raise Conflict(NOTHING_TO_TAKE_BACK)
    if last is None or last.answer != told.answer or last.digest != seen.digest:
        return None
    if weight > last.strength:
        return None  # the same said again, but signed this time
    more = told.answer == Answer.DECLINED and (
        last.comment != told.said or _says_else(unit, version, guardian, told.lessons)
    )
    return None if more else last


def _says_else(
    unit: Unit, version: TimetableVersion, guardian: Guardian, lessons: Sequence[OfLesson]
) -> bool:
    """Whether other things are said of lessons than were said before."""
    known = {
        mark.digest: (mark.fits, mark.reason) for mark in marks_of(unit, version.id, guardian.account_id)
    }
    return any(known.get(lesson.digest) != (lesson.fits, lesson.why) for lesson in lessons)


def marks_of(unit: Unit, version_id: str, account_id: str | None = None) -> Sequence[Mark]:
    """Marks of lessons of a version, of everybody or of one. The caller has found the version as its own."""
    asked = select(Mark).where(Mark.version_id == version_id)
    if account_id is not None:
        asked = asked.where(Mark.account_id == account_id)
    return unit.session.exec(asked.order_by(col(Mark.created_at), col(Mark.id))).all()


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


def decision_of(unit: Unit, decision_id: str) -> Decision:
    """An answer to a version of the actor's school, for whoever files the paper it was given on."""
    at_desk(unit)
    decision = unit.session.get(Decision, decision_id)
    if decision is None or decision.strength != Strength.PAPER:
        raise NotFound
    version_of(unit, decision.version_id)
    return decision


def _refuse_reader(guardian: Guardian) -> None:
    if not guardian.may_decide:
        raise Forbidden(READER)


def _in_force(unit: Unit, guardian: Guardian) -> bool:
    return guardian.first_on <= unit.today <= (guardian.last_on or unit.today)
