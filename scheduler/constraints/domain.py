"""When a lesson may stand, were nothing else placed: every `spans` side of the hard rules at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.constraints import CONSTRAINTS
from scheduler.constraints.facts import Facts, Question
from scheduler.constraints.spans import Spans, common, grid_starts
from scheduler.problem import PlanRow, Teacher
from scheduler.terms import Weekday

WHOLE_DAY: Spans = ((0, 1440),)


def questions(facts: Facts) -> Iterable[Question]:
    """Every (row, candidate, week, day) there is."""
    for row in facts.problem.rows:
        for teacher in dict.fromkeys(row.teachers):
            for week in facts.problem.weeks_of(row):
                for day in facts.problem.days:
                    yield Question(row, facts.teachers[teacher], week, day)


class Domain:
    """Spans that a whole lesson has to lie in, minutes since midnight; every answer is cached."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._of_teacher: dict[Any, Spans] = {}
        self._of_row: dict[Any, Spans] = {}
        self._of_both: dict[tuple[Spans, Spans], Spans] = {}

    def teacher_spans(self, teacher: Teacher, week: str, day: Weekday) -> Spans:
        """What the teacher's own rules leave open."""
        key = (teacher.id, week, day)
        if key not in self._of_teacher:
            spans = WHOLE_DAY
            for entry in CONSTRAINTS:
                if entry.teacher_spans is not None:
                    spans = common(spans, entry.teacher_spans(self.facts, teacher, week, day))
            self._of_teacher[key] = spans
        return self._of_teacher[key]

    def row_spans(self, row: PlanRow, week: str, day: Weekday) -> Spans:
        """What the day and the row's families leave open."""
        key = (row.pupils, row.form, row.weeks, week, day)
        if key not in self._of_row:
            spans = WHOLE_DAY
            for entry in CONSTRAINTS:
                if entry.row_spans is not None:
                    spans = common(spans, entry.row_spans(self.facts, row, week, day))
            self._of_row[key] = spans
        return self._of_row[key]

    def spans(self, question: Question) -> Spans:
        """What all of them leave open."""
        key = (
            self.row_spans(question.row, question.week, question.day),
            self.teacher_spans(question.teacher, question.week, question.day),
        )
        if key not in self._of_both:
            self._of_both[key] = common(*key)
        return self._of_both[key]

    def starts(self, question: Question) -> list[int]:
        """Starts on the grid that the lesson's own rules allow, minutes since midnight."""
        return grid_starts(self.spans(question), question.row.lesson_min, self.facts.problem.step_min)
