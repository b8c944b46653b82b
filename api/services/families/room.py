"""Whether the lessons a plan asks for fit into the hours when an adult is at home. Counted, not searched for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from sqlmodel import col, select

from api.services.desk import DESK
from api.services.families.choices import DayChoice
from api.services.families.seen import Family
from api.services.registry.plans import plans_in_force
from api.services.registry.scope import Scope
from api.services.unit import Unit
from api.services.weekly import Days, Hours
from models.plan import PlanRow
from models.year import Year
from scheduler.registry.windows import Grid, week_id, without
from scheduler.terms import HoursKind, LessonForm, Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """needed: lessons at home a week, None: no plan says it. fits: how many the hours hold at most in the worst week;
    adult_min: minutes of that week with an adult at home and nothing else to do."""

    needed: int | None
    fits: int
    adult_min: int
    lesson_min: int

    @property
    def short(self) -> bool:
        return self.needed is not None and self.fits < self.needed


def room_of(
    unit: Unit, family: Family, adult: Sequence[Hours], taken: Sequence[Hours], choice: DayChoice
) -> Room:
    """adult empty: somebody is always at home. taken: treatments and lessons with the class."""
    every = tuple(range(1, family.cycle + 1))
    inside = [Hours(start_min=family.day_start_min, end_min=family.day_end_min)]
    grid = Grid(5, family.days)
    outside = [_fields(hours, grid) for hours in _beyond(family)]
    free = [_fields(hours, grid) for hours in (adult or inside)]
    left = list(without(free, [*outside, *(_fields(hours, grid) for hours in taken)], every, grid))
    weeks = [_week(left, number, family.days, family.lesson_min, choice) for number in every]
    fits, minutes = min(weeks)
    return Room(needed=_needed(unit, family), fits=fits, adult_min=minutes, lesson_min=family.lesson_min)


def _beyond(family: Family) -> Iterable[Hours]:
    """Hours before and after the school's day."""
    if family.day_start_min > 0:
        yield Hours(end_min=family.day_start_min)
    if family.day_end_min < 24 * 60:
        yield Hours(start_min=family.day_end_min)


def _fields(hours: Hours, grid: Grid) -> dict[str, Any]:
    return grid.keys((hours.start_min, hours.end_min), hours.days, hours.weeks) or {
        "start_min": 0, "end_min": 0, "days": ()
    }  # fmt: skip


def _week(
    left: Sequence[dict[str, Any]], number: int, days: Days, lesson_min: int, choice: DayChoice
) -> tuple[int, int]:
    """Lessons and minutes of one week of the cycle."""
    lessons = minutes = 0
    for day in days:
        spans = _spans(left, number, day)
        fit = sum((span + choice.break_min) // (lesson_min + choice.break_min) for span in spans)
        lessons += min(fit, choice.max_day_lessons or fit)
        minutes += sum(spans)
    return lessons, minutes


def _spans(left: Sequence[dict[str, Any]], number: int, day: Weekday) -> list[int]:
    return [
        fields["end_min"] - fields["start_min"]
        for fields in left
        if day in fields.get("days", (day,)) and week_id(number) in fields.get("weeks", (week_id(number),))
    ]


def _needed(unit: Unit, family: Family) -> int | None:
    """By the plan in force; at the desk by a draft, too."""
    case, year = family.case, unit.session.get_one(Year, family.case.year_id)
    first = min(max(unit.today, year.first_on), year.last_on)
    scope = Scope(
        school_id=case.school_id, year_id=year.id, first=first, last=year.last_on,
        drafts=unit.actor.role in DESK,
    )  # fmt: skip
    chosen = plans_in_force(unit.session, [case.id], scope).get(case.id)
    if chosen is None:
        return None
    rows = unit.session.exec(
        select(PlanRow)
        .where(PlanRow.plan_id == chosen.plan.id)
        .where(PlanRow.kind == HoursKind.CONTACT, PlanRow.form == LessonForm.HOME)
        .where(col(PlanRow.first_on).is_(None) | (col(PlanRow.first_on) <= first))
        .where(col(PlanRow.last_on).is_(None) | (col(PlanRow.last_on) >= first))
    )
    told = sum(
        (Fraction(r.hours_part, r.hours_over) - Fraction(r.in_class_part, r.in_class_over) for r in rows),
        Fraction(0),
    )
    return ceil(told)
