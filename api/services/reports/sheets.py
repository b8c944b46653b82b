"""Values of two sheets of a month: the lessons log of a child, and counts for the municipality."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import col, select

from api.services.cases.life import case_of
from api.services.days.desk import days_of_case
from api.services.days.lines import subject_of
from api.services.days.notes import notes_of
from api.services.reports.month import Month, Taught, academic_hours
from api.services.unit import Unit
from exports.reports.counts import Counts, GradeCounts
from exports.reports.log import LessonsLog, LogLine
from models.case import Case, Pupil
from models.day import Fate
from models.plan import Plan, PlanRow, PlanState
from models.school import School
from models.staff import Teacher
from models.states import TEACHING, State
from scheduler.terms import HoursKind

TAUGHT = (*TEACHING, State.SUSPENDED)


def lessons_log(unit: Unit, case_id: str, month: Month) -> LessonsLog:
    """Held lessons of a child of the actor's school, with what was noted of them."""
    case = case_of(unit, case_id)
    days = days_of_case(unit, case, month.first, month.last)
    held = [each for each in days.lessons if each.fate == Fate.HELD]
    notes = notes_of(unit.session, held) if held else {}
    names = _names(unit, {each.lesson.teacher for each in held})
    pupil = unit.session.get_one(Pupil, case.pupil_id)
    school = unit.session.get_one(School, case.school_id)
    lines = []
    for each in held:
        note = notes.get((each.case_id, each.id))
        lines.append(
            LogLine(
                on=each.lesson.on, subject=subject_of(each, days.problem),
                topic=(note.topic or "") if note else "", hours=academic_hours(each, school.academic_hour_min),
                homework=(note.homework or "") if note else "", mark=(note.mark or "") if note else "",
                teacher=names.get(each.lesson.teacher, ""),
            )
        )  # fmt: skip
    return LessonsLog(
        pupil=pupil.full_name, class_title=case.class_title, first=month.first,
        last=month.last, lines=tuple(lines),
    )  # fmt: skip


def _names(unit: Unit, keys: set[str]) -> dict[str, str]:
    return dict(unit.session.exec(select(Teacher.id, Teacher.name).where(col(Teacher.id).in_(keys))).all())


def counts(unit: Unit, told: Taught) -> Counts:
    """Children taught at home today and hours of their plans a week, by grade; hours held in the month."""
    school = unit.session.get_one(School, told.school_id)
    cases = unit.session.exec(
        select(Case).where(
            Case.school_id == school.id, col(Case.state).in_([state.value for state in TAUGHT])
        )
    ).all()
    hours = _plan_hours(unit, cases)
    held = [each for each in told.days.lessons if each.fate == Fate.HELD]
    grades = []
    for grade in sorted({case.grade for case in cases}):
        mine = {case.id for case in cases if case.grade == grade}
        given = [each for each in held if each.case_id in mine]
        teachers = {each.lesson.teacher for each in given}
        grades.append(
            GradeCounts(
                grade=grade, pupils=len(mine), hours_week=sum((hours[key] for key in mine), Fraction(0)),
                given=sum((academic_hours(each, school.academic_hour_min) for each in given), Fraction(0)),
                teachers=len(teachers), partners=_partners(told, teachers),
            )
        )  # fmt: skip
    every = {each.lesson.teacher for each in held}
    return Counts(
        school=school.title, as_of=unit.today, grades=tuple(grades), teachers=len(every),
        partners=_partners(told, every),
    )  # fmt: skip


def _partners(told: Taught, teachers: set[str]) -> int:
    return sum(told.teachers[key].school_id != told.school_id for key in teachers if key in told.teachers)


def _plan_hours(unit: Unit, cases: Sequence[Case]) -> dict[str, Fraction]:
    """Hours a week with a teacher of the approved plan of each case; none without one."""
    asked = (
        select(Plan.case_id, PlanRow.hours_part, PlanRow.hours_over)
        .where(PlanRow.plan_id == Plan.id, Plan.state == PlanState.APPROVED)
        .where(PlanRow.kind != HoursKind.SELF_STUDY, col(Plan.case_id).in_([case.id for case in cases]))
    )
    found = {case.id: Fraction(0) for case in cases}
    for case_id, part, over in unit.session.exec(asked):
        found[case_id] += Fraction(part, over)
    return found
