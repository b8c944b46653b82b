"""A registry and a range of dates become the problem of that range, with everything worth telling beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from scheduler.errors import BadFileError, Fault
from scheduler.norms import problem_norms
from scheduler.problem import PlanRow, Problem, Travel, Week
from scheduler.references import meaning_faults
from scheduler.registry import people
from scheduler.registry.desk import NormDesk
from scheduler.registry.faults import registry_faults
from scheduler.registry.remarks import LeftOut, Remark, short_title
from scheduler.registry.review import Reviewer
from scheduler.registry.rows import ActiveLine, Splitter, Staff, pins, rows
from scheduler.registry.span import ONE_DAY, Cut, cut_reasons, holds_in, week_days
from scheduler.registry.values import Pattern, PlanLine, PupilEntry, Registry
from scheduler.registry.windows import Grid, week_id
from scheduler.russian import about, day_said
from scheduler.salvage import Draft
from scheduler.shape import dotted, shown
from scheduler.split import Split
from scheduler.terms import LessonForm

MISSING = {  # why a pattern could not be applied
    Pattern.PAIRED: "не с чем чередовать в одно время",
    Pattern.BLOCK: "не сказано, в какой части года",
}


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
        problem=_problem(registry, pupils, plan_rows, desk),
        first=first,
        last=last,
        splits=tuple(entry.split for entry in active),
        warnings=tuple(_warnings(registry, pupils, active, plan_rows, desk, last)),
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
    registry: Registry, pupils: tuple[PupilEntry, ...], plan_rows: tuple[PlanRow, ...], desk: NormDesk
) -> Problem:
    """Raises BadFileError where the values contradict each other in a way that shows only here."""
    settings, days = registry.settings, week_days(registry)
    grid = Grid(settings.step_min, days)
    remote = {name for row in plan_rows if row.form == LessonForm.REMOTE for name in row.pupils}
    try:
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
            travel=_travel(registry),
            teachers=people.teachers(registry, grid),
            pupils=people.pupils(registry, pupils, grid, desk, remote),
            rows=plan_rows,
            pins=pins(registry, plan_rows),
        )
    except ValidationError as error:
        items = error.errors(include_url=False)
        faults = [Fault(dotted(item["loc"]), shown(item["input"]), item["msg"]) for item in items]
        raise BadFileError(settings.name, faults) from None
    contradictions = meaning_faults(Draft(problem))
    if contradictions:
        raise BadFileError(settings.name, contradictions)
    return problem


def _travel(registry: Registry) -> Travel:
    settings = registry.settings
    return Travel(
        pairs=registry.roads,
        speed_kmh=settings.speed_kmh,
        detour=settings.detour,
        door_min=settings.door_min,
    )


def _warnings(
    registry: Registry,
    pupils: tuple[PupilEntry, ...],
    active: tuple[ActiveLine, ...],
    plan_rows: tuple[PlanRow, ...],
    desk: NormDesk,
    last: date,
) -> Iterator[Remark]:
    changes = cut_reasons(registry, desk.on, last)
    yield from _lapsed(desk)
    yield from _changes(changes, pupils, active)
    for entry in active:
        yield from _of_split(entry)
    for row in plan_rows:
        if not row.teachers:
            text = f"{', '.join(row.pupils)}, «{row.name}»: никто из учителей не ведёт этот предмет в этом классе"
            yield Remark(code="line.vacancy", text=text, pupil=row.pupils[0], line=row.id)
    dates = [cut.on for cut in changes if cut.kind in ("norm", "document")]
    yield from Reviewer(desk.on, last, dates, week_days(registry)).review(pupils, active)


def _lapsed(desk: NormDesk) -> Iterator[Remark]:
    for document, ended in dict.fromkeys((file.document, file.valid_to) for file in desk.lapsed()):
        text = f"{short_title(document)} действовал до {day_said(ended or desk.on)}"
        text += "; нового документа в программе нет, взяты его последние числа"
        yield Remark(code="norm.lapsed", text=text, document=document)


def _changes(
    changes: Iterable[Cut], pupils: Iterable[PupilEntry], active: Iterable[ActiveLine]
) -> Iterator[Remark]:
    """What changes inside the range for those who are in it, and where to cut it: once per date and kind."""
    known = {None, *(pupil.id for pupil in pupils)}
    lines = {None, *(entry.line.id for entry in active)}
    found: defaultdict[tuple[date, str, str | None, str | None], list[str]] = defaultdict(list)
    for cut in changes:
        if cut.pupil in known and cut.line in lines:
            found[cut.on, cut.kind, cut.pupil, cut.line].append(cut.text)
    for (on, kind, pupil, line), texts in found.items():
        text = f"{'; '.join(texts)}. Составьте расписание отдельно по {day_said(on - ONE_DAY)}"
        text += f" и с {day_said(on)}"
        yield Remark(code=f"cut.{kind}", text=text, pupil=pupil, line=line)


def _of_split(entry: ActiveLine) -> Iterator[Remark]:
    line, made = entry.line, entry.split
    who = f"{', '.join(line.pupils)}, «{line.subject}»"
    if made.pattern != line.pattern and made.lessons:
        text = f"{who}: {MISSING[line.pattern]}, поэтому занятия идут по неделям"
        yield Remark(code="split.pattern", text=text, pupil=line.pupils[0], line=line.id)
    if made.off_plan:
        side = "меньше" if made.year_gap < 0 else "больше"
        text = f"{who}: {made.phrase}; за год на {about(abs(made.year_gap))} ч {side} плана (допустимо ½ занятия)"
        yield Remark(code="split.rounded", text=text, pupil=line.pupils[0], line=line.id)


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
