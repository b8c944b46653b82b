"""Lessons that several children have together: rows of several cases that carry the same word."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.plans.drafts import draft_held
from api.services.plans.rows import Row, row_of
from api.services.plans.seen import Seen, plan_at_desk
from api.services.plans.store import rows_of
from api.services.unit import Unit
from models.base import new_id
from models.case import Case
from models.plan import Plan, PlanRow, PlanState
from models.states import OVER
from scheduler.registry.subjects import subject_code
from scheduler.russian import exact

NOT_SHARED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRow:
    """A row of another case that a lesson may be shared with. draft: its own word may still be written."""

    id: str
    code: str
    class_title: str
    number: int
    row: Row
    draft: bool


def others(unit: Unit, plan_id: str, row: Row) -> tuple[OtherRow, ...]:
    """Rows of the same subject in the current plans of the school's other running cases, by code."""
    seen = plan_at_desk(unit, plan_id)
    asked = (
        select(PlanRow, Plan, Case)
        .where(PlanRow.plan_id == Plan.id, Plan.case_id == Case.id)
        .where(Case.school_id == seen.case.school_id, Case.year_id == seen.case.year_id)
        .where(Case.id != seen.case.id, col(Case.state).not_in([state.value for state in OVER]))
        .where(col(Plan.state) != PlanState.SUPERSEDED)
        .order_by(col(Case.code), col(Plan.number).desc(), col(PlanRow.position))
    )
    code = subject_code(row.subject)
    return tuple(
        OtherRow(
            id=stored.id, code=case.code, class_title=case.class_title, number=plan.number,
            row=row_of(stored), draft=plan.state == PlanState.DRAFT,
        )
        for stored, plan, case in unit.session.exec(asked)
        if subject_code(stored.subject) == code
    )  # fmt: skip


def share(unit: Unit, plan_id: str, rev: int, key: str, other_id: str) -> None:
    """Makes a row one lesson with a row of another case; `NOT_SHARED` takes it out again."""
    seen = draft_held(unit, plan_id, rev)
    stored = unit.session.exec(select(PlanRow).where(PlanRow.plan_id == plan_id, PlanRow.key == key)).first()
    if stored is None:
        raise Conflict("Такой строки в плане уже нет. Откройте план снова.")
    if other_id == NOT_SHARED:
        stored.shared = None
    else:
        other = next((one for one in others(unit, plan_id, row_of(stored)) if one.id == other_id), None)
        if other is None:
            raise Invalid({"other": ["Выберите строку из списка."]})
        stored.shared = _word(unit, other)
    unit.session.flush()
    unit.note("plan.share", "plan", seen.plan.id, rev=seen.plan.rev, shared=stored.shared is not None)


def _word(unit: Unit, other: OtherRow) -> str:
    """The word of the other row; a row of a draft gets one."""
    if other.row.shared:
        return other.row.shared
    if not other.draft:
        raise Conflict(
            f"План {other.code} уже отправлен, его строки не меняются. "
            "Создайте в том деле новую версию, потом объедините занятия."
        )
    found = unit.session.get_one(PlanRow, other.id)
    found.shared = new_id()
    plan = unit.session.get_one(Plan, found.plan_id)
    plan.rev += 1
    unit.note("plan.share", "plan", plan.id, rev=plan.rev, shared=True)
    return found.shared


def mates(unit: Unit, seen: Seen) -> dict[str, tuple[OtherRow, ...]]:
    """Who shares each row of a plan, by the row's key. Two queries."""
    rows = [row for row in rows_of(unit.session, seen.plan.id) if row.shared]
    words = {row.shared for row in rows}
    asked = (
        select(PlanRow, Plan, Case)
        .where(PlanRow.plan_id == Plan.id, Plan.case_id == Case.id, col(PlanRow.shared).in_(words))
        .where(Case.school_id == seen.case.school_id, Case.id != seen.case.id)
        .where(col(Plan.state) != PlanState.SUPERSEDED)
        .order_by(col(Case.code), col(Plan.number))
    )
    found = [
        OtherRow(
            id=stored.id, code=case.code, class_title=case.class_title, number=plan.number,
            row=row_of(stored), draft=plan.state == PlanState.DRAFT,
        )
        for stored, plan, case in (unit.session.exec(asked) if words else ())
    ]  # fmt: skip
    return {row.key or "": tuple(one for one in found if one.row.shared == row.shared) for row in rows}


def differences(row: Row, mate: OtherRow) -> str | None:
    """What does not fit together in a shared lesson, in Russian; None where everything does."""
    told = []
    if row.hours != mate.row.hours:
        told.append(f"часов {exact(row.hours)} и {exact(mate.row.hours)}")
    if (row.kind, row.form) != (mate.row.kind, mate.row.form):
        told.append("разный вид часов")
    if _length(row) != _length(mate.row):
        told.append("разная длина занятия")
    return f"«{row.subject}» вместе с {mate.code}: {', '.join(told)}" if told else None


def _length(row: Row) -> Fraction | None:
    return None if row.lesson_min is None else Fraction(row.lesson_min)
