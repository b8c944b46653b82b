"""Rows in the layout: what they are, whom they belong to, which share slots, where they stood before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from scheduler.engine import fields as numbers
from scheduler.engine.fields import Ints
from scheduler.engine.tables import Index, flat_lists, home_table, ints, slot_number
from scheduler.problem import PlanRow, Problem
from scheduler.terms import LessonForm, Rhythm

FORMS = {LessonForm.HOME: numbers.HOME, LessonForm.REMOTE: numbers.REMOTE, LessonForm.SCHOOL: numbers.SCHOOL}


def row_fields(problem: Problem, index: Index) -> dict[str, Ints]:
    weeks = [problem.weeks_of(row) for row in problem.rows]
    pupils = {pupil.id: pupil for pupil in problem.pupils}
    place = np.zeros((len(problem.rows), len(problem.weeks), len(problem.days)), dtype=np.int64)
    homes = {p: home_table(problem, index, pupil) for p, pupil in pupils.items()}
    for r, row in enumerate(problem.rows):
        if row.form is LessonForm.SCHOOL:
            place[r] = index.place[row.place if row.place is not None else pupils[row.pupils[0]].school]
        else:
            place[r] = homes[row.pupils[0]]
    return {
        "r_dur": ints(row.lesson_min for row in problem.rows),
        "r_diff": ints(row.difficulty for row in problem.rows),
        "r_corr": ints(row.block.outside_lessons for row in problem.rows),
        "r_form": ints(FORMS[row.form] for row in problem.rows),
        "r_lessons": ints(row.lessons for row in problem.rows),
        "r_fixed": ints(problem.rhythm_of(row) is Rhythm.FIXED for row in problem.rows),
        "r_wmask": ints(sum(1 << index.week[week] for week in ids) for ids in weeks),
        "r_even": ints(not problem.dated for _ in problem.rows),
        "r_floor": ints(row.lessons // len(ids) for row, ids in zip(problem.rows, weeks, strict=True)),
        "r_ceil": ints(-(-row.lessons // len(ids)) for row, ids in zip(problem.rows, weeks, strict=True)),
        "r_place": place,
        "r_mark": ints(_marks(len(problem.rows))),
    }


def _marks(rows: int) -> Iterator[int]:
    """A number per row, the same at every run: sums of multiples of them tell one day from another."""
    chance = Random(1)
    return (chance.getrandbits(44) | 1 for _ in range(rows))


def row_lists(problem: Problem, index: Index) -> dict[str, Ints]:
    subjects: dict[tuple[str, str], int] = {}
    caps: list[int] = []
    subject_lists: list[list[int]] = []
    pupil_rows: list[list[int]] = [[] for _ in problem.pupils]
    for r, row in enumerate(problem.rows):
        mine: list[int] = []
        for pupil in row.pupils:
            number = subjects.setdefault((pupil, row.subject), len(caps))
            if number == len(caps):
                caps.append(row.max_per_day)
            caps[number] = min(caps[number], row.max_per_day)
            mine.append(number)
            pupil_rows[index.pupil[pupil]].append(r)
        subject_lists.append(mine)
    fields: dict[str, Ints] = {"sub_max": ints(caps), "rp_sub": flat_lists(subject_lists)[1]}
    fields["rp_ptr"], fields["rp_idx"] = flat_lists(
        [[index.pupil[p] for p in row.pupils] for row in problem.rows]
    )
    fields["rt_ptr"], fields["rt_idx"] = flat_lists(
        [[index.teacher[t] for t in row.teachers] for row in problem.rows]
    )
    fields["pr_ptr"], fields["pr_idx"] = flat_lists(pupil_rows)
    return fields


def slot_groups(problem: Problem) -> dict[str, Ints]:
    by_slot: dict[tuple[str, str], list[int]] = {}
    sets: dict[tuple[int, ...], None] = {}
    fixed = [problem.rhythm_of(row) is Rhythm.FIXED for row in problem.rows]
    for r, row in enumerate(problem.rows):
        if fixed[r] and row.slot is None:
            sets[(r,)] = None
        elif fixed[r]:
            for pupil in row.pupils:
                by_slot.setdefault((pupil, str(row.slot)), []).append(r)
    for rows in by_slot.values():
        sets[tuple(rows)] = None
    groups = list(sets)
    slots = [_slots_of(problem, [problem.rows[r] for r in group]) for group in groups]
    row_groups: list[list[int]] = [[] for _ in problem.rows]
    for g, group in enumerate(groups):
        for r in group:
            row_groups[r].append(g)
    room = [min([row.lessons, *(slots[g] for g in row_groups[r])]) for r, row in enumerate(problem.rows)]
    fields: dict[str, Ints] = {"g_slots": ints(slots)}
    fields["rg_ptr"], fields["rg_idx"] = flat_lists(row_groups)
    fields["gr_ptr"], fields["gr_idx"] = flat_lists(groups)
    fields["b_ptr"], fields["b_row"] = flat_lists([[r] * room[r] for r in range(len(problem.rows))])
    return fields


def _slots_of(problem: Problem, rows: Sequence[PlanRow]) -> int:
    weeks = {week for row in rows for week in problem.weeks_of(row)}
    slots = math.ceil(sum(row.lessons for row in rows) / len(weeks))
    closed = any(entry.week in weeks and entry.day in problem.days for entry in problem.closed)
    return slots + (1 if closed else 0)


def previous_fields(problem: Problem, index: Index) -> dict[str, Ints]:
    lists: list[list[tuple[int, int, int, int]]] = [[] for _ in problem.rows]
    day_index: dict[str, int] = {str(day): d for day, d in index.day.items()}
    for entry in problem.previous:
        slot = slot_number(problem, day_index, entry.day, entry.start_min)
        teacher = -1 if entry.teacher is None else index.teacher[entry.teacher]
        lists[index.row[entry.row]].append((index.week[entry.week], slot, teacher, entry.weight))
    pointer, week = flat_lists([[entry[0] for entry in entries] for entries in lists])
    columns = [flat_lists([[entry[k] for entry in entries] for entries in lists])[1] for k in (1, 2, 3)]
    return {
        "pv_ptr": pointer,
        "pv_week": week,
        "pv_slot": columns[0],
        "pv_teacher": columns[1],
        "pv_weight": columns[2],
    }
