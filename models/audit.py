"""The log that cannot be rewritten unseen: each row carries a keyed digest of itself and of the row before.

The key stands outside the database. A cut tail shows only against an anchor (number and digest of a head) that is
kept elsewhere. No names and no free text enter a row: ids, codes and salted digests only, so that personal data
can be erased later without breaking the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import CheckConstraint, Index, func, text
from sqlmodel import Session, select

from models.base import Table, now, opened

FIRST = "0" * 64
LOCK = 7_042_026  # advisory lock of PostgreSQL that makes appending one at a time


class AuditRow(Table, table=True):
    """One act. `actor` is an account's id or a name of the program; `facts` are codes and digests as JSON."""

    __tablename__ = "audit"
    __table_args__ = (
        CheckConstraint("n >= 1", name="numbered"),
        Index("ix_audit_action_at", "action", "at"),
    )

    n: int = opened(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: AwareDatetime = opened()
    actor: str = opened(max_length=64)
    role: str = opened(max_length=32)
    action: str = opened(max_length=64)
    object_kind: str = opened(max_length=32)
    object_id: str = opened(max_length=64)
    facts: str = opened(default="{}")
    before: str = opened(min_length=64, max_length=64)
    mac: str = opened(min_length=64, max_length=64, unique=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is written down. facts: plain values only, no names, no free text."""

    actor: str
    role: str
    action: str
    object_kind: str
    object_id: str
    facts: dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head of the chain as kept outside the database."""

    n: int
    mac: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Where the chain is broken: `edited`, `missing`, `cut` or `replaced`."""

    kind: str
    n: int


def append(session: Session, key: bytes, act: Act, at: datetime | None = None) -> AuditRow:
    """Adds the act in the transaction of the session: if it cannot be written, the action fails with it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    last = session.exec(select(AuditRow).order_by(AuditRow.n.desc()).limit(1)).first()  # type: ignore[attr-defined]
    row = AuditRow(
        n=last.n + 1 if last else 1,
        at=(at or now()).astimezone(UTC),  # the digest is of this text: read back it is UTC, too
        actor=act.actor,
        role=act.role,
        action=act.action,
        object_kind=act.object_kind,
        object_id=act.object_id,
        facts=json.dumps(act.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        before=last.mac if last else FIRST,
        mac="",
    )
    row.mac = mac_of(key, row)
    session.add(row)
    session.flush()
    return row


def mac_of(key: bytes, row: AuditRow) -> str:
    """HMAC-SHA-256 of the row in canonical JSON, the digest of the row before included."""
    fields: list[Any] = [
        row.n, row.at.isoformat(timespec="microseconds"), row.actor, row.role, row.action, row.object_kind,
        row.object_id, row.facts, row.before,
    ]  # fmt: skip
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def head(session: Session) -> Anchor | None:
    """The last row, to be kept outside."""
    last = session.exec(select(AuditRow).order_by(AuditRow.n.desc()).limit(1)).first()  # type: ignore[attr-defined]
    return Anchor(last.n, last.mac) if last else None


def verify(session: Session, key: bytes, anchors: Iterable[Anchor] = ()) -> tuple[Flaw, ...]:
    """Every flaw of the chain, compared with all anchors there are."""
    return tuple(_broken_links(session, key)) + tuple(_against(session, anchors))


def _broken_links(session: Session, key: bytes) -> Iterator[Flaw]:
    before, expected = FIRST, 1
    for row in session.exec(select(AuditRow).order_by(AuditRow.n)):  # type: ignore[arg-type]
        if row.n != expected:
            yield Flaw("missing", expected)
        elif row.before != before or not hmac.compare_digest(row.mac, mac_of(key, row)):
            yield Flaw("edited", row.n)
        before, expected = row.mac, row.n + 1


def _against(session: Session, anchors: Iterable[Anchor]) -> Iterator[Flaw]:
    last = session.exec(select(func.max(AuditRow.n))).one() or 0
    for anchor in anchors:
        row = session.get(AuditRow, anchor.n)
        if anchor.n > last:
            yield Flaw("cut", last + 1)
        elif row is None or row.mac != anchor.mac:
            yield Flaw("replaced", anchor.n)
