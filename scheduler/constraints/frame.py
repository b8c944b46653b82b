"""Rules of the school day: frame and the end of remote lessons."""

from __future__ import annotations

from scheduler.constraints.facts import Facts, Question
from scheduler.constraints.spans import Spans
from scheduler.terms import LessonForm


def frame(facts: Facts, question: Question) -> Spans:
    """The school day, if the day is listed and open and the week is one of the row's."""
    problem, row = facts.problem, question.row
    if question.day not in problem.days or not facts.is_open(question.week, question.day):
        return ()
    if row.weeks is not None and question.week not in row.weeks:
        return ()
    return ((problem.day_start_min, problem.day_end_min),)


def remote_end(facts: Facts, question: Question) -> Spans:
    """Until norms.remote_end for a remote lesson."""
    limit = facts.problem.norms.remote_end_min
    if question.row.form is not LessonForm.REMOTE or limit is None:
        return ((0, 1440),)
    return ((0, limit),)
