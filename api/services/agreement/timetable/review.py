"""Before publishing: what would change, what stands in the way, and who would be told what, word for word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from api.services.agreement.timetable.content import Line, Where
from api.services.agreement.timetable.desk import published_version
from api.services.agreement.timetable.difference import Change, changes_of
from api.services.agreement.timetable.letters import (
    PUBLISHED,
    Letter,
    drop_waiting,
    host_of,
    page_of,
    published_letter,
    put_out,
    said,
    teacher_letter,
)
from api.services.agreement.timetable.publishing import (
    ToPublish,
    publish,
    weeks_of,
    why_not_alone,
    why_not_together,
)
from api.services.agreement.timetable.seen import VersionSeen, version_seen
from api.services.agreement.timetable.shelf import CURRENT, Shelf, read, shelf_of
from api.services.desk import at_desk
from api.services.unit import Unit
from models.agreement import Publication, TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.staff import Teacher
from scheduler.terms import LessonForm, Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """What one person would be told."""

    who: str
    role: str
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An approved version. changes None: nothing is in force yet. faults: why it alone cannot be published.

    letters: to representatives and teachers with an account; untold: teachers who have none.
    """

    version: VersionSeen
    changes: tuple[Change, ...] | None
    faults: tuple[str, ...]
    letters: tuple[ToRead, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """candidates by case; clashes: what they break together, those with faults of their own left out."""

    candidates: tuple[Candidate, ...]
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Taught:
    """What changes for a teacher by one version."""

    teacher: Teacher
    changes: tuple[Change, ...]


def review(unit: Unit, address: str) -> Review:
    """Every approved version of the school. Nothing is written."""
    asked = (
        select(TimetableVersion, Case)
        .where(TimetableVersion.case_id == Case.id, Case.school_id == at_desk(unit))
        .where(TimetableVersion.state == VersionState.APPROVED)
        .order_by(col(Case.code))
    )
    found = unit.session.exec(asked).all()
    shelf = shelf_of(unit, [case for _, case in found], CURRENT)
    told = tuple(_candidate(unit, shelf, version, address) for version, _ in found)
    sound = [version for (version, _), one in zip(found, told, strict=True) if not one.faults]
    return Review(told, why_not_together(unit, sound) if sound else ())


def _candidate(unit: Unit, shelf: Shelf, version: TimetableVersion, address: str) -> Candidate:
    before = published_version(unit, version.case_id)
    taught = tuple(_taught(unit, version, before))
    return Candidate(
        version=version_seen(shelf, version),
        changes=changes_of(read(before).lines, read(version).lines) if before else None,
        faults=why_not_alone(unit, version), letters=tuple(_letters(shelf, version, before, taught, address)),
        untold=tuple(one.teacher.name for one in taught if one.teacher.account_id is None),
    )  # fmt: skip


def _letters(
    shelf: Shelf, version: TimetableVersion, before: TimetableVersion | None, taught: Sequence[_Taught],
    address: str,
) -> Iterator[ToRead]:  # fmt: skip
    """Only to those whom something concerns: the family, and teachers whose lessons with it are other ones."""
    case = shelf.cases[version.case_id]
    changes = said(changes_of(read(before).lines, read(version).lines)) if before else ()
    for row in shelf.guardians.get(case.pupil_id, ()):
        if row.first_on <= shelf.today <= (row.last_on or shelf.today):
            link = page_of(address, version.id)
            letter = published_letter(row.account_id, link, version.first_on, changes)
            yield ToRead(who=shelf.names[row.account_id], role="семья", letter=letter)
    for one in taught:
        if one.teacher.account_id is not None:
            told = [f"Дело {case.code}, {case.class_title}. {change.said}" for change in one.changes]
            letter = teacher_letter(one.teacher.account_id, version.first_on, told)
            yield ToRead(who=one.teacher.name, role="учитель", letter=letter)


def _taught(unit: Unit, version: TimetableVersion, before: TimetableVersion | None) -> Iterator[_Taught]:
    now, was = _by_teacher(unit, version), _by_teacher(unit, before) if before else {}
    asked = select(Teacher).where(col(Teacher.id).in_(now.keys() | was.keys())).order_by(col(Teacher.name))
    for teacher in unit.session.exec(asked):
        changes = changes_of(was.get(teacher.id, ()), now.get(teacher.id, ()))
        if changes:
            yield _Taught(teacher, changes)


def _by_teacher(unit: Unit, version: TimetableVersion) -> dict[str, list[Line]]:
    told: dict[str, list[Line]] = {}
    for entry in unit.session.exec(select(TimetableEntry).where(TimetableEntry.version_id == version.id)):
        told.setdefault(entry.teacher_id, []).append(_line(entry, read(version).lines))
    return told


def _line(entry: TimetableEntry, lines: Iterable[Line]) -> Line:
    """The line of the stored text an entry stands for."""
    found = next((line for line in lines if line.digest == entry.digest), None)
    weeks = weeks_of(entry)
    return found or Line(
        day=Weekday(entry.day), weeks=tuple(sorted(weeks)) if weeks else None, start_min=entry.start_min,
        end_min=entry.end_min, subject=entry.subject, teacher=entry.teacher_name,
        form=LessonForm(entry.form), where=Where.HOME,
    )  # fmt: skip


def publish_and_tell(unit: Unit, chosen: Sequence[ToPublish], address: str) -> tuple[Publication, ...]:
    """Publishes and writes exactly the letters of the review into the outbox, in one transaction."""
    wanted = {each.version_id for each in chosen}
    letters = {
        one.version.id: [each.letter for each in one.letters]
        for one in review(unit, address).candidates
        if one.version.id in wanted
    }
    made = publish(unit, chosen)
    for version_id in letters:
        drop_waiting(unit, version_id)
        put_out(unit, letters[version_id], PUBLISHED, version_id, host_of(address))
    return made
