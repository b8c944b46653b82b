"""Words that all floors share: weekdays, forms of a lesson, blocks of a plan, states of a solution."""

from __future__ import annotations

from enum import StrEnum


class Weekday(StrEnum):
    """A day of the week as problem and timetable files write it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday: neighbours in the calendar differ by one."""
        return list(Weekday).index(self)


class LessonForm(StrEnum):
    """Where teacher and pupil meet. Self-study has no teacher and no slot, so it is no form of a lesson here."""

    HOME = "home"
    REMOTE = "remote"
    SCHOOL = "school"


class Block(StrEnum):
    """Part of the plan a row belongs to (regulation, annex 3)."""

    MANDATORY = "mandatory"
    FORMED = "formed"
    CORRECTION = "correction"
    EXTRACURRICULAR = "extracurricular"

    @property
    def outside_lessons(self) -> bool:
        """True for rows that the longer break before and after applies to (correction, extracurricular)."""
        return self in (Block.CORRECTION, Block.EXTRACURRICULAR)


class Needs(StrEnum):
    """Programme of a pupil as far as norms depend on it: general, ОВЗ, СИПР."""

    GENERAL = "general"
    OVZ = "ovz"
    SIPR = "sipr"


class Rhythm(StrEnum):
    """Whether a row keeps its weekly (day, start) slots over the weeks."""

    FIXED = "fixed"
    FREE = "free"


class PlaceKind(StrEnum):
    SCHOOL = "school"
    HOME = "home"


class WishKind(StrEnum):
    PREFER = "prefer"
    DISLIKE = "dislike"


class SolveStatus(StrEnum):
    """optimal and feasible carry a timetable; infeasible says that pins contradict; unknown that nothing was found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """How certain it is that an unplaced lesson could not be placed."""

    IMPOSSIBLE = "impossible"
    BLOCKED = "blocked"
    NOT_FOUND = "not_found"


MINUTES_A_DAY = 24 * 60


def clock(minutes: int) -> str:
    """Minutes since midnight as HH:MM; 1440 is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
