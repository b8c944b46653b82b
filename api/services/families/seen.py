"""Whose week may be seen and written: a child's one speaks for, any case at the desk of its school."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.services.cases.seen import seen_case
from api.services.desk import DESK, locked
from api.services.plans.seen import guardian_of
from api.services.unit import Unit
from api.services.weekly import Days, working_days
from models.case import Case, Guardian
from models.family import Channel
from models.person import Role
from models.place import PlanningSettings
from models.school import School
from models.states import LAST, State

BY_STAFF = (Channel.CALL, Channel.PAPER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """guardian: as whom a representative acts, None at the desk. days: those of the school; cycle: its weeks."""

    case: Case
    guardian: Guardian | None
    days: Days
    cycle: int
    day_start_min: int
    day_end_min: int
    lesson_min: int

    @property
    def over(self) -> bool:
        return State(self.case.state) in LAST

    @property
    def may_write(self) -> bool:
        return not self.over and (self.guardian is None or self.guardian.may_decide)


def family_of(unit: Unit, case_id: str) -> Family:
    """Foreign and missing cases are not found alike; class teachers have no part in it."""
    if unit.actor.role not in DESK | {Role.PARENT}:
        raise NotFound
    case = seen_case(unit, case_id)
    guardian = guardian_of(unit, case) if unit.actor.role == Role.PARENT else None
    if unit.actor.role == Role.PARENT and guardian is None:
        raise NotFound
    school = unit.session.get_one(School, case.school_id)
    asked = select(PlanningSettings).where(PlanningSettings.school_id == school.id)
    settings = unit.session.exec(asked).first() or PlanningSettings(school_id=school.id)
    return Family(
        case=case, guardian=guardian, days=working_days(school.week_days), cycle=settings.cycle_weeks,
        day_start_min=settings.day_start_min, day_end_min=settings.day_end_min,
        lesson_min=school.academic_hour_min,
    )  # fmt: skip


def held_family(unit: Unit, case_id: str) -> Family:
    """The same for who writes, with the case held until the transaction ends."""
    family_of(unit, case_id)
    locked(unit, Case, case_id)
    family = family_of(unit, case_id)
    if family.over:
        raise Conflict("Дело закрыто, менять в нём ничего не нужно.")
    if not family.may_write:
        raise Forbidden("Менять это может представитель, который решает за ребёнка. Попросите его.")
    return family


def channel_of(family: Family, told: str) -> Channel:
    """How it came: by the family itself on its own page; at the desk one of the ways staff hears of it."""
    if family.guardian is not None:
        return Channel.FAMILY
    if told not in BY_STAFF:
        raise Invalid({"channel": ["Выберите, как вы это узнали."]})
    return Channel(told)
