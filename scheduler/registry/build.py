"""A registry and a range of dates become the problem of that range, with everything worth telling beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from scheduler.errors import BadFileError, Fault
from scheduler.norms import problem_norms
from scheduler.problem import PlanRow, Problem, Travel, TravelPair, Week
from scheduler.references import meaning_faults
from scheduler.registry import paces, people
from scheduler.registry.advice import Adviser
from scheduler.registry.desk import NormDesk
from scheduler.registry.faults import registry_faults
from scheduler.registry.remarks import LeftOut, Remark
from scheduler.registry.rows import ActiveLine, Splitter, Staff, pins, rows
from scheduler.registry.span import holds_in, week_days
from scheduler.registry.values import PlanLine, PupilEntry, Registry
from scheduler.registry.windows import Grid, week_id
from scheduler.russian import day_said
from scheduler.salvage import Draft
from scheduler.shape import dotted, shown
from scheduler.split import Split
from scheduler.terms import LessonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The problem of the range first..last (both included) and how it came about.

    splits: one per line that holds in the range, in the registry's order, self-study too.
    """

    problem: Problem
    first: date
    last: date
    splits: tuple[Split, ...]
    warnings: tuple[Remark, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def line_of_row(self) -> dict[str, str]:
        """Id of the line by id of the row: the same, but for the remote part of a line in two forms."""
        return {part.row: made.line for made in self.splits for part in made.parts if part.lessons}


def build(registry: Registry, first: date, last: date) -> Built:
    """The cycle's problem by the norms of `first`.

    Raises BadFileError with every fault of the registry, ValueError when the range ends before it begins.
    """
    if last < first:
        raise ValueError(f"the range ends on {last}, before it begins on {first}")
    faults = registry_faults(registry)
    if faults:
        raise BadFileError(registry.settings.name, faults)
    desk, staff = NormDesk(first), Staff(registry.teachers)
    pupils = tuple(pupil for pupil in registry.pupils if holds_in(pupil, first, last))
    active = _active(registry, pupils, desk, first, last)
    plan_rows = rows(active, staff, desk)
    return Built(
        problem=_problem(registry, pupils, active, plan_rows, desk),
        first=first,
        last=last,
        splits=tuple(entry.split for entry in active),
        warnings=tuple(Adviser(registry, pupils, active, plan_rows, desk, last).remarks()),
        left_out=(*_pupils_left_out(registry, first, last), *_lines_left_out(registry, pupils, first, last)),
    )


def _active(
    registry: Registry, pupils: Iterable[PupilEntry], desk: NormDesk, first: date, last: date
) -> tuple[ActiveLine, ...]:
    """Lines with a pupil and a day in the range; a shared lesson goes on with those who are left."""
    known = {pupil.id: pupil for pupil in pupils}
    splitter = Splitter(registry, desk)
    return tuple(
        splitter.active(line, group)
        for line in registry.lines
        if line.hours_week and holds_in(line, first, last)
        for group in [tuple(known[name] for name in line.pupils if name in known)]
        if group
    )


def _problem(
    registry: Registry,
    pupils: tuple[PupilEntry, ...],
    active: tuple[ActiveLine, ...],
    plan_rows: tuple[PlanRow, ...],
    desk: NormDesk,
) -> Problem:
    """Raises BadFileError where the values contradict each other in a way that shows only here."""
    settings, days = registry.settings, week_days(registry)
    grid = Grid(settings.step_min, days)
    remote = {name for row in plan_rows if row.form == LessonForm.REMOTE for name in row.pupils}
    try:
        teachers = people.teachers(registry, grid)
        taught = people.pupils(registry, pupils, grid, desk, remote)
        problem = Problem(
            name=settings.name,
            timezone=settings.timezone,
            weeks=tuple(Week(id=week_id(number + 1)) for number in range(settings.cycle_weeks)),
            days=days,
            day_start_min=settings.day_start_min,
            day_end_min=settings.day_end_min,
            step_min=settings.step_min,
            norms=problem_norms(desk.on, keep_lapsed=True),
            places=registry.places,
            travel=_travel(registry, paces.roads(registry, teachers, taught, plan_rows)),
            teachers=teachers,
            pupils=taught,
            rows=plan_rows,
            pins=pins(registry, active, plan_rows),
        )
    except ValidationError as error:
        items = error.errors(include_url=False)
        faults = [Fault(dotted(item["loc"]), shown(item["input"]), item["msg"]) for item in items]
        raise BadFileError(settings.name, faults) from None
    contradictions = meaning_faults(Draft(problem))
    if contradictions:
        raise BadFileError(settings.name, contradictions)
    return problem


def _travel(registry: Registry, pairs: tuple[TravelPair, ...]) -> Travel:
    settings = registry.settings
    return Travel(
        pairs=pairs,
        speed_kmh=settings.speed_kmh,
        detour=settings.detour,
        door_min=settings.door_min,
    )


def _pupils_left_out(registry: Registry, first: date, last: date) -> Iterator[LeftOut]:
    for pupil in registry.pupils:
        if not holds_in(pupil, first, last):
            yield LeftOut(kind="pupil", id=pupil.id, reason=f"документы действуют {_validity(pupil)}")


def _lines_left_out(
    registry: Registry, pupils: Iterable[PupilEntry], first: date, last: date
) -> Iterator[LeftOut]:
    known = {pupil.id for pupil in pupils}
    for line in registry.lines:
        if not holds_in(line, first, last):
            yield LeftOut(kind="line", id=line.id, reason=f"строка плана действует {_validity(line)}")
        elif not line.hours_week:
            yield LeftOut(kind="line", id=line.id, reason="в плане 0 часов")
        elif not known.intersection(line.pupils):
            yield LeftOut(kind="line", id=line.id, reason="у ученика нет документов на этот срок")


def _validity(entry: PupilEntry | PlanLine) -> str:
    ends = [f"с {day_said(entry.valid_from)}"] if entry.valid_from else []
    ends += [f"по {day_said(entry.valid_to)}"] if entry.valid_to else []
    return " ".join(ends)
