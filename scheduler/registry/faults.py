"""What the entries of a registry say of each other, judged before anything is built: every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scheduler.errors import Fault
from scheduler.registry.values import (
    FamilyKind,
    Registry,
)
from scheduler.russian import exact
from scheduler.shape import nearest, shown
from scheduler.terms import MINUTES_A_DAY

NEAR_MISSES_SOUGHT = 200
MAX_CYCLE_WEEKS = 4
ID_CUTOFF = 0.5
Reference = tuple[str, str, str | None]  # path, kind of the thing meant, id


def registry_faults(registry: Registry) -> list[Fault]:
    """Faults by the path of the entry, as in `lines.3.teachers.0`."""
    return [fault for judge in JUDGES for fault in judge(registry)]


def _setting_faults(registry: Registry) -> Iterator[Fault]:
    settings = registry.settings
    if not 1 <= settings.cycle_weeks <= MAX_CYCLE_WEEKS:
        yield Fault("settings.cycle_weeks", str(settings.cycle_weeks), f"1 to {MAX_CYCLE_WEEKS} weeks")
    if not 1 <= settings.step_min <= 60:
        yield Fault("settings.step_min", str(settings.step_min), "1 to 60 minutes")
    if settings.academic_hour_min < 1:
        yield Fault("settings.academic_hour_min", str(settings.academic_hour_min), "a minute or more")
    if not 0 <= settings.day_start_min < settings.day_end_min <= MINUTES_A_DAY:
        found = f"{settings.day_start_min} to {settings.day_end_min}"
        yield Fault("settings.day_end_min", found, "a day that ends after it starts, in minutes to 1440")


def _identity_faults(registry: Registry) -> Iterator[Fault]:
    for kind in ("schools", "places", "teachers", "pupils", "lines"):
        first: dict[str, int] = {}
        for number, entry in enumerate(getattr(registry, kind)):
            if not entry.id:
                yield Fault(f"{kind}.{number}.id", '""', "a name")
            elif first.setdefault(entry.id, number) != number:
                found = f"{shown(entry.id)}, the id of {kind}.{first[entry.id]}"
                yield Fault(f"{kind}.{number}.id", found, "an id of its own")


def _reference_faults(registry: Registry) -> Iterator[Fault]:
    known = {
        kind: [entry.id for entry in getattr(registry, kind)]
        for kind in ("schools", "places", "teachers", "pupils", "lines")
    }
    ids = {kind: set(names) for kind, names in known.items()}
    sought = 0
    for path, kind, name in _references(registry):
        if name is not None and name not in ids[kind]:
            sought += 1
            near = nearest(name, known[kind], ID_CUTOFF) if sought <= NEAR_MISSES_SOUGHT else ""
            yield Fault(path, shown(name), f"an id of {kind}" + (f"; {near}" if near else ""))


# list of the registry, field, kind of the thing meant
REFERENCES = (
    ("schools", "id", "places"),
    ("roads", "from_place", "places"),
    ("roads", "to_place", "places"),
    ("bells", "school", "schools"),
    ("classes", "school", "schools"),
    ("classes", "teachers", "teachers"),
    ("teachers", "school", "schools"),
    ("teachers", "remote_place", "places"),
    ("availability", "teacher", "teachers"),
    ("availability", "place", "places"),
    ("pupils", "school", "schools"),
    ("pupils", "home", "places"),
    ("lines", "pupils", "pupils"),
    ("lines", "place", "places"),
    ("lines", "teachers", "teachers"),
    ("families", "pupil", "pupils"),
    ("families", "place", "places"),
    ("pinned", "line", "lines"),
    ("pinned", "teacher", "teachers"),
    ("years", "school", "schools"),
)


def _references(registry: Registry) -> Iterator[Reference]:
    for name, field, kind in REFERENCES:
        for number, entry in enumerate(getattr(registry, name)):
            found = getattr(entry, field)
            if isinstance(found, tuple):
                yield from ((f"{name}.{number}.{field}.{at}", kind, one) for at, one in enumerate(found))
            else:
                yield f"{name}.{number}.{field}", kind, found


def _window_faults(registry: Registry) -> Iterator[Fault]:
    for name in ("bells", "availability", "families"):
        for number, entry in enumerate(getattr(registry, name)):
            if not 0 <= entry.start_min < entry.end_min <= MINUTES_A_DAY:
                found = f"{entry.start_min} to {entry.end_min}"
                yield Fault(f"{name}.{number}.end_min", found, "a time after the start, minutes up to 1440")


def _week_faults(registry: Registry) -> Iterator[Fault]:
    cycle = registry.settings.cycle_weeks
    for name in ("classes", "availability", "families", "lines"):
        for number, entry in enumerate(getattr(registry, name)):
            weeks = entry.weeks
            if weeks is not None and (not weeks or any(not 1 <= week <= cycle for week in weeks)):
                yield Fault(
                    f"{name}.{number}.weeks", str(list(weeks)), f"weeks from 1 to {cycle}, at least one"
                )
    for number, pin in enumerate(registry.pinned):
        if pin.week is not None and not 1 <= pin.week <= cycle:
            yield Fault(f"pinned.{number}.week", str(pin.week), f"a week from 1 to {cycle}")


def _bell_faults(registry: Registry) -> Iterator[Fault]:
    known = {(bell.school, bell.shift, bell.number) for bell in registry.bells}
    if len(known) < len(registry.bells):
        yield Fault("bells", "a lesson number twice in one shift", "each number once in a school's shift")
    for number, entry in enumerate(registry.classes):
        if (entry.school, entry.shift, entry.number) not in known:
            found = f"lesson {entry.number} of shift {entry.shift}"
            yield Fault(f"classes.{number}.number", found, f"a lesson of the bells of {shown(entry.school)}")


def _line_faults(registry: Registry) -> Iterator[Fault]:
    for number, line in enumerate(registry.lines):
        path = f"lines.{number}"
        if not line.pupils:
            yield Fault(f"{path}.pupils", "nobody", "at least one pupil")
        for key, names in (("pupils", line.pupils), ("teachers", line.teachers)):
            if len(set(names)) < len(names):
                yield Fault(f"{path}.{key}", "somebody twice", "each id once")
        if not 0 <= line.in_class_hours <= line.hours_week:
            found = f"{exact(line.in_class_hours)} of {exact(line.hours_week)} hours with the class"
            yield Fault(f"{path}.in_class_hours", found, "from 0 to the hours of the week")
        if line.lesson_min is not None and not 1 <= line.lesson_min <= MINUTES_A_DAY:
            yield Fault(f"{path}.lesson_min", str(line.lesson_min), "1 to 1440 minutes")
        if line.max_per_day < 1:
            yield Fault(f"{path}.max_per_day", str(line.max_per_day), "1 or more")


def _dates_faults(registry: Registry) -> Iterator[Fault]:
    for name in ("pupils", "lines"):
        for number, entry in enumerate(getattr(registry, name)):
            if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
                found = f"{entry.valid_from} to {entry.valid_to}"
                yield Fault(f"{name}.{number}.valid_to", found, "a date not before valid_from")
    for number, year in enumerate(registry.years):
        if not year.terms or not year.days:
            yield Fault(f"years.{number}", "no term or no weekday", "at least one of each")


def _family_faults(registry: Registry) -> Iterator[Fault]:
    for number, window in enumerate(registry.families):
        if window.kind == FamilyKind.OTHER_HOME and window.place is None:
            yield Fault(f"families.{number}.place", "nothing", "the place where the child lives then")


JUDGES: tuple[Callable[[Registry], Iterable[Fault]], ...] = (
    _setting_faults,
    _identity_faults,
    _reference_faults,
    _window_faults,
    _week_faults,
    _bell_faults,
    _line_faults,
    _dates_faults,
    _family_faults,
)
