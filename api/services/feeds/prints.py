"""A digest of all that calendars are made of and rest on. While it stands, none has to be looked at again.

Asked for once per head of the log of acts: whatever changes writes a row there in its own transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.agreement import TimetableVersion
from models.base import Table
from models.case import Case, CaseMove, Guardian, Pupil
from models.day import Absence, LessonChange
from models.person import Account, Grant
from models.place import Place, PlanningSettings
from models.school import School
from models.staff import Teacher
from models.year import Year, YearBreak, YearMovedDay, YearTerm

TOLD: dict[type[Table], tuple[str, ...]] = {
    School: ("id", "code", "title", "timezone", "week_days"),
    PlanningSettings: ("school_id", "parity"),
    Year: ("id", "rev", "first_on", "last_on"),
    YearTerm: ("id", "first_on", "last_on"),
    YearBreak: ("id", "first_on", "last_on", "title", "grades"),
    YearMovedDay: ("id", "on_date", "as_day"),
    Case: ("id", "class_title", "grade", "state"),
    Pupil: ("id", "surname", "given_names"),
    Teacher: ("id", "school_id", "account_id", "last_on"),
    Account: ("id", "ends_on", "disabled_at"),
    Grant: ("id", "account_id", "school_id", "role", "first_on", "last_on"),
    Guardian: ("id", "account_id", "pupil_id", "first_on", "last_on"),
    Place: ("id", "title"),
}


def print_of(session: Session) -> str:
    """Of the whole installation: schools teach together, and one database is small."""
    told = hashlib.sha256()
    for asked in _asked():
        told.update(repr([tuple(row) for row in session.execute(asked)]).encode("utf-8"))
    return told.hexdigest()


def _asked() -> Iterator[Any]:
    versions = select(func.count(), func.sum(TimetableVersion.rev))
    yield versions.where(col(TimetableVersion.published_at).is_not(None))
    yield select(func.count(), func.max(CaseMove.created_at)).select_from(CaseMove)
    for changed in (Absence, LessonChange):  # rows that are never deleted and count every change in `rev`
        yield select(func.count(), func.sum(changed.rev)).select_from(changed)
    for kind, names in TOLD.items():
        columns: list[Any] = [getattr(kind, name) for name in names]
        yield select(*columns).order_by(columns[0])
