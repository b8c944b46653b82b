"""Publishing: the last word of the checker, the version before superseded, everything or nothing.

Refused where the papers do not hold, where somebody would be at two places, or where the timetable breaks a rule
that it does not break already (trust 4.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from api.errors import Conflict
from api.services.agreement.canonical import digest
from api.services.agreement.timetable.clashes import Minutes, Promise, clashes
from api.services.agreement.timetable.desk import (
    Seen,
    held_version,
    published_version,
    put_state,
    version_of,
)
from api.services.agreement.timetable.states import VersionMove
from api.services.agreement.timetable.verdict import faults_of
from api.services.cases.guards import contract_faults, papers_hold
from api.services.cases.loading import load_one
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.agreement import Approval, Publication, TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.place import Road
from scheduler.terms import Weekday

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPublish:
    version_id: str
    seen: Seen


def publish(unit: Unit, chosen: Sequence[ToPublish]) -> tuple[Publication, ...]:
    """All of them together or none. Conflict says everything that stands in the way."""
    at_desk(unit)
    found = {each.version_id: version_of(unit, each.version_id) for each in chosen}
    held = [
        held_version(unit, found[each.version_id], each.seen, VersionMove.PUBLISH)
        for each in sorted(chosen, key=lambda each: found[each.version_id].case_id)
    ]
    alone = [fault for version in held for fault in why_not_alone(unit, version)]
    faults = [*alone, *why_not_together(unit, held)]
    if faults:
        raise Conflict(" ".join(faults))
    return tuple(_published(unit, version) for version in held)


def why_not_alone(unit: Unit, version: TimetableVersion) -> tuple[str, ...]:
    """What stands in the way of one version, whatever else is published: papers, contract, another text."""
    return (*_faults_of_papers(unit, [version]), *_faults_of_consent(unit, [version]))


def why_not_together(unit: Unit, versions: Sequence[TimetableVersion]) -> tuple[str, ...]:
    """What versions to be published and those in force break together: clashes of people, rules of the kernel."""
    replaced = {version.case_id for version in versions}
    in_force = [version for version in _in_force(unit) if version.case_id not in replaced]
    first = min((version.first_on for version in versions), default=unit.today)
    lasting = [version for version in in_force if version.last_on >= first]
    promises = promised(unit, [*versions, *lasting])
    return (*clashes(promises, _roads(unit)), *faults_of(unit, versions, lasting))


def promised(unit: Unit, versions: Sequence[TimetableVersion]) -> tuple[Promise, ...]:
    """Lessons of versions as promises."""
    code = _codes(unit, {version.case_id for version in versions})
    case = {version.id: code[version.case_id] for version in versions}
    asked = select(TimetableEntry).where(col(TimetableEntry.version_id).in_(case))
    return tuple(_promise(entry, case[entry.version_id]) for entry in unit.session.exec(asked))


def _promise(entry: TimetableEntry, case: str) -> Promise:
    return Promise(
        case=case,
        row=entry.row_key,
        teacher=entry.teacher_id,
        teacher_name=entry.teacher_name,
        day=Weekday(entry.day),
        weeks=weeks_of(entry),
        start_min=entry.start_min,
        end_min=entry.end_min,
        place=entry.place_id,
    )


def weeks_of(entry: TimetableEntry) -> frozenset[int] | None:
    return None if entry.weeks is None else frozenset(int(week) for week in entry.weeks.split(","))


def _codes(unit: Unit, case_ids: Iterable[str]) -> dict[str, str]:
    asked = select(Case.id, Case.code).where(col(Case.id).in_(list(case_ids)))
    return dict(unit.session.exec(asked).all())


def _in_force(unit: Unit) -> list[TimetableVersion]:
    asked = select(TimetableVersion).where(
        TimetableVersion.state == VersionState.PUBLISHED,
        TimetableVersion.case_id == Case.id,
        Case.school_id == at_desk(unit),
    )
    return list(unit.session.exec(asked))


def _roads(unit: Unit) -> Minutes:
    rows = unit.session.exec(select(Road).where(Road.school_id == at_desk(unit))).all()
    known = {(row.from_id, row.to_id): row.minutes for row in rows}

    def minutes(origin: str | None, target: str | None) -> int:
        if origin is None or target is None:
            return 0
        return known.get((origin, target), known.get((target, origin), 0))

    return minutes


def _faults_of_papers(unit: Unit, versions: Sequence[TimetableVersion]) -> list[str]:
    """Papers and contract on the first day to come, and that nothing is promised beyond them."""
    told = []
    for version in versions:
        case = unit.session.get_one(Case, version.case_id)
        basis, on = load_one(unit.session, case), max(unit.today, version.first_on)
        contract = basis.contract_on(on)
        faults = [*papers_hold(basis, on)]
        if contract is None:
            faults.append(f"На {shown(on)} нет действующего договора с родителем (п. 2.4).")
        else:
            faults += contract_faults(basis, contract)
            if version.last_on > contract.last:
                faults.append(
                    f"Расписание до {shown(version.last_on)}, а договор действует до {shown(contract.last)}."
                )
        told += [f"Дело {case.code}: {fault}" for fault in faults]
    return told


def _faults_of_consent(unit: Unit, versions: Sequence[TimetableVersion]) -> list[str]:
    """What was approved is what is published: stored text, stored digest and approval are one."""
    told = []
    for version in versions:
        asked = select(Approval).where(Approval.version_id == version.id)
        approval = unit.session.exec(asked).first()
        same = digest(version.text or "") == version.digest
        if not same or approval is None or approval.digest != version.digest:
            told.append("Текст расписания не тот, который утвердил директор. Предложите его заново.")
    return told


def _published(unit: Unit, version: TimetableVersion) -> Publication:
    before = published_version(unit, version.case_id)
    if before is not None:
        before.ended_on = _last_day_before(before, version.first_on)
        put_state(unit, before, VersionState.SUPERSEDED, VersionMove.SUPERSEDE)
    publication = Publication(
        version_id=version.id,
        account_id=unit.actor.account_id,
        digest=version.digest or "",
        at=unit.at,
    )
    unit.session.add(publication)
    version.published_at = unit.at
    put_state(unit, version, VersionState.PUBLISHED, VersionMove.PUBLISH)
    return publication


def _last_day_before(before: TimetableVersion, first_on: date) -> date:
    return min(before.last_on, first_on - DAY)
