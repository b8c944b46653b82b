"""One's own password: given once more before a weighty step, or changed. Counted like signing in.

As at sign-in, judging stands outside the transactions: `ask` before it, `prove` or `change` after it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from api.errors import Forbidden, Invalid
from api.services.entry import codes, sessions, throttle
from api.services.entry.doors import Door
from api.services.entry.passwords import faults_of
from api.services.entry.sessions import Issued, Live, Start
from api.services.entry.signin import Refused, too_many
from api.services.people import invitations
from api.services.people.managing import manageable
from api.services.unit import Unit
from models.person import Account, Role
from models.session import Ended, SessionKind

LASTS = timedelta(minutes=15)
WRONG = "Пароль не подошёл. Проверьте раскладку клавиатуры и попробуйте ещё раз."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An attempt counted, and the hash to judge against."""

    lock: str
    kept: SecretStr


def fresh(live: Live, at: datetime) -> bool:
    """Whether the password was given so lately that a weighty step does not ask for it again."""
    given = live.sign_in.password_at
    return given is not None and at - given < LASTS


def ask(door: Door, live: Live) -> Asked | Refused:
    """Counts an attempt at one's own password; attempts of this session are apart from those at the door."""
    if live.account.password_hash is None or live.kind != SessionKind.STAFF:
        raise Forbidden("Войдите по логину и паролю, чтобы сделать это.")
    lock = door.digest("lock", f"own:{live.account.id}:{live.sign_in.device_id or ''}")
    wait_s = throttle.attempt(door, lock)
    return too_many(wait_s) if wait_s else Asked(lock=lock, kept=SecretStr(live.account.password_hash))


def prove(door: Door, live: Live, asked: Asked, matched: bool) -> Refused | None:
    """Notes in the session that the password was given just now; None when it was right."""
    if not matched:
        door.note(live.account.id, live.actor.role, "password.fail", "account", live.account.id)
        return Refused(sentence=WRONG)
    throttle.succeeded(door, asked.lock)
    live.sign_in.password_at = door.at
    door.session.add(live.sign_in)
    door.session.flush()
    return None


def change(door: Door, live: Live, asked: Asked, password_hash: str) -> Issued | Refused:
    """Sets the new password; every session ends, this one goes on under a new token."""
    account = door.session.get_one(Account, live.account.id)
    if account.password_hash is None or not hmac.compare_digest(
        account.password_hash, asked.kept.get_secret_value()
    ):
        return Refused(sentence=WRONG)
    throttle.succeeded(door, asked.lock)
    account.password_hash = password_hash
    sessions.end_all(door.session, account.id, door.at, Ended.ACCOUNT)
    invitations.revoke(door.session, door, account.id)
    old = live.sign_in
    start = Start(
        account_id=account.id, kind=SessionKind.STAFF, grant_id=old.grant_id, device_id=old.device_id,
        signed_in_at=old.signed_in_at, password_at=door.at, code_at=old.code_at,
    )  # fmt: skip
    issued = sessions.begin(door, start)
    door.note(account.id, live.actor.role, "password.change", "account", account.id)
    return issued


def renew_recovery_codes(door: Door, live: Live) -> tuple[SecretStr, ...]:
    """Ten new recovery codes of one's own, shown once; the earlier ones count no longer."""
    if live.account.totp_since is None or live.kind != SessionKind.STAFF:
        raise Forbidden("Запасные коды есть у тех, кто входит с кодом из приложения.")
    made = codes.new_recovery_codes(door, door.session.get_one(Account, live.account.id))
    door.note(live.account.id, live.actor.role, "code.recovery", "account", live.account.id)
    return made


def refuse_weak(account: Account, password: str, field: str = "password") -> None:
    """Raises Invalid with every reason not to take the password."""
    faults = faults_of(password, account.login, account.name)
    if faults:
        raise Invalid({field: faults})


def set_password(unit: Unit, account_id: str, password_hash: str) -> None:
    """For the command line: the password of an account as an administrator at the machine sets it."""
    account = manageable(unit, account_id)
    if unit.actor.role != Role.ADMINISTRATOR or account.login is None:
        raise Forbidden("Пароль задаёт владелец по ссылке-приглашению.")
    account.password_hash = password_hash
    sessions.end_all(unit.session, account.id, unit.at, Ended.ACCOUNT)
    unit.session.flush()
    unit.note("password.set", "account", account.id)
