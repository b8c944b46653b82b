"""What happened to single lessons: absences, changes on a date, what was done in a lesson.

A published version and the calendars say what is promised; a dated lesson is known by its plan row, ISO week and
ordinal in that week (`s1/math-1/2026-W37/2`), which lasts over versions, moves and substitutions. Only what differs
from the promise is stored, one row per case and lesson.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy import false as no
from sqlalchemy import true as yes

from models.base import Keep, Kept, opened, personal
from models.case import among
from models.staff import SPAN
from scheduler.terms import LessonForm


class Cause(StrEnum):
    """Why a lesson is not given. No word of what the illness is."""

    CHILD_ILL = "child_ill"
    CHILD_AWAY = "child_away"  # the family's own matters, a treatment
    TEACHER_ILL = "teacher_ill"
    TEACHER_AWAY = "teacher_away"
    NO_ENTRY = "no_entry"  # не пустили
    NO_ADULT = "no_adult"  # не было взрослого
    NO_SHOW = "no_show"  # учитель не пришёл
    SCHOOL = "school"  # the school's own reasons: quarantine, weather, works


OF_CHILD = (Cause.CHILD_ILL, Cause.CHILD_AWAY)
OF_TEACHER = (Cause.TEACHER_ILL, Cause.TEACHER_AWAY)


class Debtor(StrEnum):
    """Who owes a lesson that was not given."""

    TEACHER = "teacher"
    SCHOOL = "school"
    NOBODY = "nobody"


class Channel(StrEnum):
    """PAGE: told by the family or teacher; the others are entered by staff."""

    PAGE = "page"
    CALL = "call"
    VISIT = "visit"


class Fate(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


ONE_SIDE = "(case_id IS NULL) <> (teacher_id IS NULL)"
EXTRA = text("makes_up IS NOT NULL AND state <> 'cancelled'")


class Absence(Kept, table=True):
    """A child or a teacher is away first_on..last_on, both inclusive; last_on None: until somebody says.

    whole False: only the lessons named in AbsenceLesson. withdrawn_at: it was told by mistake, and nothing of it
    holds. resumed_at: when it was said that lessons can go on after last_on.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint(ONE_SIDE, name="side"),
        CheckConstraint(among("cause", (*OF_CHILD, *OF_TEACHER, Cause.SCHOOL)), name="cause"),
        CheckConstraint(among("channel", Channel), name="channel"),
        CheckConstraint("last_on IS NULL OR last_on >= first_on", name="dates"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    case_id: str | None = opened(default=None, foreign_key="case_file.id", index=True)
    teacher_id: str | None = opened(default=None, foreign_key="teacher.id", index=True)
    cause: str = personal(Keep.JOURNAL, max_length=14)
    first_on: date = opened()
    last_on: date | None = opened(default=None)
    whole: bool = opened(default=True, sa_column_kwargs={"server_default": yes()})
    account_id: str = opened(foreign_key="account.id")
    channel: str = opened(default=Channel.PAGE, max_length=10)
    at: AwareDatetime = opened()
    resumed_at: AwareDatetime | None = opened(default=None)
    withdrawn_at: AwareDatetime | None = opened(default=None)


class AbsenceLesson(Kept, table=True):
    """A lesson that an absence takes, where it does not take whole days."""

    __tablename__ = "absence_lesson"
    __table_args__ = (UniqueConstraint("absence_id", "lesson"),)

    absence_id: str = opened(foreign_key="absence.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)


class LessonChange(Kept, table=True):
    """One case's lesson that is not as promised, or that was held: what it was and what it is, both whole.

    base_*: as promised when it was changed; None for a lesson that was added (`makes_up`: the one it stands for).
    despite: it is given although somebody is reported absent. A move holds only while the promise stays what it
    was; that it was held or cancelled holds for ever.
    """

    __tablename__ = "lesson_change"
    __table_args__ = (
        UniqueConstraint("case_id", "lesson"),
        CheckConstraint(among("state", Fate), name="state"),
        CheckConstraint(f"cause IS NULL OR {among('cause', Cause)}", name="cause"),
        CheckConstraint("(state = 'cancelled') = (cause IS NOT NULL)", name="why"),
        CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name="held"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("(base_on IS NULL) = (makes_up IS NOT NULL)", name="base"),
        Index(
            "ux_lesson_change_made_up_once", "case_id", "makes_up", unique=True, sqlite_where=EXTRA,
            postgresql_where=EXTRA,
        ),
    )  # fmt: skip

    school_id: str = opened(foreign_key="school.id", index=True)
    case_id: str = opened(foreign_key="case_file.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)
    row_key: str = opened(min_length=1, max_length=60)
    subject: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    base_on: date | None = opened(default=None, index=True)
    base_start_min: int | None = opened(default=None)
    base_end_min: int | None = opened(default=None)
    base_teacher_id: str | None = opened(default=None, foreign_key="teacher.id")
    on_date: date = opened(index=True)
    start_min: int = opened()
    end_min: int = opened()
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    form: str = opened(max_length=10)
    place_id: str | None = opened(default=None, foreign_key="place.id")
    state: str = opened(default=Fate.PLANNED, max_length=10)
    cause: str | None = personal(Keep.JOURNAL, default=None, max_length=14)
    despite: bool = opened(default=False, sa_column_kwargs={"server_default": no()})
    makes_up: str | None = opened(default=None, max_length=160)
    account_id: str = opened(foreign_key="account.id")
    changed_at: AwareDatetime = opened()
    held_at: AwareDatetime | None = opened(default=None)


class LessonNote(Kept, table=True):
    """What was done in a lesson, for the log: topic, homework, mark; handover: for a substitute."""

    __tablename__ = "lesson_note"
    __table_args__ = (UniqueConstraint("case_id", "lesson"),)

    case_id: str = opened(foreign_key="case_file.id", index=True)
    lesson: str = opened(min_length=1, max_length=160)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    topic: str | None = personal(Keep.JOURNAL, default=None, max_length=300)
    homework: str | None = personal(Keep.JOURNAL, default=None, max_length=500)
    mark: str | None = personal(Keep.JOURNAL, default=None, max_length=20)
    handover: str | None = personal(Keep.JOURNAL, default=None, max_length=1000)


class DebtRule(Kept, table=True):
    """A school's word on who owes a lesson lost for a cause, and where that is written."""

    __tablename__ = "debt_rule"
    __table_args__ = (
        UniqueConstraint("school_id", "cause"),
        CheckConstraint(f"cause = 'holiday' OR {among('cause', Cause)}", name="cause"),
        CheckConstraint(among("debtor", Debtor), name="debtor"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    cause: str = opened(max_length=14)
    debtor: str = opened(max_length=10)
    source: str = opened(default="", max_length=300)
