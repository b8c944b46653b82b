"""A problem as one array: what the compiled functions read and never write.

Index spaces: rows r, teachers t, pupils p, places o, weeks w, days d, starts s (grid starts of a day), slots
q = d * starts + s. A teacher-day is (t * weeks + w) * days + d, a pupil-day likewise. Minutes are minutes since
midnight. `*_ptr` arrays are offsets into flat lists (rows of r stand at ptr[r]:ptr[r + 1]).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scheduler.engine import fields
from scheduler.engine.domain import domains, lawful_runs
from scheduler.engine.fields import Ints, flatten
from scheduler.engine.layout_people import (
    BusySpan,
    Days,
    pupil_fields,
    pupil_times,
    teacher_fields,
    teacher_times,
    travel_table,
)
from scheduler.engine.layout_rows import previous_fields, row_fields, row_lists, slot_groups
from scheduler.engine.tables import Index, ints
from scheduler.problem import Problem
from scheduler.rulebook import GOALS

Table = dict[int, Ints | int]

MAX_WEEKS = 62
# of a thousand moves, counted up: relocations, stacks, chains, changes of teacher (the rest rebuild); then the slots
# a placing by force tries, the rows a rebuild takes, the noise in hundredths of the heat, and the links of a chain
MOVE_MIX = (200, 350, 930, 980, 12, 4, 50, 2)
GRAINS = 1024
# -ln of the middle of each of 1024 equal parts of 0..1, in thousandths: whole numbers, the same on every machine
NEGATIVE_LOGS: Ints = np.array(
    [round(-1000 * math.log((i + 0.5) / GRAINS)) for i in range(GRAINS)], dtype=np.int64
)
# -ln(-ln(x)) likewise: noise that makes the cheapest of many a draw of a heat bath
GUMBELS: Ints = np.array(
    [round(-1000 * math.log(-math.log((i + 0.5) / GRAINS))) for i in range(GRAINS)], dtype=np.int64
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """The array plus what only Python needs: engagements that stand anyway, ranks in use."""

    problem: Problem
    lay: Ints
    teacher_busy: dict[tuple[int, int, int], list[BusySpan]]
    pupil_busy: dict[tuple[int, int, int], list[BusySpan]]
    ranks: tuple[int, ...]


def compile_problem(problem: Problem) -> Compiled:
    """All arrays of a judged problem. Raises ValueError for more weeks than a mask holds."""
    if len(problem.weeks) > MAX_WEEKS:
        raise ValueError(f"{len(problem.weeks)} weeks; the search takes at most {MAX_WEEKS} at a time")
    index = Index(problem)
    days = Days(problem, index)
    teacher_busy, t_until = teacher_times(problem, days)
    pupil_busy, p_until, h_until = pupil_times(problem, days)
    ranks, rank_weight, weight = goal_weights(problem)
    table: dict[str, Ints | int] = {
        "weeks": len(problem.weeks),
        "days": len(problem.days),
        "starts": days.starts,
        "base_min": days.base,
        "step_min": days.step,
        "teachers": len(problem.teachers),
        "corr_break": problem.norms.correction_break_min,
        "t_until": t_until,
        "p_until": p_until,
        "h_until": h_until,
        "rank_weight": rank_weight,
        "weight": weight,
        "day_number": ints(day.number for day in problem.days),
        "tt": travel_table(problem),
        "latest": _latest(problem),
        "negative_logs": NEGATIVE_LOGS,
        "mix": ints(MOVE_MIX),
        "dom_ptr": ints([]),
        "dom_q": ints([]),
        "law_ptr": ints([]),
        "law": ints([]),
        "gumbels": GUMBELS,
    }
    table |= row_fields(problem, index) | row_lists(problem, index) | slot_groups(problem)
    table |= pupil_fields(problem, index, days) | teacher_fields(problem, index)
    table |= previous_fields(problem, index)
    numbered: Table = {getattr(fields, name.upper()): value for name, value in table.items()}
    numbered[fields.DOM_PTR], numbered[fields.DOM_Q] = domains(flatten(numbered))
    numbered[fields.LAW_PTR], numbered[fields.LAW] = lawful_runs(flatten(numbered))
    return Compiled(problem, flatten(numbered), teacher_busy, pupil_busy, ranks)


def _latest(problem: Problem) -> Ints:
    """Minute by which a lesson must end, by form."""
    remote_end = problem.norms.remote_end_min
    remote = problem.day_end_min if remote_end is None else min(remote_end, problem.day_end_min)
    return ints([problem.day_end_min, remote, problem.day_end_min])


def goal_weights(problem: Problem) -> tuple[tuple[int, ...], Ints, Ints]:
    """Ranks in use (most important first), weights inside each rank, and one energy for the search.

    The energy is a guide for the walk only: what is best is decided rank by rank.
    """
    settings = {rule.code: (rule.rank, rule.weight) for rule in GOALS}
    for code, setting in problem.goals.items():
        rank, weight = settings[code]
        settings[code] = (
            rank if setting.rank is None else setting.rank,
            weight if setting.weight is None else setting.weight,
        )
    active_units = set(settings) if problem.previous else set(settings) - {"changes"}
    ranks = tuple(
        sorted({rank for code, (rank, weight) in settings.items() if weight and code in active_units})
    )
    table = np.zeros((len(ranks), fields.UNIT_KINDS), dtype=np.int64)
    for unit, rule in enumerate(GOALS):
        rank, weight = settings[rule.code]
        if rank in ranks:
            table[ranks.index(rank), unit] = weight
    energy = np.zeros(fields.UNIT_KINDS, dtype=np.int64)
    for place in range(len(ranks)):
        energy += table[place] * 1000 ** min(len(ranks) - 1 - place, 3)
    energy[fields.UNPLACED] = max(3_000, 20 * int(energy.max(initial=0)))
    energy[fields.BROKEN] = 20 * energy[fields.UNPLACED]
    return ranks, table, energy
