"""Where a lesson could stand: every possible start with the exact change of score, every other with all that
stands against it, by name. No solver; a `Board` is built once and answers in milliseconds.

A start is possible when the timetable with the lesson there breaks no rule that it does not break now and
without the lesson: what was wrong before elsewhere does not close a start, and no rule broken by this lesson
or by its leaving opens one.
"""

from __future__ import annotations

from scheduler.problem import Problem
from scheduler.suggest.answer import Blocked, Blocker, Day, Start, Suggestions
from scheduler.suggest.board import Board
from scheduler.timetable import Timetable

__all__ = ["Blocked", "Blocker", "Board", "Day", "Start", "Suggestions", "suggest"]


def suggest(problem: Problem, timetable: Timetable, row: str, n: int, series: bool = False) -> Suggestions:
    """One question to a board made for it; see `Board.suggest`."""
    return Board(problem, timetable).suggest(row, n, series)
