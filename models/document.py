"""Papers of a case: what was handed in, orders, contracts, consents, and the files behind them.

What a medical paper says (number, issuer, day, limits) stands in `case_medical` and nowhere else; its row in
`paper` holds the kind and the days of validity, which orders and contracts repeat anyway. No diagnosis has a
field.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal, special
from models.case import Level, among
from models.media import Media


class PaperKind(StrEnum):
    APPLICATION = "application"
    MEDICAL = "medical"
    PMPK = "pmpk"
    IPRA = "ipra"
    END_APPLICATION = "end_application"  # the parent asks to end early (regulation 2.9)
    OTHER = "other"


SENSITIVE = (PaperKind.MEDICAL, PaperKind.PMPK, PaperKind.IPRA)


class Purpose(StrEnum):
    """What a consent is for: one consent per purpose (domain 8)."""

    DATA = "data"  # processing of personal data
    HEALTH = "health"  # processing of data on health
    PARTNER = "partner"  # handing over to a partner school
    MESSAGES = "messages"  # messages by electronic means
    SIGNATURE = "signature"  # no consent: the agreement on a simple electronic signature (63-ФЗ art. 9)


class StoredFile(Kept, table=True):
    """A file in the store. digest: keyed digest of its content, its only name on disk; size in bytes."""

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("school_id", "digest"),
        CheckConstraint("size BETWEEN 1 AND 5242880", name="size"),
        CheckConstraint(among("media", Media), name="media"),
    )

    school_id: str = opened(foreign_key="school.id", index=True)
    digest: str = opened(min_length=64, max_length=64)
    size: int = opened()
    media: str = opened(max_length=80)


class Paper(Kept, table=True):
    """A paper handed in. Days of validity inclusive, valid_to None: no day named.

    level: the level of education a ПМПК conclusion was made for. annulled_on: entered by mistake or taken back;
    such a paper counts for nothing.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint(among("kind", PaperKind), name="kind"),
        CheckConstraint(
            f"kind NOT IN ({', '.join(repr(kind.value) for kind in SENSITIVE)}) "
            "OR (number IS NULL AND issuer IS NULL AND issued_on IS NULL AND file_name IS NULL)",
            name="requisites_apart",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        CheckConstraint("kind <> 'medical' OR valid_to IS NOT NULL", name="medical_ends"),
        CheckConstraint("(kind = 'pmpk') = (level IS NOT NULL)", name="pmpk_level"),
        CheckConstraint(f"level IS NULL OR {among('level', Level)}", name="level"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    kind: str = opened(max_length=20)
    number: str | None = personal(Keep.CASE, default=None, max_length=60)
    issuer: str | None = personal(Keep.CASE, default=None, max_length=300)
    issued_on: date | None = personal(Keep.CASE, default=None)
    valid_from: date = personal(Keep.CASE)
    valid_to: date | None = personal(Keep.CASE, default=None)
    level: str | None = personal(Keep.CASE, default=None, max_length=10)
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")
    file_name: str | None = personal(Keep.CASE, default=None, max_length=150)
    annulled_on: date | None = opened(default=None)


class CaseMedical(Kept, table=True):
    """What a medical paper says: requisites, and the limits on the timetable that follow. Minutes as in norms."""

    __tablename__ = "case_medical"
    __table_args__ = (
        CheckConstraint("max_day_min IS NULL OR max_day_min BETWEEN 1 AND 1440", name="max_day"),
        CheckConstraint("ends_by_min IS NULL OR ends_by_min BETWEEN 1 AND 1440", name="ends_by"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    paper_id: str = opened(foreign_key="paper.id", unique=True)
    number: str = special(Keep.MEDICAL, min_length=1, max_length=60)
    issuer: str = special(Keep.MEDICAL, min_length=1, max_length=300)
    issued_on: date = special(Keep.MEDICAL)
    max_day_min: int | None = special(Keep.MEDICAL, default=None)
    ends_by_min: int | None = special(Keep.MEDICAL, default=None)
    limits: str | None = special(Keep.MEDICAL, default=None, max_length=500)


class Order(Kept, table=True):
    """An order of the school; one order may speak of many pupils (regulation 2.3, annex 2)."""

    __tablename__ = "home_order"
    __table_args__ = (UniqueConstraint("school_id", "year_id", "number"),)

    school_id: str = opened(foreign_key="school.id", index=True)
    year_id: str = opened(foreign_key="school_year.id", index=True)
    number: str = opened(min_length=1, max_length=60)
    issued_on: date = opened()
    deputy_id: str | None = opened(default=None, foreign_key="account.id")
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")


class OrderPupil(Kept, table=True):
    """A pupil's line in an order. Days inclusive; ended_on: the last day with lessons, where it ended early."""

    __tablename__ = "order_pupil"
    __table_args__ = (
        UniqueConstraint("order_id", "case_id"),
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name="end"),
    )

    order_id: str = opened(foreign_key="home_order.id", index=True)
    case_id: str = opened(foreign_key="case_file.id", index=True)
    first_on: date = personal(Keep.CASE)
    last_on: date = personal(Keep.CASE)
    ended_on: date | None = personal(Keep.CASE, default=None)


class Contract(Kept, table=True):
    """The contract with the family (annex 3): within the medical paper and the school year (2.4, 2.6)."""

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("last_on >= first_on", name="dates"),
        CheckConstraint("ended_on IS NULL OR ended_on <= last_on", name="end"),
    )

    case_id: str = opened(foreign_key="case_file.id", index=True)
    number: str = opened(min_length=1, max_length=60)
    signed_on: date = opened()
    first_on: date = personal(Keep.CASE)
    last_on: date = personal(Keep.CASE)
    ended_on: date | None = personal(Keep.CASE, default=None)
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")


class Consent(Kept, table=True):
    """A consent to the processing of data, one per purpose. withdrawn_on: the first day without it."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(among("purpose", Purpose), name="purpose"),
        CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="dates"),
    )

    pupil_id: str = opened(foreign_key="pupil.id", index=True)
    guardian_id: str | None = opened(default=None, foreign_key="guardian.id")
    purpose: str = opened(max_length=10)
    given_on: date = personal(Keep.CASE)
    withdrawn_on: date | None = personal(Keep.CASE, default=None)
    received_at: AwareDatetime = opened()
    file_id: str | None = opened(default=None, foreign_key="stored_file.id")
