"""Wishes with a form of their own: not early, not late, days off. Other rows of wishes stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from api.errors import Conflict, Invalid
from api.services.families.seen import Family, held_family
from api.services.families.windows import DESIRABLE, VERY, noted, window, windows_of
from api.services.unit import Unit
from api.services.weekly import Days, Hours, hours_of
from models.family import FamilyWindow
from scheduler.terms import MINUTES_A_DAY, FamilyKind

Told = tuple[Hours, int]  # hours and how much they weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """early_min: no lesson before it; late_min: none after it; None: no such wish. Weights as in windows."""

    early_min: int | None = None
    early_weight: int = DESIRABLE
    late_min: int | None = None
    late_weight: int = DESIRABLE
    off: Days = ()
    off_weight: int = DESIRABLE

    def told(self) -> tuple[Told, ...]:
        """The same as hours that are disliked."""
        found: list[Told] = []
        if self.early_min is not None:
            found.append((Hours(end_min=self.early_min), self.early_weight))
        if self.late_min is not None:
            found.append((Hours(start_min=self.late_min), self.late_weight))
        if self.off:
            found.append((Hours(days=self.off), self.off_weight))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """mark: changes with every change of the rows. rows: those the form speaks of; others: the rest of the kind."""

    wishes: Wishes
    mark: str
    rows: tuple[FamilyWindow, ...]
    others: tuple[FamilyWindow, ...]


def sorted_wishes(rows: Iterable[FamilyWindow]) -> Sorted:
    """Of each sort the first row belongs to the form."""
    found: dict[str, FamilyWindow] = {}
    others = []
    for row in (row for row in rows if row.kind == FamilyKind.DISLIKE):
        sort = _sort(hours_of(row))
        if sort and sort not in found:
            found[sort] = row
        else:
            others.append(row)
    early, late, off = (found.get(sort) for sort in ("early", "late", "off"))
    wishes = Wishes(
        early_min=early.end_min if early else None, early_weight=_weight(early),
        late_min=late.start_min if late else None, late_weight=_weight(late),
        off=hours_of(off).days or () if off else (), off_weight=_weight(off),
    )  # fmt: skip
    told = tuple(found.values())
    return Sorted(wishes=wishes, mark=_mark(told), rows=told, others=tuple(others))


def _sort(hours: Hours) -> str:
    if hours.weeks is not None:
        return ""
    if hours.days is not None:
        return "off" if hours.whole_day else ""
    if hours.start_min == 0 and hours.end_min < MINUTES_A_DAY:
        return "early"
    return "late" if hours.start_min > 0 and hours.end_min == MINUTES_A_DAY else ""


def _weight(row: FamilyWindow | None) -> int:
    """What has a middle weight in a workbook is very important here."""
    return VERY if row is not None and row.weight > DESIRABLE else DESIRABLE


def _mark(rows: Sequence[FamilyWindow]) -> str:
    told = sorted(f"{row.id} {row.days} {row.start_min} {row.end_min} {row.weight}" for row in rows)
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def write_wishes(unit: Unit, case_id: str, draft: Wishes, mark: str, channel: str = "") -> None:
    """The form's wishes instead of those it was shown with; Conflict when they have changed meanwhile."""
    family = held_family(unit, case_id)
    faults = _faults(draft, family)
    if faults:
        raise Invalid(faults)
    before = sorted_wishes(windows_of(unit, case_id))
    if before.mark != mark:
        raise Conflict("Пожелания изменили, пока вы их смотрели. Откройте страницу снова и повторите.")
    wanted = list(draft.told())
    for row in before.rows:
        kept = (hours_of(row), row.weight)
        if kept in wanted:
            wanted.remove(kept)
        else:
            unit.session.delete(row)
    unit.session.add_all(
        window(unit, family, FamilyKind.DISLIKE, hours, weight, channel) for hours, weight in wanted
    )
    noted(unit, family, channel)


def _faults(draft: Wishes, family: Family) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if draft.early_min == 0:
        faults["early"] = ["Полночь ничего не меняет. Укажите время позже или оставьте поле пустым."]
    if draft.late_min == 0:
        faults["late"] = ["Так не останется времени для занятий. Укажите время позже."]
    if None not in (draft.early_min, draft.late_min) and (draft.early_min or 0) >= (draft.late_min or 0):
        faults["late"] = ["Так не останется времени для занятий: конец должен быть позже начала."]
    if not set(draft.off) <= set(family.days):
        faults["off"] = ["В этот день школа и так не учит."]
    elif set(draft.off) == set(family.days):
        faults["off"] = ["Оставьте хотя бы один день для занятий."]
    for name, weight in (
        ("early", draft.early_weight),
        ("late", draft.late_weight),
        ("off", draft.off_weight),
    ):
        if weight not in (DESIRABLE, VERY):
            faults[name] = ["Выберите, насколько это важно."]
    return faults
