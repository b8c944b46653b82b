"""What a family sees: what awaits its answer, one version with the answer it may give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from api.services.agreement.timetable.desk import seen_by_family
from api.services.agreement.timetable.seen import AnswerSeen, VersionSeen, WeekSeen, version_seen, week_seen
from api.services.agreement.timetable.shelf import CURRENT, Shelf, read, shelf_of
from api.services.agreement.timetable.signing import may_sign, record_of
from api.services.cases.seen import Contact, contacts_of, seen_lines
from api.services.unit import Unit
from models.agreement import Strength, TimetableVersion, VersionState
from models.case import Case
from models.session import Device, SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """A version on the page of a representative. mine: their own answer that stands. others: of other
    representatives. newer: the version that has taken its place, empty: none. signs: may sign by a code that is sent;
    asked: the strength the school asks for; record: number in the log of one's own signed answer, 0: none."""

    version: VersionSeen
    week: WeekSeen
    child: str
    school: str
    mine: AnswerSeen | None
    others: tuple[AnswerSeen, ...]
    may_decide: bool
    newer: str
    contacts: tuple[Contact, ...]
    signs: bool
    asked: int
    record: int

    @property
    def must_sign(self) -> bool:
        """Whether nothing less than a signature is an agreement here."""
        return self.signs and self.asked >= Strength.SIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A version of one's child on the first page. waits: it is one's turn to answer."""

    id: str
    child: str
    state: VersionState
    waits: bool
    until: datetime | None
    answered: AnswerSeen | None
    days: str


def family_view(unit: Unit, version_id: str) -> FamilyView:
    version, guardian = seen_by_family(unit, version_id)
    case = unit.session.get_one(Case, version.case_id)
    shelf = shelf_of(unit, [case])
    line = version_seen(shelf, version)
    answers = [one.answer for one in line.speakers if one.answer]
    mine = next((one for one in answers if one.account_id == guardian.account_id), None)
    return FamilyView(
        version=line, week=week_seen(unit, shelf, version, guardian.account_id),
        child=shelf.pupils[case.pupil_id].first_name, school=read(version).school,
        mine=mine, signs=line.open and guardian.may_decide and may_sign(unit, guardian), asked=shelf.level,
        record=record_of(unit, version.id, mine.id) if mine and mine.signed else 0,
        others=tuple(one for one in answers if one.account_id != guardian.account_id),
        may_decide=guardian.may_decide, newer=_newer(shelf.versions[case.id], version),
        contacts=contacts_of(unit, case),
    )  # fmt: skip


def _newer(versions: Sequence[TimetableVersion], version: TimetableVersion) -> str:
    found = (row for row in versions if row.number > version.number and VersionState(row.state) in CURRENT)
    return next((row.id for row in found), "")


def awaited(unit: Unit) -> tuple[Awaited, ...]:
    """Versions of one's children that wait for an answer or are in force; what waits for oneself comes first."""
    ids = [line.id for line in seen_lines(unit)]
    shelf = shelf_of(unit, unit.session.exec(select(Case).where(col(Case.id).in_(ids))).all(), CURRENT)
    told = [_awaited(unit, shelf, version) for rows in shelf.versions.values() for version in rows]
    return tuple(
        sorted(told, key=lambda one: (not one.waits, one.child, one.state == VersionState.PUBLISHED))
    )


def _awaited(unit: Unit, shelf: Shelf, version: TimetableVersion) -> Awaited:
    line, pupil = version_seen(shelf, version), shelf.pupils[shelf.cases[version.case_id].pupil_id]
    me = next((one for one in line.speakers if one.account_id == unit.actor.account_id), None)
    return Awaited(
        id=line.id, child=pupil.first_name, state=line.state,
        waits=line.open and me is not None and me.answer is None, until=line.until,
        answered=me.answer if me else None, days=line.days,
    )  # fmt: skip


def from_new_device(unit: Unit, version_id: str, sign_in: SignIn) -> bool:
    """Whether the answer comes from a browser first seen after the offer, while the person has others."""
    version, _ = seen_by_family(unit, version_id)
    device = unit.session.get(Device, sign_in.device_id) if sign_in.device_id else None
    if device is None or version.offered_at is None or device.created_at < version.offered_at:
        return False
    others = select(Device.id).where(
        Device.account_id == device.account_id, col(Device.created_at) < device.created_at
    )
    return unit.session.exec(others).first() is not None
