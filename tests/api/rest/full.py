"""A school with a record of every kind the paths of the JSON API name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from api.services.agreement.canonical import digest
from api.services.agreement.timetable.content import Content, Line, Where
from api.services.cases.pupils import GuardianDraft, add_guardian
from api.services.papers.medical import file_medical
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
from models.document import Consent, Contract, Order, Paper, PaperKind
from models.engines import reading, writing
from models.person import Account, Grant, Role
from models.school import School
from scheduler.terms import LessonForm, Weekday
from tests.api.services.world import END, START, World, medical

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
    grant = _teacher(world)
    return {
        "version_id": version(world, case_id),
        "school_id": world.school_id, "agreement_id": agreement.id, "year_id": world.year_id,
        "account_id": grant.account_id, "grant_id": grant.id, "case_id": case_id, "pupil_id": pupil_id,
        "guardian_id": guardian.id, "paper_id": paper.id, "consent_id": _first(world, Consent),
        "contract_id": _first(world, Contract), "order_id": _first(world, Order), "move_id": _first(world, CaseMove),
    }  # fmt: skip


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
