"""Sessions: begun, found by their token, kept awake, ended. A session lives while its account and role do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import Session, col, select

from api.errors import Forbidden, NotFound
from api.services.entry.doors import Door, new_token
from api.services.unit import Actor
from models.person import Account, Grant, Role
from models.school import School
from models.session import Device, Ended, SessionKind, SignIn

PURPOSE = "session"
AWAKE = timedelta(minutes=1)  # how exact last_seen_at is: reading a page then rarely writes
CODED = (Role.ADMINISTRATOR, Role.DEPUTY, Role.DIRECTOR)  # roles that prove a code beside the password
TEACHING = (Role.CLASS_TEACHER, Role.TEACHER, Role.SPECIALIST)  # roles that may keep a device for 30 days


@dataclass(frozen=True, slots=True)
class Issued:
    """A new session and its token, which exists nowhere else."""

    token: SecretStr
    sign_in: SignIn


@dataclass(frozen=True, slots=True)
class Live:
    """A session in force. today: the date at the school. grant None: the code is still to be given.

    school: that of the role; None while the code is to be given, and for an administrator.
    """

    sign_in: SignIn
    account: Account
    grant: Grant | None
    school: School | None
    today: date

    @property
    def kind(self) -> SessionKind:
        return SessionKind(self.sign_in.kind)

    @property
    def actor(self) -> Actor:
        """Who acts. Raises Forbidden while the code is still to be given."""
        if self.grant is None:
            raise Forbidden("Введите код из приложения, чтобы закончить вход.")
        return Actor(account_id=self.account.id, role=Role(self.grant.role), school_id=self.grant.school_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a session begins with; signed_in_at None: now."""

    account_id: str
    kind: SessionKind
    grant_id: str | None = None
    device_id: str | None = None
    signed_in_at: datetime | None = None
    password_at: datetime | None = None
    code_at: datetime | None = None


def begin(door: Door, start: Start) -> Issued:
    """A new session with a new token."""
    lasts, idle = _limits(door, start.kind)
    token, began = new_token(), start.signed_in_at or door.at
    sign_in = SignIn(
        account_id=start.account_id, grant_id=start.grant_id, device_id=start.device_id, kind=start.kind,
        token_digest=door.digest(PURPOSE, token.get_secret_value()), created_at=door.at,
        signed_in_at=began, last_seen_at=door.at, ends_at=began + lasts,
        idle_s=int(idle.total_seconds()) if idle else None,
        password_at=start.password_at, code_at=start.code_at,
    )  # fmt: skip
    door.session.add(sign_in)
    door.session.flush()
    return Issued(token, sign_in)


def _limits(door: Door, kind: SessionKind) -> tuple[timedelta, timedelta | None]:
    limits = door.limits
    return {
        SessionKind.STAFF: (limits.absolute, limits.idle),
        SessionKind.DEVICE: (limits.device, None),
        SessionKind.PARENT: (limits.parent, None),
        SessionKind.PENDING: (limits.pending, limits.pending),
    }[kind]


def find(door: Door, token: str) -> Live | None:
    """The session of a token, if it is in force now; None for every other token, whatever the reason."""
    asked = (
        select(SignIn, Account, Grant, School)
        .join(Account, col(Account.id) == col(SignIn.account_id))
        .join(Grant, col(Grant.id) == col(SignIn.grant_id), isouter=True)
        .join(School, col(School.id) == col(Grant.school_id), isouter=True)
        .where(SignIn.token_digest == door.digest(PURPOSE, token))
    )
    row: tuple[SignIn, Account, Grant | None, School | None] | None = door.session.exec(asked).first()
    if row is None or not _awake(row[0], door.at):
        return None
    sign_in, account, grant, school = row
    today = _date_of(door, school)
    if not alive(account, today) or (grant is not None and not in_force(grant, today)):
        return None
    return Live(sign_in, account, grant, school, today)


def _awake(sign_in: SignIn, at: datetime) -> bool:
    idle = sign_in.idle_s is not None and at >= sign_in.last_seen_at + timedelta(seconds=sign_in.idle_s)
    return sign_in.revoked_at is None and at < sign_in.ends_at and not idle


def date_at(door: Door, grant: Grant | None) -> date:
    """The date at the school of a role; of the installation for an administrator."""
    return _date_of(door, door.session.get(School, grant.school_id) if grant and grant.school_id else None)


def _date_of(door: Door, school: School | None) -> date:
    return door.at.astimezone(ZoneInfo(school.timezone)).date() if school else door.today


def alive(account: Account, today: date) -> bool:
    """Neither disabled nor past the last day."""
    return account.disabled_at is None and (account.ends_on is None or today <= account.ends_on)


def in_force(grant: Grant, today: date) -> bool:
    return grant.first_on <= today and (grant.last_on is None or today <= grant.last_on)


def grants_of(door: Door, account_id: str) -> tuple[Grant, ...]:
    """Roles in force today, the oldest first."""
    asked = select(Grant).where(Grant.account_id == account_id).order_by(col(Grant.first_on), col(Grant.id))
    return tuple(grant for grant in door.session.exec(asked) if in_force(grant, date_at(door, grant)))


def left_s(live: Live, at: datetime) -> int | None:
    """Seconds a session that is seen now will last when nothing more is asked for; None without idleness."""
    row = live.sign_in
    if row.idle_s is None:
        return None
    seen = at if needs_touch(live, at) else row.last_seen_at
    ends = min(seen + timedelta(seconds=row.idle_s), row.ends_at)
    return max(0, int((ends - at).total_seconds()))


def roles(door: Door, live: Live) -> tuple[tuple[Grant, School | None], ...]:
    """One's own roles in force with their schools, the oldest first."""
    grants = grants_of(door, live.account.id)
    return tuple(
        (grant, door.session.get(School, grant.school_id) if grant.school_id else None) for grant in grants
    )


def needs_touch(live: Live, at: datetime) -> bool:
    """True when the session's last sight is more than a minute old."""
    return at - live.sign_in.last_seen_at >= AWAKE


def touch(door: Door, sign_in_id: str) -> None:
    """Notes that the session was seen; one that has ended stays ended."""
    door.session.execute(
        update(SignIn)
        .where(col(SignIn.id) == sign_in_id, col(SignIn.revoked_at).is_(None))
        .where(col(SignIn.last_seen_at) < door.at)
        .values(last_seen_at=door.at)
    )


def act_as(door: Door, live: Live, grant_id: str) -> Issued:
    """The same person in another of their roles: a new token, the old one ends, the hours run on."""
    grant = next((grant for grant in grants_of(door, live.account.id) if grant.id == grant_id), None)
    if grant is None or live.kind != SessionKind.STAFF:
        raise NotFound
    if Role(grant.role) in CODED and door.limits.totp_required and live.sign_in.code_at is None:
        raise Forbidden("Для этой роли нужен вход с кодом. Выйдите и войдите заново.")
    end(door, live.sign_in, Ended.REPLACED)
    old = live.sign_in
    issued = begin(
        door,
        Start(
            account_id=old.account_id, kind=SessionKind.STAFF, grant_id=grant.id, device_id=old.device_id,
            signed_in_at=old.signed_in_at, password_at=old.password_at, code_at=old.code_at,
        ),
    )  # fmt: skip
    door.note(old.account_id, grant.role, "session.role", "sign_in", issued.sign_in.id, grant=grant.id)
    return issued


def sign_out(door: Door, live: Live) -> None:
    """Ends this session."""
    end(door, live.sign_in, Ended.SIGNED_OUT)
    _note(door, live, "session.end", live.sign_in.id)


def sign_out_everywhere(door: Door, live: Live) -> int:
    """«Выйти на всех устройствах»: ends every session of the account and forgets its devices."""
    ended = end_all(door.session, live.account.id, door.at, Ended.EVERYWHERE)
    forget_devices(door.session, live.account.id, door.at)
    _note(door, live, "session.end_all", live.sign_in.id, sessions=ended)
    return ended


def end_one(door: Door, live: Live, sign_in_id: str) -> None:
    """Ends another session of one's own; those of others are not found."""
    other = door.session.get(SignIn, sign_in_id)
    if other is None or other.account_id != live.account.id or other.revoked_at is not None:
        raise NotFound
    end(door, other, Ended.SIGNED_OUT)
    _note(door, live, "session.end", other.id)


def own(door: Door, live: Live) -> tuple[tuple[SignIn, str], ...]:
    """One's sessions in force with the name of their device, the newest first."""
    asked = (
        select(SignIn, Device.label)
        .join(Device, col(SignIn.device_id) == col(Device.id), isouter=True)
        .where(col(SignIn.account_id) == live.account.id, col(SignIn.revoked_at).is_(None))
        .where(col(SignIn.grant_id).is_not(None))
        .order_by(col(SignIn.created_at).desc())
    )
    rows = door.session.exec(asked).all()
    return tuple((sign_in, label or "") for sign_in, label in rows if _awake(sign_in, door.at))


def end(door: Door, sign_in: SignIn, why: Ended) -> None:
    """Ends a session; an ended one keeps its reason."""
    if sign_in.revoked_at is None:
        sign_in.revoked_at, sign_in.ended = door.at, why
        door.session.add(sign_in)
        door.session.flush()


def end_all(session: Session, account_id: str, at: datetime, why: Ended, grant_id: str | None = None) -> int:
    """Ends every session of an account, or of one of its roles; returns how many."""
    asked = select(SignIn).where(SignIn.account_id == account_id, col(SignIn.revoked_at).is_(None))
    rows = session.exec(asked if grant_id is None else asked.where(SignIn.grant_id == grant_id)).all()
    for row in rows:
        row.revoked_at, row.ended = at, why
    session.flush()
    return len(rows)


def forget_devices(session: Session, account_id: str, at: datetime) -> None:
    """No device is known any more."""
    asked = select(Device).where(Device.account_id == account_id, col(Device.revoked_at).is_(None))
    for row in session.exec(asked):
        row.revoked_at = at
    session.flush()


def _note(door: Door, live: Live, action: str, id: str, **facts: int) -> None:  # noqa: A002
    role = live.grant.role if live.grant else SessionKind.PENDING
    door.note(live.account.id, role, action, "sign_in", id, **facts)
