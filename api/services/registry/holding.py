"""What a registry may say and the database cannot hold: every trouble at once, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scheduler.registry.values import Registry
from scheduler.terms import Weekday

STEPS = (5, 10, 15, 20, 30)
WEIGHTS = (1, 2, 4)
LONGEST_HOURS = 1_000_000  # numerator and denominator of an exact number of hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An entry that cannot be taken over as it is. kind: list of the registry; id: what its entry is called."""

    kind: str
    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A field within bounds, None where nothing is said; what: `занятие, минут`."""

    field: str
    what: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Length:
    field: str
    what: str
    most: int


BOUNDS: dict[str, tuple[Bound, ...]] = {
    "roads": (Bound("minutes", "дорога, минут", 0, 600),),
    "bells": (Bound("shift", "смена", 1, 9), Bound("number", "номер урока", 0, 20)),
    "teachers": (Bound("grade_first", "классы", 1, 11), Bound("grade_last", "классы", 1, 11)),
    "pupils": (
        Bound("grade", "класс", 1, 11),
        Bound("break_min", "перерыв, минут", 0, 120),
        Bound("max_day_lessons", "занятий в день", 1, 12),
        Bound("max_teachers_day", "учителей в день", 1, 12),
    ),
    "lines": (
        Bound("lesson_min", "занятие, минут", 5, 120),
        Bound("max_per_day", "занятий предмета в день", 1, 8),
    ),
    "pinned": (Bound("start_min", "начало, минут от полуночи", 0, 1439),),
}
LENGTHS: dict[str, tuple[Length, ...]] = {
    "places": (Length("id", "короткое имя", 40), Length("title", "адрес", 300)),
    "teachers": (Length("name", "ФИО", 200),),
    "pupils": (Length("id", "номер дела", 20), Length("class_title", "класс", 20), Length("name", "имя", 190)),
    "lines": (
        Length("subject", "предмет", 200), Length("area", "предметная область", 200),
        Length("slot", "общее время", 60),
    ),
    "classes": (Length("class_title", "класс", 40), Length("subject", "предмет", 200)),
}  # fmt: skip


def unheld(registry: Registry) -> tuple[Trouble, ...]:
    """Everything that has to be written otherwise before the registry can be taken over."""
    return tuple(trouble for judge in JUDGES for trouble in judge(registry))


def named(kind: str, entry: Any) -> str:
    """What an entry is called among its kind."""
    if kind in ("families", "availability", "pinned"):
        return str(getattr(entry, {"families": "pupil", "availability": "teacher", "pinned": "line"}[kind]))
    if kind == "roads":
        return f"{entry.from_place} — {entry.to_place}"
    return str(
        getattr(entry, "id", None) or getattr(entry, "class_title", None) or getattr(entry, "school", "")
    )


def _within(registry: Registry) -> Iterator[Trouble]:
    for kind, bounds in BOUNDS.items():
        for entry in getattr(registry, kind):
            for bound in bounds:
                value = getattr(entry, bound.field)
                if value is not None and not bound.low <= value <= bound.high:
                    said = f"{bound.what}: {value}, можно от {bound.low:g} до {bound.high:g}"
                    yield _trouble(kind, entry, said)


def _short(registry: Registry) -> Iterator[Trouble]:
    for kind, lengths in LENGTHS.items():
        for entry in getattr(registry, kind):
            for length in lengths:
                if len(getattr(entry, length.field) or "") > length.most:
                    yield _trouble(kind, entry, f"{length.what}: не больше {length.most} знаков")


def _settings(registry: Registry) -> Iterator[Trouble]:
    chosen = registry.settings
    checks = (
        (chosen.step_min in STEPS, "шаг времени — 5, 10, 15, 20 или 30 минут"),
        (20 <= chosen.academic_hour_min <= 45, "академический час — от 20 до 45 минут"),
        (0.5 <= chosen.speed_kmh <= 120 and _whole(chosen.speed_kmh * 1000), "скорость — от 0,5 до 120 км/ч"),
        (1 <= chosen.detour <= 4 and _whole(chosen.detour * 100), "извилистость — от 1 до 4, до сотых"),
        (0 <= chosen.door_min <= 60, "минут у двери — от 0 до 60"),
        (1 <= chosen.cycle_weeks <= 4, "недель в цикле — от 1 до 4"),
        (chosen.day_start_min < chosen.day_end_min, "день заканчивается позже, чем начинается"),
        (0 < len(chosen.name) <= 300, "название — до 300 знаков"),
    )
    yield from (
        Trouble(kind="settings", id="", sentence=f"Настройки: {said}.") for right, said in checks if not right
    )


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


def _weights(registry: Registry) -> Iterator[Trouble]:
    for window in registry.families:
        if window.weight not in WEIGHTS:
            yield _trouble("families", window, "важность — «желательно», «важно» или «очень важно»")


def _hours(registry: Registry) -> Iterator[Trouble]:
    for line in registry.lines:
        for hours in (line.hours_week, line.in_class_hours, line.paid_hours_lesson or Fraction(0)):
            if max(hours.numerator, hours.denominator) > LONGEST_HOURS:
                yield _trouble("lines", line, "часы — дробь из чисел до миллиона")


def _years(registry: Registry) -> Iterator[Trouble]:
    for year in registry.years:
        if year.days not in (tuple(Weekday)[:5], tuple(Weekday)[:6]):
            yield _trouble("years", year, "учебная неделя — с понедельника по пятницу или по субботу")


def _trouble(kind: str, entry: Any, said: str) -> Trouble:
    return Trouble(kind=kind, id=named(kind, entry), sentence=f"{named(kind, entry)}: {said}.")


JUDGES: tuple[Callable[[Registry], Iterable[Trouble]], ...] = (
    _settings, _within, _short, _weights, _hours, _years,
)  # fmt: skip
