"""Hard rules of the exact model. CONSTRAINTS is the table of contents; a function is a rule, or a side of it.

A rule speaks in one or two of six ways. `row_spans` and `teacher_spans` narrow when a lesson may stand by
itself on a day. `teacher_apart` and `pupil_apart` are minutes required between two engagements with nothing
in between, `teacher_wait` the most beyond them. `add` writes into the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.constraints import frame, plan, pupil, teacher
from scheduler.constraints.facts import Facts, Stop
from scheduler.constraints.spans import Spans
from scheduler.problem import PlanRow, Pupil, Teacher
from scheduler.rulebook import RULES, Rule
from scheduler.terms import Weekday

if TYPE_CHECKING:
    from scheduler.variables import Unknowns


@dataclass(frozen=True, slots=True)
class Constraint:
    """One hard rule of the rulebook and the functions that keep it."""

    rule: Rule
    row_spans: Callable[[Facts, PlanRow, str, Weekday], Spans] | None = None
    teacher_spans: Callable[[Facts, Teacher, str, Weekday], Spans] | None = None
    teacher_apart: Callable[[Facts, Teacher, Stop, Stop], int] | None = None
    teacher_wait: Callable[[Facts, Teacher], int | None] | None = None
    pupil_apart: Callable[[Facts, Pupil, Stop, Stop], int] | None = None
    add: Callable[[Unknowns], None] | None = None


CONSTRAINTS: tuple[Constraint, ...] = (
    Constraint(RULES["frame"], row_spans=frame.frame),
    Constraint(RULES["teacher.candidate"], add=teacher.one_teacher),
    Constraint(RULES["teacher.free"], teacher_spans=teacher.free),
    Constraint(RULES["teacher.clash"], teacher_spans=teacher.clash_with_busy, teacher_apart=teacher.travel),
    Constraint(RULES["teacher.load"], add=teacher.load),
    Constraint(RULES["teacher.gap"], teacher_wait=teacher.longest_wait),
    Constraint(RULES["pupil.clash"], row_spans=pupil.clash_with_busy, pupil_apart=pupil.required_break),
    Constraint(RULES["pupil.avoid"], row_spans=pupil.avoid),
    Constraint(RULES["adult.home"], row_spans=pupil.adult_home),
    Constraint(RULES["pupil.load"], add=pupil.load),
    Constraint(RULES["remote.end"], row_spans=frame.remote_end),
    Constraint(RULES["subject.day"], add=pupil.subject_day),
    Constraint(RULES["week.even"], add=plan.week_even),
    Constraint(RULES["rhythm"], add=plan.rhythm),
    Constraint(RULES["pin"], add=plan.pin),
    Constraint(RULES["row.count"], add=plan.row_count),
)
