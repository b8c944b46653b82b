"""What follows from the rows of a plan: lessons, yearly hours, totals of the regulation's form, remarks of the norms.

Pure: a setting and rows in, figures out; everything exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.services.plans.rows import Row
from api.services.plans.setting import Setting
from api.services.plans.words import BLOCK, HOURS
from scheduler.registry.advice import Adviser
from scheduler.registry.desk import NormDesk
from scheduler.registry.remarks import Remark
from scheduler.registry.rows import ActiveLine, Splitter
from scheduler.registry.study import StudyTime, due
from scheduler.registry.values import PupilEntry, Registry
from scheduler.russian import exact
from scheduler.terms import Block, HoursKind

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFigure:
    """lessons: what becomes of the hours, `3 занятия за 4 недели`; weekly_lessons: that many a week. yearly: hours due
    on the plan's and row's days, those with the class left out. paid_cycle: paid hours over the cycle."""

    row: Row
    lessons: str
    weekly_lessons: Fraction
    yearly: Fraction
    paid_cycle: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Of a block or a kind of hours: hours a week and hours of the plan's days."""

    title: str
    hours: Fraction
    yearly: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """blocks, kinds: those that have rows, in the form's order. in_class: hours a week among the whole."""

    rows: tuple[RowFigure, ...]
    blocks: tuple[tuple[Block, Total], ...]
    kinds: tuple[Total, ...]
    hours: Fraction
    yearly: Fraction
    in_class: Fraction
    remarks: tuple[Remark, ...]

    def of_block(self, block: Block) -> tuple[RowFigure, ...]:
        return tuple(figure for figure in self.rows if figure.row.block == block)


def figures_of(setting: Setting, first: date, last: date, rows: Sequence[Row]) -> Figures:
    """Of a plan in force first..last."""
    desk = NormDesk(first)
    pupil = pupil_entry(setting, first, last)
    lines = tuple(row.line(pupil.id, f"{number}") for number, row in enumerate(rows))
    registry = Registry(
        settings=setting.settings, schools=(), places=(), pupils=(pupil,), lines=lines, years=(setting.year,)
    )
    splitter, study = Splitter(registry, desk), StudyTime(registry.years, first)
    active = tuple(splitter.active(line, (pupil,)) for line in lines)
    told = tuple(
        RowFigure(
            row=row, lessons=_after_colon(entry.split.phrase),
            weekly_lessons=Fraction(entry.split.lessons, entry.split.cycle_weeks), yearly=due(study, entry.line, pupil),
            paid_cycle=entry.split.paid_hours,
        )
        for row, entry in zip(rows, active, strict=True)
    )  # fmt: skip
    return Figures(
        rows=told,
        blocks=tuple((block, _total(BLOCK[block], _in_block(told, block))) for block in _blocks(told)),
        kinds=tuple(_total(HOURS[kind], _of_kind(told, kind)) for kind in HoursKind if _of_kind(told, kind)),
        hours=sum((row.hours for row in rows), ZERO),
        yearly=sum((figure.yearly for figure in told), ZERO),
        in_class=sum((row.in_class for row in rows), ZERO),
        remarks=_remarks(setting, registry, active, desk, last),
    )


def yearly_of(setting: Setting, first: date, last: date, rows: Iterable[Row]) -> list[Fraction]:
    """Hours due of each row on the days first..last of the school year; none where the span is empty."""
    study, pupil = StudyTime((setting.year,), first), pupil_entry(setting, first, last)
    return [due(study, row.line(pupil.id, ""), pupil) if first <= last else ZERO for row in rows]


def pupil_entry(setting: Setting, first: date, last: date) -> PupilEntry:
    return PupilEntry(
        id=setting.code, class_title=setting.class_title, grade=setting.grade, needs=setting.needs,
        school=setting.year.school, home="", valid_from=first, valid_to=last,
    )  # fmt: skip


def _remarks(
    setting: Setting, registry: Registry, active: tuple[ActiveLine, ...], desk: NormDesk, last: date
) -> tuple[Remark, ...]:
    """What norms and rounding say. What changes inside the year is the timetable's matter, not the plan's."""
    held = tuple(entry for entry in active if entry.line.hours_week)
    found = Adviser(registry, registry.pupils, held, (), desk, last).remarks()
    silent = {"norm.home_week_hours"} if setting.norm else set()
    kept = [remark for remark in found if not remark.code.startswith("cut.") and remark.code not in silent]
    return (*kept, *_own_norm(setting, held))


def _own_norm(setting: Setting, held: Sequence[ActiveLine]) -> Iterator[Remark]:
    """The school's own table speaks instead of the tradition; correction may be above the number or in it."""
    if setting.norm is None or not held:
        return
    norm, source = setting.norm
    with_teacher = [(entry.line.block, entry.weekly_hours(with_teacher=True)) for entry in held]
    everything = sum((hours for _, hours in with_teacher), ZERO)
    lessons = sum((hours for block, hours in with_teacher if not block.outside_lessons), ZERO)
    if not lessons <= norm <= everything:
        text = f"{setting.code}: часов в неделю с учителем {exact(lessons)}, по таблице школы {exact(norm)} ({source})"
        yield Remark(code="norm.school_hours", text=text)


def _after_colon(phrase: str) -> str:
    """`0,75 ч в неделю: 3 занятия за 4 недели` without its head."""
    return phrase.partition(": ")[2]


def _blocks(rows: Iterable[RowFigure]) -> list[Block]:
    held = {figure.row.block for figure in rows}
    return [block for block in Block if block in held]


def _in_block(rows: Iterable[RowFigure], block: Block) -> list[RowFigure]:
    return [figure for figure in rows if figure.row.block == block]


def _of_kind(rows: Iterable[RowFigure], kind: HoursKind) -> list[RowFigure]:
    return [figure for figure in rows if figure.row.kind == kind]


def _total(title: str, rows: Iterable[RowFigure]) -> Total:
    rows = list(rows)
    return Total(
        title=title,
        hours=sum((figure.row.hours for figure in rows), ZERO),
        yearly=sum((figure.yearly for figure in rows), ZERO),
    )
