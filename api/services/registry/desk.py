"""What the writers share: rows by what they are called in the spelling of workbooks, kept up while they write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from api.services.registry.difference import Fate, Item, spelt, told_apart
from api.services.registry.naming import LineRow
from api.services.registry.reading import Gathered
from api.services.unit import Unit
from models.case import Case
from models.place import Place
from models.school import School
from models.staff import Teacher
from scheduler.registry.values import Registry


@dataclass(slots=True, kw_only=True)
class Desk:
    """before, after: in the spelling of workbooks. lines: what a line is made of, by its id there."""

    unit: Unit
    gathered: Gathered
    before: Registry
    after: Registry
    schools: dict[str, School]
    places: dict[str, Place]
    teachers: dict[str, Teacher]
    cases: dict[str, Case]
    lines: dict[str, tuple[LineRow, ...]]
    codes: set[str] = field(default_factory=set)  # of places of the own school

    @property
    def school_id(self) -> str:
        return self.gathered.rows.scope.school_id

    @property
    def year_id(self) -> str:
        return self.gathered.rows.scope.year_id

    def add(self, *rows: Any) -> None:
        """Into the session, and to the database at once: keys of other rows may point at them."""
        self.unit.session.add_all(rows)
        self.unit.session.flush()

    def place_id(self, name: str | None) -> str | None:
        place = self.places.get(name or "")
        return place.id if place else None

    def teacher_id(self, name: str | None) -> str | None:
        return None if name is None else self.teachers[name].id


def desk_of(unit: Unit, gathered: Gathered, after: Registry) -> Desk:
    """after: spelt and aligned."""
    raw, rows, names = told_apart(gathered.registry), gathered.rows, gathered.names
    before = spelt(raw)
    teachers = {names.teachers[row.id]: row for row in rows.staff.teachers}
    return Desk(
        unit=unit,
        gathered=gathered,
        before=before,
        after=after,
        schools={row.code: row for row in rows.school.schools},
        places=dict(names.doors),
        teachers={new.id: teachers[old.id] for old, new in zip(raw.teachers, before.teachers, strict=True)},
        cases={case.code: case for case in rows.people.cases},
        lines={new.id: names.lines[old.id] for old, new in zip(raw.lines, before.lines, strict=True)},
        codes={row.code for row in rows.school.places if row.school_id == rows.scope.school_id},
    )


def of_kind(items: Iterable[Item], kind: str) -> list[Item]:
    """Items of a kind that are to be done: added, changed, or gone by somebody's tick."""
    return [item for item in items if item.kind == kind and item.fate != Fate.LEFT]


def free_code(wanted: str, taken: set[str], longest: int = 40) -> str:
    """The text as a code nobody has yet, cut to its longest; it is taken from now on."""
    tries = chain([wanted[:longest]], (f"{wanted[: longest - 5]} ({n})" for n in count(2)))
    code = next(each for each in tries if each not in taken)
    taken.add(code)
    return code


class Pool:
    """Rows behind entries that have no name: each row is given out once."""

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        self._rows: defaultdict[Any, list[Any]] = defaultdict(list)
        for entry, row in pairs:
            self._rows[entry].append(row)

    def take(self, entry: Any) -> Any:
        return self._rows[entry].pop(0)
