"""The people of a school as a list: who they are there, and whether they have come in yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from api.errors import NotFound
from api.services.entry.passwords import UNUSABLE
from api.services.entry.sessions import alive
from api.services.people import accounts, invitations
from api.services.people.managing import visible
from api.services.unit import Unit
from models.person import Account, Grant, Role
from models.school import School
from models.session import Invitation, SessionKind, SignIn


class Entry(StrEnum):
    """How somebody stands to the door. LAPSED: their link ended unpressed. ASKS: for another link."""

    IN = "in"
    ASKS = "asks"
    INVITED = "invited"
    LAPSED = "lapsed"
    NONE = "none"
    CLOSED = "closed"


WAITING = frozenset({Entry.ASKS, Entry.INVITED, Entry.LAPSED, Entry.NONE})


class Show(StrEnum):
    """Which part of the list. CURRENT: whoever has a role now or later."""

    CURRENT = "current"
    WAITING = "waiting"
    ASKS = "asks"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: part of a name, login or class; a role; a school (an administrator's choice)."""

    text: str = ""
    role: Role | None = None
    show: Show = Show.CURRENT
    school_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role of somebody. link: the newest link or wish of it; over: its last day is past."""

    grant: Grant
    school: School | None
    link: Invitation | None
    over: bool

    @property
    def role(self) -> Role:
        return Role(self.grant.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with the roles the actor may know of. until: the last whole day of their open link, if any."""

    account: Account
    roles: tuple[Held, ...]
    entry: Entry
    until: date | None = None

    @property
    def current(self) -> tuple[Held, ...]:
        return tuple(held for held in self.roles if not held.over)


def everybody(unit: Unit) -> tuple[Person, ...]:
    """The people of the actor's school, past ones too (of all schools, for an administrator), by name."""
    return tuple(_persons(unit, accounts.people(unit)))


def chosen(persons: Iterable[Person], wanted: Wanted) -> tuple[Person, ...]:
    """Those who are looked for, in the order they came in."""
    return tuple(person for person in persons if _is_wanted(person, wanted))


def person_of(unit: Unit, account_id: str) -> Person:
    """One of them. Raises NotFound for somebody of elsewhere."""
    return _persons(unit, [visible(unit, account_id)])[0]


def role_of(unit: Unit, grant_id: str) -> tuple[Person, Held]:
    """A role with its owner. Raises NotFound for one the actor may not know of."""
    grant = unit.session.get(Grant, grant_id)
    person = person_of(unit, grant.account_id if grant else "")
    held = next((held for held in person.roles if held.grant.id == grant_id), None)
    if held is None:
        raise NotFound
    return person, held


def schools(unit: Unit) -> tuple[School, ...]:
    """Schools one may choose from: all for an administrator, none for those who act for their own."""
    if unit.actor.role != Role.ADMINISTRATOR:
        return ()
    return tuple(unit.session.exec(select(School).order_by(col(School.title), col(School.id))))


def _is_wanted(person: Person, wanted: Wanted) -> bool:
    current = person.current if person.entry != Entry.CLOSED else ()
    held = person.roles if wanted.show == Show.PAST else current
    if wanted.role is not None:
        held = tuple(one for one in held if one.role == wanted.role)
    if wanted.school_id is not None:
        held = tuple(one for one in held if one.grant.school_id == wanted.school_id)
    told = [person.account.name, person.account.login or "", *(one.grant.class_title or "" for one in held)]
    if not held or wanted.text.strip().casefold() not in " ".join(told).casefold():
        return False
    return {
        Show.CURRENT: True,
        Show.WAITING: person.entry in WAITING,
        Show.ASKS: person.entry == Entry.ASKS,
        Show.PAST: not current,
    }[wanted.show]


def _persons(unit: Unit, found: Sequence[Account]) -> list[Person]:
    roles = _roles(unit, found)
    awake = _awake(unit, found)
    return [_person(unit, account, roles.get(account.id, ()), account.id in awake) for account in found]


def _roles(unit: Unit, found: Sequence[Account]) -> dict[str, tuple[Held, ...]]:
    asked = select(Grant).where(col(Grant.account_id).in_([account.id for account in found]))
    if unit.actor.role != Role.ADMINISTRATOR:
        asked = asked.where(Grant.school_id == unit.actor.school_id)
    grants = list(unit.session.exec(asked.order_by(col(Grant.first_on), col(Grant.id))))
    titles = {school.id: school for school in unit.session.exec(select(School))}
    links = invitations.latest(unit.session, [grant.id for grant in grants])
    told: dict[str, tuple[Held, ...]] = {}
    for grant in grants:
        held = Held(
            grant=grant, school=titles.get(grant.school_id or ""), link=links.get(grant.id),
            over=grant.last_on is not None and grant.last_on < unit.today,
        )  # fmt: skip
        told[grant.account_id] = (*told.get(grant.account_id, ()), held)
    return told


def _awake(unit: Unit, found: Iterable[Account]) -> frozenset[str]:
    """Accounts with a family's session in force somewhere."""
    asked = (
        select(SignIn.account_id)
        .where(col(SignIn.account_id).in_([account.id for account in found]))
        .where(SignIn.kind == SessionKind.PARENT, col(SignIn.revoked_at).is_(None), col(SignIn.ends_at) > unit.at)
    )  # fmt: skip
    return frozenset(unit.session.exec(asked))


def _person(unit: Unit, account: Account, roles: tuple[Held, ...], awake: bool) -> Person:
    links = [held.link for held in roles if not held.over and held.link is not None]
    opened = [last_day(held) for held in roles if not held.over and held.link and _open(unit, held.link)]
    open_until = max(opened, default=None)
    if not alive(account, unit.today):
        entry = Entry.CLOSED
    elif any(invitations.asks(link) for link in links):
        entry = Entry.ASKS
    elif awake or (account.password_hash or UNUSABLE) != UNUSABLE:
        entry = Entry.IN
    elif open_until is not None:
        entry = Entry.INVITED
    else:
        entry = Entry.LAPSED if any(_unpressed(link) for link in links) else Entry.NONE
    return Person(account=account, roles=roles, entry=entry, until=open_until)


def last_day(held: Held) -> date:
    """The last whole day of a role's link, at its school; in UTC where there is no school."""
    assert held.link is not None
    zone = ZoneInfo(held.school.timezone) if held.school else UTC
    return held.link.ends_at.astimezone(zone).date() - timedelta(days=1)


def _open(unit: Unit, link: Invitation) -> bool:
    return _unpressed(link) and link.ends_at > unit.at


def _unpressed(link: Invitation) -> bool:
    return link.spent_at is None and link.revoked_at is None
