"""Records the regulation asks for: attestation, the end of a year, books, events, consultations, control, the ППк.

No diagnosis has a field. What a qualitative assessment, an advice of the ППк or the paper given at the end says lets
infer a child's needs: it is special data. Results of attestation go to the journal of the class (regulation 2.18).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal, special
from models.case import among
from scheduler.terms import LessonForm


class Rhythm(StrEnum):
    """How often a row of a plan is attested, beside the year as a whole. NONE: not at all."""

    TERM = "term"
    HALF = "half"
    YEAR = "year"
    NONE = "none"


class Scale(StrEnum):
    """MARKS: 2 to 5. PASS: passed or not. WORDS: a qualitative assessment (СИПР)."""

    MARKS = "marks"
    PASS = "pass"
    WORDS = "words"


class PeriodKind(StrEnum):
    """TERM: a quarter or trimester, the n-th of the school's year."""

    TERM = "term"
    HALF = "half"
    YEAR = "year"


class MarkSign(StrEnum):
    """What stands in a journal. NA: not attested."""

    FIVE = "5"
    FOUR = "4"
    THREE = "3"
    TWO = "2"
    PASSED = "passed"
    FAILED = "failed"
    NA = "na"


class FinalWay(StrEnum):
    """How a final attestation is held. NONE: there is none for the programme (СИПР)."""

    OGE = "oge"
    EGE = "ege"
    GVE = "gve"
    LABOUR = "labour_exam"  # the exam in labour (mental disability)
    NONE = "none"


class EndPaper(StrEnum):
    """What is issued at the end (273-ФЗ art. 60)."""

    CERTIFICATE = "certificate"  # аттестат
    TRAINING = "training"  # свидетельство об обучении
    REFERENCE = "reference"  # справка


class Outcome(StrEnum):
    """What becomes of a pupil after a year (273-ФЗ art. 58)."""

    MOVED = "moved"
    CONDITIONAL = "conditional"
    KEPT = "kept"


class EventKind(StrEnum):
    EVENT = "event"
    CLUB = "club"


class Attendance(StrEnum):
    OFFERED = "offered"
    ATTENDED = "attended"
    MISSED = "missed"
    DECLINED = "declined"


class Consulted(StrEnum):
    """Who was consulted."""

    PUPIL = "pupil"
    PARENTS = "parents"
    BOTH = "both"


class ControlPart(StrEnum):
    """LESSONS: that lessons are held, by the class teacher. PLAN: that the plan is kept, by the deputy (2.19)."""

    LESSONS = "lessons"
    PLAN = "plan"


class CouncilKind(StrEnum):
    """EXAM: протокол обследования. ADVICE: рекомендации."""

    EXAM = "exam"
    ADVICE = "advice"


class AttestationForm(Kept, table=True):
    """How a row of a case's plan is attested, where it is not as the rules say for such rows. way: the form."""

    __tablename__ = "attestation_form"
    __table_args__ = (
        UniqueConstraint("case_id", "row_key"),
        CheckConstraint(among("rhythm", Rhythm), name="rhythm"),
        CheckConstraint(among("scale", Scale), name="scale"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    row_key: str = opened(min_length=1, max_length=60)
    rhythm: str = opened(max_length=10)
    scale: str = opened(max_length=10)
    way: str | None = personal(Keep.JOURNAL, default=None, max_length=100)


class RowResult(Kept, table=True):
    """The result of a row in a period of the year: a sign of the journal, or words. number: of the period, from 1.

    subject: as the plan called the row then. account_id: who gave or last changed it.
    """

    __tablename__ = "row_result"
    __table_args__ = (
        UniqueConstraint("case_id", "row_key", "period", "number"),
        CheckConstraint(among("period", PeriodKind), name="period"),
        CheckConstraint("number BETWEEN 1 AND 6", name="number"),
        CheckConstraint(f"mark IS NULL OR {among('mark', MarkSign)}", name="mark"),
        CheckConstraint("(mark IS NULL) <> (words IS NULL)", name="one"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    row_key: str = opened(min_length=1, max_length=60)
    subject: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    period: str = opened(max_length=10)
    number: int = opened()
    mark: str | None = personal(Keep.JOURNAL, default=None, max_length=10)
    words: str | None = special(Keep.JOURNAL, default=None, max_length=2000)
    given_on: date = opened()
    account_id: str = opened(foreign_key="account.id")


class FinalAttestation(Kept, table=True):
    """The final attestation of a case and the paper issued at its end. number, issued_on: of that paper."""

    __tablename__ = "final_attestation"
    __table_args__ = (
        CheckConstraint(among("way", FinalWay), name="way"),
        CheckConstraint(among("document", EndPaper), name="document"),
    )

    case_id: str = opened(foreign_key="case_file.id", unique=True)
    way: str = special(Keep.CASE, max_length=12)
    passed: bool = personal(Keep.CASE)
    held_on: date = personal(Keep.CASE)
    document: str = special(Keep.CASE, max_length=12)
    number: str | None = personal(Keep.CASE, default=None, max_length=60)
    issued_on: date | None = personal(Keep.CASE, default=None)


class NextClass(Kept, table=True):
    """The order on moving to the next class. debts: subjects still owed, and until when, where it is conditional."""

    __tablename__ = "next_class"
    __table_args__ = (
        CheckConstraint(among("outcome", Outcome), name="outcome"),
        CheckConstraint("(outcome = 'conditional') = (debts IS NOT NULL)", name="debts"),
        CheckConstraint("(debts IS NULL) = (debts_until IS NULL)", name="until"),
    )

    case_id: str = opened(foreign_key="case_file.id", unique=True)
    outcome: str = personal(Keep.CASE, max_length=12)
    order_number: str = opened(min_length=1, max_length=60)
    order_on: date = opened()
    debts: str | None = personal(Keep.CASE, default=None, max_length=500)
    debts_until: date | None = personal(Keep.CASE, default=None)


class BookLoan(Kept, table=True):
    """A book lent to a pupil. copy_number: of the library."""

    __tablename__ = "book_loan"
    __table_args__ = (
        CheckConstraint("due_on IS NULL OR due_on >= lent_on", name="due"),
        CheckConstraint("returned_on IS NULL OR returned_on >= lent_on", name="returned"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    title: str = personal(Keep.CASE, min_length=1, max_length=300)
    copy_number: str | None = opened(default=None, max_length=60)
    lent_on: date = opened()
    due_on: date | None = opened(default=None)
    returned_on: date | None = opened(default=None)


class CaseEvent(Kept, table=True):
    """An event or a club offered to a pupil, and what became of it. on_date: of the event, the first of a club."""

    __tablename__ = "case_event"
    __table_args__ = (
        CheckConstraint(among("kind", EventKind), name="kind"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(among("attendance", Attendance), name="attendance"),
        CheckConstraint("offered_on <= on_date", name="offered"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    kind: str = opened(max_length=10)
    title: str = personal(Keep.CASE, min_length=1, max_length=200)
    form: str = opened(max_length=10)
    offered_on: date = opened()
    on_date: date = opened()
    attendance: str = personal(Keep.CASE, default=Attendance.OFFERED, max_length=10)


class Consultation(Kept, table=True):
    """A consultation held. by_name: who gave it."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint(among("whom", Consulted), name="whom"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    on_date: date = opened()
    minutes: int = opened()
    whom: str = opened(max_length=10)
    form: str = opened(max_length=10)
    by_name: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    topic: str = personal(Keep.JOURNAL, min_length=1, max_length=300)
    account_id: str = opened(foreign_key="account.id")


class ControlNote(Kept, table=True):
    """A dated note of control (regulation 2.19). fine: nothing to remark; else the note says what."""

    __tablename__ = "control_note"
    __table_args__ = (
        CheckConstraint(among("part", ControlPart), name="part"),
        CheckConstraint("fine OR note IS NOT NULL", name="said"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    part: str = opened(max_length=10)
    on_date: date = opened()
    fine: bool = opened()
    note: str | None = personal(Keep.CASE, default=None, max_length=1000)
    account_id: str = opened(foreign_key="account.id")


class CouncilPaper(Kept, table=True):
    """A paper of the school's council (ППк). advice: what it recommends for teaching; of an examination there is none.

    Days inclusive. released: teachers of the child may read the advice. annulled_on: a mistake, counts no more.
    """

    __tablename__ = "council_paper"
    __table_args__ = (
        CheckConstraint(among("kind", CouncilKind), name="kind"),
        CheckConstraint("(kind = 'advice') = (advice IS NOT NULL)", name="advice"),
        CheckConstraint("NOT released OR kind = 'advice'", name="released"),
        CheckConstraint("valid_to IS NULL OR valid_to >= issued_on", name="dates"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    kind: str = opened(max_length=10)
    number: str | None = personal(Keep.CASE, default=None, max_length=60)
    issued_on: date = personal(Keep.CASE)
    valid_to: date | None = personal(Keep.CASE, default=None)
    advice: str | None = special(Keep.CASE, default=None, max_length=2000)
    released: bool = opened(default=False)
    annulled_on: date | None = opened(default=None)
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")
