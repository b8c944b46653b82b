"""A registry into the database: first what it would do, then all of it or nothing, bound to what was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.desk import locked
from api.services.registry.desk import Desk, desk_of
from api.services.registry.difference import Fate, Item, differences, spelt, told_apart
from api.services.registry.holding import Trouble, unheld
from api.services.registry.reading import Gathered, gathered
from api.services.registry.scope import scope_of
from api.services.registry.sifting import aligned, counted_left, rights_of, sifted, troubles_of
from api.services.registry.writing_cases import write_cases, write_homes, write_windows
from api.services.registry.writing_plans import write_plans
from api.services.registry.writing_school import write_roads, write_school, year_faults
from api.services.registry.writing_staff import write_staff
from api.services.unit import Unit
from models.case import Case
from models.states import OVER
from models.year import Year
from scheduler.registry.faults import registry_faults
from scheduler.registry.values import Registry

CHANGED = (
    "Сведения в системе изменились, пока вы смотрели. Просмотрите изменения ещё раз и подтвердите снова."
)
TWINS = "В книге два учителя с одинаковыми ФИО: допишите одному из них в скобках предмет."
TROUBLED = "Книгу нельзя перенести, пока в ней есть отмеченное. Исправьте её и загрузите снова."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What taking a registry over would do. troubles: why it cannot be done yet. digest: of all that is shown."""

    year_id: str
    items: tuple[Item, ...]
    troubles: tuple[Trouble, ...]
    digest: str

    def of(self, fate: Fate) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.fate == fate)

    @property
    def idle(self) -> bool:
        """True where nothing would be added or changed."""
        return not (self.of(Fate.ADD) or self.of(Fate.CHANGE))


@dataclass(frozen=True, slots=True)
class _Compared:
    plan: ImportPlan
    gathered: Gathered
    after: Registry


def plan_import(unit: Unit, year_id: str, registry: Registry) -> ImportPlan:
    """Nothing is changed. The registry is one that read_workbook gives, or one whose names fit together as well."""
    return _compared(unit, year_id, registry).plan


def write_registry(
    unit: Unit,
    year_id: str,
    registry: Registry,
    *,
    ended: Collection[str] | None = (),
    digest: str | None = None,
) -> ImportPlan:
    """Takes a registry over and tells what was done.

    ended: keys of what is in the database alone and is to end or go; None for all of it that may. digest: of the
    plan a person has seen; Conflict where it is another one by now. Conflict, too, where there are troubles.
    """
    locked(unit, Year, year_id)  # one import at a time
    compared = _compared(unit, year_id, registry)
    plan = compared.plan
    if digest is not None and plan.digest != digest:
        raise Conflict(CHANGED)
    if plan.troubles:
        raise Invalid({"workbook": [trouble.sentence for trouble in plan.troubles]})
    may_end = {item.key for item in plan.of(Fate.GONE) if item.ends}
    chosen = may_end if ended is None else set(ended)
    if not chosen <= may_end:
        raise Conflict(CHANGED)
    done = [item for item in plan.items if item.fate in (Fate.ADD, Fate.CHANGE) or item.key in chosen]
    _write(desk_of(unit, compared.gathered, compared.after), done)
    counts = {
        fate.value: sum(item.fate == fate for item in done) for fate in (Fate.ADD, Fate.CHANGE, Fate.GONE)
    }
    unit.note("registry.import", "year", year_id, digest=plan.digest, **counts)
    return plan


def _compared(unit: Unit, year_id: str, registry: Registry) -> _Compared:
    found = gathered(unit, scope_of(unit, year_id))
    faults = [str(fault) for fault in registry_faults(registry)]
    if faults:
        raise Invalid({"workbook": faults})
    try:
        said = spelt(registry)
    except ValueError:
        raise Invalid({"workbook": [TWINS]}) from None
    before = spelt(told_apart(found.registry))
    rights = rights_of(unit, found)
    after, told = aligned(before, said)
    told = told if rights.desk else ()  # a coordinator is told of the cases as a whole
    items = tuple(counted_left([*sifted(differences(before, after), before, after, rights), *told]))
    troubles = tuple(dict.fromkeys(_troubles(unit, found, items, before, after)))
    plan = ImportPlan(
        year_id=year_id, items=items, troubles=troubles, digest=_digest(year_id, rights.own, items, troubles)
    )
    return _Compared(plan, found, after)


def _digest(year_id: str, school: str, items: Iterable[Item], troubles: Iterable[Trouble]) -> str:
    told = [year_id, school, *(f"{item.key} {item.fate} {item.ends} {item.reason}" for item in items)]
    told += [trouble.sentence for trouble in troubles]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _troubles(
    unit: Unit, found: Gathered, items: tuple[Item, ...], before: Registry, after: Registry
) -> Iterator[Trouble]:
    year = found.rows.school.year
    doing = [item for item in items if item.fate in (Fate.ADD, Fate.CHANGE)]
    of_desk = found.rows.scope.pupils
    closed = _closed(unit, year) if of_desk else frozenset()
    kinds = {(item.kind, item.after.id) for item in doing if hasattr(item.after, "id")}
    everywhere = troubles_of(before, after, closed, year.title) if of_desk else ()
    yield from everywhere
    touched = {item.kind for item in doing}
    for trouble in unheld(after):
        if trouble.kind in touched and (trouble.kind not in NAMED or (trouble.kind, trouble.id) in kinds):
            yield trouble
    yield from year_faults(found, [item.after for item in doing if item.kind == "years"])
    yield from _dangling(doing, before)


NAMED = ("places", "pupils", "teachers", "lines")  # kinds whose troubles are called by their ids


def _closed(unit: Unit, year: Year) -> frozenset[str]:
    over = [state.value for state in OVER]
    return frozenset(
        unit.session.exec(select(Case.code).where(Case.year_id == year.id, col(Case.state).in_(over)))
    )


REFERS = (
    ("teachers", "remote_place", "places"), ("availability", "teacher", "teachers"),
    ("availability", "place", "places"), ("classes", "teachers", "teachers"), ("lines", "teachers", "teachers"),
    ("lines", "place", "places"), ("pinned", "line", "lines"), ("pinned", "teacher", "teachers"),
    ("families", "place", "places"), ("pupils", "home", "places"),
)  # fmt: skip


def _dangling(doing: Iterable[Item], before: Registry) -> Iterator[Trouble]:
    """What would be taken over speaks of something that is not."""
    doing = list(doing)
    known = {kind: {entry.id for entry in getattr(before, kind)} for kind in ("teachers", "places", "lines")}
    for item in doing:
        if item.kind in known:
            known[item.kind].add(item.after.id)
    for item in doing:
        for kind, field, meant in REFERS:
            if item.kind == kind:
                value = getattr(item.after, field)
                for name in value if isinstance(value, tuple) else [value]:
                    if name is not None and name not in known[meant]:
                        said = f"{item.title}: «{name}» вносите не вы. Сначала попросите внести это."
                        yield Trouble(kind=kind, id=item.key, sentence=said)


def _write(desk: Desk, items: list[Item]) -> None:
    """In the order in which rows need each other."""
    write_school(desk, items)
    write_staff(desk, items)
    if desk.gathered.rows.scope.pupils:
        own = desk.gathered.rows.school.schools[0].code
        write_cases(desk, items)
        write_homes(desk, [entry for entry in desk.after.pupils if entry.school == own])
        write_windows(desk, items)
        write_roads(desk, items)
        write_plans(desk, items)
