"""Plans and their rows as stored: reading many at once, writing the rows of a draft whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import delete
from sqlmodel import Session, col, select

from api.services.plans.rows import Row, put, row_of
from models.base import new_id
from models.plan import Plan, PlanRow, PlanRowTeacher, PlanState


def rows_of(session: Session, plan_id: str) -> tuple[Row, ...]:
    """The rows of a plan in their order, with the ids of their teachers. Two queries."""
    return rows_of_many(session, [plan_id])[plan_id]


def rows_of_many(session: Session, plan_ids: Iterable[str]) -> dict[str, tuple[Row, ...]]:
    """The rows of many plans, by plan. Two queries, however many."""
    ids = list(plan_ids)
    asked = select(PlanRow).where(col(PlanRow.plan_id).in_(ids)).order_by(col(PlanRow.position))
    stored = session.exec(asked).all()
    teachers = _teachers(session, ids)
    told: dict[str, list[Row]] = {key: [] for key in ids}
    for row in stored:
        told[row.plan_id].append(row_of(row, teachers[row.id]))
    return {key: tuple(rows) for key, rows in told.items()}


def _teachers(session: Session, plan_ids: Iterable[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    asked = (
        select(PlanRowTeacher)
        .where(PlanRowTeacher.row_id == PlanRow.id, col(PlanRow.plan_id).in_(list(plan_ids)))
        .order_by(col(PlanRowTeacher.created_at), col(PlanRowTeacher.id))
    )
    for entry in session.exec(asked):
        found[entry.row_id].append(entry.teacher_id)
    return found


def yearly_told(session: Session, plan_id: str) -> dict[str, str | None]:
    """Hours of the plan's days by a row's key, exact, as counted when the rows were written."""
    asked = select(PlanRow).where(PlanRow.plan_id == plan_id)
    return {
        row.key: str(Fraction(row.yearly_part, row.yearly_over))
        if row.yearly_part is not None and row.yearly_over is not None
        else None
        for row in session.exec(asked)
    }


def replace_rows(
    session: Session, plan: Plan, rows: Sequence[Row], yearly: Sequence[Fraction]
) -> tuple[Row, ...]:
    """Writes the rows of a plan anew in the order given; each keeps its key, new ones get one."""
    old = select(PlanRow.id).where(PlanRow.plan_id == plan.id)
    session.execute(delete(PlanRowTeacher).where(col(PlanRowTeacher.row_id).in_(old)))
    session.execute(delete(PlanRow).where(col(PlanRow.plan_id) == plan.id))
    keyed = tuple(row if row.key else replace(row, key=new_id()) for row in rows)
    made = []
    for position, (row, hours) in enumerate(zip(keyed, yearly, strict=True), 1):
        stored = PlanRow(plan_id=plan.id, key=row.key or "", position=position, subject="", hours_part=0)
        put(stored, row, hours)
        made.append(stored)
    session.add_all(made)
    session.flush()
    for stored, row in zip(made, keyed, strict=True):
        for teacher_id in dict.fromkeys(row.teachers):
            session.add(PlanRowTeacher(row_id=stored.id, teacher_id=teacher_id))
    session.flush()
    return keyed


def versions(session: Session, case_id: str) -> tuple[Plan, ...]:
    """Every version of a case, the newest first."""
    asked = select(Plan).where(Plan.case_id == case_id).order_by(col(Plan.number).desc())
    return tuple(session.exec(asked))


def spans(plans: Iterable[Plan]) -> list[tuple[Plan, date, date]]:
    """When versions once approved really held: the one approved later takes its days from those before.

    In order of their days; a version that never came to hold is left out.
    """
    told: list[tuple[Plan, date, date]] = []
    approved = [plan for plan in plans if plan.approved_at is not None]
    later: date | None = None
    for plan in sorted(approved, key=lambda plan: plan.number, reverse=True):
        last = plan.last_on if later is None else min(plan.last_on, later - date.resolution)
        if plan.first_on <= last:
            told.append((plan, plan.first_on, last))
            later = plan.first_on
    return told[::-1]


def current(plans: Sequence[Plan]) -> Plan | None:
    """What counts first for who opens a case: the version that waits, else the approved one, else the newest."""
    waiting = [plan for plan in plans if plan.state in WAITING]
    approved = [plan for plan in plans if plan.state == PlanState.APPROVED]
    return next(iter([*waiting, *approved, *plans]), None)


WAITING = (PlanState.OFFERED, PlanState.AGREED, PlanState.DECLINED)
