"""Schools of the network."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint

from models.base import Kept, opened


class SchoolKind(StrEnum):
    BASE = "base"
    PARTNER = "partner"


class School(Kept, table=True):
    """A school; `code` is short and stands in addresses of pages and in workbooks."""

    __tablename__ = "school"
    __table_args__ = (
        CheckConstraint("week_days BETWEEN 5 AND 6", name="week_days"),
        CheckConstraint("academic_hour_min BETWEEN 20 AND 45", name="academic_hour"),
        CheckConstraint("kind IN ('base', 'partner')", name="kind"),
    )

    code: str = opened(unique=True, min_length=1, max_length=40)
    title: str = opened(min_length=1, max_length=300)
    kind: str = opened(default=SchoolKind.BASE, max_length=10)
    timezone: str = opened(default="Asia/Yekaterinburg", max_length=60)
    week_days: int = opened(default=5)
    academic_hour_min: int = opened(default=40)
    pmpk_required: bool = opened(default=True)
    clock_working_days: bool = opened(default=False)
