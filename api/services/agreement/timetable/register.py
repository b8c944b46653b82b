"""Versions of the actor's school as records, and one held for a change by who has seen its revision."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from api.services.agreement.timetable.desk import version_of
from api.services.cases.life import case_of
from api.services.desk import at_desk, expect, locked
from api.services.unit import Unit
from models.agreement import TimetableVersion, VersionState
from models.case import Case


def versions_of_school(
    unit: Unit, case_id: str | None = None, state: VersionState | None = None
) -> Sequence[TimetableVersion]:
    """By case, the newest first; of one case or in one state. NotFound for a foreign case."""
    asked = select(TimetableVersion).join(Case, col(Case.id) == col(TimetableVersion.case_id))
    asked = asked.where(Case.school_id == at_desk(unit))
    if case_id is not None:
        asked = asked.where(TimetableVersion.case_id == case_of(unit, case_id).id)
    if state is not None:
        asked = asked.where(TimetableVersion.state == state)
    return unit.session.exec(asked.order_by(col(Case.code), col(TimetableVersion.number).desc())).all()


def expect_version(unit: Unit, version_id: str, tags: Collection[str]) -> TimetableVersion:
    """The version, its case locked before it as every move does; Stale where the caller has not seen its revision."""
    version = version_of(unit, version_id)
    locked(unit, Case, version.case_id)
    return expect(unit, TimetableVersion, version.id, tags)
