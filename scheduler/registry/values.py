"""The values of a registry. Frozen; minutes since midnight as `*_min`; names are the keys people use.

Keys: schools, places, pupils (case codes) and shared plan lines are found by `id`; teachers by `id`, too (a
workbook makes ids from names). Weeks are numbers of the cycle from 1; None always means "all".
A child's name is for print only and never enters a Problem. No diagnosis has a field anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from scheduler.calendar.year import Parity, SchoolYear
from scheduler.problem import Place, TravelPair
from scheduler.terms import Block, LessonForm, Needs, Transport, Weekday
from scheduler.terms import FamilyKind as FamilyKind
from scheduler.terms import HoursKind as HoursKind
from scheduler.terms import Pattern as Pattern


class SchoolKind(StrEnum):
    BASE = "base"
    PARTNER = "partner"


class AvailabilityKind(StrEnum):
    FREE = "free"
    BUSY = "busy"  # a fixed engagement beside the class timetable (at `place`, default own school)
    CANNOT = "cannot"  # not free, wherever the teacher then is: taken out of the free time


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices of the whole network of schools that plans together."""

    name: str
    timezone: str = "Asia/Yekaterinburg"
    cycle_weeks: int = 4
    parity: Parity = Parity.CALENDAR
    academic_hour_min: int = 40
    day_start_min: int = 8 * 60
    day_end_min: int = 19 * 60
    step_min: int = 5
    speed_kmh: float = 4.5
    detour: float = 1.3
    door_min: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school; `id` is the id of its place, too."""

    id: str
    title: str
    kind: SchoolKind = SchoolKind.BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Bell:
    """Lesson `number` of a school's bells; `shift` names the schedule (first, second, Saturday...)."""

    school: str
    shift: int = 1
    number: int
    start_min: int
    end_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLesson:
    """A lesson of a class timetable: who of the teachers is busy then follows from it."""

    school: str
    class_title: str
    day: Weekday
    shift: int = 1
    number: int
    subject: str
    teachers: tuple[str, ...]
    weeks: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherEntry:
    """`subjects` are titles as in plans; the grades taught, both ends included. transport None: as most do."""

    id: str
    name: str
    school: str
    subjects: tuple[str, ...] = ()
    grade_first: int = 1
    grade_last: int = 11
    remote_place: str | None = None
    max_week_min: int | None = None
    max_day_lessons: int | None = None
    max_gap_min: int | None = None
    transport: Transport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When a teacher is free, engaged elsewhere, or not to be asked."""

    teacher: str
    kind: AvailabilityKind = AvailabilityKind.FREE
    days: tuple[Weekday, ...] | None = None
    weeks: tuple[int, ...] | None = None
    start_min: int
    end_min: int
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilEntry:
    """A case (дело). valid_from, valid_to: dates of its papers, inclusive; None open-ended."""

    id: str
    name: str | None = None
    class_title: str
    grade: int
    needs: Needs = Needs.GENERAL
    school: str
    home: str
    valid_from: date | None = None
    valid_to: date | None = None
    max_day_lessons: int | None = None
    max_day_min: int | None = None
    break_min: int = 10
    max_remote_day_min: int | None = None
    max_teachers_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWindow:
    """`weight` is used by wishes: 1 desirable, 2 important, 4 very important."""

    pupil: str
    kind: FamilyKind
    days: tuple[Weekday, ...] | None = None
    weeks: tuple[int, ...] | None = None
    start_min: int = 0
    end_min: int = 24 * 60
    weight: int = 1
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A line of one pupil's plan, or of several pupils' for a shared lesson.

    hours_week: academic hours of the plan, exact. lesson_min None: the longest the norms of the date and the
    academic hour allow. in_class_hours: the part of hours_week sat with the class (not scheduled here).
    teachers empty: everybody whose subjects and grades fit. valid_from, valid_to: part of the year (pattern BLOCK).
    paid_hours_lesson: paid hours per lesson; None: one per lesson.
    """

    id: str
    pupils: tuple[str, ...]
    area: str = ""
    subject: str
    block: Block = Block.MANDATORY
    kind: HoursKind = HoursKind.CONTACT
    form: LessonForm = LessonForm.HOME
    place: str | None = None
    hours_week: Fraction
    in_class_hours: Fraction = Fraction(0)
    lesson_min: int | None = None
    paid_hours_lesson: Fraction | None = None
    pattern: Pattern = Pattern.PARITY
    slot: str | None = None
    teachers: tuple[str, ...] = ()
    max_per_day: int = 1
    weeks: tuple[int, ...] | None = None
    difficulty: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedLesson:
    """A lesson agreed already: line, week of the cycle (None: every week it may have), day and start."""

    line: str
    day: Weekday
    start_min: int
    week: int | None = None
    teacher: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything a network of schools knows; base schools first."""

    settings: Settings
    schools: tuple[School, ...]
    places: tuple[Place, ...]
    roads: tuple[TravelPair, ...] = ()
    bells: tuple[Bell, ...] = ()
    classes: tuple[ClassLesson, ...] = ()
    teachers: tuple[TeacherEntry, ...] = ()
    availability: tuple[Availability, ...] = ()
    pupils: tuple[PupilEntry, ...] = ()
    lines: tuple[PlanLine, ...] = ()
    families: tuple[FamilyWindow, ...] = ()
    pinned: tuple[PinnedLesson, ...] = ()
    years: tuple[SchoolYear, ...] = ()
