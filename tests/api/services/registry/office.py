"""A school with everything a problem needs, row by row: what a test does not name is the plainest value.

School s100 at (57.0, 60.0), pupil homes 1.1 km north of it; teacher «Озёрная А. А.» gives Математика in all grades,
free from 12:00 to 19:00. The year is 2026/27 of `tests.api.services.world`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Engine

from api.services.registry.problems import Posed, problem_of
from api.services.unit import Unit
from models.base import Kept
from models.case import Case
from models.engines import writing
from models.family import FamilyChoice, FamilyWindow
from models.place import Place
from models.plan import PinnedTime, Plan, PlanKind, PlanRow, PlanRowTeacher, PlanState
from models.school import Bell, NetworkAgreement, School, SchoolKind
from models.staff import ClassLesson, ClassLessonTeacher, Teacher, TeacherSubject, TeacherWindow
from scheduler.terms import PlaceKind
from tests.api.services.world import END, START, World, new_world

ZONE = "Asia/Yekaterinburg"
AUTUMN = (date(2026, 9, 1), date(2026, 10, 23))


@dataclass
class Office:
    world: World
    teachers: dict[str, str] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)  # case id -> plan id

    def add(self, *rows: Kept) -> None:
        with writing(self.world.engine) as session:
            for row in rows:
                session.add(row)
                session.flush()

    @contextmanager
    def acting(self, today: date = START, **more: Any) -> Iterator[Unit]:
        with self.world.acting(today, **more) as unit:
            yield unit

    def case(self, grade: int = 5, *, home: str = "", lat: float = 57.01, **more: Any) -> str:
        """A running case with a home of its own; home: the place it is the same as."""
        case_id = self.world.running(grade=grade, **more)
        case = self.world.get(case_id)
        self.add(
            Place(
                school_id=case.school_id, code=f"дом {case.code}", kind=PlaceKind.HOME, pupil_id=case.pupil_id,
                main=True, title=f"ул. Придуманная, {case.code}", lat=lat, lon=60.0, same_as_id=home or None,
            )
        )  # fmt: skip
        return case_id

    def home(self, case_id: str) -> str:
        from sqlmodel import select

        with writing(self.world.engine) as session:
            pupil_id = session.get_one(Case, case_id).pupil_id
            return session.exec(select(Place.id).where(Place.pupil_id == pupil_id, Place.main)).one()

    def plan(self, case_id: str, *rows: PlanRow, **more: Any) -> str:
        """An approved plan of the whole year with the rows."""
        told = {"number": 1, "state": PlanState.APPROVED, "digest": "0" * 64, "text": "план"}
        told |= {"first_on": START, "last_on": END}
        if more.get("state") == PlanState.DRAFT:
            told |= {"digest": None, "text": None}
        plan = Plan(case_id=case_id, kind=PlanKind.IUP, **(told | more))
        self.add(plan)
        for position, row in enumerate(rows, 1):
            row.plan_id, row.position = plan.id, position
        self.add(*rows)
        self.plans[case_id] = plan.id
        return plan.id

    def teacher(self, code: str = "Озёрная А. А.", subjects: str = "Математика", **more: Any) -> str:
        """Free from 12:00 to 19:00."""
        told = {"school_id": self.world.school_id, "code": code, "name": code, "first_on": START} | more
        row = Teacher(**told)
        self.add(row)
        self.add(*(TeacherSubject(teacher_id=row.id, subject=subject) for subject in subjects.split(", ")))
        self.window(row.id, 720, 1140)
        self.teachers[code] = row.id
        return row.id

    def window(self, teacher_id: str, start_min: int, end_min: int, **more: Any) -> None:
        self.add(TeacherWindow(teacher_id=teacher_id, start_min=start_min, end_min=end_min, **more))

    def family(self, case_id: str, kind: str, **more: Any) -> None:
        self.add(FamilyWindow(case_id=case_id, kind=kind, **more))

    def choice(self, case_id: str, **more: Any) -> None:
        self.add(FamilyChoice(case_id=case_id, **more))

    def pin(self, case_id: str, row: PlanRow, **more: Any) -> None:
        self.add(PinnedTime(case_id=case_id, row_key=row.key, **more))

    def row_teacher(self, row: PlanRow, *teachers: str) -> None:
        self.add(*(PlanRowTeacher(row_id=row.id, teacher_id=key) for key in teachers))

    def partner(
        self, code: str = "s200", first: date = START, last: date = END, timezone: str = ZONE, **more: Any
    ) -> str:
        """A partner at (57.0, 60.02) with an agreement."""
        school = School(code=code, title=f"Школа {code}", kind=SchoolKind.PARTNER, timezone=timezone)
        self.add(school)
        self.add(
            NetworkAgreement(
                base_id=self.world.school_id, partner_id=school.id, number="1", signed_on=first, first_on=first,
                last_on=last, **more,
            ),
            Place(school_id=school.id, code=code, kind=PlaceKind.SCHOOL, title=code, lat=57.0, lon=60.02),
        )  # fmt: skip
        return school.id

    def class_lesson(self, teacher_id: str, day: str, number: int, school_id: str = "", **more: Any) -> None:
        row = ClassLesson(
            school_id=school_id or self.world.school_id, class_title="5 «А»", day=day, number=number,
            subject="Математика", **more,
        )  # fmt: skip
        self.add(row, ClassLessonTeacher(lesson_id=row.id, teacher_id=teacher_id))

    def bells(self, school_id: str = "", shift: int = 1, first_min: int = 510) -> None:
        """Six lessons of 40 minutes with breaks of 10."""
        rows = (
            Bell(school_id=school_id or self.world.school_id, shift=shift, number=number,
                 start_min=first_min + 50 * (number - 1), end_min=first_min + 50 * (number - 1) + 40)
            for number in range(1, 7)
        )  # fmt: skip
        self.add(*rows)

    def posed(self, first: date = AUTUMN[0], last: date = AUTUMN[1], **more: Any) -> Posed:
        with self.acting() as unit:
            return problem_of(unit, self.world.year_id, first, last, **more)


def row(subject: str = "Математика", hours: str = "1", **more: Any) -> PlanRow:
    """Hours a week as in `"3/4"`."""
    part, _, over = hours.partition("/")
    return PlanRow(
        plan_id="", position=1, subject=subject, hours_part=int(part), hours_over=int(over or 1), **more
    )


def new_office(engine: Engine, **options: Any) -> Office:
    """The school with its own place and no people."""
    world = new_world(engine, **options)
    office = Office(world)
    with writing(engine) as session:
        code = session.get_one(School, world.school_id).code
        session.add(
            Place(school_id=world.school_id, code=code, kind=PlaceKind.SCHOOL, title=code, lat=57.0, lon=60.0)
        )
    return office
