"""The place of a lesson: `place` only where the form has one, one home or one school for a shared lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.errors import Fault
from scheduler.problem import PlanRow, Pupil
from scheduler.salvage import Draft
from scheduler.shape import listed, shown
from scheduler.terms import LessonForm


def shared_faults(draft: Draft) -> Iterator[Fault]:
    pupils = {pupil.id: pupil for pupil in draft.problem.pupils if pupil.id is not None}
    for number, row in enumerate(draft.problem.rows):
        path = f"rows.{number}"
        if row.place is not None and row.form in (LessonForm.HOME, LessonForm.REMOTE):
            allowed = 'null: only a row of form "school" has a place'
            yield Fault(f"{path}.place", f"{shown(row.place)} on a row of form {shown(row.form)}", allowed)
        group = [pupils[name] for name in dict.fromkeys(row.pupils) if name in pupils]
        if len(group) < 2:
            continue
        if row.form == LessonForm.HOME:
            yield from _home_faults(draft, path, row, group)
        elif (
            row.form == LessonForm.SCHOOL and row.place is None and not draft.spoiled(*_loc(number, "place"))
        ):
            yield from _school_faults(path, group)


def _loc(number: int, key: str) -> tuple[int | str, ...]:
    return ("rows", number, key)


def _school_faults(path: str, group: Sequence[Pupil]) -> Iterator[Fault]:
    schools = list(dict.fromkeys(pupil.school for pupil in group if pupil.school is not None))
    if len(schools) > 1:
        found = f"no place, and pupils of schools {listed(schools)}"
        yield Fault(
            f"{path}.place", found, "the place of a school lesson that pupils of different schools share"
        )


def _home_faults(draft: Draft, path: str, row: PlanRow, group: Sequence[Pupil]) -> Iterator[Fault]:
    allowed = "pupils with one home on every listed day of the row's weeks"
    for week in draft.problem.weeks_of(row):
        for day in draft.problem.days:
            homes = [(pupil, pupil.home_on(week, day)) for pupil in group]
            apart = next(
                (pair for pair in homes if None not in (pair[1], homes[0][1]) and pair[1] != homes[0][1]),
                None,
            )
            if apart:
                found = f"{_at(homes[0])} and {_at(apart)} ({week}, {day})"
                yield Fault(f"{path}.pupils", found, allowed)
                return


def _at(pair: tuple[Pupil, str]) -> str:
    return f"{shown(pair[0].id)} at {shown(pair[1])}"
