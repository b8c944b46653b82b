"""How much a day a family wishes. What a doctor limits stands with the medical paper alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from api.errors import Invalid
from api.services.desk import locked, touch
from api.services.families.seen import held_family
from api.services.families.windows import noted
from api.services.unit import Unit
from models.family import FamilyChoice

BREAKS = (10, 15, 20, 30)  # minutes a family may choose between two lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChoice:
    """None: as the norms allow."""

    max_day_lessons: int | None = None
    max_teachers_day: int | None = None
    break_min: int = 10


def choice_of(unit: Unit, case_id: str) -> FamilyChoice | None:
    return unit.session.exec(select(FamilyChoice).where(FamilyChoice.case_id == case_id)).first()


def write_choice(unit: Unit, case_id: str, rev: int, draft: DayChoice, channel: str = "") -> None:
    """rev: 0 where the form was shown without a row."""
    family = held_family(unit, case_id)
    found = choice_of(unit, case_id)
    row = (locked(unit, FamilyChoice, found.id) if found else None) or FamilyChoice(case_id=case_id)
    faults = _faults(draft, row.break_min)
    if faults:
        raise Invalid(faults)
    if found is not None or rev:
        touch(row, rev)
    row.max_day_lessons, row.max_teachers_day = draft.max_day_lessons, draft.max_teachers_day
    row.break_min = draft.break_min
    unit.session.add(row)
    noted(unit, family, channel)


def _faults(draft: DayChoice, break_min: int) -> dict[str, list[str]]:
    faults = {}
    for name in ("max_day_lessons", "max_teachers_day"):
        told = getattr(draft, name)
        if told is not None and not 1 <= told <= 8:
            faults[name] = ["Выберите число из списка."]
    if draft.break_min not in (*BREAKS, break_min):
        faults["break_min"] = ["Выберите перемену из списка."]
    return faults
