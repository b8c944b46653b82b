"""What a row of the plan is owed over a range of dates."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Lessons of one row and period; pupil, subject and teacher as they are to be printed.

    planned: by the plan. on_dates: on the calendar. unplaced: without a time in the timetable. lapsed: on
    holidays and other days without lessons. owed: what is still to be given. pupil_id, teacher_id: as in the
    problem, for whoever looks for one person's lines; empty where that is not known.
    """

    row_id: str
    pupil: str
    subject: str
    teacher: str
    planned: Fraction
    on_dates: int
    unplaced: Fraction
    lapsed: int
    owed: Fraction
    pupil_id: str = ""
    teacher_id: str = ""
