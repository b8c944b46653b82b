"""Who teaches a child how much: hours and lessons a week by teacher, from the plan and, for names, the timetable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import col, select

from api.services.agreement.timetable.content import content_of
from api.services.plans.figures import RowFigure, figures_of
from api.services.plans.setting import setting_of
from api.services.plans.store import current, rows_of, versions
from api.services.unit import Unit
from models.agreement import TimetableVersion, VersionState
from models.case import Case
from models.plan import Plan, PlanState
from models.staff import Teacher
from scheduler.terms import HoursKind

COUNTED = (PlanState.APPROVED, PlanState.AGREED, PlanState.OFFERED)
WAITING = (VersionState.OFFERED, VersionState.AGREED, VersionState.DECLINED, VersionState.DISPUTED,
           VersionState.UNANSWERED, VersionState.APPROVED)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A teacher's part, a week; teacher empty: nobody is named yet."""

    teacher: str
    subjects: tuple[str, ...]
    hours: Fraction
    lessons: Fraction


def plan_of(unit: Unit, case: Case) -> Plan | None:
    """The approved version; else the one that waits for an answer, or is agreed."""
    plans = [plan for plan in versions(unit.session, case.id) if plan.state in COUNTED]
    approved = next((plan for plan in plans if plan.state == PlanState.APPROVED), None)
    return approved or current(plans)


def version_of(unit: Unit, case: Case) -> TimetableVersion | None:
    """The version that is to be signed; else the published one."""
    words = [state.value for state in (*WAITING, VersionState.PUBLISHED)]
    asked = select(TimetableVersion).where(
        TimetableVersion.case_id == case.id, col(TimetableVersion.state).in_(words)
    )
    found = unit.session.exec(asked.order_by(col(TimetableVersion.number).desc())).all()
    waiting = next((row for row in found if row.state != VersionState.PUBLISHED), None)
    return waiting or next(iter(found), None)


def loads_of(unit: Unit, case: Case) -> tuple[Load, ...]:
    """Of every teacher, in the order of the plan; hours with the class and of self-study are nobody's."""
    plan = plan_of(unit, case)
    if plan is None:
        return ()
    rows = rows_of(unit.session, plan.id)
    figures = figures_of(setting_of(unit.session, case), plan.first_on, plan.last_on, rows)
    held = [figure for figure in figures.rows if figure.row.kind != HoursKind.SELF_STUDY and _own(figure)]
    names, placed = _names(unit, held), _placed(unit, case)
    by_teacher: defaultdict[str, list[RowFigure]] = defaultdict(list)
    for figure in held:
        named = sorted({names[key] for key in figure.row.teachers if key in names})
        told = placed.get(figure.row.subject, named)
        by_teacher[", ".join(told)].append(figure)
    return tuple(_load(teacher, told) for teacher, told in by_teacher.items())


def _own(figure: RowFigure) -> Fraction:
    return figure.row.hours - figure.row.in_class


def _load(teacher: str, told: list[RowFigure]) -> Load:
    return Load(
        teacher=teacher, subjects=tuple(figure.row.subject for figure in told),
        hours=sum((_own(figure) for figure in told), Fraction(0)),
        lessons=sum((figure.weekly_lessons for figure in told), Fraction(0)),
    )  # fmt: skip


def _names(unit: Unit, held: list[RowFigure]) -> dict[str, str]:
    ids = {key for figure in held for key in figure.row.teachers}
    return {row.id: row.name for row in unit.session.exec(select(Teacher).where(col(Teacher.id).in_(ids)))}


def _placed(unit: Unit, case: Case) -> dict[str, list[str]]:
    """Teachers by subject, as the timetable has them."""
    version = version_of(unit, case)
    if version is None or not version.text:
        return {}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in content_of(version.text).lines:
        found[line.subject].add(line.teacher)
    return {subject: sorted(teachers) for subject, teachers in found.items()}
