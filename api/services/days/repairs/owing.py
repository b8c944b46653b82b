"""Illnesses of a school's children whose lessons nobody has made up yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, or_, select

from api.services.days.repairs.proposing import lost_of
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.day import Absence

BACK = timedelta(days=45)
MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """days: in words. lessons: how many wait for a time."""

    absence_id: str
    case_id: str
    case_code: str
    class_title: str
    days: str
    lessons: int


def owing(unit: Unit) -> tuple[Owing, ...]:
    """The latest first."""
    asked = (
        select(Absence, Case)
        .where(Absence.case_id == Case.id, Absence.school_id == at_desk(unit))
        .where(col(Absence.withdrawn_at).is_(None), Absence.first_on <= unit.today)
        .where(or_(col(Absence.last_on).is_(None), col(Absence.last_on) >= unit.today - BACK))
        .order_by(col(Absence.first_on).desc(), col(Absence.id))
    )
    found = []
    for absence, case in unit.session.exec(asked.limit(MOST)):
        lost = lost_of(unit, case, absence.id)
        until = f" по {shown(absence.last_on)}" if absence.last_on else ""
        if lost:
            found.append(
                Owing(
                    absence_id=absence.id, case_id=case.id, case_code=case.code, class_title=case.class_title,
                    days=f"с {shown(absence.first_on)}{until}", lessons=len(lost),
                )
            )  # fmt: skip
    return tuple(found)
