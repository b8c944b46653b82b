"""What coming in with a workbook needs to remember: headings a school calls by its own names, a book under review."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal


class WorkbookColumn(Kept, table=True):
    """A heading of a school's workbooks and what it means. sheet, field: keys of exports.workbook.sheets.

    heading: folded as texts of workbooks are compared. field None: the column is not to be read.
    """

    __tablename__ = "workbook_column"
    __table_args__ = (UniqueConstraint("school_id", "sheet", "heading"),)

    school_id: str = opened(foreign_key="school.id", index=True)
    sheet: str = opened(min_length=1, max_length=20)
    heading: str = opened(min_length=1, max_length=200)
    field: str | None = opened(default=None, max_length=40)


class StagedWorkbook(Kept, table=True):
    """A workbook that somebody looks through before it is taken over: one per account, school and year.

    book: the file. content: what was read of it as JSON: a registry, or what keeps it from being one.
    It goes when it is taken over or thrown away, at the latest after a day.
    """

    __tablename__ = "staged_workbook"
    __table_args__ = (
        UniqueConstraint("account_id", "school_id", "year_id"),
        CheckConstraint("book IS NOT NULL OR content IS NOT NULL", name="something"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    at: AwareDatetime = opened()
    book: bytes | None = personal(Keep.CASE, default=None)
    content: str | None = personal(Keep.CASE, default=None)
