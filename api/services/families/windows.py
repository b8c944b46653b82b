"""Weekly hours of a family, one row at a time. What a time is taken by is never asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.families.seen import Family, channel_of, held_family
from api.services.registry.lists import joined
from api.services.unit import Unit
from api.services.weekly import Hours, hours_faults, hours_of
from models.family import FamilyWindow
from scheduler.terms import FamilyKind

DESIRABLE, VERY = 1, 4  # «желательно», «очень важно»
MOST = 60  # rows of a family
SECTIONS: Mapping[str, FamilyKind] = {
    "adult": FamilyKind.ADULT_HOME,
    "taken": FamilyKind.AVOID,
    "liked": FamilyKind.PREFER,
    "class": FamilyKind.WITH_CLASS,
}
OF_DESK = frozenset({"class"})


def windows_of(unit: Unit, case_id: str) -> tuple[FamilyWindow, ...]:
    """All rows of a case, the oldest first."""
    asked = select(FamilyWindow).where(FamilyWindow.case_id == case_id)
    return tuple(unit.session.exec(asked.order_by(col(FamilyWindow.created_at), col(FamilyWindow.id))))


def add_hours(
    unit: Unit, case_id: str, section: str, hours: Hours, *, weight: int = DESIRABLE, channel: str = ""
) -> FamilyWindow:
    """One more row of a section, or the one that has these hours already."""
    family = held_family(unit, case_id)
    kind = SECTIONS.get(section)
    if kind is None or (section in OF_DESK and family.guardian is not None):
        raise Conflict("Такого раздела здесь нет. Откройте страницу заново.")
    faults = hours_faults(hours, family.days, family.cycle) | _weight_faults(weight)
    if faults:
        raise Invalid(faults)
    rows = windows_of(unit, case_id)
    refuse_many(rows)
    known = next((row for row in rows if row.kind == kind and hours_of(row) == hours), None)
    if known is not None:
        return known
    made = window(unit, family, kind, hours, weight, channel)
    unit.session.add(made)
    noted(unit, family, channel)
    return made


def _weight_faults(weight: int) -> dict[str, list[str]]:
    return {} if weight in (DESIRABLE, VERY) else {"weight": ["Выберите, насколько это важно."]}


def refuse_many(rows: Sequence[FamilyWindow]) -> None:
    if len(rows) >= MOST:
        raise Conflict("Строк уже слишком много. Уберите лишние и добавьте снова.")


def window(
    unit: Unit, family: Family, kind: FamilyKind, hours: Hours, weight: int = DESIRABLE, channel: str = ""
) -> FamilyWindow:
    """A row with who told it and how."""
    return FamilyWindow(
        case_id=family.case.id, kind=kind, days=joined(hours.days), weeks=joined(hours.weeks),
        start_min=hours.start_min, end_min=hours.end_min, weight=weight,
        channel=channel_of(family, channel), account_id=unit.actor.account_id,
    )  # fmt: skip


def remove_window(unit: Unit, case_id: str, window_id: str) -> None:
    """A row that is gone already is no matter; a row of another case is not seen."""
    family = held_family(unit, case_id)
    row = unit.session.get(FamilyWindow, window_id)
    if row is None or row.case_id != case_id:
        return
    if row.kind == FamilyKind.WITH_CLASS and family.guardian is not None:
        raise Conflict("Занятия с классом меняет школа. Позвоните заместителю директора.")
    unit.session.delete(row)
    unit.session.flush()
    unit.note("family.remove", "case", case_id)


def noted(unit: Unit, family: Family, channel: str) -> None:
    """Into the log: that something was told and how it came, not what."""
    unit.session.flush()
    unit.note("family.write", "case", family.case.id, channel=channel_of(family, channel).value)
