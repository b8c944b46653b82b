"""What a thing of the database is called in a registry: codes, told apart where two schools use the same one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count

from api.services.registry.rows import Rows
from models.case import Case
from models.place import Place
from models.plan import PlanRow
from models.staff import Teacher
from scheduler.terms import PlaceKind

HOMELESS = "Дом {}"  # stands for the home of a case that nobody has entered


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A row of a plan as (part of) a line of the registry."""

    case: Case
    row: PlanRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Ids of the registry by ids of rows. doors: place rows that stand for themselves, by id of the registry.

    lines: id of the registry -> the rows it is made of, one per case. A row's key is its line's id, a shared
    lesson's word is; where one word serves two shared lessons their number is added.
    """

    schools: Mapping[str, str]
    places: Mapping[str, str]
    teachers: Mapping[str, str]
    cases: Mapping[str, str]
    doors: Mapping[str, Place]
    lines: Mapping[str, tuple[LineRow, ...]]
    keys: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (case id, key of a row) -> line


def names_of(rows: Rows) -> Names:
    schools = {school.id: school.code for school in rows.school.schools}
    lines = dict(_lines(rows))
    places, doors = _places(rows, schools)
    order = {school.id: number for number, school in enumerate(rows.school.schools)}
    teachers = sorted(
        rows.staff.teachers,
        key=lambda row: (row.school_id != rows.scope.school_id, order[row.school_id], row.code),
    )
    return Names(
        schools=schools,
        places=places,
        teachers=_told_apart(teachers, schools),
        cases={case.id: case.code for case in rows.people.cases},
        doors=doors,
        lines=lines,
        keys={(part.case.id, part.row.key): line for line, parts in lines.items() for part in parts},
    )


def _places(rows: Rows, schools: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Place]]:
    """Names of all places, those that are another one under its name; and the rows behind the names."""
    own = [place for place in rows.school.places if is_school_itself(place, schools)]
    rest = [place for place in rows.school.places if not is_school_itself(place, schools)]
    rest.sort(key=lambda place: (place.school_id != rows.scope.school_id, place.code))
    names = _told_apart([*own, *rest], schools, taken=set(schools.values()), first=len(own))
    known = {place.id: place for place in rows.school.places}
    real = {place.id: _real(place, known) for place in known.values()}
    doors = {names[place.id]: place for place in chain(own, rest) if real[place.id] is place}
    return {key: names[place.id] for key, place in real.items()}, doors


def is_school_itself(place: Place, schools: Mapping[str, str]) -> bool:
    """The place whose code is its school's: where the school stands."""
    return place.kind == PlaceKind.SCHOOL and place.code == schools.get(place.school_id)


def _real(place: Place, known: Mapping[str, Place]) -> Place:
    """The place another one stands for; a chain that bites its tail ends somewhere on it."""
    for _ in range(5):
        if place.same_as_id is None or place.same_as_id not in known:
            return place
        place = known[place.same_as_id]
    return place


def _told_apart(
    things: Iterable[Place | Teacher],
    schools: Mapping[str, str],
    taken: set[str] | None = None,
    first: int = 0,
) -> dict[str, str]:
    """Codes by id; a code that is taken gets its school's behind it. The first ones keep theirs in any case."""
    taken = set() if taken is None else set(taken)
    names = {}
    for number, thing in enumerate(things):
        tries = chain([thing.code], _longer(thing.code, schools[thing.school_id]))
        name = thing.code if number < first else next(each for each in tries if each not in taken)
        taken.add(name)
        names[thing.id] = name
    return names


def _longer(code: str, school: str) -> Iterator[str]:
    yield f"{code} ({school})"
    yield from (f"{code} ({school} {number})" for number in count(2))


def _lines(rows: Rows) -> Iterator[tuple[str, tuple[LineRow, ...]]]:
    """Lines in the order of cases and positions; a shared lesson stands where its first case's row does."""
    shared: dict[str, list[LineRow]] = {}
    single: dict[str, LineRow] = {}
    order: dict[str, None] = {}
    for case in rows.people.cases:
        choice = rows.people.plans.get(case.id)
        told = rows.people.plan_rows.get(choice.plan.id, ()) if choice else ()
        for row, line in zip(told, line_ids((row.key, row.shared) for row in told), strict=True):
            order[line] = None
            if row.shared is None:
                single[line] = LineRow(case=case, row=row)
            else:
                shared.setdefault(line, []).append(LineRow(case=case, row=row))
    for line in order:
        yield line, tuple(shared[line]) if line in shared else (single[line],)


def line_ids(rows: Iterable[tuple[str, str | None]]) -> Iterator[str]:
    """Id in the registry of each row of one plan, by its key and the word of its shared lesson, in their order."""
    seen: dict[str, int] = {}
    for key, word in rows:
        if word is None:
            yield key
        else:
            seen[word] = seen.get(word, 0) + 1
            yield word if seen[word] == 1 else f"{word} ({seen[word]})"
