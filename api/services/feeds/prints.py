"""Digests of all that calendars are made of and rest on, by whom it concerns. While they stand, no calendar has to
be looked at again.

Asked for once per head of the log of acts: whatever changes writes a row there in its own transaction, and acts of
`UNRELATED` touch nothing that is told here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from models.agreement import TimetableEntry, TimetableVersion
from models.audit import AuditRow
from models.base import Kept
from models.case import Case, CaseMove, Guardian, Pupil
from models.day import Absence, LessonChange
from models.document import Contract, OrderPupil, Paper
from models.message import FeedHolder
from models.person import Account, Grant
from models.place import Place, PlanningSettings
from models.school import School
from models.staff import Teacher
from models.year import Year, YearBreak, YearMovedDay, YearTerm

Told = dict[type[Kept], tuple[str, ...]]

SHARED: Told = {
    School: ("id", "code", "title", "timezone", "week_days"),
    PlanningSettings: ("school_id", "parity"),
    Year: ("id", "rev", "first_on", "last_on"),
    YearTerm: ("id", "first_on", "last_on"),
    YearBreak: ("id", "first_on", "last_on", "title", "grades"),
    YearMovedDay: ("id", "on_date", "as_day"),
    Teacher: ("id", "school_id", "account_id", "name", "last_on"),
    Place: ("id", "title"),
}
BY_ACCOUNT: Told = {  # the first column is the account
    Account: ("id", "ends_on", "disabled_at"),
    Grant: ("account_id", "id", "school_id", "role", "first_on", "last_on"),
    Guardian: ("account_id", "id", "pupil_id", "first_on", "last_on"),
}
BY_CASE: Told = {  # the first column is the case
    Case: ("id", "pupil_id", "class_title", "grade", "state"),
    Paper: ("case_id", "id", "kind", "valid_from", "valid_to", "annulled_on"),
    OrderPupil: ("case_id", "id", "first_on", "last_on", "ended_on"),
    Contract: ("case_id", "id", "first_on", "last_on", "ended_on"),
}
UNRELATED = frozenset(
    {
        "feed.make", "feed.revoke", "file.read", "medical.file_read", "medical.read", "message.put",
        "timetable.answer", "timetable.decision", "timetable.draft", "timetable.hold", "timetable.lapse",
        "timetable.mark", "timetable.offer", "timetable.recall", "timetable.remind",
    }
)  # fmt: skip


class Rests(NamedTuple):
    """What one link shows, and what it rests on (account, role, relation), as digests."""

    content: str
    standing: str


class Whose(NamedTuple):
    """Whose calendar a link is: its account, and the key of a teacher, a case or a school."""

    account_id: str
    holder: FeedHolder
    id: str


@dataclass(frozen=True)
class Prints:
    """shared: of what every calendar rests on. taught: cases a teacher has lessons of, promised or changed."""

    shared: str
    cases: Mapping[str, str]
    accounts: Mapping[str, str]
    taught: Mapping[str, frozenset[str]]

    def of(self, whose: Whose) -> Rests:
        account, own = self.accounts.get(whose.account_id, ""), ""
        if whose.holder == FeedHolder.SCHOOL:
            content = self._everything
        elif whose.holder == FeedHolder.CASE:
            content = own = self.cases.get(whose.id, "")
        else:
            taught = sorted(self.taught.get(whose.id, ()))
            content = _digest(f"{case_id} {self.cases.get(case_id, '')}" for case_id in taught)
        return Rests(f"{self.shared} {content}", f"{self.shared} {account} {own}")

    @cached_property
    def _everything(self) -> str:
        return _digest(f"{key} {told}" for key, told in sorted(self.cases.items()))


def prints_of(session: Session) -> Prints:
    """Of the whole installation: schools teach together, and one database is small."""
    shared = _digest(repr(row) for row in (*_rows(session, SHARED), *session.execute(_away())))
    cases = defaultdict(list)
    for row in (*_rows(session, BY_CASE), *(row for asked in _counted() for row in session.execute(asked))):
        cases[row[0]].append(repr(row))
    asked = select(col(Case.id), col(Pupil.surname), col(Pupil.given_names))
    for row in session.execute(asked.join(Pupil, col(Pupil.id) == col(Case.pupil_id))):
        cases[row[0]].append(repr(row))
    accounts = defaultdict(list)
    for row in _rows(session, BY_ACCOUNT):
        accounts[row[0]].append(repr(row))
    return Prints(
        shared=shared, accounts={key: _digest(told) for key, told in accounts.items()},
        cases={key: _digest(told) for key, told in cases.items()},
        taught=_taught(session),
    )  # fmt: skip


def concerned(session: Session, after: int, head: int) -> bool:
    """Whether any act of the log after a number, up to another, may have changed what is told here."""
    asked = select(col(AuditRow.n)).where(col(AuditRow.n) > after, col(AuditRow.n) <= head)
    return session.execute(asked.where(col(AuditRow.action).not_in(UNRELATED)).limit(1)).first() is not None


def _rows(session: Session, told: Told) -> Iterator[Row[Any]]:
    for kind, names in told.items():
        columns: list[Any] = [getattr(kind, name) for name in names]
        yield from session.execute(select(*columns).order_by(col(kind.id)))


def _away() -> Any:
    """Absences of teachers concern everybody they teach."""
    return select(func.count(), func.sum(Absence.rev)).where(col(Absence.case_id).is_(None))


def _counted() -> Iterator[Any]:
    """Rows that are never deleted and count every change in `rev`, by case."""
    published = select(col(TimetableVersion.case_id), func.count(), func.sum(TimetableVersion.rev))
    yield published.where(col(TimetableVersion.published_at).is_not(None)).group_by(
        col(TimetableVersion.case_id)
    )
    yield select(col(CaseMove.case_id), func.count(), func.max(CaseMove.created_at)).group_by(
        col(CaseMove.case_id)
    )
    for changed in (Absence, LessonChange):
        of_case = select(col(changed.case_id), func.count(), func.sum(changed.rev))
        yield of_case.where(col(changed.case_id).is_not(None)).group_by(col(changed.case_id))


def _taught(session: Session) -> dict[str, frozenset[str]]:
    promised = (
        select(col(TimetableEntry.teacher_id), col(TimetableVersion.case_id))
        .where(col(TimetableEntry.version_id) == col(TimetableVersion.id))
        .where(col(TimetableVersion.published_at).is_not(None))
    )
    told = defaultdict(set)
    for asked in (promised, select(col(LessonChange.teacher_id), col(LessonChange.case_id))):
        for teacher_id, case_id in session.execute(asked.distinct()):
            told[teacher_id].add(case_id)
    return {teacher_id: frozenset(case_ids) for teacher_id, case_ids in told.items()}


def _digest(told: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()
