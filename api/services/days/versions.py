"""Published versions with their lessons: what was in force, and what is, on which days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from api.services.agreement.timetable.content import content_of
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.day import LessonChange
from models.message import FeedHolder

SHOWN = (VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.ENDED)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose lessons: key of a teacher, a case or a school."""

    holder: FeedHolder
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A version that was published, with all its lessons."""

    version: TimetableVersion
    case: Case
    entries: tuple[TimetableEntry, ...]
    cycle_weeks: int

    @property
    def days(self) -> tuple[date, date]:
        """First and last day it really holds; of one replaced before it began, the last lies before the first."""
        return self.version.first_on, self.version.ended_on or self.version.last_on


def held_for(session: Session, whose: Whose, first: date, last: date) -> tuple[Held, ...]:
    """Versions that give somebody lessons on days of a span, both inclusive; cases a teacher only steps in for, too."""
    asked = (
        select(TimetableVersion, Case)
        .where(TimetableVersion.case_id == Case.id, _of_holder(whose))
        .where(col(TimetableVersion.state).in_([state.value for state in SHOWN]))
        .where(col(TimetableVersion.published_at).is_not(None))
        .where(TimetableVersion.first_on <= last, TimetableVersion.last_on >= first)
        .order_by(col(TimetableVersion.case_id), col(TimetableVersion.number))
    )
    found = session.exec(asked).all()
    entries = _entries(session, [version.id for version, _ in found])
    return tuple(
        Held(
            version=version, case=case, entries=tuple(entries[version.id]),
            cycle_weeks=content_of(version.text or "").cycle_weeks,
        )
        for version, case in found
    )  # fmt: skip


def _of_holder(whose: Whose) -> Any:
    if whose.holder == FeedHolder.CASE:
        return col(Case.id) == whose.id
    if whose.holder == FeedHolder.SCHOOL:
        return col(Case.school_id) == whose.id
    given = select(TimetableEntry.version_id).where(TimetableEntry.teacher_id == whose.id)
    steps_in = select(LessonChange.case_id).where(LessonChange.teacher_id == whose.id)
    return or_(col(TimetableVersion.id).in_(given), col(Case.id).in_(steps_in))


def _entries(session: Session, version_ids: Sequence[str]) -> dict[str, list[TimetableEntry]]:
    asked = select(TimetableEntry).where(col(TimetableEntry.version_id).in_(version_ids))
    told: dict[str, list[TimetableEntry]] = defaultdict(list)
    for entry in session.exec(asked.order_by(col(TimetableEntry.id))):
        told[entry.version_id].append(entry)
    return told
