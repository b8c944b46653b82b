"""Signing in by login, password and, for some roles, a code.

In three parts, because judging a password is slow on purpose and must hold no lock: `knock` counts the attempt in a
transaction of its own, the password is judged outside, `settle` acts on the result. Unknown logins take every step
that known ones take and are told the same. A refused attempt is an answer, not an exception: what was counted and
logged has to be committed.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import StrEnum

from pydantic import SecretStr
from sqlmodel import col, select

from api.services.entry import codes, devices, sessions, throttle
from api.services.entry.doors import VISITOR, Door
from api.services.entry.sessions import CODED, TEACHING, Issued, Live, Start
from models.person import Account, Grant, Role
from models.session import Ended, SessionKind, SignIn

WRONG = "Логин или пароль не подошли. Проверьте раскладку клавиатуры и попробуйте ещё раз."
WRONG_CODE = "Код не подошёл. Дождитесь следующего кода в приложении и введите его."
OVER = "Время для входа вышло. Войдите заново."


class Next(StrEnum):
    """What is left to do: nothing, give a code, set up the application that shows codes."""

    DONE = "done"
    CODE = "code"
    ENROL = "enrol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Let in, or one step further. week: a teacher's 30 days on this device."""

    issued: Issued
    next: Next
    device_token: SecretStr | None = None
    week: Issued | None = None
    recovery: tuple[SecretStr, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Not let in, with a sentence; wait_s: seconds until the next attempt is judged."""

    sentence: str
    wait_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The browser at the door: its token from earlier, what to call it, whether to keep it for 30 days."""

    device_token: str | None = None
    label: str = "Браузер"
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """An attempt counted. kept: the hash to judge against, None for an unknown login; wait_s: not now."""

    lock: str
    account_id: str | None = None
    kept: SecretStr | None = None
    wait_s: int = 0

    @property
    def hash(self) -> str | None:
        return self.kept.get_secret_value() if self.kept else None


def normal_login(login: str) -> str:
    """Logins differ by more than case and blanks."""
    return login.strip().casefold()


def knock(door: Door, login: str, visit: Visit) -> Knock:
    """Counts an attempt at a login; a known device has attempts of its own, so that guessing locks no owner out."""
    account, lock = _lock_of(door, login, visit)
    throttle.forget(door)
    wait_s = throttle.attempt(door, lock)
    if account is None or account.password_hash is None:
        return Knock(lock=lock, wait_s=wait_s)
    return Knock(lock=lock, account_id=account.id, kept=SecretStr(account.password_hash), wait_s=wait_s)


def shut(door: Door, login: str, visit: Visit) -> int:
    """Seconds until a login's attempts are judged again. Reads only: a flood of guesses writes nothing."""
    return throttle.wait(door, _lock_of(door, login, visit)[1])


def _lock_of(door: Door, login: str, visit: Visit) -> tuple[Account | None, str]:
    plain = normal_login(login)[:200]
    account = door.session.exec(select(Account).where(Account.login == plain)).first()
    device = devices.known(door, account.id if account else "", visit.device_token)
    return account, door.digest("lock", f"device:{device.id}" if device else f"login:{plain}")


def too_many(wait_s: int) -> Refused:
    """The same words for every lock."""
    minutes = -(-wait_s // 60)
    when = f"{wait_s} с" if wait_s < 60 else f"{minutes} мин"
    return Refused(sentence=f"Слишком много попыток подряд. Повторите через {when}.", wait_s=wait_s)


def settle(
    door: Door, knocked: Knock, matched: bool, visit: Visit, rehashed: str | None = None
) -> Entered | Refused:
    """Acts on a judged password: lets in, or logs the failure."""
    account = _judged(door, knocked) if matched else None
    if account is None or not _may_enter(door, account):
        door.note(VISITOR, VISITOR, "signin.fail", "login", knocked.lock)
        return Refused(sentence=WRONG)
    throttle.succeeded(door, knocked.lock)
    if rehashed is not None:
        account.password_hash = rehashed
    return go_on(door, account, visit)


def _judged(door: Door, knocked: Knock) -> Account | None:
    """The account, unless its password was changed while the old one was being judged."""
    account = door.session.get(Account, knocked.account_id) if knocked.account_id else None
    if account is None or account.password_hash is None or knocked.hash is None:
        return None
    return account if hmac.compare_digest(account.password_hash, knocked.hash) else None


def _may_enter(door: Door, account: Account) -> bool:
    return sessions.alive(account, door.today) and bool(sessions.grants_of(door, account.id))


def go_on(door: Door, account: Account, visit: Visit) -> Entered:
    """After the password: in, or to the code where the account's roles or its owner ask for one."""
    if not _coded(door, account):
        return let_in(door, account, visit)
    device = devices.known(door, account.id, visit.device_token)
    start = Start(
        account_id=account.id, kind=SessionKind.PENDING, device_id=device.id if device else None,
        password_at=door.at,
    )  # fmt: skip
    issued = sessions.begin(door, start)
    door.note(account.id, SessionKind.PENDING, "signin.password", "sign_in", issued.sign_in.id)
    return Entered(issued=issued, next=Next.CODE if account.totp_since else Next.ENROL)


def _coded(door: Door, account: Account) -> bool:
    roles = {Role(grant.role) for grant in sessions.grants_of(door, account.id)}
    return account.totp_since is not None or (door.limits.totp_required and not roles.isdisjoint(CODED))


def let_in(door: Door, account: Account, visit: Visit, pending: SignIn | None = None) -> Entered:
    """A staff session in the role used last; for a teacher who asks, 30 days for own lessons beside it."""
    known = devices.known(door, account.id, visit.device_token) is not None
    device, token = devices.remember(door, account.id, visit.device_token, visit.label)
    grants = sessions.grants_of(door, account.id)
    grant = _used_last(door, account, grants)
    start = Start(
        account_id=account.id, kind=SessionKind.STAFF, grant_id=grant.id, device_id=device.id,
        signed_in_at=pending.signed_in_at if pending else None,
        password_at=pending.password_at if pending else door.at, code_at=door.at if pending else None,
    )  # fmt: skip
    issued = sessions.begin(door, start)
    teaching = next((grant for grant in grants if Role(grant.role) in TEACHING), None)
    week = _week(door, account, teaching, device.id) if visit.keep and teaching else None
    door.note(
        account.id, grant.role, "signin", "sign_in", issued.sign_in.id, code=pending is not None,
        new_device=not known, kept=week is not None,
    )  # fmt: skip
    return Entered(issued=issued, next=Next.DONE, device_token=token, week=week)


def _week(door: Door, account: Account, grant: Grant, device_id: str) -> Issued:
    start = Start(account_id=account.id, kind=SessionKind.DEVICE, grant_id=grant.id, device_id=device_id)
    return sessions.begin(door, start)


def _used_last(door: Door, account: Account, grants: tuple[Grant, ...]) -> Grant:
    asked = (
        select(SignIn.grant_id)
        .where(SignIn.account_id == account.id, SignIn.kind == SessionKind.STAFF)
        .order_by(col(SignIn.created_at).desc())
        .limit(1)
    )
    last = door.session.exec(asked).first()
    return next((grant for grant in grants if grant.id == last), grants[0])


def prove_code(door: Door, token: str, code: str, visit: Visit) -> Entered | Refused:
    """The second step. A right code enters; the first one also confirms the application and gives recovery codes."""
    live = sessions.find(door, token)
    if live is None or live.kind != SessionKind.PENDING:
        return Refused(sentence=OVER)
    refused = judge_code(door, live, code)
    if refused is not None:
        return refused
    recovery = confirm(door, live.account) if live.account.totp_since is None else ()
    sessions.end(door, live.sign_in, Ended.REPLACED)
    if not _may_enter(door, live.account):
        return Refused(sentence=OVER)
    entered = let_in(door, live.account, visit, live.sign_in)
    return Entered(
        issued=entered.issued, next=Next.DONE, device_token=entered.device_token, week=entered.week,
        recovery=recovery,
    )  # fmt: skip


def judge_code(door: Door, live: Live, code: str) -> Refused | None:
    """None for a right code. Attempts are counted by account, apart for a known device."""
    lock = door.digest("lock", f"code:{live.account.id}:{live.sign_in.device_id or ''}")
    wait_s = throttle.attempt(door, lock)
    if wait_s:
        return too_many(wait_s)
    if not codes.proves(door, live.account, code):
        door.note(live.account.id, live.kind, "signin.code_fail", "account", live.account.id)
        return Refused(sentence=WRONG_CODE)
    throttle.succeeded(door, lock)
    return None


def confirm(door: Door, account: Account) -> tuple[SecretStr, ...]:
    """The application has shown a right code: from now on it is asked for."""
    account.totp_since = door.at
    door.note(account.id, SessionKind.PENDING, "code.enrol", "account", account.id)
    return codes.new_recovery_codes(door, account)
