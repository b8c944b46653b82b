"""The load in the network, for settlement: what partners' teachers gave here, and what one's own gave elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from sqlmodel import col, func, select

from api.services.days.lessons import OnDay
from api.services.days.lines import subject_of
from api.services.reports.month import Taught, academic_hours, held_once
from api.services.unit import Unit
from exports.reports.network import NetworkLine, NetworkLoad
from models.case import Case
from models.school import NetworkAgreement, School


def network_load(unit: Unit, told: Taught, *, given: bool = False) -> NetworkLoad:
    """By child and subject, the child by the code of its case. told: with lessons everywhere.

    given False: lessons of the school's children by teachers of others; True: of others' children by its own.
    """
    school = unit.session.get_one(School, told.school_id)
    cases = _cases(unit, told)
    counted: dict[tuple[str, str, str], list[Fraction]] = defaultdict(list)
    for each in held_once(told):
        other = _other(told, each, cases, given)
        if other is not None:
            key = each.lesson.teacher, each.case_id, subject_of(each, told.days.problem)
            counted[key].append(academic_hours(each, school.academic_hour_min))
    partners = _partners(unit, told, given)
    lines = []
    for (teacher_id, case_id, subject), hours in sorted(counted.items()):
        teacher, case = told.teachers[teacher_id], cases[case_id]
        title, number = partners[case.school_id if given else teacher.school_id]
        lines.append(
            NetworkLine(
                partner=title, agreement=number, teacher=teacher.name, case_code=case.code, subject=subject,
                lessons=len(hours), hours=sum(hours, Fraction(0)),
            )
        )  # fmt: skip
    return NetworkLoad(
        school=school.title, first=told.month.first, last=told.month.last, lines=tuple(lines), given=given
    )


def _cases(unit: Unit, told: Taught) -> dict[str, Case]:
    keys = {each.case_id for each in told.days.lessons}
    return {case.id: case for case in unit.session.exec(select(Case).where(col(Case.id).in_(keys)))}


def _other(told: Taught, each: OnDay, cases: Mapping[str, Case], given: bool) -> str | None:
    """The other school of a lesson that crosses the border in the direction asked for."""
    teacher = told.teachers.get(each.lesson.teacher)
    if teacher is None:
        return None
    gives, learns = teacher.school_id, cases[each.case_id].school_id
    mine, other = (gives, learns) if given else (learns, gives)
    return other if mine == told.school_id and other != told.school_id else None


def _partners(unit: Unit, told: Taught, given: bool) -> dict[str, tuple[str, str]]:
    """Title of every school, and the number of the agreement that held last in the month; empty: there was none."""
    found = {key: (title, "") for key, title in unit.session.exec(select(School.id, School.title))}
    mine, other = NetworkAgreement.base_id, NetworkAgreement.partner_id
    if given:
        mine, other = other, mine
    over = func.coalesce(NetworkAgreement.ended_on, NetworkAgreement.last_on)
    asked = (
        select(other, NetworkAgreement.number)
        .where(mine == told.school_id, NetworkAgreement.first_on <= told.month.last)
        .where(over >= told.month.first)
        .order_by(col(NetworkAgreement.first_on))
    )
    for key, number in unit.session.exec(asked):
        found[key] = (found[key][0], number)
    return found
