"""Versions of several cases with everything about them, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from api.services.agreement.timetable.content import Content, content_of
from api.services.agreement.timetable.states import STEPS, VersionMove, judged
from api.services.unit import Unit
from models.agreement import Answer, Approval, Decision, TimetableVersion, VersionState
from models.base import Kept
from models.case import Case, Guardian, Pupil
from models.person import Account
from models.school import School

OPEN = STEPS[VersionMove.REPLACE].origins  # waits for an answer, an approval or its publication
CURRENT = OPEN | {VersionState.PUBLISHED}
Row = TypeVar("Row", bound=Kept)
AGREED = frozenset({VersionState.AGREED, VersionState.APPROVED, VersionState.PUBLISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """versions: by case, the newest first. decisions: by version, the first one first. guardians: by pupil.

    zone: of the school; instants are shown in it. level: the strength of an agreement the school asks for.
    """

    at: datetime
    today: date
    zone: ZoneInfo
    level: int
    cases: Mapping[str, Case]
    pupils: Mapping[str, Pupil]
    versions: Mapping[str, Sequence[TimetableVersion]]
    decisions: Mapping[str, Sequence[Decision]]
    approvals: Mapping[str, Approval]
    guardians: Mapping[str, Sequence[Guardian]]
    names: Mapping[str, str]

    def guardian(self, guardian_id: str) -> Guardian:
        return next(row for rows in self.guardians.values() for row in rows if row.id == guardian_id)

    def deciding(self, pupil_id: str) -> tuple[Guardian, ...]:
        """Whose answer counts today."""
        return tuple(
            row for row in self.guardians.get(pupil_id, ()) if row.may_decide and in_force(row, self.today)
        )

    def latest(self, version: TimetableVersion) -> dict[str, Decision]:
        """The latest decision of each representative whose answer counts today."""
        counts = {row.id for row in self.deciding(self.cases[version.case_id].pupil_id)}
        return {
            row.guardian_id: row for row in self.decisions.get(version.id, ()) if row.guardian_id in counts
        }

    def state(self, version: TimetableVersion) -> VersionState:
        """As it stands at this instant: silence past the deadline counts before anybody has written it down."""
        lapsed = version.answer_until is not None and version.answer_until <= self.at
        state = VersionState(version.state)
        return VersionState.UNANSWERED if state == VersionState.OFFERED and lapsed else state

    def too_weak(self, version: TimetableVersion) -> bool:
        """Whether it is agreed to, but by nobody as firmly as the school asks for."""
        agreed = [row.strength for row in self.latest(version).values() if row.answer == Answer.AGREED]
        return self.state(version) == VersionState.AGREED and max(agreed, default=0) < self.level

    def agreed_before(self, version: TimetableVersion) -> TimetableVersion | None:
        """The newest earlier version that a family agreed to or the school put in force; None: this is the first."""
        earlier = (row for row in self.versions[version.case_id] if row.number < version.number)
        return next((row for row in earlier if self._was_agreed(row)), None)

    def _was_agreed(self, version: TimetableVersion) -> bool:
        if VersionState(version.state) in AGREED or version.approved_at is not None:
            return True
        answers = [Answer(row.answer) for row in self.latest(version).values()]
        return judged(answers, lapsed=False) == VersionState.AGREED

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def in_force(guardian: Guardian, today: date) -> bool:
    return guardian.first_on <= today <= (guardian.last_on or today)


def shelf_of(unit: Unit, cases: Sequence[Case], states: Collection[VersionState] = ()) -> Shelf:
    """Everything about versions of some cases of one school. states: only these (default: all but drafts)."""
    ids = [case.id for case in cases]
    asked = select(TimetableVersion).where(
        col(TimetableVersion.case_id).in_(ids),
        col(TimetableVersion.state).in_([state.value for state in states or _SHOWN]),
    )
    versions = unit.session.exec(asked.order_by(col(TimetableVersion.number).desc())).all()
    keys = [row.id for row in versions]
    decisions = unit.session.exec(
        select(Decision)
        .where(col(Decision.version_id).in_(keys))
        .order_by(col(Decision.at), col(Decision.created_at))
    ).all()
    approvals = unit.session.exec(select(Approval).where(col(Approval.version_id).in_(keys))).all()
    pupils = {case.pupil_id for case in cases}
    guardians = unit.session.exec(
        select(Guardian)
        .where(col(Guardian.pupil_id).in_(pupils))
        .order_by(col(Guardian.first_on), col(Guardian.created_at), col(Guardian.id))
    ).all()
    people = [row.account_id for row in guardians] + [row.account_id for row in approvals]
    people += [row.offered_by for row in versions if row.offered_by] + [
        row.entered_by for row in decisions if row.entered_by
    ]
    return Shelf(
        at=unit.at, today=unit.today, zone=zone_of(unit), level=school_of(unit).agreement_level,
        cases={case.id: case for case in cases},
        pupils=_by_id(unit, Pupil, pupils), versions=_grouped(versions, "case_id"),
        decisions=_grouped(decisions, "version_id"), approvals={row.version_id: row for row in approvals},
        guardians=_grouped(guardians, "pupil_id"),
        names={key: row.name for key, row in _by_id(unit, Account, people).items()},
    )  # fmt: skip


_SHOWN = frozenset(VersionState) - {VersionState.DRAFT}


def school_of(unit: Unit) -> School:
    return unit.session.get_one(School, unit.actor.school_id)


def zone_of(unit: Unit) -> ZoneInfo:
    return ZoneInfo(school_of(unit).timezone)


def _by_id(unit: Unit, kind: type[Row], ids: Iterable[str]) -> dict[str, Row]:
    return {row.id: row for row in unit.session.exec(select(kind).where(col(kind.id).in_(set(ids))))}


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        told[getattr(row, column)].append(row)
    return told


def read(version: TimetableVersion) -> Content:
    """What the version says, from its stored text."""
    return content_of(version.text or "")
