"""From a variant to drafts: one version per case, with its canonical text at once, so that the draft can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel import col, func, select

from api.errors import Invalid, NotFound
from api.services.agreement.canonical import digest
from api.services.agreement.timetable.content import Content
from api.services.agreement.timetable.lines import Placed, placed_lines
from api.services.cases.life import case_of
from api.services.desk import at_desk, locked
from api.services.unit import Unit
from api.services.words import shown
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case
from models.place import Place
from models.plan import Plan, PlanState
from models.school import NetworkAgreement, School
from models.staff import Teacher
from models.timetable import ProblemText, Variant
from scheduler.problem import Problem
from scheduler.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kept variant, read: its problem and its timetable."""

    variant: Variant
    problem: Problem
    timetable: Timetable


@dataclass(frozen=True, slots=True)
class _Known:
    """Rows of the database by the problem's ids."""

    teachers: dict[str, str]
    places: dict[str, str]


def source_of(unit: Unit, variant_id: str) -> Source:
    """A variant of the actor's school with its values."""
    school_id = at_desk(unit)
    variant = unit.session.get(Variant, variant_id)
    if variant is None or variant.school_id != school_id or variant.removed_at is not None:
        raise NotFound
    problem = unit.session.get_one(ProblemText, variant.problem_id)
    return Source(
        variant=variant,
        problem=problem_value(problem.text),
        timetable=timetable_value(variant.timetable),
    )


@lru_cache(maxsize=6)
def problem_value(text: str) -> Problem:
    """A stored problem as a value; one and the same is asked for again and again."""
    return Problem.model_validate_json(text)


@lru_cache(maxsize=6)
def timetable_value(text: str) -> Timetable:
    """The same for a stored timetable."""
    return Timetable.model_validate_json(text)


def draft_versions(
    unit: Unit, variant_id: str, case_ids: Sequence[str], first_on: date, last_on: date
) -> tuple[TimetableVersion, ...]:
    """A draft per case, in force first_on..last_on; an older draft of the case gives way.

    Raises Invalid where the dates do not fit or a case has no lesson in the variant.
    """
    if last_on < first_on:
        raise Invalid({"last_on": [f"Последний день раньше первого: {shown(first_on)}."]})
    source = source_of(unit, variant_id)
    known = _known(unit)
    return tuple(_drafted(unit, source, known, case_id, first_on, last_on) for case_id in case_ids)


def unknown_teachers(unit: Unit, variant_id: str) -> tuple[str, ...]:
    """Codes of teachers in a variant that nobody at the school or its partners has."""
    source, known = source_of(unit, variant_id), _known(unit)
    return tuple(sorted({lesson.teacher for lesson in source.timetable.lessons} - known.teachers.keys()))


def _drafted(
    unit: Unit, source: Source, known: _Known, case_id: str, first_on: date, last_on: date
) -> TimetableVersion:
    case = locked(unit, Case, case_of(unit, case_id).id)
    assert case is not None
    placed = placed_lines(source.problem, source.timetable, case.code)
    if not placed:
        raise Invalid({"cases": [f"В этом варианте нет занятий по делу {case.code}. Уберите его из списка."]})
    _drop_drafts(unit, case.id)
    plan = _plan_in_force(unit, case.id)
    content = Content(
        school=unit.session.get_one(School, case.school_id).title,
        case=case.code,
        number=_next_number(unit, case.id),
        plan=plan.digest or "" if plan else "",
        first_on=first_on,
        last_on=last_on,
        zone=source.problem.timezone,
        cycle_weeks=len(source.problem.weeks),
        lines=tuple(each.line for each in placed),
    )
    version = TimetableVersion(
        case_id=case.id,
        number=content.number,
        variant_id=source.variant.id,
        plan_id=plan.id if plan else None,
        first_on=first_on,
        last_on=last_on,
        text=content.text,
        digest=digest(content.text),
        wording=content.wording,
    )
    unit.session.add(version)
    unit.session.flush()
    unit.session.add_all([_entry(version.id, each, known) for each in placed])
    unit.session.flush()
    unit.note("timetable.draft", "timetable_version", version.id, case=case.id, digest=version.digest)
    return version


def _entry(version_id: str, placed: Placed, known: _Known) -> TimetableEntry:
    line = placed.line
    return TimetableEntry(
        version_id=version_id,
        row_key=placed.row,
        day=line.day,
        weeks=None if line.weeks is None else ",".join(str(week) for week in line.weeks),
        start_min=line.start_min,
        end_min=line.end_min,
        subject=line.subject,
        teacher_id=known.teachers[placed.teacher],
        teacher_name=line.teacher,
        form=line.form,
        place_id=known.places.get(placed.place),
        digest=line.digest,
    )


def _known(unit: Unit) -> _Known:
    """Teachers of the school and of its partners, places of the school, by the codes a problem names them with."""
    school_id = at_desk(unit)
    partners = select(NetworkAgreement.partner_id).where(NetworkAgreement.base_id == school_id)
    schools = [school_id, *unit.session.exec(partners)]
    teachers = unit.session.exec(select(Teacher).where(col(Teacher.school_id).in_(schools)))
    places = unit.session.exec(select(Place).where(col(Place.school_id).in_(schools)))
    return _Known({row.code: row.id for row in teachers}, {row.code: row.id for row in places})


def _drop_drafts(unit: Unit, case_id: str) -> None:
    """Drafts are nobody's promise: the newer one replaces them."""
    asked = select(TimetableVersion).where(
        TimetableVersion.case_id == case_id, TimetableVersion.state == VersionState.DRAFT
    )
    for draft in unit.session.exec(asked).all():
        for entry in unit.session.exec(
            select(TimetableEntry).where(TimetableEntry.version_id == draft.id)
        ).all():
            unit.session.delete(entry)
        unit.session.flush()
        unit.session.delete(draft)
    unit.session.flush()


def _next_number(unit: Unit, case_id: str) -> int:
    asked = select(func.max(TimetableVersion.number)).where(TimetableVersion.case_id == case_id)
    return (unit.session.exec(asked).one() or 0) + 1


def _plan_in_force(unit: Unit, case_id: str) -> Plan | None:
    asked = select(Plan).where(Plan.case_id == case_id, Plan.state == PlanState.APPROVED)
    return unit.session.exec(asked).first()
