"""Drafts of plans: a first version, a next one from an old one, writing rows, throwing a draft away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import func, select

from api.errors import Conflict, Invalid
from api.services.cases.life import held_case
from api.services.cases.loading import load_one
from api.services.desk import touch
from api.services.plans.figures import yearly_of
from api.services.plans.rows import Row, faults_of
from api.services.plans.seen import Seen, held, plan_at_desk
from api.services.plans.setting import place_choices, setting_of, teacher_choices
from api.services.plans.store import replace_rows, rows_of
from api.services.plans.words import STATE
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.plan import Plan, PlanKind, PlanState
from models.states import OVER, State
from models.year import Year

MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """Days inclusive, within the school year."""

    kind: PlanKind
    first_on: date
    last_on: date


def usual_days(unit: Unit, case: Case) -> tuple[date, date]:
    """From when to when a plan made today would hold: as far as papers, order and contract reach into the year."""
    basis = load_one(unit.session, case)
    year = unit.session.get_one(Year, case.year_id)
    begins = [span.first for span in (*basis.contracts, *basis.orders) if span.last >= unit.today]
    first = max(year.first_on, min(begins, default=case.state_since))
    until = basis.medical_until(max(first, unit.today)) or basis.medical_until(first) or year.last_on
    ends = [span.last for span in basis.contracts if span.last >= first]
    last = min([year.last_on, until, *([max(ends)] if ends else [])])
    return min(first, year.last_on), max(min(first, year.last_on), last)


def start_plan(unit: Unit, case_id: str, draft: PlanDraft, rows: Sequence[Row] = ()) -> Plan:
    """A new draft of a case; Conflict while another draft is open."""
    case = held_case(unit, case_id)
    return _add(unit, case, draft, rows, basis=None)


def next_version(unit: Unit, plan_id: str, first_on: date, last_on: date) -> Plan:
    """A draft with the rows of a version, keys included, in force from another day: conditions change mid-year."""
    seen = held(unit, plan_at_desk(unit, plan_id))
    if seen.plan.state == PlanState.DRAFT:
        raise Conflict("Эта версия ещё черновик: меняйте её саму.")
    draft = PlanDraft(kind=PlanKind(seen.plan.kind), first_on=first_on, last_on=last_on)
    rows = [_within(row, first_on, last_on) for row in rows_of(unit.session, seen.plan.id)]
    return _add(unit, seen.case, draft, [row for row in rows if row is not None], basis=seen.plan)


def _within(row: Row, first: date, last: date) -> Row | None:
    """The row on the days of a new version: its own dates cut to them; None where they lie outside."""
    if (row.last_on or last) < first or (row.first_on or first) > last:
        return None
    begins = row.first_on if row.first_on and row.first_on > first else None
    ends = row.last_on if row.last_on and row.last_on < last else None
    return replace(row, first_on=begins, last_on=ends)


def _add(unit: Unit, case: Case, draft: PlanDraft, rows: Sequence[Row], basis: Plan | None) -> Plan:
    _refuse_faults(unit, case, draft)
    count = unit.session.exec(select(func.max(Plan.number)).where(Plan.case_id == case.id)).one() or 0
    plan = Plan(
        case_id=case.id, number=count + 1, kind=draft.kind, first_on=draft.first_on, last_on=draft.last_on,
        basis_id=basis.id if basis else None,
    )  # fmt: skip
    unit.session.add(plan)
    unit.session.flush()
    _store(unit, Seen(plan=plan, case=case), rows)
    unit.note("plan.draft", "plan", plan.id, case=case.id, number=plan.number, rows=len(rows))
    return plan


def _refuse_faults(unit: Unit, case: Case, draft: PlanDraft) -> None:
    if State(case.state) in OVER:
        raise Conflict(f"Дело {case.code} закрыто: план в нём больше не составляют.")
    open_draft = select(Plan.id).where(Plan.case_id == case.id, Plan.state == PlanState.DRAFT)
    if unit.session.exec(open_draft).first() is not None:
        raise Conflict("Черновик плана уже есть. Откройте его или удалите.")
    _refuse_days(unit, case, draft.first_on, draft.last_on)


def _refuse_days(unit: Unit, case: Case, first: date, last: date) -> None:
    year = unit.session.get_one(Year, case.year_id)
    faults = {}
    if not year.first_on <= first <= year.last_on:
        faults["first_on"] = [f"Вне учебного года {shown(year.first_on)}–{shown(year.last_on)}."]
    if not year.first_on <= last <= year.last_on:
        faults["last_on"] = [f"Вне учебного года {shown(year.first_on)}–{shown(year.last_on)}."]
    elif last < first:
        faults["last_on"] = ["Последний день раньше первого."]
    if faults:
        raise Invalid(faults)


def write_rows(unit: Unit, plan_id: str, rev: int, rows: Sequence[Row]) -> Plan:
    """The rows of a draft anew, in the order given. A row with a key keeps it; Invalid names fields as `hours-3`."""
    seen = draft_held(unit, plan_id, rev)
    _store(unit, seen, rows)
    unit.note("plan.rows", "plan", plan_id, rev=seen.plan.rev, rows=len(rows))
    return seen.plan


def write_days(unit: Unit, plan_id: str, rev: int, draft: PlanDraft, rows: Sequence[Row]) -> Plan:
    """Kind, days and rows of a draft at once."""
    seen = draft_held(unit, plan_id, rev)
    _refuse_days(unit, seen.case, draft.first_on, draft.last_on)
    seen.plan.kind, seen.plan.first_on, seen.plan.last_on = draft.kind, draft.first_on, draft.last_on
    _store(unit, seen, rows)
    unit.note("plan.rows", "plan", plan_id, rev=seen.plan.rev, rows=len(rows))
    return seen.plan


def remove_draft(unit: Unit, plan_id: str, rev: int) -> str:
    """Throws a draft away; the id of its case."""
    seen = draft_held(unit, plan_id, rev)
    replace_rows(unit.session, seen.plan, (), ())
    unit.session.delete(seen.plan)
    unit.session.flush()
    unit.note("plan.remove", "plan", plan_id, case=seen.case.id)
    return seen.case.id


def draft_held(unit: Unit, plan_id: str, rev: int) -> Seen:
    """A draft of the school, held; its revision counted on."""
    seen = held(unit, plan_at_desk(unit, plan_id))
    if seen.plan.state != PlanState.DRAFT:
        said = STATE[PlanState(seen.plan.state)]
        raise Conflict(f"Версия {seen.plan.number}: {said}. Её строки не меняют, создайте новую версию.")
    touch(seen.plan, rev)
    return seen


def _store(unit: Unit, seen: Seen, rows: Sequence[Row]) -> None:
    plan = seen.plan
    if len(rows) > MOST_ROWS:
        raise Invalid({"rows": [f"В плане не больше {MOST_ROWS} строк."]})
    choices = teacher_choices(unit.session, seen.case.school_id, plan.first_on, plan.last_on)
    faults = faults_of(rows, plan.first_on, plan.last_on, frozenset(choice.id for choice in choices))
    places = {place.id for place in place_choices(unit.session, seen.case)}
    for number, row in enumerate(rows):
        if row.place_id is not None and row.place_id not in places:
            faults[f"place_id-{number}"] = ("Выберите здание из списка.",)
    if faults:
        raise Invalid(faults)
    setting = setting_of(unit.session, seen.case)
    replace_rows(unit.session, plan, rows, yearly_of(setting, plan.first_on, plan.last_on, rows))
