"""What goes at the end of each term: rows that go whole, and texts that are blanked where the row has to stay.

A row stays where others rest on it or where, without names, it still counts something (a case, its moves, the lines of
orders). Days, numbers and words of lists stay in it: without a name they tell of nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import CheckConstraint, Column, Table

from models import tables
from models.agreement import (
    Approval,
    Decision,
    DetachedSignature,
    Hold,
    Mark,
    Publication,
    SigningCode,
    TimetableEntry,
    TimetableVersion,
)
from models.base import Keep, Kept, Privacy
from models.day import LessonNote
from models.document import CaseMedical, Consent
from models.family import FamilyChoice, FamilyWindow
from models.message import FeedCopy, FeedEvent
from models.once import Once
from models.plan import PinnedTime, Plan, PlanAct, PlanRow, PlanRowTeacher
from models.record import (
    BookLoan,
    CaseEvent,
    Consultation,
    ControlNote,
    CouncilPaper,
    FinalAttestation,
    NextClass,
    RowResult,
)
from models.session import Device, Invitation, RecoveryCode, SignIn
from models.timetable import Draft, DraftStep, Run, Variant
from models.workbook import StagedWorkbook

GONE = "—"  # in the place of a text that cannot be missing; fits the shortest column

WHOLE: dict[Keep, tuple[type[Kept], ...]] = {
    Keep.MEDICAL: (CaseMedical,),
    Keep.CASE: (
        BookLoan, CaseEvent, Consent, ControlNote, CouncilPaper, FamilyChoice, FamilyWindow, FinalAttestation,
        NextClass, PinnedTime, Plan, PlanAct, PlanRow, PlanRowTeacher,
    ),
    Keep.JOURNAL: (
        Approval, Consultation, Decision, DetachedSignature, FeedCopy, FeedEvent, Hold, LessonNote, Mark,
        Publication, RowResult, SigningCode, TimetableEntry, TimetableVersion,
    ),
    Keep.ACCOUNT: (Device, FeedCopy, FeedEvent, Invitation, Once, RecoveryCode, SignIn),
}  # fmt: skip
OF_YEAR: tuple[type[Kept], ...] = (DraftStep, Draft, Run, Variant, StagedWorkbook)  # journal, of no one case
OWNERS = (
    "case_id", "pupil_id", "account_id", "version_id", "plan_id", "row_id", "call_id", "link_id", "draft_id",
)  # fmt: skip


def table_of(kind: type[Any]) -> Table:
    return Kept.metadata.tables[str(kind.__tablename__)]


def blanked(keep: Keep) -> Iterator[tuple[Table, Column[Any]]]:
    """Columns of a term that are blanked: texts and bytes of rows that stay."""
    gone = {table_of(kind) for kinds in (*WHOLE.values(), OF_YEAR) for kind in kinds}
    for kind in tables.ALL:
        table = table_of(kind)
        for column in table.columns:
            if table not in gone and column.info["keep"] == keep and is_free(table, column):
                yield table, column


def is_free(table: Table, column: Column[Any]) -> bool:
    """A text or bytes of a person that somebody wrote, not a word of a list."""
    checks = " ".join(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
    listed = f"{column.name} IN (" in checks
    return column.info["privacy"] != Privacy.OPEN and hasattr(column.type, "length") and not listed


def blank_of(column: Column[Any]) -> str | None:
    return None if column.nullable else GONE
