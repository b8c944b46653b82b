"""Ids that something refers to and nothing bears, with the nearest id that exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.errors import Fault
from scheduler.problem import Pin, Place, PlanRow, Pupil, Teacher, Week, Window
from scheduler.salvage import Draft
from scheduler.shape import nearest, shown

Named = Week | Place | Teacher | Pupil | PlanRow
Reference = tuple[str, str, str | None]  # path, kind of the thing meant, id
NEAR_MISSES_SOUGHT = 200
ID_CUTOFF = 0.5  # ids are short: t7 and t1 share one half


def name_faults(draft: Draft) -> Iterator[Fault]:
    known = _known(draft)
    sought = 0
    for path, kind, name in _references(draft):
        if name is None or kind not in known or name in known[kind]:
            continue
        sought += 1
        near = nearest(name, known[kind], ID_CUTOFF) if sought <= NEAR_MISSES_SOUGHT else ""
        yield Fault(path, shown(name), f"an id of {kind}" + (f"; {near}" if near else ""))


def _known(draft: Draft) -> dict[str, dict[str, None]]:
    """Ids by kind, in the file's order; a kind whose list cannot be read is left out and not judged."""
    problem = draft.problem
    lists: dict[str, tuple[Named, ...]] = {
        "weeks": problem.weeks,
        "places": problem.places,
        "teachers": problem.teachers,
        "pupils": problem.pupils,
        "rows": problem.rows,
    }
    return {
        kind: {item.id: None for item in items if item.id is not None}
        for kind, items in lists.items()
        if (kind,) not in draft.bad
    }


def _references(draft: Draft) -> Iterator[Reference]:
    problem = draft.problem
    for number, entry in enumerate(problem.closed):
        yield f"closed.{number}.week", "weeks", entry.week
    for number, pair in enumerate(problem.travel.pairs):
        yield f"travel.minutes.{number}.from", "places", pair.from_place
        yield f"travel.minutes.{number}.to", "places", pair.to_place
    for number, teacher in enumerate(problem.teachers):
        yield from _of_teacher(f"teachers.{number}", teacher)
    for number, pupil in enumerate(problem.pupils):
        yield from _of_pupil(f"pupils.{number}", pupil)
    for number, row in enumerate(problem.rows):
        path = f"rows.{number}"
        yield from _each(f"{path}.pupils", "pupils", row.pupils)
        yield from _each(f"{path}.teachers", "teachers", row.teachers)
        yield f"{path}.place", "places", row.place
        yield from _each(f"{path}.weeks", "weeks", row.weeks or ())
    yield from _of_pins("pins", problem.pins)
    yield from _of_pins("previous", problem.previous)


def _of_teacher(path: str, teacher: Teacher) -> Iterator[Reference]:
    yield f"{path}.school", "places", teacher.school
    yield f"{path}.remote_place", "places", teacher.remote_place
    yield from _of_windows(f"{path}.free", teacher.free)
    yield from _of_windows(f"{path}.busy", teacher.busy)
    for number, window in enumerate(teacher.busy):
        yield f"{path}.busy.{number}.place", "places", window.place


def _of_pupil(path: str, pupil: Pupil) -> Iterator[Reference]:
    yield f"{path}.school", "places", pupil.school
    yield f"{path}.home", "places", pupil.home
    for number, entry in enumerate(pupil.homes):
        yield f"{path}.homes.{number}.place", "places", entry.place
        yield from _each(f"{path}.homes.{number}.weeks", "weeks", entry.weeks or ())
    for number, window in enumerate(pupil.busy):
        yield f"{path}.busy.{number}.place", "places", window.place
    yield from _of_windows(f"{path}.busy", pupil.busy)
    yield from _of_windows(f"{path}.adult_home", pupil.adult_home or ())
    yield from _of_windows(f"{path}.avoid", pupil.avoid)
    yield from _of_windows(f"{path}.wishes", pupil.wishes)


def _of_windows(path: str, windows: Iterable[Window]) -> Iterator[Reference]:
    for number, window in enumerate(windows):
        yield from _each(f"{path}.{number}.weeks", "weeks", window.weeks or ())


def _of_pins(path: str, pins: Iterable[Pin]) -> Iterator[Reference]:
    for number, pin in enumerate(pins):
        yield f"{path}.{number}.row", "rows", pin.row
        yield f"{path}.{number}.week", "weeks", pin.week
        yield f"{path}.{number}.teacher", "teachers", pin.teacher


def _each(path: str, kind: str, names: Iterable[str]) -> Iterator[Reference]:
    for number, name in enumerate(names):
        yield f"{path}.{number}", kind, name
