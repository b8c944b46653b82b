"""What the demo's timetable is made from: teachers, places, plans, families, brought in as a workbook would be."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from api.demo.registry import demo_registry
from api.demo.service.hands import Hand
from api.demo.service.people import Member, source
from api.demo.service.school import OPENED
from api.services.plans.acts import Bound, approve, enter_answer, offer
from api.services.plans.seen import deciding
from api.services.registry.importing import ImportPlan, write_registry
from api.services.registry.reading import registry_of
from api.services.unit import Unit
from models.case import Case
from models.plan import AnswerChannel, Plan, PlanState
from models.staff import Teacher
from models.year import Year
from scheduler.registry.values import Registry


def filled(deputy: Hand, coordinator: Hand) -> ImportPlan:
    """The partner's coordinator brings its teachers, then the deputy everything else."""
    with coordinator.on(OPENED) as unit:
        year_id = _year(unit)
        write_registry(unit, year_id, demo_registry())
    with deputy.on(OPENED) as unit:
        year_id = _year(unit)
        return write_registry(unit, year_id, at_the_base(demo_registry(), registry_of(unit, year_id)))


def at_the_base(demo: Registry, kept: Registry) -> Registry:
    """The demo as the service keeps it: every child a pupil of the base school, under its name, days from papers."""
    known = {pupil.id: pupil for pupil in kept.pupils}
    base = demo.schools[0].id
    pupils = tuple(
        replace(pupil, school=base, name=known[pupil.id].name, valid_from=None, valid_to=None)
        for pupil in demo.pupils
    )
    return replace(demo, pupils=pupils)


def linked(deputy: Hand, staff: dict[str, Member]) -> None:
    """Teachers who sign in are told to be the ones who give lessons."""
    names = {entry.id: entry.name for entry in demo_registry().teachers}
    with deputy.on(OPENED) as unit:
        for entry in source()["staff"]:
            if "teacher" in entry:
                asked = select(Teacher).where(Teacher.name == names[entry["teacher"]])
                row = unit.session.exec(asked).one()
                row.account_id = staff[entry["login"]].grant.account_id
                unit.session.add(row)


def _year(unit: Unit) -> str:
    return unit.session.exec(select(Year.id).where(Year.school_id == unit.actor.school_id)).one()


def approved(deputy: Hand, director: Hand, waiting: str) -> None:
    """Plans agreed by telephone and approved; the one of the case `waiting` has only been sent to its parent."""
    with deputy.on(OPENED) as unit:
        plans = unit.session.exec(select(Plan).order_by(col(Plan.case_id))).all()
        for plan in plans:
            offer(unit, plan.id, plan.rev)
            case = unit.session.get_one(Case, plan.case_id)
            if case.code != waiting:
                speaker = deciding(unit, case)[0].id
                bound = Bound(rev=plan.rev, digest=plan.digest or "")
                enter_answer(unit, plan.id, bound, speaker, True, AnswerChannel.CALL)
    with director.on(OPENED) as unit:
        agreed = select(Plan).where(Plan.state == PlanState.AGREED)
        for plan in unit.session.exec(agreed).all():
            approve(unit, plan.id, Bound(rev=plan.rev, digest=plan.digest or ""))
