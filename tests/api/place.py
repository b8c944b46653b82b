"""An installation for tests: a real database, a clock that is set by hand, cheap hashes that are counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp
from sqlalchemy import Engine
from sqlmodel import Session, select

from api import keys
from api.access import Policy
from api.installation import Installation
from api.policy import POLICY
from api.relations import RESOLVERS
from api.services.entry.doors import Door
from api.services.entry.passwords import Hasher
from api.services.entry.sealing import unseal
from api.services.unit import Actor, Unit
from api.settings import Mode, Settings
from models.audit import AuditRow
from models.engines import reading, writing
from models.person import Account, Grant, Role
from models.school import School

START = datetime(2026, 9, 1, 6, tzinfo=UTC)  # 11:00 in Yekaterinburg, a Tuesday
PASSWORD = "три ежа под снегом"
KEYS = keys.fresh()


@dataclass(frozen=True, kw_only=True)
class CountingHasher(Hasher):
    """Cheap, and remembers what was judged: known or nobody's."""

    time_cost: int = 1
    memory_kib: int = 8
    parallelism: int = 1
    judged: list[bool] = field(default_factory=list)

    def verify(self, password: str, kept: str | None) -> bool:
        self.judged.append(kept is not None)
        return super().verify(password, kept)


HASHER = CountingHasher()
HASH = HASHER.hash(PASSWORD)


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def on(self, **delta: float) -> datetime:
        """Time goes on."""
        self.at += timedelta(**delta)
        return self.at


def place(
    engine: Engine, clock: Clock, policy: Policy = POLICY, folder: Path = Path(), **settings: object
) -> Installation:
    """An installation; by default over TLS, with codes required."""
    told = {"mode": Mode.PRODUCTION, "data_folder": folder, "origin": "https://school.example"} | settings
    return Installation(
        engine=engine, settings=Settings.model_validate(told), keys=KEYS,
        hasher=CountingHasher(), policy=policy, resolvers=RESOLVERS, clock=clock,
    )  # fmt: skip


def school(engine: Engine, code: str = "s100") -> str:
    with writing(engine) as session:
        made = School(code=code, title=f"СОШ {code}")
        session.add(made)
    return made.id


def person(
    engine: Engine, login: str | None, *roles: tuple[Role, str | None], name: str = "Лебедева Ольга Игоревна"
) -> Account:
    """An account with the password of the tests and roles since the start of the year."""
    with writing(engine) as session:
        account = Account(name=name, login=login, password_hash=HASH if login else None)
        session.add(account)
        session.flush()
        for role, school_id in roles:
            session.add(
                Grant(
                    account_id=account.id, role=role, school_id=school_id, first_on=date(2026, 9, 1),
                    class_title="5 А" if role == Role.CLASS_TEACHER else None,
                )
            )  # fmt: skip
    return account


def grant_of(engine: Engine, account: Account, role: Role) -> Grant:
    with reading(engine) as session:
        return session.exec(select(Grant).where(Grant.account_id == account.id, Grant.role == role)).one()


def row(engine: Engine, account: Account) -> Account:
    """The account as it stands in the database."""
    with reading(engine) as session:
        return session.get_one(Account, account.id)


def unit(door: Door, account: Account, role: Role, school_id: str | None) -> Unit:
    return Unit(
        session=door.session, actor=Actor(account_id=account.id, role=role, school_id=school_id),
        audit_key=door.audit_key, at=door.at, today=door.today,
    )  # fmt: skip


def code(where: Installation, account: Account, steps: int = 0) -> str:
    """What the telephone shows now, or some half-minutes off."""
    sealed = row(where.engine, account).totp_secret
    assert sealed is not None
    totp = pyotp.TOTP(unseal(KEYS.secrets, account.id, sealed))
    return totp.generate_otp(int(where.clock().timestamp()) // 30 + steps)


def log(session: Session) -> list[str]:
    """Actions in the log."""
    return list(session.exec(select(AuditRow.action).order_by(AuditRow.n)))  # type: ignore[arg-type]
