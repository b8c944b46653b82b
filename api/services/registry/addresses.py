"""Where a fault is mended: (kind, id) of a finding to the address of a page. The one table of such addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.services.registry.naming import LineRow
from api.services.registry.reading import Gathered
from models.plan import PlanState
from scheduler.problem import Problem
from scheduler.registry.values import Registry

ADDRESSES = {  # every one has a route: tests/api/services/registry/test_addresses.py
    "line": "/plans/{plan}/rows/{key}",  # of a draft
    "version": "/plans/{plan}",
    "plan": "/cases/{case}/plan",
    "case": "/cases/{case}",
    "family": "/cases/{case}/family",
    "home": "/places/homes/{case}",
    "teacher": "/teachers/{teacher}",
    "time": "/teachers/{teacher}/time",
    "bells": "/school/bells",
    "classes": "/classes",
    "place": "/places/{place}",
    "places": "/places",
    "roads": "/roads",
    "settings": "/planning",
    "year": "/school/years",
}
PARTS = {  # (kind, field of the problem) -> the part of the page that holds it
    ("family", "adult_home"): "adult",
    ("family", "avoid"): "taken",
    ("family", "busy"): "school",
    ("family", "wishes"): "wishes",
    ("family", "homes"): "other",
    ("family", "max_day_lessons"): "day",
    ("family", "max_day_min"): "limits",
    ("family", "max_remote_day_min"): "limits",
    ("family", "max_teachers_day"): "day",
    ("family", "break_min"): "day",
    ("time", "free"): "free",
    ("time", "busy"): "busy",
}
_TEACHERS_TIME = ("free", "busy")
_PATH = re.compile(r"(\w+)\.(\d+)(?:\.(\w+))?")
WHOLE = {
    "travel": "roads",
    "roads": "roads",
    "bells": "bells",
    "classes": "classes",
    "years": "year",
    "settings": "settings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a line stands: its case, the version, its key there; draft: whether the row may be changed."""

    case: str
    plan: str
    key: str
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Addresses of one registry. Ids are those of the registry; of a row that is a part of a line the line's."""

    cases: Mapping[str, str]  # code -> id
    teachers: Mapping[str, str]  # id of the registry -> id of the row
    lines: Mapping[str, Spot]
    homes: Mapping[str, str]  # place -> case id of who lives there
    places: Mapping[str, str]  # id of the registry -> id of the row, of places of the own school
    foreign: frozenset[str] = frozenset()  # teachers of partners: their cards are their schools'
    parts: Mapping[str, str] = field(default_factory=dict)  # row of the problem -> line
    first_lines: Mapping[str, str] = field(default_factory=dict)  # case id -> a line of its plan

    def of(self, kind: str, id_: str = "") -> str | None:
        """The address; None for an id nobody knows."""
        if kind in ("line", "plan"):
            spot = self.lines.get(self.parts.get(id_, id_))
            kind = "version" if spot and kind == "line" and not spot.draft else kind
            return ADDRESSES[kind].format(case=spot.case, plan=spot.plan, key=spot.key) if spot else None
        if kind in ("case", "family", "home"):
            case = self.cases.get(id_) or self.homes.get(id_, "")
            return ADDRESSES[kind].format(case=case) if case else None
        if kind in ("teacher", "time"):
            teacher = self.teachers.get(id_, "")
            kind = "time" if id_ in self.foreign else kind
            return ADDRESSES[kind].format(teacher=teacher) if teacher else None
        if kind == "place":
            place = self.places.get(id_, "")
            return ADDRESSES[kind].format(place=place) if place else ADDRESSES["places"]
        return ADDRESSES[kind]

    def of_path(self, path: str, source: Problem | Registry) -> str | None:
        """The address behind a path as in `teachers.3.free`, of a problem or a registry."""
        head = path.partition(".")[0]
        if head in WHOLE:
            return self.of(WHOLE[head])
        found = _PATH.match(path)
        entries = getattr(source, head, ()) if found else ()
        if found is None or int(found[2]) >= len(entries):
            return None
        return self._of_entry(head, entries[int(found[2])], found[3] or "")

    def _part(self, kind: str, id_: str, name: str) -> str | None:
        """The address with the part of the page that is meant."""
        address, part = self.of(kind, id_), PARTS.get((kind, name))
        return f"{address}#{part}" if address and part else address

    def _of_entry(self, head: str, entry: Any, name: str) -> str | None:
        if head in ("rows", "lines"):
            return self.of("line", entry.id)
        if head in ("pins", "pinned"):
            return self.of("line", entry.row if head == "pins" else entry.line)
        if head == "teachers":
            return self._part("time" if name in _TEACHERS_TIME else "teacher", entry.id, name)
        if head == "availability":
            return self.of("time", entry.teacher)
        if head == "pupils":
            return self._part("home" if name == "home" else "family", entry.id, name)
        if head == "families":
            return self.of("family", entry.pupil)
        if head == "places":
            return self.of("place", entry.id)
        return None


def addresses_of(gathered: Gathered, parts: Mapping[str, str] | None = None) -> Addresses:
    """parts: rows of a built problem -> lines."""
    names, codes = gathered.names, {case.code: case.id for case in gathered.rows.people.cases}
    homes: dict[str, str] = {}
    for pupil in gathered.registry.pupils:
        homes.setdefault(pupil.home, codes[pupil.id])
    lines = {line: _spot(each[0], gathered) for line, each in names.lines.items()}
    return Addresses(
        cases=codes,
        teachers={name: key for key, name in names.teachers.items()},
        foreign=frozenset(
            names.teachers[row.id]
            for row in gathered.rows.staff.teachers
            if row.school_id != gathered.rows.scope.school_id
        ),
        lines=lines,
        first_lines={spot.case: line for line, spot in reversed(lines.items())},
        homes=homes,
        places={
            name: row.id
            for name, row in names.doors.items()
            if row.school_id == gathered.rows.scope.school_id
        },
        parts=parts or {},
    )


def _spot(line: LineRow, gathered: Gathered) -> Spot:
    choice = gathered.rows.people.plans[line.case.id]
    draft = choice.plan.state == PlanState.DRAFT
    return Spot(case=line.case.id, plan=line.row.plan_id, key=line.row.key, draft=draft)
