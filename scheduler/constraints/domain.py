"""When a lesson may stand, were nothing else placed: every `spans` side of the hard rules at once."""

from __future__ import annotations

from scheduler.constraints import CONSTRAINTS
from scheduler.constraints.facts import Facts, Question
from scheduler.constraints.spans import Spans, common, grid_starts

_SPAN_RULES = tuple(entry.spans for entry in CONSTRAINTS if entry.spans is not None)


def open_spans(facts: Facts, question: Question) -> Spans:
    """Spans a whole lesson has to lie in, minutes since midnight."""
    spans: Spans = ((0, 1440),)
    for rule in _SPAN_RULES:
        spans = common(spans, rule(facts, question))
        if not spans:
            return ()
    return spans


def possible_starts(facts: Facts, question: Question) -> list[int]:
    """Starts on the grid that the lesson's own rules allow, minutes since midnight."""
    return grid_starts(open_spans(facts, question), question.row.lesson_min, facts.problem.step_min)
