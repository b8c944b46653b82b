"""Rules of the school day: frame and the end of remote lessons."""

from __future__ import annotations

from scheduler.constraints.facts import Facts
from scheduler.constraints.spans import Spans
from scheduler.problem import PlanRow
from scheduler.terms import LessonForm, Weekday


def frame(facts: Facts, row: PlanRow, week: str, day: Weekday) -> Spans:
    """The school day, if the day is listed and open and the week is one of the row's."""
    problem = facts.problem
    if day not in problem.days or not facts.is_open(week, day):
        return ()
    if row.weeks is not None and week not in row.weeks:
        return ()
    return ((problem.day_start_min, problem.day_end_min),)


def remote_end(facts: Facts, row: PlanRow, _week: str, _day: Weekday) -> Spans:
    """Until norms.remote_end for a remote lesson."""
    limit = facts.problem.norms.remote_end_min
    if row.form is not LessonForm.REMOTE or limit is None:
        return ((0, 1440),)
    return ((0, limit),)
