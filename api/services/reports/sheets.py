"""Values of the sheets of a month: the timesheet, the lessons log of a child, what partners gave, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import col, select

from api.services.cases.life import case_of
from api.services.days.desk import days_of_case
from api.services.days.lessons import OnDay
from api.services.days.lines import subject_of
from api.services.days.notes import notes_of
from api.services.people.staff import person
from api.services.reports.month import Month, Taught
from api.services.unit import Unit
from exports.reports.counts import Counts, GradeCounts
from exports.reports.log import LessonsLog, LogLine
from exports.reports.network import NetworkLine, NetworkLoad
from exports.reports.timesheet import Code, DayMark, Timesheet, TimesheetLine, substitution
from models.case import Case, Pupil
from models.day import Fate
from models.plan import Plan, PlanRow, PlanState
from models.school import NetworkAgreement, School
from models.staff import Teacher
from models.states import TEACHING, State
from scheduler.terms import HoursKind

DEPARTMENT = "обучение на дому"
TAUGHT = (*TEACHING, State.SUSPENDED)


def academic_hours(each: OnDay, academic_hour_min: int) -> Fraction:
    """Hours as the school counts them: a lesson is at least one, a longer one in proportion (domain 3.5: unchecked)."""
    return max(Fraction(1), Fraction(each.lesson.end_min - each.lesson.start_min, academic_hour_min))


def timesheet(unit: Unit, told: Taught) -> Timesheet:
    """Lessons marked as held, by teacher of the school; a substitution under its code by the child's grade."""
    school = unit.session.get_one(School, told.school_id)
    grades = dict(unit.session.exec(select(Case.id, Case.grade).where(Case.school_id == school.id)).all())
    marks: dict[str, list[DayMark]] = defaultdict(list)
    for each in _once(told):
        code = substitution(grades[each.case_id]) if each.is_substituted else Code.HELD
        hours = academic_hours(each, school.academic_hour_min)
        marks[each.lesson.teacher].append(DayMark(on=each.lesson.on, code=code, hours=hours))
    titles = dict(unit.session.exec(select(School.id, School.title)).all())
    teachers = sorted((told.teachers[key] for key in marks), key=lambda row: (row.name, row.id))
    me = person(unit, unit.actor.account_id)
    return Timesheet(
        school=school.title, department=DEPARTMENT, month=told.month.first, made_by=me.name if me else "",
        lines=tuple(
            TimesheetLine(
                number=row.code, teacher=row.name, post="учитель", school=titles[row.school_id],
                marks=tuple(marks[row.id]),
            )
            for row in teachers
        ),
    )  # fmt: skip


def _once(told: Taught) -> list[OnDay]:
    """Held lessons; one shared by several children once."""
    found: dict[tuple[object, ...], OnDay] = {}
    for each in told.days.lessons:
        if each.fate == Fate.HELD:
            now = each.lesson
            found.setdefault((now.teacher, now.on, now.start_min, now.end_min), each)
    return list(found.values())


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
        pupil=f"{pupil.surname} {pupil.given_names}", class_title=case.class_title, first=month.first,
        last=month.last, lines=tuple(lines),
    )  # fmt: skip


def _names(unit: Unit, keys: set[str]) -> dict[str, str]:
    return dict(unit.session.exec(select(Teacher.id, Teacher.name).where(col(Teacher.id).in_(keys))).all())


def network_load(unit: Unit, told: Taught) -> NetworkLoad:
    """What teachers of partners gave, by child and subject; the child by the code of its case."""
    school = unit.session.get_one(School, told.school_id)
    codes = dict(unit.session.exec(select(Case.id, Case.code).where(Case.school_id == school.id)).all())
    partners = _agreements(unit, told)
    counted: dict[tuple[str, str, str], list[Fraction]] = defaultdict(list)
    for each in _once(told):
        teacher = told.teachers.get(each.lesson.teacher)
        if teacher is not None and teacher.school_id != school.id:
            key = teacher.id, codes[each.case_id], subject_of(each, told.days.problem)
            counted[key].append(academic_hours(each, school.academic_hour_min))
    lines = []
    for (teacher_id, code, subject), hours in sorted(counted.items()):
        title, number = partners.get(told.teachers[teacher_id].school_id, ("", ""))
        lines.append(
            NetworkLine(
                partner=title, agreement=number, teacher=told.teachers[teacher_id].name, case_code=code,
                subject=subject, lessons=len(hours), hours=sum(hours, Fraction(0)),
            )
        )  # fmt: skip
    return NetworkLoad(school=school.title, first=told.month.first, last=told.month.last, lines=tuple(lines))


def _agreements(unit: Unit, told: Taught) -> dict[str, tuple[str, str]]:
    """Title and number of the agreement of each partner, the latest that touches the month."""
    asked = (
        select(School.id, School.title, NetworkAgreement.number)
        .where(NetworkAgreement.partner_id == School.id, NetworkAgreement.base_id == told.school_id)
        .where(col(NetworkAgreement.first_on) <= told.month.last)
        .order_by(col(NetworkAgreement.first_on))
    )
    return {key: (title, number) for key, title, number in unit.session.exec(asked)}


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
