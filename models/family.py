"""What a family tells: when an adult is at home, times that are taken, wishes with their weight, daily limits."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint

from models.base import Keep, Kept, opened, personal, special
from models.case import among
from models.staff import SPAN
from scheduler.terms import FamilyKind


class Channel(StrEnum):
    """How it came to the school."""

    FAMILY = "family"  # entered by the family itself
    CALL = "call"
    PAPER = "paper"
    WORKBOOK = "workbook"


class FamilyWindow(Kept, table=True):
    """Weekly time of a family; mirrors scheduler.registry.values.FamilyWindow.

    Days and weeks with commas (`mon,tue`; `1,3`), None: all; minutes half-open. weight of wishes: 1 desirable,
    2 important, 4 very important. What is never possible may be a treatment, so the kind is special data.
    """

    __tablename__ = "family_window"
    __table_args__ = (
        CheckConstraint(among("kind", FamilyKind), name="kind"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("weight IN (1, 2, 4)", name="weight"),
        CheckConstraint(among("channel", Channel), name="channel"),
        CheckConstraint("kind <> 'other_home' OR place_id IS NOT NULL", name="other_home"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    kind: str = special(Keep.CASE, max_length=12)
    days: str | None = opened(default=None, max_length=40)
    weeks: str | None = opened(default=None, max_length=20)
    start_min: int = personal(Keep.CASE, default=0)
    end_min: int = personal(Keep.CASE, default=24 * 60)
    weight: int = opened(default=1)
    place_id: str | None = opened(default=None, foreign_key="place.id")
    channel: str = opened(default=Channel.FAMILY, max_length=10)
    account_id: str | None = opened(default=None, foreign_key="account.id")


class FamilyChoice(Kept, table=True):
    """Daily limits a family wishes or the deputy sets for a case; medical ones stand in `case_medical` alone."""

    __tablename__ = "family_choice"
    __table_args__ = (
        CheckConstraint("break_min BETWEEN 0 AND 120", name="break_min"),
        CheckConstraint("max_day_lessons IS NULL OR max_day_lessons BETWEEN 1 AND 12", name="lessons"),
        CheckConstraint("max_teachers_day IS NULL OR max_teachers_day BETWEEN 1 AND 12", name="teachers"),
    )

    case_id: str = opened(foreign_key="case_file.id", unique=True)
    max_day_lessons: int | None = personal(Keep.CASE, default=None)
    max_day_min: int | None = personal(Keep.CASE, default=None)
    break_min: int = personal(Keep.CASE, default=10)
    max_remote_day_min: int | None = personal(Keep.CASE, default=None)
    max_teachers_day: int | None = personal(Keep.CASE, default=None)
