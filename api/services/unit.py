"""The unit of work a service gets: whose hand, in which transaction, at what time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from models.audit import Act, append
from models.person import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, as whom, for which school (None: an administrator of the installation)."""

    account_id: str
    role: Role
    school_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One request: one transaction. `today` is the date at the school."""

    session: Session
    actor: Actor
    audit_key: bytes = field(repr=False)
    at: datetime
    today: date

    def note(self, action: str, kind: str, id: str, **facts: str | int | bool | None) -> None:  # noqa: A002
        """Writes the act into the log in the same transaction. Facts: codes and digests, no names."""
        act = Act(
            actor=self.actor.account_id, role=self.actor.role, action=action, object_kind=kind, object_id=id,
            facts=facts,
        )  # fmt: skip
        append(self.session, self.audit_key, act, self.at)
