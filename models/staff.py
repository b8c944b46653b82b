"""Teachers as those who give lessons: subjects, free time, class timetables."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint, false

from models.base import Keep, Kept, opened, personal
from models.case import among
from scheduler.terms import Transport as Transport
from scheduler.terms import Weekday

SPAN = "start_min >= 0 AND start_min < end_min AND end_min <= 1440"


class WindowKind(StrEnum):
    """FREE: may give lessons at home; BUSY: engaged beside the class timetable; CANNOT: a time that is refused.

    UNWANTED: possible, and rather not; for the people who plan, no rule of the kernel reads it. It is kept as a
    soft CANNOT.
    """

    FREE = "free"
    BUSY = "busy"
    CANNOT = "cannot"
    UNWANTED = "unwanted"


STORED = (WindowKind.FREE, WindowKind.BUSY, WindowKind.CANNOT)


class Teacher(Kept, table=True):
    """A teacher of a school, with an account or without one. code: short, stands in workbooks.

    Minutes a week and lessons a day are the teacher's own limits; None: none. Dates inclusive. post, staff_number: as
    the staff register has them, for the timesheet; None: nobody has said. transport counts once it is told.
    """

    __tablename__ = "teacher"
    __table_args__ = (
        UniqueConstraint("school_id", "code"),
        CheckConstraint(
            "grade_first BETWEEN 1 AND 11 AND grade_last BETWEEN grade_first AND 11", name="grades"
        ),
        CheckConstraint(among("transport", Transport), name="transport"),
        CheckConstraint("last_on IS NULL OR last_on >= first_on", name="dates"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    account_id: str | None = opened(default=None, foreign_key="account.id", index=True)
    code: str = opened(min_length=1, max_length=40)
    name: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    grade_first: int = opened(default=1)
    grade_last: int = opened(default=11)
    transport: str = opened(default=Transport.WALK, max_length=10)
    transport_told: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
    remote_place_id: str | None = opened(default=None, foreign_key="place.id")
    max_week_min: int | None = opened(default=None, ge=1)
    max_day_lessons: int | None = opened(default=None, ge=1)
    max_gap_min: int | None = opened(default=None, ge=0)
    post: str | None = opened(default=None, min_length=1, max_length=100)
    staff_number: str | None = personal(Keep.JOURNAL, default=None, min_length=1, max_length=20)
    first_on: date = opened()
    last_on: date | None = opened(default=None)

    @property
    def goes(self) -> Transport | None:
        """How the teacher gets about; None: nobody has told."""
        return Transport(self.transport) if self.transport_told else None

    @goes.setter
    def goes(self, told: Transport | None) -> None:
        self.transport, self.transport_told = told or Transport.WALK, told is not None


class TeacherSubject(Kept, table=True):
    """A subject a teacher may give, titled as in plans."""

    __tablename__ = "teacher_subject"
    __table_args__ = (UniqueConstraint("teacher_id", "subject"),)

    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    subject: str = opened(min_length=1, max_length=200)


class TeacherWindow(Kept, table=True):
    """Weekly time of a teacher: days and weeks with commas (`mon,tue`; `1,3`), None: all; minutes half-open.

    on_date: an exception for that date alone (days and weeks are then None).
    """

    __tablename__ = "teacher_window"
    __table_args__ = (
        CheckConstraint(among("kind", STORED), name="kind"),
        CheckConstraint("NOT soft OR kind = 'cannot'", name="soft"),
        CheckConstraint(SPAN, name="span"),
        CheckConstraint("on_date IS NULL OR (days IS NULL AND weeks IS NULL)", name="exception"),
    )

    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    kind: str = opened(default=WindowKind.FREE, max_length=10)
    soft: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
    days: str | None = opened(default=None, max_length=40)
    weeks: str | None = opened(default=None, max_length=20)
    on_date: date | None = opened(default=None)
    start_min: int = opened()
    end_min: int = opened()
    place_id: str | None = opened(default=None, foreign_key="place.id")
    reason: str | None = personal(Keep.JOURNAL, default=None, max_length=100)

    @property
    def sort(self) -> WindowKind:
        """The kind as people mean it."""
        return WindowKind.UNWANTED if self.soft else WindowKind(self.kind)


class Submission(Kept, table=True):
    """What a teacher handed in for a year, whole, as canonical JSON; the latest one counts as agreed."""

    __tablename__ = "availability_submission"
    __table_args__ = (UniqueConstraint("teacher_id", "year_id", "number"),)

    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    number: int = opened(ge=1)
    at: AwareDatetime = opened()
    account_id: str = opened(foreign_key="account.id")
    text: str = personal(Keep.JOURNAL)
    reopened_at: AwareDatetime | None = opened(default=None)


class ClassLesson(Kept, table=True):
    """A lesson of a class timetable; when it is follows from the bells of its shift."""

    __tablename__ = "class_lesson"
    __table_args__ = (
        CheckConstraint(among("day", Weekday), name="day"),
        CheckConstraint("shift BETWEEN 1 AND 9", name="shift"),
        CheckConstraint("number BETWEEN 0 AND 20", name="number"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    class_title: str = opened(min_length=1, max_length=40)
    day: str = opened(max_length=3)
    shift: int = opened(default=1)
    number: int = opened()
    subject: str = opened(min_length=1, max_length=200)
    weeks: str | None = opened(default=None, max_length=20)


class ClassLessonTeacher(Kept, table=True):
    """Who gives a lesson of a class: one, or one per group."""

    __tablename__ = "class_lesson_teacher"
    __table_args__ = (UniqueConstraint("lesson_id", "teacher_id"),)

    lesson_id: str = opened(foreign_key="class_lesson.id", index=True)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
