"""What stands on dated weeks, for the kernel: today's lessons of everybody concerned over a school's own data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.services.days.changes import Target
from api.services.days.lessons import Days, OnDay, days_of
from api.services.days.repairs.grounds import Ground
from api.services.days.versions import Whose
from api.services.days.zones import seen_from
from models.case import Case
from models.day import Fate
from models.message import FeedHolder
from scheduler.problem import Pin, Place, PlanRow, Problem, Pupil, Teacher
from scheduler.registry.subjects import subject_code
from scheduler.repair.values import Slot
from scheduler.repair.weeks import week_of
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Weekday
from scheduler.timetable import Lesson, Timetable

NOWHERE = "nowhere"
Key = tuple[str, str]  # case and lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A time that is kept free for something that is no lesson yet."""

    case_id: str
    row_key: str
    subject: str
    on: date
    start_min: int
    end_min: int
    teacher_id: str
    form: LessonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """problem: dated weeks with a row for all that stands and the rows asked about. days: what it was made of."""

    ground: Ground
    problem: Problem
    timetable: Timetable
    days: Days

    def target(self, lesson: Lesson) -> Target:
        """A lesson of the kernel as a place of a lesson on its date."""
        monday = next(week.monday for week in self.problem.weeks if week.id == lesson.week)
        assert monday is not None
        doors, names = self.ground.names.doors, self.ground.names
        door = doors.get(lesson.place) if lesson.form != LessonForm.REMOTE else None
        return Target(
            on=monday + timedelta(days=Weekday(lesson.day).number), start_min=lesson.start_min,
            end_min=lesson.end_min, form=LessonForm(lesson.form), place_id=door.id if door else None,
            teacher_id=next(key for key, code in names.teachers.items() if code == lesson.teacher),
        )  # fmt: skip


def slot_of(on: date) -> Slot:
    return week_of(on), list(Weekday)[on.weekday()]


def days_around(
    session: Session, ground: Ground, case_ids: Collection[str], teachers: Collection[str], zone: str
) -> Days:
    """Lessons of all cases that these teachers teach, and of the cases themselves; teachers: by id."""
    whose = Whose(FeedHolder.CASE, next(iter(case_ids), ""), frozenset(teachers))
    days = days_of(session, whose, (ground.asked.first, ground.asked.last), zone)
    return seen_from(session, days, zone)


def standing(
    session: Session, ground: Ground, days: Days, asked: Sequence[PlanRow], *, without: Collection[Key] = (),
    held: Iterable[Held] = (),
) -> Standing:  # fmt: skip
    """Everything that is given and not left out (`without`), with the times held for others, and the rows asked about.

    asked: rows whose teachers and pupils are codes of the ground.
    """
    laid = _Laid(session, ground, days)
    gone = set(without)
    for each in days.lessons:
        if each.fate != Fate.CANCELLED and (each.case_id, each.id) not in gone:
            laid.add(_of_lesson(each, laid.subject(each)), each.id)
    for number, kept in enumerate(held):
        laid.add(kept, f"held {number}")
    return laid.done(asked, days)


def _of_lesson(each: OnDay, subject: str) -> Held:
    now = each.lesson
    return Held(
        case_id=each.case_id, row_key=each.row_key, subject=subject, on=now.on, start_min=now.start_min,
        end_min=now.end_min, teacher_id=now.teacher, form=LessonForm(now.form),
    )  # fmt: skip


def row_of(ground: Ground, row_key: str, subject: str) -> dict[str, Any]:
    """What a plan row says of its lessons, where the row is still known; the plainest row, where it is not."""
    known = next((row for row in ground.cycle.rows if row.id == row_key), None)
    if known is None:
        return {"subject": subject_code(subject), "title": subject, "block": Block.MANDATORY}
    return {
        "subject": known.subject, "title": known.title, "block": known.block, "difficulty": known.difficulty,
        "max_per_day": known.max_per_day, "place": known.place if known.form == LessonForm.SCHOOL else None,
    }  # fmt: skip


class _Laid:
    """Rows and lessons gathered one by one; a lesson shared by several children is one."""

    def __init__(self, session: Session, ground: Ground, days: Days) -> None:
        self._session, self._ground = session, ground
        self._titles = {row.id: row.title or row.subject for row in days.problem.rows}
        self._schools = {teacher.id: teacher.school for teacher in days.problem.teachers}
        self._shared: dict[tuple[Any, ...], list[Held]] = defaultdict(list)

    def subject(self, each: OnDay) -> str:
        return self._titles[each.lesson.row]

    def add(self, each: Held, name: str) -> None:
        self._shared[name, each.on, each.start_min, each.end_min, each.teacher_id, each.form].append(each)

    def done(self, asked: Sequence[PlanRow], days: Days) -> Standing:
        base = self._ground.problem
        pupils = {pupil.id: pupil for pupil in base.pupils}
        teachers = {teacher.id: teacher for teacher in base.teachers}
        rows, lessons = self._rows(pupils, teachers)
        wanted = {name for row in (*rows, *asked) for name in row.teachers}
        theirs = {name for row in (*rows, *asked) for name in row.pupils}
        places = {place.id: place for place in base.places}
        homes = {pupils[name].home for name in theirs} - set(places)
        problem = base.model_copy(
            update={
                "rows": (*rows, *asked),
                "pupils": tuple(pupil for key, pupil in pupils.items() if key in theirs),
                "teachers": tuple(teacher for key, teacher in teachers.items() if key in wanted),
                "places": (*base.places, *(Place(id=key, kind=PlaceKind.HOME) for key in sorted(homes))),
                "pins": tuple(
                    Pin(row=x.row, week=x.week, day=Weekday(x.day), start_min=x.start_min, teacher=x.teacher)
                    for x in lessons
                ),
            }
        )
        return Standing(
            ground=self._ground, problem=problem, timetable=Timetable(lessons=tuple(lessons), unplaced=()),
            days=days,
        )  # fmt: skip

    def _rows(
        self, pupils: dict[str, Pupil], teachers: dict[str, Teacher]
    ) -> tuple[list[PlanRow], list[Lesson]]:
        cases = self._cases({each.case_id for some in self._shared.values() for each in some})
        alike: dict[tuple[Any, ...], list[Held]] = defaultdict(list)
        for some in self._shared.values():
            one = some[0]
            who = tuple(sorted({self._pupil(cases[each.case_id], pupils) for each in some}))
            minutes, form = one.end_min - one.start_min, one.form
            alike[
                who, one.row_key, self._teacher(one.teacher_id, teachers), form, minutes, one.subject
            ].append(one)
        rows: list[PlanRow] = []
        lessons: list[Lesson] = []
        for number, ((who, row_key, teacher, form, minutes, subject), held) in enumerate(alike.items()):
            row = PlanRow(
                id=f"{number}/{row_key}", pupils=who, form=form, lessons=len(held), lesson_min=minutes,
                teachers=(teacher,), **row_of(self._ground, row_key, subject),
            )  # fmt: skip
            rows.append(row)
            lessons += _lessons(row, held, pupils[who[0]], teachers[teacher])
        return rows, lessons

    def _cases(self, ids: Collection[str]) -> Mapping[str, Case]:
        return {case.id: case for case in self._session.exec(select(Case).where(col(Case.id).in_(ids)))}

    def _pupil(self, case: Case, pupils: dict[str, Pupil]) -> str:
        """Of another school, or without data: a pupil of whom nothing is known but the lessons."""
        name = self._ground.names.cases.get(case.id, "")
        if name in pupils:
            return name
        name = f"{case.code} ({case.id[:8]})"
        school = self._ground.names.schools.get(case.school_id, NOWHERE)
        pupils.setdefault(
            name,
            Pupil(
                id=name, title=case.code, school=school, home=NOWHERE, grade=case.grade, needs=Needs.GENERAL
            ),
        )
        return name

    def _teacher(self, key: str, teachers: dict[str, Teacher]) -> str:
        name = self._ground.names.teachers.get(key, key)
        teachers.setdefault(name, Teacher(id=name, school=self._schools.get(key, NOWHERE), free=()))
        return name


def _lessons(row: PlanRow, held: Sequence[Held], pupil: Pupil, teacher: Teacher) -> Iterator[Lesson]:
    for n, each in enumerate(sorted(held, key=lambda each: (each.on, each.start_min)), 1):
        week, day = slot_of(each.on)
        place = {
            LessonForm.REMOTE: teacher.remote_place or teacher.school,
            LessonForm.SCHOOL: row.place or pupil.school,
        }.get(each.form, pupil.home_on(week, day))
        yield Lesson(
            row=row.id, n=n, week=week, day=day, start_min=each.start_min, end_min=each.end_min,
            teacher=row.teachers[0], form=row.form, place=place,
        )  # fmt: skip
