"""People: added with their first role, given further roles with dates, disabled. What ends, ends sessions at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, func, or_, select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.entry import codes, sessions
from api.services.entry.passwords import UNUSABLE
from api.services.entry.signin import normal_login
from api.services.people import invitations
from api.services.people.managing import GRANTS, manageable, may_grant, visible
from api.services.unit import Unit
from models.person import Account, Grant, Role
from models.school import School
from models.session import Ended

LOGIN = re.compile(r"[a-zа-яё0-9][a-zа-яё0-9._@-]{2,99}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
STALE = "Запись изменили, пока вы её правили. Откройте её заново и повторите."


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDraft:
    """A role to give: school_id None for an administrator, dates inclusive, class_title for a class teacher."""

    role: Role
    school_id: str | None
    first_on: date
    last_on: date | None = None
    class_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person to add. login None: comes by invitation links only (parents)."""

    name: str
    login: str | None = None
    email: str | None = None
    phone: str | None = None


def add_person(unit: Unit, person: PersonDraft, role: RoleDraft) -> tuple[Account, Grant]:
    """A new account with its first role. It has no password: its owner sets one by an invitation link."""
    faults = _faults_of_person(unit, person, None) | _faults_of_role(unit, role)
    if faults:
        raise Invalid(faults)
    _allowed(unit, role)
    login = normal_login(person.login) if person.login else None
    account = Account(
        name=person.name.strip(), login=login, password_hash=UNUSABLE if login else None,
        email=person.email or None, phone=person.phone or None, created_at=unit.at,
    )  # fmt: skip
    unit.session.add(account)
    unit.session.flush()
    unit.note("account.add", "account", account.id)
    return account, _give(unit, account, role)


def change_person(unit: Unit, account_id: str, rev: int, person: PersonDraft) -> Account:
    """Another name, login, e-mail or telephone."""
    account = _mine(unit, account_id, rev)
    faults = _faults_of_person(unit, person, account)
    if faults:
        raise Invalid(faults)
    login = normal_login(person.login) if person.login else None
    if login is None:
        account.password_hash = None
    elif account.password_hash is None:
        account.password_hash = UNUSABLE
    account.name, account.login = person.name.strip(), login
    account.email, account.phone = person.email or None, person.phone or None
    unit.note("account.change", "account", account.id, rev=account.rev)
    unit.session.flush()
    return account


def give_role(unit: Unit, account_id: str, role: RoleDraft) -> Grant:
    """A further role of a person the actor manages."""
    account = manageable(unit, account_id)
    faults = _faults_of_role(unit, role)
    if faults:
        raise Invalid(faults)
    _allowed(unit, role)
    return _give(unit, account, role)


def _give(unit: Unit, account: Account, role: RoleDraft) -> Grant:
    grant = Grant(
        account_id=account.id, role=role.role, school_id=role.school_id, first_on=role.first_on,
        last_on=role.last_on, class_title=role.class_title or None, created_at=unit.at,
    )  # fmt: skip
    same = select(Grant.id).where(
        Grant.account_id == account.id, Grant.role == role.role, Grant.school_id == role.school_id,
        or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= role.first_on),
    )  # fmt: skip
    if unit.session.exec(same).first() is not None:
        raise Conflict("Такая роль у человека уже есть. Измените её даты.")
    unit.session.add(grant)
    unit.session.flush()
    unit.note("role.give", "grant", grant.id, account=account.id, role=role.role, school=role.school_id)
    return grant


def end_role(unit: Unit, grant_id: str, rev: int, last_on: date | None) -> Grant:
    """Sets the last day of a role (None: open). A role that is over ends its sessions and links at once."""
    grant = unit.session.get(Grant, grant_id)
    if grant is None:
        raise NotFound
    account = manageable(unit, grant.account_id)
    if not may_grant(unit, Role(grant.role), grant.school_id):
        raise Forbidden("Эту роль меняет администратор.")
    unit.session.refresh(grant, with_for_update=True)
    if grant.rev != rev:
        raise Conflict(STALE)
    if last_on is not None and last_on < grant.first_on:
        raise Invalid({"last_on": ["Последний день раньше первого."]})
    grant.last_on, grant.rev = last_on, rev + 1
    unit.session.flush()
    if not sessions.in_force(grant, unit.today):
        sessions.end_all(unit.session, account.id, unit.at, Ended.GRANT, grant.id)
        invitations.revoke(unit.session, unit, account.id, grant.id)
    _keep_an_administrator(unit)
    unit.note("role.end", "grant", grant.id, last_on=last_on.isoformat() if last_on else None)
    return grant


def disable(unit: Unit, account_id: str, rev: int) -> Account:
    """Closes an account: its sessions, devices and links end with this transaction."""
    return _close(
        unit, account_id, rev, "account.disable", lambda account: setattr(account, "disabled_at", unit.at)
    )


def enable(unit: Unit, account_id: str, rev: int) -> Account:
    """Opens a closed account again; its sessions stay ended."""
    account = _mine(unit, account_id, rev)
    account.disabled_at = None
    unit.session.flush()
    unit.note("account.enable", "account", account.id)
    return account


def set_end(unit: Unit, account_id: str, rev: int, ends_on: date | None) -> Account:
    """The last day of an account (inclusive); one in the past ends its sessions at once."""
    return _close(unit, account_id, rev, "account.end", lambda account: setattr(account, "ends_on", ends_on))


def _close(unit: Unit, account_id: str, rev: int, action: str, change: Callable[[Account], None]) -> Account:
    account = _mine(unit, account_id, rev)
    change(account)
    unit.session.flush()
    if not sessions.alive(account, unit.today):
        _end_everything(unit, account)
    _keep_an_administrator(unit)
    unit.note(action, "account", account.id, ends_on=account.ends_on.isoformat() if account.ends_on else None)
    return account


def reset_sign_in(unit: Unit, account_id: str, rev: int) -> Account:
    """Password and telephone are lost: both are void, sessions end; the way back is an invitation link."""
    account = _mine(unit, account_id, rev)
    if account.id == unit.actor.account_id:
        raise Forbidden("Свой пароль меняют в своих настройках.")
    if account.login is not None:
        account.password_hash = UNUSABLE
    codes.forget(account)
    _end_everything(unit, account)
    unit.note("account.reset", "account", account.id)
    return account


def _end_everything(unit: Unit, account: Account) -> None:
    sessions.end_all(unit.session, account.id, unit.at, Ended.ACCOUNT)
    sessions.forget_devices(unit.session, account.id, unit.at)
    invitations.revoke(unit.session, unit, account.id)


def people(unit: Unit) -> tuple[Account, ...]:
    """Everybody with a role at the actor's school, past ones too; all for an administrator. By name."""
    asked = select(Account).order_by(col(Account.name), col(Account.id))
    if unit.actor.role not in GRANTS:
        return ()
    if unit.actor.role != Role.ADMINISTRATOR:
        here = select(Grant.account_id).where(Grant.school_id == unit.actor.school_id)
        asked = asked.where(col(Account.id).in_(here))
    return tuple(unit.session.exec(asked))


def roles_of(unit: Unit, account_id: str) -> tuple[Grant, ...]:
    """Roles of somebody, ended ones too; at the actor's school only, unless an administrator or oneself looks."""
    account = visible(unit, account_id)
    asked = select(Grant).where(Grant.account_id == account.id)
    if unit.actor.role != Role.ADMINISTRATOR and account.id != unit.actor.account_id:
        asked = asked.where(Grant.school_id == unit.actor.school_id)
    return tuple(unit.session.exec(asked.order_by(col(Grant.first_on), col(Grant.id))))


def _mine(unit: Unit, account_id: str, rev: int) -> Account:
    """An account the actor manages, as it was when they looked at it; its rev is raised."""
    account = manageable(unit, account_id)
    unit.session.refresh(account, with_for_update=True)
    if account.rev != rev:
        raise Conflict(STALE)
    account.rev = rev + 1
    return account


def _allowed(unit: Unit, role: RoleDraft) -> None:
    if not may_grant(unit, role.role, role.school_id):
        raise Forbidden("Эту роль назначает администратор или директор.")


def _keep_an_administrator(unit: Unit) -> None:
    """Somebody has to be able to open the service to others."""
    left = unit.session.exec(
        select(func.count())
        .select_from(Grant)
        .join(Account, col(Account.id) == col(Grant.account_id))
        .where(col(Grant.role) == Role.ADMINISTRATOR, col(Account.disabled_at).is_(None))
        .where(or_(col(Grant.last_on).is_(None), col(Grant.last_on) >= unit.today))
        .where(or_(col(Account.ends_on).is_(None), col(Account.ends_on) >= unit.today))
    ).one()
    if left == 0 and unit.actor.role == Role.ADMINISTRATOR:
        raise Conflict("Это последний администратор. Сначала назначьте другого.")


def _faults_of_person(unit: Unit, person: PersonDraft, account: Account | None) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not person.name.strip():
        faults["name"] = ["Укажите фамилию, имя и отчество."]
    elif len(person.name.strip()) > 200:
        faults["name"] = ["Имя длиннее 200 знаков. Сократите его."]
    if person.email and not EMAIL.fullmatch(person.email):
        faults["email"] = ["Адрес почты записан с ошибкой, нужно вроде ivanova@school.example."]
    if person.login:
        faults |= _faults_of_login(unit, normal_login(person.login), account)
    return faults


def _faults_of_login(unit: Unit, login: str, account: Account | None) -> dict[str, list[str]]:
    if not LOGIN.fullmatch(login):
        return {"login": ["Логин — от 3 знаков: буквы, цифры, точка, дефис."]}
    other = unit.session.exec(select(Account.id).where(Account.login == login)).first()
    if other is not None and (account is None or other != account.id):
        return {"login": ["Такой логин занят. Придумайте другой."]}
    return {}


def _faults_of_role(unit: Unit, role: RoleDraft) -> dict[str, list[str]]:
    faults = {}
    if (role.school_id is None) != (role.role == Role.ADMINISTRATOR):
        faults["school_id"] = ["Выберите школу. Без школы бывает только администратор."]
    elif role.school_id is not None and unit.session.get(School, role.school_id) is None:
        faults["school_id"] = ["Выберите школу из списка."]
    if role.last_on is not None and role.last_on < role.first_on:
        faults["last_on"] = ["Последний день раньше первого."]
    if role.role == Role.CLASS_TEACHER and not (role.class_title or "").strip():
        faults["class_title"] = ["Укажите класс, например «5 А»."]
    return faults
