"""Finding versions, and holding one for a change: case locked, revision, digest and state as they were shown."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Conflict, NotFound
from api.services.agreement.timetable.states import SAID, STEPS, VersionMove
from api.services.cases.life import case_of
from api.services.cases.seen import ADULT, age_on
from api.services.desk import locked, touch
from api.services.unit import Unit
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case, Guardian, Pupil
from models.person import Role

CHANGED = "Расписание изменилось, пока вы смотрели. Ваш ответ не отправлен. Посмотрите новую версию."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a page showed of a version: a change counts only while this is still so.

    rev None: an answer of a family, which the digest binds; another representative may have answered meanwhile.
    """

    digest: str
    rev: int | None = None


def version_of(unit: Unit, version_id: str) -> TimetableVersion:
    """A version of a case of the actor's school."""
    version = unit.session.get(TimetableVersion, version_id)
    if version is None:
        raise NotFound
    case_of(unit, version.case_id)
    return version


def guardian_of(unit: Unit, pupil_id: str) -> Guardian:
    """The actor as somebody who speaks for a pupil today; everybody else finds nothing."""
    if unit.actor.role != Role.PARENT:
        raise NotFound
    asked = select(Guardian).where(
        Guardian.account_id == unit.actor.account_id, Guardian.pupil_id == pupil_id,
        Guardian.first_on <= unit.today,
    )  # fmt: skip
    found = [row for row in unit.session.exec(asked) if row.last_on is None or row.last_on >= unit.today]
    pupil = unit.session.get(Pupil, pupil_id)
    if not found or pupil is None or age_on(pupil, unit.today) >= ADULT:
        raise NotFound
    return min(found, key=lambda row: not row.may_decide)


def seen_by_family(unit: Unit, version_id: str) -> tuple[TimetableVersion, Guardian]:
    """A version that was offered to a family the actor belongs to; drafts are not there for them."""
    version = unit.session.get(TimetableVersion, version_id)
    if version is None or version.state == VersionState.DRAFT:
        raise NotFound
    case = unit.session.get_one(Case, version.case_id)
    if case.school_id != unit.actor.school_id:
        raise NotFound
    return version, guardian_of(unit, case.pupil_id)


def held_version(unit: Unit, version: TimetableVersion, seen: Seen, move: VersionMove) -> TimetableVersion:
    """The version held for a move: its case is locked first, so that no two moves of one case meet.

    Raises Conflict where it is no longer what was shown, or where the table has no such move.
    """
    locked(unit, Case, version.case_id)
    held = locked(unit, TimetableVersion, version.id)
    if held is None:
        raise NotFound
    if held.digest != seen.digest:
        raise Conflict(CHANGED)
    refuse_state(held, move)
    if seen.rev not in (None, held.rev):
        raise Conflict(CHANGED)
    return held


def refuse_state(version: TimetableVersion, move: VersionMove) -> None:
    if VersionState(version.state) not in STEPS[move].origins:
        said = SAID[VersionState(version.state)]
        raise Conflict(f"Эта версия больше не ждёт решения: {said}. Откройте её снова.")


def put_state(unit: Unit, version: TimetableVersion, to: VersionState, move: VersionMove) -> None:
    """Writes the new state with its row in the log."""
    version.state = to
    touch(version, version.rev)
    unit.session.flush()
    unit.note(f"timetable.{move}", "timetable_version", version.id, to=to, digest=version.digest)


def entries_of(unit: Unit, version_id: str) -> tuple[TimetableEntry, ...]:
    asked = (
        select(TimetableEntry)
        .where(TimetableEntry.version_id == version_id)
        .order_by(col(TimetableEntry.day), col(TimetableEntry.start_min), col(TimetableEntry.id))
    )
    return tuple(unit.session.exec(asked))


def versions_of(unit: Unit, case_id: str) -> tuple[TimetableVersion, ...]:
    """Every version of a case of the actor's school, the newest first."""
    case = case_of(unit, case_id)
    asked = select(TimetableVersion).where(TimetableVersion.case_id == case.id)
    return tuple(unit.session.exec(asked.order_by(col(TimetableVersion.number).desc())))


def open_version(unit: Unit, case_id: str) -> TimetableVersion | None:
    """The version of a case that waits for an answer, an approval or its publication."""
    states = [state.value for state in STEPS[VersionMove.REPLACE].origins]
    asked = select(TimetableVersion).where(
        TimetableVersion.case_id == case_id, col(TimetableVersion.state).in_(states)
    )
    return unit.session.exec(asked).first()


def published_version(unit: Unit, case_id: str) -> TimetableVersion | None:
    """The version of a case in force."""
    asked = select(TimetableVersion).where(
        TimetableVersion.case_id == case_id, TimetableVersion.state == VersionState.PUBLISHED
    )
    return unit.session.exec(asked).first()
