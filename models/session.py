"""Signing in: sessions, devices known to an account, invitations, throttles, recovery codes.

Of every token only a keyed digest is stored: a copy of the database opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, personal

DIGEST = 64  # hexadecimal digits of HMAC-SHA-256


class SessionKind(StrEnum):
    """pending: password given, code not yet. device: a teacher's 30 days, own lessons only."""

    STAFF = "staff"
    DEVICE = "device"
    PARENT = "parent"
    PENDING = "pending"


class InvitationPurpose(StrEnum):
    GUARDIAN = "guardian"
    STAFF = "staff"


class Ended(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    EVERYWHERE = "everywhere"
    REPLACED = "replaced"  # by a new token of the same person: code given, role changed
    ACCOUNT = "account"  # disabled, or its password set anew
    GRANT = "grant"


def one_of(column: str, words: Iterable[StrEnum]) -> str:
    """The condition that a column holds one of the words."""
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


class Device(Kept, table=True):
    """A browser somebody signed in from before. It gives no right; it has attempts of its own in the throttle."""

    __tablename__ = "device"

    account_id: str = opened(foreign_key="account.id", index=True)
    token_digest: str = opened(unique=True, min_length=DIGEST, max_length=DIGEST)
    label: str = personal(Keep.ACCOUNT, max_length=100)
    last_seen_at: AwareDatetime = personal(Keep.ACCOUNT)
    revoked_at: AwareDatetime | None = opened(default=None)


class SignIn(Kept, table=True):
    """A session. grant_id: the role in use; None while pending. idle_s None: no limit of idleness.

    signed_in_at lasts over a change of token; password_at, code_at: when each proof was given last.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint(one_of("kind", SessionKind), name="kind"),
        CheckConstraint("(grant_id IS NULL) = (kind = 'pending')", name="grant_of_kind"),
        CheckConstraint("ends_at > signed_in_at", name="times"),
        CheckConstraint("(revoked_at IS NULL) = (ended IS NULL)", name="why_ended"),
        CheckConstraint(f"ended IS NULL OR {one_of('ended', Ended)}", name="ended"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    grant_id: str | None = opened(default=None, foreign_key="grant_of_role.id", index=True)
    device_id: str | None = opened(default=None, foreign_key="device.id")
    kind: str = opened(max_length=10)
    token_digest: str = opened(unique=True, min_length=DIGEST, max_length=DIGEST)
    signed_in_at: AwareDatetime = personal(Keep.ACCOUNT)
    last_seen_at: AwareDatetime = personal(Keep.ACCOUNT)
    ends_at: AwareDatetime = opened()
    idle_s: int | None = opened(default=None)
    password_at: AwareDatetime | None = opened(default=None)
    code_at: AwareDatetime | None = opened(default=None)
    revoked_at: AwareDatetime | None = opened(default=None)
    ended: str | None = opened(default=None, max_length=12)


class Invitation(Kept, table=True):
    """A link that lets somebody in once, by POST. grant_id: as whom."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(one_of("purpose", InvitationPurpose), name="purpose"),
        CheckConstraint("spent_at IS NULL OR revoked_at IS NULL", name="spent_or_revoked"),
    )

    account_id: str = opened(foreign_key="account.id", index=True)
    grant_id: str = opened(foreign_key="grant_of_role.id", index=True)
    purpose: str = opened(max_length=10)
    token_digest: str = opened(unique=True, min_length=DIGEST, max_length=DIGEST)
    sent_at: AwareDatetime = opened()
    ends_at: AwareDatetime = opened()
    spent_at: AwareDatetime | None = opened(default=None)
    revoked_at: AwareDatetime | None = opened(default=None)


class Throttle(Kept, table=True):
    """Attempts at one lock: a login, a known device, a code, a link. Never an address alone.

    lock_digest: keyed digest of what is tried, so that unknown logins leave the same row as known ones.
    """

    __tablename__ = "throttle"
    __table_args__ = (CheckConstraint("attempts >= 0", name="attempts"),)

    lock_digest: str = opened(unique=True, min_length=DIGEST, max_length=DIGEST)
    attempts: int = opened(default=0)
    last_at: AwareDatetime = opened(index=True)
    open_at: AwareDatetime = opened()


class RecoveryCode(Kept, table=True):
    """A code that stands in for the telephone, once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_digest"),)

    account_id: str = opened(foreign_key="account.id", index=True)
    code_digest: str = opened(min_length=DIGEST, max_length=DIGEST)
    spent_at: AwareDatetime | None = opened(default=None)
