"""Lines of plans as rows of a problem: who can teach them, how hard they are, what stands already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scheduler.problem import Pin, PlanRow
from scheduler.registry.desk import NormDesk
from scheduler.registry.study import StudyTime, common_span
from scheduler.registry.subjects import subject_code
from scheduler.registry.values import Pattern, PinnedLesson, PlanLine, PupilEntry, Registry, TeacherEntry
from scheduler.registry.windows import week_id
from scheduler.split import Frame, Part, Split, split
from scheduler.terms import LessonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveLine:
    """A line that holds in the range, its pupils that are taught then, and its split."""

    line: PlanLine
    pupils: tuple[PupilEntry, ...]
    split: Split


class Splitter:
    """Splits the lines of one registry by the norms and the year around one date."""

    def __init__(self, registry: Registry, desk: NormDesk) -> None:
        self._hour_min = registry.settings.academic_hour_min
        self._cycle_weeks = registry.settings.cycle_weeks
        self._desk = desk
        self._study = StudyTime(registry.years, desk.on)
        self._slots: defaultdict[tuple[str, str], list[PlanLine]] = defaultdict(list)
        for line in registry.lines:
            for pupil in line.pupils if line.slot else ():
                self._slots[pupil, line.slot or ""].append(line)

    def active(self, line: PlanLine, pupils: tuple[PupilEntry, ...]) -> ActiveLine:
        return ActiveLine(line=line, pupils=pupils, split=split(line, self._frame(line, pupils)))

    def _frame(self, line: PlanLine, pupils: tuple[PupilEntry, ...]) -> Frame:
        eldest = max(pupils, key=lambda pupil: pupil.grade)
        groups = [(pupil.grade, pupil.needs) for pupil in pupils]
        school, grade = eldest.school, eldest.grade
        block = (
            line.pattern == Pattern.BLOCK
        )  # its hours are raised by its own dates, whatever the papers say
        span = (line.valid_from, line.valid_to) if block else common_span(line, eldest)
        return Frame(
            cycle_weeks=self._cycle_weeks,
            hour_min=self._hour_min,
            lesson_min=self._desk.longest_min(groups, self._hour_min),
            remote_min=self._desk.longest_min(groups, self._hour_min, remote=True),
            year_weeks=self._study.weeks(school, grade),
            line_weeks=self._study.weeks(school, grade, *span),
            partners=self._partners(line, pupils),
        )

    def _partners(self, line: PlanLine, pupils: tuple[PupilEntry, ...]) -> tuple[str, ...]:
        mates = [mate for pupil in pupils for mate in self._slots.get((pupil.id, line.slot or ""), ())]
        return tuple(dict.fromkeys(mate.subject for mate in mates if mate.id != line.id))


class Staff:
    """Who can teach what: the teachers of the line, or everybody whose subjects and grades fit."""

    def __init__(self, teachers: Iterable[TeacherEntry]) -> None:
        self._by_code: defaultdict[str, list[TeacherEntry]] = defaultdict(list)
        for teacher in teachers:
            for code in dict.fromkeys(map(subject_code, teacher.subjects)):
                self._by_code[code].append(teacher)

    def for_line(self, line: PlanLine, pupils: Sequence[PupilEntry]) -> tuple[str, ...]:
        if line.teachers:
            return line.teachers
        grades = [pupil.grade for pupil in pupils]
        return tuple(
            teacher.id
            for teacher in self._by_code.get(subject_code(line.subject), ())
            if teacher.grade_first <= min(grades) and max(grades) <= teacher.grade_last
        )


def rows(active: Iterable[ActiveLine], staff: Staff, desk: NormDesk) -> tuple[PlanRow, ...]:
    """A row for every part with lessons; self-study makes none."""
    return tuple(
        _row(entry, part, staff, desk) for entry in active for part in entry.split.parts if part.lessons
    )


def _row(entry: ActiveLine, part: Part, staff: Staff, desk: NormDesk) -> PlanRow:
    line = entry.line
    form = part.form or LessonForm.HOME
    optional: dict[str, Any] = {"slot": line.slot} if line.slot else {}
    if line.place and form == LessonForm.SCHOOL:
        optional["place"] = line.place
    if line.max_per_day != 1:
        optional["max_per_day"] = line.max_per_day
    if line.weeks is not None:
        optional["weeks"] = tuple(week_id(week) for week in sorted(set(line.weeks)))
    code = subject_code(line.subject)
    points = desk.difficulty(code, [pupil.grade for pupil in entry.pupils])
    return PlanRow(
        id=part.row,
        title=line.subject,
        pupils=tuple(pupil.id for pupil in entry.pupils),
        subject=code,
        difficulty=(line.difficulty or 0) if points is None else points,
        block=line.block,
        form=form,
        lessons=part.lessons,
        lesson_min=part.lesson_min,
        teachers=staff.for_line(line, entry.pupils),
        **optional,
    )


def pins(registry: Registry, active: Iterable[ActiveLine], plan_rows: Iterable[PlanRow]) -> tuple[Pin, ...]:
    """What is agreed already, for the first row of its line; a line without lessons in the range pins nothing."""
    by_id = {row.id: row for row in plan_rows}
    found: dict[str, PlanRow] = {}
    for entry in active:
        for part in entry.split.parts if entry.split.lessons else ():
            if part.row in by_id:
                found.setdefault(entry.line.id, by_id[part.row])
    return tuple(
        _pin(pinned, found[pinned.line], week)
        for pinned in registry.pinned
        if pinned.line in found
        for week in _weeks_of(pinned, found[pinned.line], registry.settings.cycle_weeks)
    )


def _pin(pinned: PinnedLesson, row: PlanRow, week: str) -> Pin:
    optional: dict[str, Any] = {"teacher": pinned.teacher} if pinned.teacher else {}
    return Pin(row=row.id, week=week, day=pinned.day, start_min=pinned.start_min, **optional)


def _weeks_of(pinned: PinnedLesson, row: PlanRow, cycle_weeks: int) -> Iterator[str]:
    """The week named, or every week of the row; of a row with fewer lessons as many, evenly spread."""
    if pinned.week is not None:
        yield week_id(pinned.week)
        return
    every = row.weeks or tuple(week_id(number) for number in range(1, cycle_weeks + 1))
    count = min(row.lessons, len(every))
    yield from (every[number * len(every) // count] for number in range(count))
