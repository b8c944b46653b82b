"""A school with published timetables of a whole year: a pupil, papers, a plan and a version for each pupil of an
instance; every teacher is of the school. One week is the cycle, so that a test can count by the weekday alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from sqlalchemy import Engine
from sqlmodel import Session

from api.services.agreement.timetable.drafting import draft_versions
from models.agreement import TimetableVersion, VersionState
from models.base import Table
from models.case import Case, Guardian, GuardianKind, Programme, Pupil
from models.document import Contract, Order, OrderPupil, Paper, PaperKind
from models.engines import writing
from models.person import Account, Grant, Role
from models.place import Place
from models.plan import Plan, PlanRow, PlanState
from models.staff import Teacher
from models.states import State
from scheduler.problem import PlanRow as ProblemRow
from scheduler.problem import Problem
from scheduler.terms import PlaceKind
from scheduler.timetable import Timetable
from tests.api.services.agreement.households import kept
from tests.api.services.world import END, START, World, new_world

AT = datetime(2026, 8, 25, 9, tzinfo=UTC)
Days = tuple[date, date]
WHOLE: Days = (START, END)


@dataclass(frozen=True)
class Town:
    """Ids by codes. mothers, staff: accounts by case and teacher."""

    world: World
    problem: Problem
    timetable: Timetable
    cases: Mapping[str, str]
    teachers: Mapping[str, str]
    mothers: Mapping[str, str]
    staff: Mapping[str, str]
    versions: Mapping[str, str]


def town(
    engine: Engine, problem: Problem, timetable: Timetable, spans: Mapping[str, Days] | None = None
) -> Town:
    """spans: days of the timetable and all papers of pupils who are not there the whole year."""
    world, spans = new_world(engine), spans or {}
    given = {lesson.teacher for lesson in timetable.lessons}
    with writing(engine) as session:
        staff = _people(session, world, sorted(given), Role.TEACHER)
        teachers = {
            code: _add(session, Teacher(
                school_id=world.school_id, code=code, name=code, account_id=account, first_on=START,
            ))
            for code, account in staff.items()
        }  # fmt: skip
        pupils = [pupil.id for pupil in problem.pupils]
        mothers = _people(session, world, pupils, Role.PARENT)
        _people(session, world, [], Role.DEPUTY)
        session.add(
            Grant(
                account_id=world.deputy_id, role=Role.DEPUTY, school_id=world.school_id, first_on=date(2026, 8, 1)
            )
        )  # fmt: skip
        order = _add(
            session,
            Order(school_id=world.school_id, year_id=world.year_id, number="1-до", issued_on=START),
        )
        cases = {
            pupil.id: _case(
                session, world, problem, pupil.id, pupil.grade, mothers[pupil.id], order,
                spans.get(pupil.id, WHOLE),
            )
            for pupil in problem.pupils
        }  # fmt: skip
    variant = kept(world, problem, timetable)
    versions = {
        code: _published(world, variant, case_id, *spans.get(code, WHOLE)) for code, case_id in cases.items()
    }
    return Town(world, problem, timetable, cases, teachers, mothers, staff, versions)


def _people(session: Session, world: World, codes: list[str], role: Role) -> dict[str, str]:
    people = {code: Account(name=f"{role} {code}") for code in codes}
    session.add_all(people.values())
    session.flush()
    session.add_all(
        [
            Grant(account_id=each.id, role=role, school_id=world.school_id, first_on=date(2026, 8, 1))
            for each in people.values()
        ]
    )
    return {code: account.id for code, account in people.items()}


def _add(session: Session, row: Table) -> str:
    session.add(row)
    session.flush()
    return str(row.id)  # type: ignore[attr-defined]


def _case(
    session: Session,
    world: World,
    problem: Problem,
    code: str,
    grade: int,
    mother: str,
    order: str,
    span: Days,
) -> str:
    """Running on all papers; its plan asks what the week gives, so that hours of the year can be counted."""
    first, last = span
    pupil = _add(
        session,
        Pupil(school_id=world.school_id, surname="Вымышленный", given_names=code, birth_on=date(2015, 3, 2)),
    )
    case = _add(session, Case(
        school_id=world.school_id, year_id=world.year_id, pupil_id=pupil, code=code, class_title=f"{grade} А",
        grade=grade, programme=Programme.GENERAL, state=State.RUNNING, state_since=first,
    ))  # fmt: skip
    session.add_all([
        Guardian(account_id=mother, pupil_id=pupil, kind=GuardianKind.MOTHER, first_on=date(2026, 8, 1)),
        Place(
            school_id=world.school_id, code=f"дом {code}", kind=PlaceKind.HOME, pupil_id=pupil, main=True,
            title=f"дом {code}",
        ),
        Paper(case_id=case, kind=PaperKind.MEDICAL, valid_from=first, valid_to=last),
        OrderPupil(order_id=order, case_id=case, first_on=first, last_on=last),
        Contract(case_id=case, number="1", signed_on=first, first_on=first, last_on=last),
    ])  # fmt: skip
    plan = _add(session, Plan(
        case_id=case, number=1, kind="iup", state=PlanState.APPROVED, first_on=first, last_on=last, text="{}",
        digest="0" * 64, approved_at=AT,
    ))  # fmt: skip
    rows = [row for row in problem.rows if code in row.pupils]
    session.add_all([_row(plan, code, row, number, len(problem.weeks)) for number, row in enumerate(rows, 1)])
    return case


def _row(plan_id: str, code: str, row: ProblemRow, number: int, weeks: int) -> PlanRow:
    """A lesson of several children is shared by its row's name."""
    hours, is_shared = Fraction(row.lessons, weeks), len(row.pupils) > 1
    return PlanRow(
        plan_id=plan_id, key=f"{row.id}@{code}" if is_shared else row.id, shared=row.id if is_shared else None,
        position=number, subject=row.title or row.subject, hours_part=hours.numerator,
        hours_over=hours.denominator, lesson_min=row.lesson_min,
    )  # fmt: skip


def _published(world: World, variant: str, case_id: str, first: date, last: date) -> str:
    with world.acting(START) as unit:
        version_id = draft_versions(unit, variant, [case_id], first, last)[0].id
        row = unit.session.get_one(TimetableVersion, version_id)
        row.state, row.approved_at, row.published_at = VersionState.PUBLISHED, AT, AT
        unit.note("timetable.publish", "timetable_version", version_id)
    return version_id
