"""A school with a record of every kind the paths of the JSON API name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from api.services.agreement.canonical import digest
from api.services.agreement.timetable.content import Content, Line, Where
from api.services.board.acts import set_pins
from api.services.board.drafts import Seen, open_draft, take_step
from api.services.board.state import PinKind
from api.services.cases.pupils import GuardianDraft, add_guardian
from api.services.papers.medical import file_medical
from api.services.runs.limits import RunLimits
from api.services.runs.problems import given_problem
from api.services.runs.purposes import Aim
from api.services.runs.recipes import packed
from api.services.runs.running import Order as RunOrder
from api.services.runs.running import start_run
from api.services.runs.variants import add_variant
from api.services.schools.network import (
    AgreementDraft,
    BellDraft,
    HoursDraft,
    add_agreement,
    write_bells,
    write_hours,
)  # fmt: skip
from models.agreement import TimetableVersion
from models.base import Table
from models.case import Case, CaseMove, GuardianKind
from models.day import Absence, Cause
from models.document import Consent, Contract, Order, Paper, PaperKind
from models.engines import reading, writing
from models.family import FamilyWindow
from models.person import Account, Grant, Role
from models.place import Place
from models.plan import Plan, PlanKind, PlanRow
from models.printing import IssuedPaper, PrintLayout, PrintSet
from models.repair import MakeUpPlan, SubstituteCall
from models.school import School
from models.staff import Teacher, TeacherWindow
from models.timetable import RunPurpose, RunState
from scheduler.checks import check
from scheduler.recipe import recipe_of
from scheduler.terms import FamilyKind, LessonForm, PlaceKind, Weekday
from scheduler.wire import dump_bytes
from tests import builders
from tests.api.services.world import END, START, World, medical

DAY_PINNED = frozenset({PinKind.DAY})
CANARY = "КАНАРЕЙКА-G40"


def full(world: World) -> dict[str, str]:
    """Ids of the world's records by their names in paths. What medical papers say is a canary."""
    case_id = world.running()
    other = _other_school(world)
    with world.acting(START) as unit:
        pupil_id = unit.session.get_one(Case, case_id).pupil_id
        mother = GuardianDraft(account_id=world.deputy_id, kind=GuardianKind.MOTHER, first_on=START)
        guardian = add_guardian(unit, pupil_id, mother)
        told = {
            "number": CANARY,
            "issuer": CANARY,
            "limits": CANARY,
            "max_day_min": 1439,
            "ends_by_min": 1438,
        }
        paper = file_medical(unit, case_id, medical(START, END, **told))
        dates = {"signed_on": START, "first_on": START, "last_on": END}
        agreement = add_agreement(
            unit, world.school_id, AgreementDraft(partner_id=other, number="12-С", **dates)
        )
        write_bells(unit, world.school_id, [BellDraft(shift=1, number=1, start_min=510, end_min=550)])
        write_hours(unit, world.school_id, [HoursDraft(grade=5, first_on=START, hours=10, source="Приказ")])
    grant, teacher = _teacher(world), _card(world)
    issued, print_set = _printed(world, case_id)
    timetables = _timetables(world)
    away = _absence(world, teacher_id=teacher)
    return timetables | _availability(world, case_id, teacher) | {
        "version_id": version(world, case_id), "plan_id": _plan(world, case_id),
        "school_id": world.school_id, "agreement_id": agreement.id, "year_id": world.year_id,
        "account_id": grant.account_id, "grant_id": grant.id, "case_id": case_id, "pupil_id": pupil_id,
        "guardian_id": guardian.id, "paper_id": paper.id, "consent_id": _first(world, Consent),
        "absence_id": _absence(world, case_id=case_id), "away_id": away,
        "call_id": _call(world, case_id, away),
        "makeup_id": _makeups(world, case_id), "teacher_id": teacher, "issued_id": issued, "set_id": print_set,
        "contract_id": _first(world, Contract),
        "order_id": _first(world, Order), "move_id": _first(world, CaseMove),
    }  # fmt: skip


def _timetables(world: World) -> dict[str, str]:
    """A run that has ended, a variant, and a draft with a step on it."""
    problem = builders.problem(rows=[builders.row(teachers=["t1"])])
    found = builders.timetable(problem, "r1 mon 09:00")
    limits, aim = RunLimits(), Aim(purpose=RunPurpose.FULL)
    with world.acting(START) as unit:
        given = given_problem(problem, limits)
        run = start_run(unit, world.year_id, given, RunOrder(first_on=START, last_on=END, aim=aim), limits)
        run.state, run.best, run.best_at = RunState.DONE, dump_bytes(found).decode(), unit.at
        run.score, run.started_at, run.ended_at = json.dumps(check(problem, found).score), unit.at, unit.at
        variant = add_variant(unit, world.year_id, run.problem_id, found, "Осень")
        variant.recipe = packed(recipe_of(problem, None, 1, 1, "", found))
        draft = open_draft(unit, variant.id)
        step = take_step(
            unit, draft.id, Seen(rev=1), lambda held: set_pins(held, ("r1", 1), True, DAY_PINNED)
        )
        assert step.number == 1
    return {"run_id": run.id, "variant_id": variant.id, "draft_id": draft.id}


def version(world: World, case_id: str, number: int = 1, state: str = "offered") -> str:
    """A version of a case with one lesson, as offered on the first day at nine."""
    line = Line(
        day=Weekday.MON, start_min=600, end_min=640, subject="Математика", teacher="Снегова Г. Г.",
        form=LessonForm.HOME, where=Where.HOME,
    )  # fmt: skip
    content = Content(
        school="Школа", case="К-01", number=number, first_on=START, last_on=END, zone="Asia/Yekaterinburg",
        cycle_weeks=1, lines=(line,),
    )  # fmt: skip
    row = TimetableVersion(
        case_id=case_id, number=number, state=state, first_on=START, last_on=END, text=content.text,
        digest=digest(content.text),
    )  # fmt: skip
    if state != "draft":
        row.offered_at, row.offered_by = datetime(2026, 9, 1, 6, tzinfo=UTC), world.deputy_id
        row.answer_until = datetime(2026, 9, 4, 6, tzinfo=UTC)
    with writing(world.engine) as session:
        session.add(row)
    return row.id


def application(world: World) -> str:
    """The id of a paper that says nothing of health."""
    with reading(world.engine) as session:
        return session.exec(select(Paper.id).where(Paper.kind == PaperKind.APPLICATION)).first() or ""


def _plan(world: World, case_id: str) -> str:
    """A draft of one row."""
    plan = Plan(case_id=case_id, number=1, kind=PlanKind.IUP, first_on=START, last_on=END)
    with writing(world.engine) as session:
        session.add(plan)
        session.flush()
        session.add(PlanRow(plan_id=plan.id, position=1, subject="Музыка", hours_part=1, hours_over=4))
    return plan.id


def _printed(world: World, case_id: str) -> tuple[str, str]:
    """A paper whose file is gone by now, and a set that waits."""
    at = datetime(2026, 9, 1, 6, tzinfo=UTC)
    about = {"school_id": world.school_id, "account_id": world.deputy_id, "layout": PrintLayout.PDF}
    paper = IssuedPaper(
        case_id=case_id, form="consent", digest="0" * 64, template_digest="0" * 64, at=at, **about
    )
    waiting = PrintSet(year_id=world.year_id, forms="consent", due_at=at, total=1, **about)
    with writing(world.engine) as session:
        session.add_all([paper, waiting])
    return paper.id, waiting.id


def _card(world: World) -> str:
    row = Teacher(school_id=world.school_id, code="у-1", name="Учитель", first_on=START)
    with writing(world.engine) as session:
        session.add(row)
    return row.id


def _availability(world: World, case_id: str, teacher: str) -> dict[str, str]:
    """An hour of a teacher, one of a family, a home and the club one goes to."""
    with writing(world.engine) as session:
        pupil = session.get_one(Case, case_id).pupil_id
        hours = TeacherWindow(teacher_id=teacher, start_min=720, end_min=1140)
        window = FamilyWindow(case_id=case_id, kind=FamilyKind.ADULT_HOME, start_min=600, end_min=900)
        spots = [
            Place(
                school_id=world.school_id, code=code, kind=kind, title=code, lat=57.0 + n / 100, lon=60.0,
                pupil_id=pupil if n == 0 else None, main=n == 0,
            )
            for n, (code, kind) in enumerate([("дом", PlaceKind.HOME), ("клуб", PlaceKind.SCHOOL)])
        ]  # fmt: skip
        session.add_all([hours, window, *spots])
    return {"hours_id": hours.id, "window_id": window.id, "place_id": spots[0].id, "to_id": spots[1].id}


def _absence(world: World, case_id: str | None = None, teacher_id: str | None = None) -> str:
    row = Absence(
        school_id=world.school_id, case_id=case_id, teacher_id=teacher_id, first_on=START, last_on=START,
        cause=Cause.CHILD_AWAY if case_id else Cause.TEACHER_AWAY, account_id=world.deputy_id,
        at=datetime(2026, 9, 1, 6, tzinfo=UTC),
    )  # fmt: skip
    with writing(world.engine) as session:
        session.add(row)
    return row.id


def _makeups(world: World, case_id: str) -> str:
    """A draft of a plan of make-ups, without lessons."""
    at = datetime(2026, 9, 1, 6, tzinfo=UTC)
    row = MakeUpPlan(
        school_id=world.school_id, case_id=case_id, first_on=START, account_id=world.deputy_id, at=at
    )
    with writing(world.engine) as session:
        session.add(row)
    return row.id


def _call(world: World, case_id: str, absence_id: str) -> str:
    """A lesson that nobody was asked to take yet."""
    row = SubstituteCall(
        school_id=world.school_id, absence_id=absence_id, case_id=case_id, lesson="-", tag="-",
        subject="Математика", on_date=START, start_min=600, end_min=640, form="home",
        account_id=world.deputy_id, at=datetime(2026, 9, 1, 6, tzinfo=UTC),
    )  # fmt: skip
    with writing(world.engine) as session:
        session.add(row)
    return row.id


def _first(world: World, kind: type[Any]) -> str:
    """The newest record of a kind: the world's own, since nothing was made after it."""
    with reading(world.engine) as session:
        row: Table = session.exec(select(kind).order_by(col(kind.created_at).desc())).first()
        return str(row.id)  # type: ignore[attr-defined]


def _other_school(world: World) -> str:
    with writing(world.engine) as session:
        made = School(code=f"p{world.school_id[:8]}", title="Школа-партнёр", kind="partner")
        session.add(made)
    return made.id


def _teacher(world: World) -> Grant:
    with writing(world.engine) as session:
        account = Account(name="Зайцев Илья Олегович")
        session.add(account)
        session.flush()
        grant = Grant(account_id=account.id, role=Role.PARENT, school_id=world.school_id, first_on=START)
        session.add(grant)
    return grant
