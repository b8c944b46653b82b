"""The norms of one date, asked many times. Documents that have run out still answer, with their last numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scheduler.norms import Answer, NormFile, norms_on
from scheduler.terms import Needs


class NormDesk:
    """Answers of the norms on a date; each question is looked up once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._norms = norms_on(on)
        self._known: dict[tuple[object, ...], Answer | None] = {}

    def answer(self, code: str, grade: int | None = None, **asked: object) -> Answer | None:
        key = (code, grade, *asked.items())
        if key not in self._known:
            self._known[key] = self._norms.answer(code, grade=grade, keep_lapsed=True, **asked)
        return self._known[key]

    def lesson_max(self, grade: int, needs: Needs) -> Answer | None:
        return self.answer("lesson_max", grade, needs=needs.value)

    def longest_min(self, group: Iterable[tuple[int, Needs]], hour_min: int, *, remote: bool = False) -> int:
        """The longest lesson that an academic hour and the norms of every (grade, needs) allow, minutes."""
        answers = [self.lesson_max(grade, needs) for grade, needs in group]
        answers += [self.answer("remote_lesson_max")] if remote else []
        return min([hour_min, *(answer.value for answer in answers if answer is not None)])

    def difficulty(self, subject: str, grades: Iterable[int]) -> int | None:
        """Points of the scale; of several grades the most."""
        answers = [self.answer("difficulty", grade, subject=subject) for grade in grades]
        return max((answer.value for answer in answers if answer is not None), default=None)

    def lapsed(self) -> tuple[NormFile, ...]:
        """Documents that have run out and hold something no document in force answers."""
        kept = {norm.code for file in self._norms.in_force for norm in file.norm}
        return tuple(file for file in self._norms.lapsed if any(norm.code not in kept for norm in file.norm))
