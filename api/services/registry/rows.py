"""Rows of the database that make a registry: a fixed number of queries, however many pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from api.services.papers.medical import DayLimits, day_limits, limits_judged
from api.services.registry.plans import PlanChoice, plans_in_force
from api.services.registry.scope import Scope
from api.services.schools.year_draft import YearDraft
from api.services.schools.years import drafts_of
from api.services.unit import Unit
from models.base import Kept
from models.case import Case, Pupil
from models.document import Contract, Paper, PaperKind
from models.family import FamilyChoice, FamilyWindow
from models.place import Place, PlanningSettings, Road
from models.plan import PinnedTime, Plan, PlanRow, PlanRowTeacher
from models.school import Bell, NetworkAgreement, School
from models.staff import ClassLesson, ClassLessonTeacher, Teacher, TeacherSubject, TeacherWindow
from models.states import OVER, State
from models.year import Year

Row = TypeVar("Row", bound=Kept)
Lists = Mapping[str, list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRows:
    """year: the one asked for. schools: the own one first, partners by code. lessons: with their teachers' ids."""

    year: Year
    schools: tuple[School, ...]
    settings: PlanningSettings | None
    years: tuple[tuple[Year, YearDraft], ...]
    bells: tuple[Bell, ...]
    lessons: tuple[tuple[ClassLesson, tuple[str, ...]], ...]
    given: Lists  # who gives a lesson, by its id
    places: tuple[Place, ...]
    roads: tuple[Road, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherRows:
    """subjects, windows: by teacher id; without exceptions by date, and unwanted hours only where they are spared."""

    teachers: tuple[Teacher, ...]
    subjects: Lists
    windows: Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRows:
    """Everything by case id but `pupils`, which is by pupil id; plan rows by plan, their teachers by row.

    paused: suspended cases that were left out.
    """

    cases: tuple[Case, ...] = ()
    paused: tuple[Case, ...] = ()
    pupils: Mapping[str, Pupil] = field(default_factory=dict)
    choices: Mapping[str, FamilyChoice] = field(default_factory=dict)
    windows: Lists = field(default_factory=dict)
    medical: Lists = field(default_factory=dict)
    contracts: Lists = field(default_factory=dict)
    limits: Mapping[str, DayLimits] = field(default_factory=dict)
    plans: Mapping[str, PlanChoice] = field(default_factory=dict)
    plan_rows: Lists = field(default_factory=dict)
    row_teachers: Mapping[str, list[str]] = field(default_factory=dict)
    pins: Lists = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    scope: Scope
    school: SchoolRows
    staff: TeacherRows
    people: CaseRows


def load(unit: Unit, scope: Scope) -> Rows:
    """Everything a scope asks for."""
    session = unit.session
    school = _school_rows(session, scope)
    ids = [row.id for row in school.schools]
    return Rows(
        scope=scope,
        school=school,
        staff=_teacher_rows(session, scope, ids, spared=scope.sparing and spares(school.settings)),
        people=_case_rows(unit, scope) if scope.pupils else CaseRows(),
    )


def _school_rows(session: Session, scope: Scope) -> SchoolRows:
    schools = (session.get_one(School, scope.school_id), *_partners(session, scope))
    ids = [school.id for school in schools]
    lessons = _all(session, ClassLesson, ClassLesson.school_id, ids)
    given = select(ClassLessonTeacher).where(
        ClassLessonTeacher.lesson_id == ClassLesson.id, col(ClassLesson.school_id).in_(ids)
    )
    teachers = _by("lesson_id", session.exec(given).all())
    return SchoolRows(
        year=session.get_one(Year, scope.year_id),
        schools=schools,
        settings=session.exec(
            select(PlanningSettings).where(PlanningSettings.school_id == scope.school_id)
        ).first(),
        years=_years(session, scope, ids),
        bells=_all(session, Bell, Bell.school_id, ids),
        lessons=tuple(
            (row, tuple(entry.teacher_id for entry in teachers.get(row.id, ()))) for row in lessons
        ),
        given=teachers,
        places=_all(session, Place, Place.school_id, ids),
        roads=_all(session, Road, Road.school_id, [scope.school_id]),
    )


def _partners(session: Session, scope: Scope) -> tuple[School, ...]:
    """Schools with an agreement in force on some day of the range."""
    if not scope.network:
        return ()
    held = (
        select(NetworkAgreement)
        .where(NetworkAgreement.base_id == scope.school_id, col(NetworkAgreement.first_on) <= scope.last)
        .where(col(NetworkAgreement.last_on) >= scope.first)
    )
    ids = {row.partner_id for row in session.exec(held) if (row.ended_on or row.last_on) >= scope.first}
    asked = select(School).where(col(School.id).in_(sorted(ids)), School.id != scope.school_id)
    return tuple(session.exec(asked.order_by(col(School.code))))


def _years(session: Session, scope: Scope, ids: Sequence[str]) -> tuple[tuple[Year, YearDraft], ...]:
    """The year asked for, and those of partners that share days with it; years without a term say nothing."""
    own = session.get_one(Year, scope.year_id)
    asked = (
        select(Year)
        .where(col(Year.school_id).in_(ids), Year.school_id != own.school_id)
        .where(col(Year.first_on) <= own.last_on, col(Year.last_on) >= own.first_on)
    )
    latest: dict[str, Year] = {}
    for year in session.exec(asked.order_by(col(Year.first_on))):
        latest[year.school_id] = year
    years = [own, *latest.values()]
    drafts = drafts_of(session, years)
    return tuple((year, drafts[year.id]) for year in years if drafts[year.id].terms)


def spares(settings: PlanningSettings | None) -> bool:
    """Whether the school leaves the hours free that teachers would rather not give."""
    return settings is not None and settings.spare_unwanted


def _teacher_rows(session: Session, scope: Scope, ids: Sequence[str], *, spared: bool) -> TeacherRows:
    here = (col(Teacher.school_id).in_(ids), col(Teacher.first_on) <= scope.last)
    still = col(Teacher.last_on).is_(None) | (col(Teacher.last_on) >= scope.first)
    teachers = session.exec(select(Teacher).where(*here, still).order_by(col(Teacher.code)))
    subjects = select(TeacherSubject).where(TeacherSubject.teacher_id == Teacher.id, *here)
    windows = (
        select(TeacherWindow)
        .where(TeacherWindow.teacher_id == Teacher.id, *here)
        .where(col(TeacherWindow.on_date).is_(None))
        .order_by(col(TeacherWindow.created_at), col(TeacherWindow.id))
    )
    if not spared:
        windows = windows.where(col(TeacherWindow.soft).is_(False))
    return TeacherRows(
        teachers=tuple(teachers),
        subjects=_by("teacher_id", session.exec(subjects.order_by(col(TeacherSubject.subject)))),
        windows=_by("teacher_id", session.exec(windows)),
    )


def _case_rows(unit: Unit, scope: Scope) -> CaseRows:
    session = unit.session
    asked = select(Case).where(Case.school_id == scope.school_id, Case.year_id == scope.year_id)
    asked = asked.where(col(Case.state).not_in([state.value for state in OVER])).order_by(col(Case.code))
    if scope.cases is not None:
        asked = asked.where(col(Case.id).in_(sorted(scope.cases)))
    known = tuple(session.exec(asked))
    paused = () if scope.paused else tuple(case for case in known if case.state == State.SUSPENDED)
    cases = tuple(case for case in known if case not in paused)
    ids = [case.id for case in cases]
    plans = plans_in_force(session, ids, scope)
    rows, teachers = _plan_rows(session, [choice.plan.id for choice in plans.values()])
    return CaseRows(
        cases=cases,
        paused=paused,
        pupils={row.id: row for row in _all(session, Pupil, Pupil.id, [case.pupil_id for case in cases])},
        choices={row.case_id: row for row in _all(session, FamilyChoice, FamilyChoice.case_id, ids)},
        windows=_by("case_id", _all(session, FamilyWindow, FamilyWindow.case_id, ids)),
        medical=_by("case_id", _medical(session, ids)),
        contracts=_by("case_id", _all(session, Contract, Contract.case_id, ids)),
        limits=_limits(unit, cases, scope),
        plans=plans,
        plan_rows=rows,
        row_teachers=teachers,
        pins=_by("case_id", _all(session, PinnedTime, PinnedTime.case_id, ids)),
    )


def _limits(unit: Unit, cases: Sequence[Case], scope: Scope) -> dict[str, DayLimits]:
    if scope.medical:
        return day_limits(unit, cases, scope.first, scope.last)
    return limits_judged(unit, [case for case in cases if case.id in scope.judged], scope.first, scope.last)


def _medical(session: Session, ids: Sequence[str]) -> Sequence[Paper]:
    asked = select(Paper).where(col(Paper.case_id).in_(ids), Paper.kind == PaperKind.MEDICAL)
    return session.exec(asked.where(col(Paper.annulled_on).is_(None))).all()


def _plan_rows(session: Session, plans: Sequence[str]) -> tuple[Lists, dict[str, list[str]]]:
    """Rows by plan in their order, and the ids of the teachers of each row."""
    rows = select(PlanRow).where(col(PlanRow.plan_id).in_(plans)).order_by(col(PlanRow.position))
    given = select(PlanRowTeacher.row_id, PlanRowTeacher.teacher_id).where(
        PlanRowTeacher.row_id == PlanRow.id, col(PlanRow.plan_id).in_(plans)
    )
    teachers: dict[str, list[str]] = defaultdict(list)
    for row_id, teacher_id in session.exec(given):
        teachers[row_id].append(teacher_id)
    return _by("plan_id", session.exec(rows)), teachers


def _all(session: Session, kind: type[Row], column: Any, ids: Sequence[str]) -> tuple[Row, ...]:
    """Rows of a kind that belong to the ids, in the order they were made."""
    asked = select(kind).where(col(column).in_(ids)).order_by(col(kind.created_at), col(kind.id))
    return tuple(session.exec(asked))


def _by(name: str, rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return dict(found)


def plan_of(rows: Rows, case_id: str) -> Plan | None:
    """The version that counts for a case."""
    choice = rows.people.plans.get(case_id)
    return choice.plan if choice else None
