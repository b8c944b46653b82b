"""Times that are held for families, as the board and the search have to know them: nobody else is given them.

A hold closes its teacher's time, the way there and back included, to every row but the one it is for. Nothing here
names a family. All but the reading is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from api.services.agreement.timetable.shelf import OPEN
from models.agreement import Hold, TimetableVersion
from models.case import Case
from models.school import School
from models.staff import Teacher
from scheduler.problem import BusyWindow, PlanRow, Problem
from scheduler.terms import LessonForm, Weekday
from scheduler.timetable import Timetable
from scheduler.travel import TravelTimes

Span = tuple[int, int, str | None]  # minutes of the day from and to, place (None: no way to go)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTime:
    """row, teacher: as a problem of the school calls them. weeks: numbers in the cycle, None: all. until: at the
    school."""

    row: str
    teacher: str
    day: Weekday
    weeks: frozenset[int] | None
    start_min: int
    end_min: int
    until: datetime

    def in_week(self, number: int) -> bool:
        return self.weeks is None or number in self.weeks

    @property
    def said(self) -> str:
        return f"время придержано для другой семьи до {self.until:%d.%m.%Y, %H:%M}"


def held_times(session: Session, school_id: str, at: datetime) -> tuple[HeldTime, ...]:
    """Holds of a school's families that stand at an instant."""
    zone = ZoneInfo(session.get_one(School, school_id).timezone)
    asked = (
        select(Hold, Teacher.code)
        .join(TimetableVersion, col(TimetableVersion.id) == col(Hold.version_id))
        .join(Case, col(Case.id) == col(TimetableVersion.case_id))
        .join(Teacher, col(Teacher.id) == col(Hold.teacher_id))
        .where(Case.school_id == school_id, col(TimetableVersion.state).in_([state.value for state in OPEN]))
        .where(Hold.until > at, col(Hold.released_at).is_(None))
        .order_by(col(Hold.created_at), col(Hold.id))
    )
    return tuple(_value(hold, code, zone) for hold, code in session.exec(asked))


def _value(hold: Hold, teacher: str, zone: ZoneInfo) -> HeldTime:
    return HeldTime(
        row=hold.row_key, teacher=teacher, day=Weekday(hold.day), start_min=hold.start_min, end_min=hold.end_min,
        weeks=frozenset(int(week) for week in hold.weeks.split(",")) if hold.weeks else None,
        until=hold.until.astimezone(zone),
    )  # fmt: skip


class HeldBoard:
    """Holds against the lessons of one problem."""

    def __init__(self, problem: Problem, held: Iterable[HeldTime]) -> None:
        self._problem = problem
        self._rows = {row.id: row for row in problem.rows}
        self._numbers = {week.id: number for number, week in enumerate(problem.weeks, 1)}
        self._travel = TravelTimes(problem)
        self._held = tuple(held)

    def __bool__(self) -> bool:
        return bool(self._held)

    def against(self, row_id: str, weeks: Iterable[str], day: Weekday, teacher: str) -> tuple[HeldTime, ...]:
        """What is held of a teacher's day for others than the row."""
        numbers = [self._numbers[week] for week in weeks if week in self._numbers]
        return tuple(
            each
            for each in self._held
            if (each.teacher, each.day) == (teacher, day)
            and each.row != row_id
            and any(map(each.in_week, numbers))
        )

    def meets(self, each: HeldTime, row_id: str, start_min: int) -> bool:
        """Whether a lesson of the row with that teacher on that day leaves no time for what is held."""
        row = self._rows[row_id]
        own = (start_min, start_min + row.lesson_min, self._place(row, each.day))
        return self._meet(own, self._span(each))

    def problem(self, standing: Timetable | None) -> Problem:
        """The problem for a search: teachers are engaged at what is held. Left out is what the row has already in
        the timetable that stands, and what a fixed engagement or a pin is in the way of: facts come first."""
        more: dict[str, list[BusyWindow]] = {}
        taken: list[HeldTime] = []
        for each in self._held:
            second = any(self._overlap(each, other) for other in taken)
            if not second and not self._has_it(each, standing) and not self._in_the_way(each):
                taken.append(each)
                more.setdefault(each.teacher, []).append(self._window(each))
        teachers = tuple(
            one.model_copy(update={"busy": (*one.busy, *more[one.id])}) if one.id in more else one
            for one in self._problem.teachers
        )
        return self._problem.model_copy(update={"teachers": teachers}) if more else self._problem

    def _has_it(self, each: HeldTime, standing: Timetable | None) -> bool:
        spot = (each.row, str(each.day), each.start_min, each.teacher)
        lessons = standing.lessons if standing else ()
        return any((x.row, x.day, x.start_min, x.teacher) == spot for x in lessons)

    def _in_the_way(self, each: HeldTime) -> bool:
        own = self._span(each)
        return any(self._meet(own, other) for other in self._fixed(each))

    def _fixed(self, each: HeldTime) -> Iterator[Span]:
        teacher = next((one for one in self._problem.teachers if one.id == each.teacher), None)
        for window in teacher.busy if teacher else ():
            weeks = window.weeks is None or any(each.in_week(self._numbers[week]) for week in window.weeks)
            if weeks and (window.days is None or each.day in window.days):
                yield window.start_min, window.end_min, window.place
        for pin in self._problem.pins:
            row = self._rows[pin.row]
            taught = pin.teacher == each.teacher or (pin.teacher is None and each.teacher in row.teachers)
            if taught and pin.day == each.day and each.in_week(self._numbers[pin.week]):
                yield pin.start_min, pin.start_min + row.lesson_min, self._place(row, each.day)

    @staticmethod
    def _overlap(one: HeldTime, two: HeldTime) -> bool:
        weeks = one.weeks is None or two.weeks is None or bool(one.weeks & two.weeks)
        same = (one.teacher, one.day) == (two.teacher, two.day)
        return same and weeks and one.start_min < two.end_min and two.start_min < one.end_min

    def _window(self, each: HeldTime) -> BusyWindow:
        weeks = tuple(week for week, number in self._numbers.items() if each.in_week(number))
        return BusyWindow(
            days=(each.day,), weeks=None if each.weeks is None else weeks, start_min=each.start_min,
            end_min=each.end_min, place=self._span(each)[2],
        )  # fmt: skip

    def _span(self, each: HeldTime) -> Span:
        row = self._rows.get(each.row)
        return each.start_min, each.end_min, self._place(row, each.day) if row else None

    def _place(self, row: PlanRow, day: Weekday) -> str | None:
        if row.form != LessonForm.HOME:
            return None
        pupil = next(one for one in self._problem.pupils if one.id == row.pupils[0])
        return pupil.home_on(self._problem.weeks[0].id, day)

    def _meet(self, one: Span, two: Span) -> bool:
        return one[0] < two[1] + self._way(two, one) and two[0] < one[1] + self._way(one, two)

    def _way(self, origin: Span, target: Span) -> int:
        return 0 if origin[2] is None or target[2] is None else self._travel(origin[2], target[2])
