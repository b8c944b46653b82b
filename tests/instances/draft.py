"""A network while it is being made: people with diaries, rows with their lessons of the hidden witness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduler.problem import Place, TravelPair
from scheduler.terms import Block, LessonForm, Needs, Weekday
from scheduler.travel import TravelTimes

DAYS = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)
Span = tuple[int, int]
SCREEN_ENDS_MIN = 18 * 60
CORRECTION_BREAK_MIN = 30


@dataclass(frozen=True, slots=True)
class Stay:
    """An engagement of somebody's day in some weeks (a bit mask); `row` -1 is a fixed one."""

    start_min: int
    end_min: int
    place: str
    weeks: int
    row: int = -1
    subject: str = ""
    outside: bool = False


Diary = dict[Weekday, list[Stay]]


def empty_diary() -> Diary:
    return {day: [] for day in DAYS}


@dataclass(slots=True, eq=False)
class DraftTeacher:
    """`shift` of the own classes: 0 first, 1 second; `desk` is where remote lessons are given from."""

    id: str
    school: str
    specialty: str
    shift: int
    frame: dict[Weekday, Span]
    desk: str
    diary: Diary = field(default_factory=empty_diary)


@dataclass(slots=True, eq=False)
class DraftPupil:
    """`frame` is when the family is ready for lessons; `away` maps a day to the second home of that day."""

    id: str
    plan: str
    school: str
    home: str
    shift: int
    frame: Span
    day_lessons: int
    break_min: int
    grade: int
    needs: Needs
    away: dict[Weekday, str] = field(default_factory=dict)
    diary: Diary = field(default_factory=empty_diary)

    def home_on(self, day: Weekday) -> str:
        return self.away.get(day, self.home)


@dataclass(slots=True, eq=False)
class DraftRow:
    """A plan row; `stood` holds the witness: (day, start, mask of weeks) of its lessons."""

    number: int
    pupils: tuple[DraftPupil, ...]
    subject: str
    title: str
    lessons: int
    lesson_min: int
    difficulty: int
    block: Block
    form: LessonForm
    specialty: str
    weeks: int
    place: str | None = None
    slot: str | None = None
    free_rhythm: bool = False
    max_per_day: int = 1
    teacher: DraftTeacher | None = None
    others: list[DraftTeacher] = field(default_factory=list)
    stood: list[tuple[Weekday, int, int]] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"r{self.number}"

    @property
    def outside(self) -> bool:
        return self.block.outside_lessons

    def pupil_place(self, pupil: DraftPupil, day: Weekday) -> str:
        if self.form == LessonForm.SCHOOL:
            return self.place or pupil.school
        return pupil.home_on(day)

    def teacher_place(self, teacher: DraftTeacher, day: Weekday) -> str:
        if self.form == LessonForm.REMOTE:
            return teacher.desk
        return self.pupil_place(self.pupils[0], day)


@dataclass(slots=True)
class Draft:
    """Everything that has been invented so far. `weeks` is the length of the cycle."""

    weeks: int
    places: list[Place]
    pairs: list[TravelPair]
    travel: TravelTimes
    partner: dict[str, str]
    teachers: list[DraftTeacher] = field(default_factory=list)
    pupils: list[DraftPupil] = field(default_factory=list)
    rows: list[DraftRow] = field(default_factory=list)
    closed: dict[Weekday, int] = field(default_factory=dict)
    plans: dict[str, list[DraftRow]] = field(default_factory=dict)
    staff: dict[tuple[str, str], list[DraftTeacher]] = field(default_factory=dict)

    def teachers_of(self, specialty: str, schools: Iterable[str]) -> list[DraftTeacher]:
        """Who teaches it at the schools, in order of hiring."""
        found = {
            teacher.id: teacher for school in schools for teacher in self.staff.get((specialty, school), ())
        }
        return sorted(found.values(), key=lambda teacher: int(teacher.id[1:]))

    def rows_of(self, pupil: DraftPupil) -> list[DraftRow]:
        """Rows the pupil takes part in, shared ones too."""
        return self.plans.get(pupil.id, [])

    def add_row(self, row: DraftRow) -> None:
        self.rows.append(row)
        for pupil in row.pupils:
            self.plans.setdefault(pupil.id, []).append(row)

    def hire(self, teacher: DraftTeacher) -> None:
        self.teachers.append(teacher)
        self.staff.setdefault((teacher.specialty, teacher.school), []).append(teacher)

    def dismiss_last(self) -> None:
        teacher = self.teachers.pop()
        self.staff[teacher.specialty, teacher.school].pop()

    @property
    def all_weeks(self) -> int:
        return (1 << self.weeks) - 1
