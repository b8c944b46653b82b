"""The settings of the estimate by how people go and when; and the other choices of a school for its timetables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import select

from api.errors import Invalid
from api.services.desk import at_desk, touch
from api.services.unit import Unit
from models.place import PlanningSettings
from models.school import School
from scheduler.calendar.year import Parity
from scheduler.registry.paces import PACES as PACES
from scheduler.registry.paces import Pace as Pace
from scheduler.registry.paces import named

STEPS = (5, 10, 15, 20, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningDraft:
    """As PlanningSettings has it."""

    title: str
    cycle_weeks: int
    parity: str
    day_start_min: int
    day_end_min: int
    step_min: int
    pace: Pace
    spare_unwanted: bool = False


def planning_of(unit: Unit) -> PlanningSettings:
    """What the school has chosen, or the defaults; rev 0 where it has chosen nothing yet."""
    school_id = at_desk(unit)
    found = unit.session.exec(select(PlanningSettings).where(PlanningSettings.school_id == school_id)).first()
    return found or PlanningSettings(school_id=school_id, rev=0)


def pace_of(row: PlanningSettings) -> tuple[str, str]:
    """How and when the row's numbers are meant; empty texts for a school's own numbers."""
    return named(Pace(row.speed_mh, row.detour_percent, row.door_min)) or ("", "")


def write_planning(unit: Unit, rev: int, draft: PlanningDraft) -> PlanningSettings:
    """The choices anew; Conflict where somebody has changed them since."""
    faults = dict(_faults(draft))
    if faults:
        raise Invalid(faults)
    row = planning_of(unit)
    touch(row, rev)
    title = unit.session.get_one(School, row.school_id).title
    row.title = "" if draft.title in ("", title) else draft.title
    row.cycle_weeks, row.parity, row.step_min = draft.cycle_weeks, draft.parity, draft.step_min
    row.day_start_min, row.day_end_min = draft.day_start_min, draft.day_end_min
    row.speed_mh, row.detour_percent = draft.pace.speed_mh, draft.pace.detour_percent
    row.door_min, row.spare_unwanted = draft.pace.door_min, draft.spare_unwanted
    unit.session.add(row)
    unit.session.flush()
    unit.note("planning.write", "school", row.school_id, cycle=row.cycle_weeks, speed=row.speed_mh)
    return row


def _faults(draft: PlanningDraft) -> Iterator[tuple[str, list[str]]]:
    if len(draft.title) > 300:
        yield "title", ["Сократите название до 300 знаков."]
    if not 1 <= draft.cycle_weeks <= 4:
        yield "cycle_weeks", ["Недель в цикле — от 1 до 4."]
    if draft.parity not in list(Parity):
        yield "parity", ["Выберите из списка."]
    if draft.step_min not in STEPS:
        yield "step_min", ["Шаг времени — 5, 10, 15, 20 или 30 минут."]
    if not 0 <= draft.day_start_min < draft.day_end_min <= 24 * 60:
        yield "day_end", ["День заканчивается позже, чем начинается."]
    if not 500 <= draft.pace.speed_mh <= 120_000:
        yield "speed", ["Скорость — от 0,5 до 120 км/ч."]
    if not 100 <= draft.pace.detour_percent <= 400:
        yield "detour", ["Извилистость — от 100 до 400 %."]
    if not 0 <= draft.pace.door_min <= 60:
        yield "door", ["Минут у двери — от 0 до 60."]
