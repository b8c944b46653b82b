"""Timetables as families agree to them: versions of a case, answers, approval, publication.

Offered versions never change: what a family saw is their canonical text. States and moves: decisions of the
service («Timetable versions»); silence is never agreement.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from models.base import Keep, Kept, opened, personal
from models.case import among
from models.staff import SPAN
from scheduler.terms import LessonForm, Weekday


class VersionState(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    DISPUTED = "disputed"  # two representatives answer differently
    UNANSWERED = "unanswered"
    RECALLED = "recalled"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    ENDED = "ended"


WAITING = frozenset({VersionState.OFFERED, VersionState.AGREED, VersionState.DECLINED, VersionState.DISPUTED})
BY_REASON = frozenset({VersionState.DECLINED, VersionState.DISPUTED, VersionState.UNANSWERED})
PUBLISHED = text("state = 'published'")
OPEN = text("state IN ('offered', 'agreed', 'declined', 'disputed', 'unanswered', 'approved')")


class Answer(StrEnum):
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # of an agreement, until the director approves


class AnswerChannel(StrEnum):
    """PAGE: the family itself; the others are entered by staff. FILE: with a signature in a file of its own."""

    PAGE = "page"
    CALL = "call"
    PAPER = "paper"
    VISIT = "visit"
    FILE = "file"


class Strength(IntEnum):
    """Of an answer (trust 4.4). NOTE: pressed on a page or told to staff, an opinion and no signature. PAPER: signed
    by hand, the code copied from it. SIGNED: a simple electronic signature by a code that was sent (63-ФЗ art. 9).
    DETACHED: a strengthened electronic signature (63-ФЗ art. 5) in a file; who signed it is checked elsewhere."""

    NOTE = 0
    PAPER = 1
    SIGNED = 2
    DETACHED = 3


class TimetableVersion(Kept, table=True):
    """A version of a case's timetable, in force first_on..last_on (inclusive).

    text: canonical JSON, digest: its SHA-256, wording: version of the sentence above the button. answer_until:
    the instant after which silence is «без ответа». ended_on: the last day it really held.
    """

    __tablename__ = "timetable_version"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint(among("state", VersionState), name="state"),
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("(text IS NULL) = (digest IS NULL)", name="digest"),
        CheckConstraint("state = 'draft' OR digest IS NOT NULL", name="bound"),
        CheckConstraint("state NOT IN ('approved', 'published') OR approved_at IS NOT NULL", name="approved"),
        Index(
            "ux_timetable_version_published", "case_id",
            unique=True, sqlite_where=PUBLISHED, postgresql_where=PUBLISHED,
        ),
        Index(
            "ux_timetable_version_open", "case_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN
        ),
    )  # fmt: skip

    case_id: str = opened(foreign_key="case_file.id", index=True)
    number: int = opened(ge=1)
    state: str = opened(default=VersionState.DRAFT, max_length=12)
    variant_id: str | None = opened(default=None, foreign_key="variant.id")
    plan_id: str | None = opened(default=None, foreign_key="plan.id")
    first_on: date = opened()
    last_on: date = opened()
    text: str | None = personal(Keep.JOURNAL, default=None)
    digest: str | None = opened(default=None, index=True, min_length=64, max_length=64)
    wording: int = opened(default=1)
    offered_at: AwareDatetime | None = opened(default=None)
    offered_by: str | None = opened(default=None, foreign_key="account.id")
    answer_until: AwareDatetime | None = opened(default=None)
    approved_at: AwareDatetime | None = opened(default=None)
    published_at: AwareDatetime | None = opened(default=None)
    ended_on: date | None = opened(default=None)


class TimetableEntry(Kept, table=True):
    """A lesson of a version: a row's time of day on a weekday in weeks of the cycle (with commas, None: all).

    digest: of its content as the family sees it, without the version's number. names and titles as shown then.
    """

    __tablename__ = "timetable_entry"
    __table_args__ = (
        CheckConstraint(among("day", Weekday), name="day"),
        CheckConstraint(among("form", LessonForm), name="form"),
        CheckConstraint(SPAN, name="span"),
    )

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    row_key: str = opened(min_length=1, max_length=60)
    day: str = opened(max_length=3)
    weeks: str | None = opened(default=None, max_length=20)
    start_min: int = opened()
    end_min: int = opened()
    subject: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    teacher_name: str = personal(Keep.JOURNAL, min_length=1, max_length=200)
    form: str = opened(max_length=10)
    place_id: str | None = opened(default=None, foreign_key="place.id")
    digest: str = opened(min_length=64, max_length=64)


class Mark(Kept, table=True):
    """What a representative says of a lesson: it suits, or not and why. carried: taken from the version before."""

    __tablename__ = "lesson_mark"
    __table_args__ = (UniqueConstraint("version_id", "account_id", "digest"),)

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    account_id: str = opened(foreign_key="account.id")
    digest: str = opened(min_length=64, max_length=64)
    fits: bool = opened()
    reason: str | None = personal(Keep.JOURNAL, default=None, max_length=500)
    carried: bool = opened(default=False)


class Decision(Kept, table=True):
    """An answer to a whole version, quoting its digest. guardian_id: whose answer; entered_by: the staff who
    wrote it down, None for the family's own. new_device: it came from a device not seen before. strength: see
    Strength."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(among("answer", Answer), name="answer"),
        CheckConstraint(among("channel", AnswerChannel), name="channel"),
        CheckConstraint("(channel = 'page') = (entered_by IS NULL)", name="hand"),
        CheckConstraint("strength BETWEEN 0 AND 3", name="strength"),
        CheckConstraint("(channel = 'paper') = (strength = 1)", name="by_hand"),
        CheckConstraint("strength <> 2 OR channel = 'page'", name="by_code"),
        CheckConstraint("(channel = 'file') = (strength = 3)", name="by_file"),
    )

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    guardian_id: str = opened(foreign_key="guardian.id")
    answer: str = opened(max_length=10)
    digest: str = opened(min_length=64, max_length=64)
    channel: str = opened(default=AnswerChannel.PAGE, max_length=10)
    entered_by: str | None = opened(default=None, foreign_key="account.id")
    comment: str | None = personal(Keep.JOURNAL, default=None, max_length=1000)
    at: AwareDatetime = opened()
    new_device: bool = opened(default=False)
    strength: int = opened(default=Strength.NOTE, sa_column_kwargs={"server_default": "0"})
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")


class DetachedSignature(Kept, table=True):
    """The file that signs a version's text, sealed: the certificate in it names its holder. quoted: the digest written
    in it was compared with the text's (SHA-2; other functions are for whoever checks the signature)."""

    __tablename__ = "detached_signature"

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    decision_id: str = opened(foreign_key="decision.id", unique=True)
    sealed: str = personal(Keep.JOURNAL, max_length=200_000)
    quoted: bool = opened()


class SigningCode(Kept, table=True):
    """A code that was sent to a representative to sign one version with; it counts for its digest only, once.

    code_digest: keyed, of the code with everything it is bound to. tries: how often something was typed for it.
    """

    __tablename__ = "signing_code"
    __table_args__ = (CheckConstraint("tries BETWEEN 0 AND 5", name="tries"),)

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    account_id: str = opened(foreign_key="account.id", index=True)
    digest: str = opened(min_length=64, max_length=64)
    code_digest: str = opened(min_length=64, max_length=64)
    ends_at: AwareDatetime = opened()
    tries: int = opened(default=0)
    spent_at: AwareDatetime | None = opened(default=None)


class Approval(Kept, table=True):
    """The director's approval, quoting the digest; reason: why without the family's agreement."""

    __tablename__ = "approval"

    version_id: str = opened(foreign_key="timetable_version.id", unique=True)
    account_id: str = opened(foreign_key="account.id")
    digest: str = opened(min_length=64, max_length=64)
    at: AwareDatetime = opened()
    reason: str | None = personal(Keep.JOURNAL, default=None, max_length=1000)


class Publication(Kept, table=True):
    """A version made public, quoting the digest."""

    __tablename__ = "publication"

    version_id: str = opened(foreign_key="timetable_version.id", unique=True)
    account_id: str = opened(foreign_key="account.id")
    digest: str = opened(min_length=64, max_length=64)
    at: AwareDatetime = opened()


class Hold(Kept, table=True):
    """A start a family has asked for instead of one that does not suit; held for it until an instant.

    While it stands nobody else is offered the same teacher or child at that time.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint(among("day", Weekday), name="day"),
        CheckConstraint(SPAN, name="span"),
    )

    version_id: str = opened(foreign_key="timetable_version.id", index=True)
    account_id: str = opened(foreign_key="account.id")
    digest: str = opened(min_length=64, max_length=64)
    row_key: str = opened(min_length=1, max_length=60)
    teacher_id: str = opened(foreign_key="teacher.id", index=True)
    day: str = opened(max_length=3)
    weeks: str | None = opened(default=None, max_length=20)
    start_min: int = opened()
    end_min: int = opened()
    until: AwareDatetime = opened(index=True)
    released_at: AwareDatetime | None = opened(default=None)
