"""What stands at the door: the transaction, the keys, the limits and the hour, before anybody is known."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pydantic import SecretStr
from sqlmodel import Session

from models.audit import Act, append

VISITOR = "visitor"  # whoever is not known yet, as the log calls them
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things last. totp_required: deputy, director and administrator prove a code."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    device: timedelta = timedelta(days=30)
    parent: timedelta = timedelta(days=400)  # the role's last day ends it sooner
    pending: timedelta = timedelta(minutes=10)
    invitation: timedelta = timedelta(days=14)
    totp_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One transaction at the door. `today` is the date in the installation's zone."""

    session: Session
    audit_key: bytes = field(repr=False)
    token_key: bytes = field(repr=False)
    secret_key: bytes = field(repr=False)
    limits: Limits
    at: datetime
    today: date

    def digest(self, purpose: str, value: str) -> str:
        """Keyed digest under which a token, code or login is looked up."""
        return digest(self.token_key, purpose, value)

    def note(
        self, actor: str, role: str, action: str, kind: str, id: str, **facts: str | int | bool | None  # noqa: A002
    ) -> None:  # fmt: skip
        """Writes the act into the log in the same transaction."""
        act = Act(actor=actor, role=role, action=action, object_kind=kind, object_id=id, facts=facts)
        append(self.session, self.audit_key, act, self.at)


def digest(key: bytes, purpose: str, value: str) -> str:
    """HMAC-SHA-256 of the value for one purpose: the same value elsewhere has another digest."""
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def new_token() -> SecretStr:
    """256 random bits, fit for a cookie and a link; hidden from repr and logs."""
    return SecretStr(secrets.token_urlsafe(TOKEN_BYTES))
