"""What a school prints: its own templates, corrections of names, papers given out, sets made in one go."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint, false

from models.base import Keep, Kept, opened, personal
from models.case import among


class PrintForm(StrEnum):
    """The regulation's forms; the same words as in `exports.document.forms`."""

    APPLICATION = "application"
    MISSING = "missing"
    CONSENT = "consent"
    ORDER = "order"
    EXTRACT = "extract"
    CONTRACT = "contract"
    PLAN = "plan"
    TIMETABLE = "timetable"
    CALENDAR = "calendar"
    NOTICE = "notice"
    MAKEUP = "makeup"
    PROLONGING = "prolonging"
    ENDING = "ending"


class PrintLayout(StrEnum):
    DOCX = "docx"
    PDF = "pdf"


class SetState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class PaperTemplate(Kept, table=True):
    """A school's own template of a form, checked when it came. The newest that is not withdrawn is used.

    digest: SHA-256 of the template, by which a paper remembers it; withdrawn_at: from then on it makes no paper.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("school_id", "form", "number"),
        CheckConstraint(among("form", PrintForm), name="form"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    form: str = opened(max_length=12)
    number: int = opened(ge=1)
    file_id: str = opened(foreign_key="stored_file.id")
    digest: str = opened(min_length=64, max_length=64)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    withdrawn_at: AwareDatetime | None = opened(default=None)


class NameForms(Kept, table=True):
    """How a name, or one word of names, goes in cases where the rules get it wrong. None: as the rules say."""

    __tablename__ = "name_forms"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    school_id: str = opened(foreign_key="school.id", index=True)
    name: str = personal(Keep.CASE, min_length=1, max_length=200)
    genitive: str | None = personal(Keep.CASE, default=None, max_length=200)
    dative: str | None = personal(Keep.CASE, default=None, max_length=200)
    instrumental: str | None = personal(Keep.CASE, default=None, max_length=200)


class PrintSet(Kept, table=True):
    """Papers of many cases made in one go. forms: words with commas, in order.

    case_id: of one case; class_title: of one class; neither: of the whole school. total, made: papers; skipped: those
    a case has nothing for yet. due_at: when it may be taken up; while it is worked on, when another may take it over.
    """

    __tablename__ = "print_set"
    __table_args__ = (
        CheckConstraint(among("state", SetState), name="state"),
        CheckConstraint(among("layout", PrintLayout), name="layout"),
        CheckConstraint("case_id IS NULL OR class_title IS NULL", name="scope"),
        CheckConstraint("made >= 0 AND skipped >= 0 AND total >= 0", name="counts"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id")
    account_id: str = opened(foreign_key="account.id")
    case_id: str | None = opened(default=None, foreign_key="case_file.id")
    class_title: str | None = personal(Keep.CASE, default=None, max_length=20)
    forms: str = opened(max_length=200)
    layout: str = opened(max_length=4)
    origin: str = opened(default="", max_length=200)
    state: str = opened(default=SetState.WAITING, max_length=10)
    total: int = opened(default=0)
    made: int = opened(default=0)
    skipped: int = opened(default=0)
    tries: int = opened(default=0)
    due_at: AwareDatetime = opened(index=True)
    ended_at: AwareDatetime | None = opened(default=None)


class IssuedPaper(Kept, table=True):
    """A paper that was made: of what, from which template, for whom, by whom, and the digest of its file.

    The bytes lie sealed like every kept file. medical: the file holds requisites of medical papers; it is opened like
    those, with a purpose and a row in the log. file_id None: the file was taken away when its term was over.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("set_id", "case_id", "form", "layout"),
        CheckConstraint(among("form", PrintForm), name="form"),
        CheckConstraint(among("layout", PrintLayout), name="layout"),
        CheckConstraint("case_id IS NOT NULL OR order_id IS NOT NULL", name="about"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    case_id: str | None = opened(default=None, foreign_key="case_file.id", index=True)
    order_id: str | None = opened(default=None, foreign_key="home_order.id", index=True)
    form: str = opened(max_length=12)
    layout: str = opened(max_length=4)
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")
    digest: str = opened(min_length=64, max_length=64)
    template_id: str | None = opened(default=None, foreign_key="paper_template.id")
    template_digest: str = opened(min_length=64, max_length=64)
    plan_id: str | None = opened(default=None, foreign_key="plan.id")
    version_id: str | None = opened(default=None, foreign_key="timetable_version.id")
    guardian_id: str | None = opened(default=None, foreign_key="guardian.id")
    set_id: str | None = opened(default=None, foreign_key="print_set.id", index=True)
    account_id: str = opened(foreign_key="account.id")
    at: AwareDatetime = opened()
    medical: bool = opened(default=False, sa_column_kwargs={"server_default": false()})
