"""Mending the dated year: plans of make-ups with a family's one answer, lessons that teachers are asked to take."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, text

from models.base import Keep, Kept, opened, personal
from models.case import among
from models.staff import SPAN
from scheduler.terms import LessonForm


class MakeUpState(StrEnum):
    """DRAFT: at the desk. SENT: the family may answer until `until`. DROPPED: taken back by the school."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    DROPPED = "dropped"


class CallState(StrEnum):
    """OPEN: whoever answers first takes it. CLOSED: taken back by the school."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


OPEN_CALL = text("state = 'open'")
NOWHERE = "(on_date IS NULL) = (start_min IS NULL) AND (on_date IS NULL) = (end_min IS NULL)"


class MakeUpPlan(Kept, table=True):
    """How the lessons of one illness, or others that a case is owed, are made up. One open plan a case.

    first_on, week_count: the days it was sought in. remote_until: before that day lessons are remote only.
    most_moves: how many published lessons of the child may move for it. proved: no plan is better, of the kind that
    `scheduler.repair.Moving` says; None: nobody has said.
    """

    __tablename__ = "make_up_plan"
    __table_args__ = (
        CheckConstraint(among("state", MakeUpState), name="state"),
        CheckConstraint("week_count BETWEEN 1 AND 6", name="week_count"),
        CheckConstraint("most_a_day BETWEEN 1 AND 2", name="most_a_day"),
        CheckConstraint("(state IN ('draft', 'dropped')) OR sent_at IS NOT NULL", name="sent"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="answered"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    case_id: str = opened(foreign_key="case_file.id", index=True)
    absence_id: str | None = opened(default=None, foreign_key="absence.id", index=True)
    state: str = opened(default=MakeUpState.DRAFT, max_length=10)
    first_on: date = opened()
    week_count: int = opened(default=3)
    most_a_day: int = opened(default=2)
    most_moves: int = opened(default=0, sa_column_kwargs={"server_default": "0"})
    remote_until: date | None = opened(default=None)
    others: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
    proved: bool | None = opened(default=None)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    sent_at: AwareDatetime | None = opened(default=None)
    until: AwareDatetime | None = opened(default=None)
    answered_at: AwareDatetime | None = opened(default=None)
    answered_by: str | None = opened(default=None, foreign_key="account.id")


class MakeUpLesson(Kept, table=True):
    """A lost lesson of a plan and its new time, None with the reason where there is none; or a published lesson that
    moves for it (`was_start_min`: from where).

    tag: what was seen of the lesson. lost_on: its day until now. fits: the family's word, None before it. change_id:
    the lesson it became.
    """

    __tablename__ = "make_up_lesson"
    __table_args__ = (
        UniqueConstraint("plan_id", "lesson"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(f"on_date IS NULL OR ({SPAN})", name="span"),
        CheckConstraint(NOWHERE, name="placed"),
    )

    plan_id: str = opened(foreign_key="make_up_plan.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)
    tag: str = opened(max_length=16)
    row_key: str = opened(min_length=1, max_length=60)
    subject: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    lost_on: date = opened()
    minutes: int = opened()
    was_start_min: int | None = opened(default=None)
    on_date: date | None = opened(default=None)
    start_min: int | None = opened(default=None)
    end_min: int | None = opened(default=None)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    form: str = opened(max_length=10)
    place_id: str | None = opened(default=None, foreign_key="place.id")
    why: str = personal(Keep.JOURNAL, default="", max_length=1000)
    fits: bool | None = opened(default=None)
    reason: str = personal(Keep.JOURNAL, default="", max_length=500)
    change_id: str | None = opened(default=None, foreign_key="lesson_change.id")

    @property
    def is_move(self) -> bool:
        return self.was_start_min is not None


class SubstituteCall(Kept, table=True):
    """A lesson that several teachers were asked to take over; the first acceptance wins."""

    __tablename__ = "substitute_call"
    __table_args__ = (
        CheckConstraint(among("state", CallState), name="state"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("(state = 'taken') = (teacher_id IS NOT NULL)", name="taken"),
        Index(
            "ux_substitute_call_one_open", "case_id", "lesson", unique=True, sqlite_where=OPEN_CALL,
            postgresql_where=OPEN_CALL,
        ),
    )  # fmt: skip

    school_id: str = opened(foreign_key="school.id", index=True)
    absence_id: str = opened(foreign_key="absence.id", index=True)
    case_id: str = opened(foreign_key="case_file.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)
    tag: str = opened(max_length=16)
    subject: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    on_date: date = opened()
    start_min: int = opened()
    end_min: int = opened()
    form: str = opened(max_length=10)
    state: str = opened(default=CallState.OPEN, max_length=10)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    teacher_id: str | None = opened(default=None, foreign_key="teacher.id")
    taken_at: AwareDatetime | None = opened(default=None)


class SubstituteAsked(Kept, table=True):
    """A teacher who was asked. answer: True takes it, False cannot, None has not said."""

    __tablename__ = "substitute_asked"
    __table_args__ = (UniqueConstraint("call_id", "teacher_id"),)

    call_id: str = opened(foreign_key="substitute_call.id", index=True)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    answer: bool | None = opened(default=None)
    at: AwareDatetime | None = opened(default=None)
