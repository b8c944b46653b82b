"""A timetable as values for print: entries, routes, what was not placed and what is owed."""

from exports.board.owed import Owed
from exports.board.values import BoardValues, board_values

__all__ = ["BoardValues", "Owed", "board_values"]
