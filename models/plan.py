"""Plans (ИУП, ИОМ, СИПР) in versions: rows with exact hours, agreed by the parent, approved by the director.

A row's `key` lasts over versions of the plan and over years of lessons: dated lessons are told apart by it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text, true

from models.base import Keep, Kept, new_id, opened, personal, special
from models.case import among
from scheduler.terms import Block, HoursKind, LessonForm, Pattern, Weekday


class PlanKind(StrEnum):
    """Individual plan, route, programme; which one it is tells of the child's needs."""

    IUP = "iup"
    IOM = "iom"
    SIPR = "sipr"


class PlanState(StrEnum):
    """DRAFT may be changed; from OFFERED on rows and digest stand."""

    DRAFT = "draft"
    OFFERED = "offered"
    AGREED = "agreed"
    APPROVED = "approved"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


class Act(StrEnum):
    """What was done with an offered version. WITHDRAW: a representative takes an answer back."""

    OFFER = "offer"
    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RECALL = "recall"
    APPROVE = "approve"


class AnswerChannel(StrEnum):
    """How an answer came: given on one's own page, or entered by the school from a call, a paper, a meeting."""

    PAGE = "page"
    CALL = "call"
    PAPER = "paper"
    MEETING = "meeting"


APPROVED = text("state = 'approved'")


class Plan(Kept, table=True):
    """A version of a case's plan, in force first_on..last_on (inclusive).

    text: the canonical text of an offered version, digest: its SHA-256; None while it is a draft. At most one
    version of a case is approved at a time; the one before becomes superseded with its last day set. Where
    versions once approved overlap, the one approved later holds. basis_id: the version it was made from.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(among("kind", PlanKind), name="kind"),
        CheckConstraint(among("state", PlanState), name="state"),
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("(text IS NULL) = (digest IS NULL)", name="digest"),
        CheckConstraint("state = 'draft' OR digest IS NOT NULL", name="bound"),
        Index("ux_plan_one_approved", "case_id", unique=True, sqlite_where=APPROVED, postgresql_where=APPROVED),
    )  # fmt: skip

    case_id: str = opened(foreign_key="case_file.id", index=True)
    number: int = opened(ge=1)
    kind: str = special(Keep.CASE, max_length=10)
    state: str = opened(default=PlanState.DRAFT, max_length=12)
    first_on: date = opened()
    last_on: date = opened()
    basis_id: str | None = opened(default=None, foreign_key="plan.id")
    text: str | None = special(Keep.CASE, default=None)
    digest: str | None = opened(default=None, index=True, min_length=64, max_length=64)
    offered_at: AwareDatetime | None = opened(default=None)
    decided_at: AwareDatetime | None = opened(default=None)
    approved_at: AwareDatetime | None = opened(default=None)


class PlanAct(Kept, table=True):
    """A move of a version made: by whom, of which digest. guardian_id: whose answer it is.

    request: the key the form came with; the same form sent twice makes one act.
    """

    __tablename__ = "plan_act"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint(among("act", Act), name="act"),
        CheckConstraint(f"channel IS NULL OR {among('channel', AnswerChannel)}", name="channel"),
        CheckConstraint("act NOT IN ('agree', 'decline') OR guardian_id IS NOT NULL", name="answer"),
    )

    plan_id: str = opened(foreign_key="plan.id", index=True)
    number: int = opened(ge=1)
    act: str = opened(max_length=10)
    at: AwareDatetime = opened()
    account_id: str = opened(foreign_key="account.id")
    guardian_id: str | None = opened(default=None, foreign_key="guardian.id")
    channel: str | None = opened(default=None, max_length=10)
    reason: str | None = special(Keep.CASE, default=None, max_length=1000)
    digest: str = opened(min_length=64, max_length=64)
    request: str | None = opened(default=None, unique=True, max_length=32)


class PlanRow(Kept, table=True):
    """A line of a plan; mirrors scheduler.registry.values.PlanLine. Hours are exact: part / over.

    key: lasts over versions. shared: rows of several cases with the same word are one lesson for all of them.
    lesson_min None: as the norms allow. by_screen: when it cannot be given as the row says, a lesson may go by screen.
    yearly_*: hours of the row's part of the year, as counted when it was made. Days and weeks with commas, None: all.
    """

    __tablename__ = "plan_row"
    __table_args__ = (
        UniqueConstraint("plan_id", "key"),
        UniqueConstraint("plan_id", "position"),
        CheckConstraint(among("block", Block), name="block"),
        CheckConstraint(among("kind", HoursKind), name="kind"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(among("pattern", Pattern), name="pattern"),
        CheckConstraint("hours_part >= 0 AND hours_over >= 1", name="hours"),
        CheckConstraint("in_class_part >= 0 AND in_class_over >= 1", name="in_class"),
        CheckConstraint("(paid_part IS NULL) = (paid_over IS NULL)", name="paid"),
        CheckConstraint("(yearly_part IS NULL) = (yearly_over IS NULL)", name="yearly"),
        CheckConstraint("lesson_min IS NULL OR lesson_min BETWEEN 5 AND 120", name="lesson"),
        CheckConstraint("max_per_day BETWEEN 1 AND 8", name="max_per_day"),
    )

    plan_id: str = opened(foreign_key="plan.id", index=True)
    key: str = opened(default_factory=new_id, min_length=1, max_length=60)
    position: int = opened(ge=1)
    shared: str | None = opened(default=None, max_length=60)
    area: str = personal(Keep.CASE, default="", max_length=200)
    subject: str = personal(Keep.CASE, min_length=1, max_length=200)
    block: str = personal(Keep.CASE, default=Block.MANDATORY, max_length=20)
    kind: str = opened(default=HoursKind.CONTACT, max_length=12)
    form: str = opened(default=LessonForm.HOME, max_length=10)
    place_id: str | None = opened(default=None, foreign_key="place.id")
    hours_part: int = opened()
    hours_over: int = opened(default=1)
    in_class_part: int = opened(default=0)
    in_class_over: int = opened(default=1)
    lesson_min: int | None = opened(default=None)
    paid_part: int | None = opened(default=None)
    paid_over: int | None = opened(default=None)
    yearly_part: int | None = opened(default=None)
    yearly_over: int | None = opened(default=None)
    pattern: str = opened(default=Pattern.PARITY, max_length=12)
    slot: str | None = opened(default=None, max_length=60)
    max_per_day: int = opened(default=1)
    weeks: str | None = opened(default=None, max_length=20)
    difficulty: int | None = opened(default=None)
    first_on: date | None = opened(default=None)
    last_on: date | None = opened(default=None)
    by_screen: bool = opened(default=True, sa_column_kwargs={"server_default": true()})


class PlanRowTeacher(Kept, table=True):
    """Who gives a row, where it is not everybody whose subjects and grades fit."""

    __tablename__ = "plan_row_teacher"
    __table_args__ = (UniqueConstraint("row_id", "teacher_id"),)

    row_id: str = opened(foreign_key="plan_row.id", index=True)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)


class PinnedTime(Kept, table=True):
    """A lesson of a row agreed already. row_key: of the row, in whatever version; week None: every week it has."""

    __tablename__ = "pinned_time"
    __table_args__ = (
        CheckConstraint(among("day", Weekday), name="day"),
        CheckConstraint("week IS NULL OR week BETWEEN 1 AND 4", name="week"),
        CheckConstraint("start_min BETWEEN 0 AND 1439", name="start"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    row_key: str = opened(min_length=1, max_length=60)
    day: str = opened(max_length=3)
    week: int | None = opened(default=None)
    start_min: int = opened()
    teacher_id: str | None = opened(default=None, foreign_key="teacher.id")
