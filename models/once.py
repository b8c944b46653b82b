"""Requests that are to be done once: what was answered, for the same request sent again."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, UniqueConstraint

from models.base import Keep, Kept, opened, special

DIGEST = 64  # hexadecimal digits of HMAC-SHA-256


class Once(Kept, table=True):
    """A key somebody sent with a request, and the answer, sealed: it may repeat anything the answer told.

    The row is written before the act, its answer after it, both in the transaction of the act: one that failed
    leaves nothing. fingerprint: keyed digest of what was asked.
    """

    __tablename__ = "once"
    __table_args__ = (
        UniqueConstraint("account_id", "key_digest"),
        CheckConstraint("status IS NULL OR status BETWEEN 200 AND 399", name="status"),
        CheckConstraint("(status IS NULL) = (answer IS NULL)", name="answered"),
    )

    account_id: str = opened(foreign_key="account.id")
    key_digest: str = opened(min_length=DIGEST, max_length=DIGEST)
    route: str = opened(max_length=200)
    fingerprint: str = opened(min_length=DIGEST, max_length=DIGEST)
    status: int | None = opened(default=None)
    answer: str | None = special(Keep.ACCOUNT, default=None)
    at: AwareDatetime = opened(index=True)
