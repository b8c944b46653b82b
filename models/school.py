"""Schools of the network: their options, agreements between them, bells, and the hours table by grade."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint, false

from models.base import Keep, Kept, opened


class SchoolKind(StrEnum):
    BASE = "base"
    PARTNER = "partner"


class School(Kept, table=True):
    """A school; `code` is short and stands in addresses of pages and in workbooks.

    pmpk_required: a package without the ПМПК conclusion is not complete (else "if any"). clock_days and
    clock_working_days: the days to organise lessons in after the package is complete (regulation 2.5: 3, a
    recommendation that does not say which days). consent_blocks: without consent nothing goes on (else a
    warning). medical_scans: files of medical papers may be kept. agreement_level: the least strength of a family's
    agreement that is approved without a reason (models.agreement.Strength).
    """

    __tablename__ = "school"
    __table_args__ = (
        CheckConstraint("week_days BETWEEN 5 AND 6", name="week_days"),
        CheckConstraint("academic_hour_min BETWEEN 20 AND 45", name="academic_hour"),
        CheckConstraint("kind IN ('base', 'partner')", name="kind"),
        CheckConstraint("clock_days BETWEEN 1 AND 30", name="clock_days"),
        CheckConstraint("agreement_level BETWEEN 0 AND 2", name="agreement_level"),
    )

    code: str = opened(unique=True, min_length=1, max_length=40)
    title: str = opened(min_length=1, max_length=300)
    kind: str = opened(default=SchoolKind.BASE, max_length=10)
    timezone: str = opened(default="Asia/Yekaterinburg", max_length=60)
    week_days: int = opened(default=5)
    academic_hour_min: int = opened(default=40)
    pmpk_required: bool = opened(default=True)
    clock_working_days: bool = opened(default=False)
    clock_days: int = opened(default=3, sa_column_kwargs={"server_default": "3"})
    consent_blocks: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
    medical_scans: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
    agreement_level: int = opened(default=0, sa_column_kwargs={"server_default": "0"})


class NetworkAgreement(Kept, table=True):
    """Two schools teach together (сетевая форма, regulation 2.10). Dates inclusive; ended_on: its real last day."""

    __tablename__ = "network_agreement"
    __table_args__ = (
        UniqueConstraint("base_id", "partner_id", "number"),
        CheckConstraint("base_id <> partner_id", name="two_schools"),
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name="end"),
    )

    base_id: str = opened(foreign_key="school.id", index=True)
    partner_id: str = opened(foreign_key="school.id", index=True)
    number: str = opened(min_length=1, max_length=60)
    signed_on: date = opened()
    first_on: date = opened()
    last_on: date = opened()
    ended_on: date | None = opened(default=None)


class Bell(Kept, table=True):
    """Lesson `number` of a shift, minutes since midnight, half-open."""

    __tablename__ = "bell"
    __table_args__ = (
        UniqueConstraint("school_id", "shift", "number"),
        CheckConstraint("shift BETWEEN 1 AND 9", name="shift"),
        CheckConstraint("number BETWEEN 0 AND 20", name="number"),
        CheckConstraint("start_min >= 0 AND start_min < end_min AND end_min <= 1440", name="span"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    shift: int = opened(default=1)
    number: int = opened()
    start_min: int = opened()
    end_min: int = opened()


class HoursNorm(Kept, table=True):
    """Hours a week with a teacher for a grade from a date on: an exact fraction, and where the number is from."""

    __tablename__ = "hours_norm"
    __table_args__ = (
        UniqueConstraint("school_id", "grade", "first_on"),
        CheckConstraint("grade BETWEEN 1 AND 11", name="grade"),
        CheckConstraint("hours_over >= 1 AND hours_part >= 1", name="hours"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    grade: int = opened()
    first_on: date = opened()
    hours_part: int = opened()
    hours_over: int = opened(default=1)
    source: str = opened(min_length=1, max_length=300)


TERMS = tuple(keep for keep in Keep if keep != Keep.WITH_ROW)  # what has a term of keeping of its own


class RetentionTerm(Kept, table=True):
    """Whole years a school keeps something, and where the number is from. to_check: nobody has looked it up yet."""

    __tablename__ = "retention_term"
    __table_args__ = (
        UniqueConstraint("school_id", "term"),
        CheckConstraint(f"term IN ({', '.join(repr(keep.value) for keep in TERMS)})", name="term"),
        CheckConstraint("years BETWEEN 0 AND 75", name="years"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    term: str = opened(max_length=10)
    years: int = opened()
    source: str = opened(min_length=1, max_length=300)
    to_check: bool = opened(default=True)
