"""Words that all floors share: weekdays, forms of a lesson, blocks of a plan, states of a solution."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class Weekday(StrEnum):
    """A day of the week as problem and timetable files write it."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @cached_property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday: neighbours in the calendar differ by one."""
        return list(Weekday).index(self)


class LessonForm(StrEnum):
    """Where teacher and pupil meet. Self-study has no teacher and no slot, so it is no form of a lesson here."""

    HOME = "home"
    REMOTE = "remote"
    SCHOOL = "school"


class Transport(StrEnum):
    """How a teacher gets about."""

    WALK = "walk"
    BUS = "bus"
    CAR = "car"


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


class Pattern(StrEnum):
    """How hours below or beside a whole lesson a week are given (domain 3.5, patterns A to F)."""

    PARITY = "parity"  # A: whole lessons in some weeks of the cycle
    SHORT = "short"  # B: shorter lessons, more often
    PAIRED = "paired"  # C: subjects take turns at one weekly time (`slot`)
    BLOCK = "block"  # D: more hours in a part of the year
    OTHER_FORM = "other_form"  # E: the fraction goes to another form (remote or self-study)
    ROUND_UP = "round_up"  # F: a whole lesson every week


class HoursKind(StrEnum):
    """The three kinds of hours of a plan (regulation 2.14)."""

    CONTACT = "contact"
    REMOTE = "remote"
    SELF_STUDY = "self_study"


class FamilyKind(StrEnum):
    """What a family's window says."""

    ADULT_HOME = "adult_home"
    AVOID = "avoid"  # never: treatment, medical limit
    PREFER = "prefer"
    DISLIKE = "dislike"
    WITH_CLASS = "with_class"  # the child sits with its class (at `place`, default own school)
    OTHER_HOME = "other_home"  # lives at `place` then


class Fate(StrEnum):
    """What became of a lesson on its date."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Debtor(StrEnum):
    """Who owes a lesson that was not given."""

    TEACHER = "teacher"
    SCHOOL = "school"
    NOBODY = "nobody"
