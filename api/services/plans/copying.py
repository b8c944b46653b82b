"""Where the rows of a new plan come from: nothing, the pupil's plan of last year, a class plan cut to a weekly norm."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlmodel import col, select

from api.errors import Conflict, Invalid
from api.services.plans.cutting import QUARTER, cut
from api.services.plans.rows import Row
from api.services.plans.seen import case_seen
from api.services.plans.setting import teacher_choices
from api.services.plans.store import rows_of
from api.services.unit import Unit
from models.case import Case
from models.plan import Plan, PlanState
from models.year import Year
from scheduler.norms import Mark
from scheduler.registry.remarks import MARK_SAID

SOURCE = Path(__file__).parent / "model_plans.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """hours: a week in the class, or a weight in proportion. mark: how certain the number is."""

    area: str
    subject: str
    hours: Fraction
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlan:
    """A published plan of one grade. note: what is to be known about it, in Russian."""

    code: str
    title: str
    grade: int
    source: str
    note: str
    rows: tuple[ModelRow, ...]

    @property
    def doubts(self) -> str:
        """What is said beside the plan: its note, and how certain its numbers are."""
        marks = dict.fromkeys(row.mark for row in self.rows if MARK_SAID[row.mark])
        said = [f"{_titles(self, mark)}: {MARK_SAID[mark]}" for mark in marks]
        return ". ".join([*([self.note] if self.note else []), *said])


def _titles(plan: ModelPlan, mark: Mark) -> str:
    own = [row.subject for row in plan.rows if row.mark == mark]
    return "все числа" if len(own) == len(plan.rows) else ", ".join(own)


@cache
def model_plans() -> tuple[ModelPlan, ...]:
    """Every published plan of the package, one for each grade it speaks of."""
    told = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(plan for entry in told["plan"] for plan in _grades(entry))


def _grades(entry: dict[str, object]) -> Iterator[ModelPlan]:
    grades, rows = entry["grades"], entry["rows"]
    assert isinstance(grades, list)
    assert isinstance(rows, list)
    for number, grade in enumerate(grades):
        own = tuple(
            ModelRow(
                area=row["area"], subject=row["subject"], hours=Fraction(row["hours"][number]),
                mark=Mark(row.get("mark", entry["mark"])),
            )
            for row in rows
            if Fraction(row["hours"][number])
        )  # fmt: skip
        yield ModelPlan(
            code=f"{entry['code']}-{grade}", title=str(entry["title"]), grade=grade,
            source=str(entry["source"]), note=str(entry.get("note", "")), rows=own,
        )  # fmt: skip


def models_for(grade: int) -> tuple[ModelPlan, ...]:
    """Published plans of a grade."""
    return tuple(plan for plan in model_plans() if plan.grade == grade)


def cut_rows(code: str, norm: Fraction | None) -> tuple[Row, ...]:
    """The rows of a published plan, in proportion to a weekly norm. Invalid names `model` and `norm`."""
    plan = next((plan for plan in model_plans() if plan.code == code), None)
    faults = {}
    if plan is None:
        faults["model"] = ["Выберите учебный план из списка."]
    if norm is None or norm <= 0 or (norm / QUARTER).denominator != 1:
        faults["norm"] = ["Укажите часы в неделю с точностью до четверти часа, например 10 или 10,5."]
    if faults or plan is None or norm is None:
        raise Invalid(faults)
    shares = cut([row.hours for row in plan.rows], norm)
    return tuple(
        Row(area=row.area, subject=row.subject, hours=share)
        for row, share in zip(plan.rows, shares, strict=True)
    )


def last_years(unit: Unit, case_id: str) -> Plan | None:
    """The plan of the same pupil's latest earlier year: the approved version, else its newest one."""
    case, _ = case_seen(unit, case_id)
    year = unit.session.get_one(Year, case.year_id)
    asked = (
        select(Plan, Year)
        .where(Plan.case_id == Case.id, Case.year_id == Year.id, Case.pupil_id == case.pupil_id)
        .where(Case.school_id == case.school_id, col(Year.first_on) < year.first_on)
    )
    found = [
        (before.first_on, plan.state == PlanState.APPROVED, plan.number, plan)
        for plan, before in unit.session.exec(asked)
    ]
    return max(found, key=lambda entry: entry[:3])[3] if found else None


def last_years_rows(unit: Unit, case_id: str, first: date, last: date) -> tuple[Row, ...]:
    """Its rows as new ones: without dates, and without teachers who do not work in the new days."""
    plan = last_years(unit, case_id)
    if plan is None:
        raise Conflict("Плана за прошлый год в сервисе нет. Начните с пустого или с плана класса.")
    case, _ = case_seen(unit, case_id)
    here = {choice.id for choice in teacher_choices(unit.session, case.school_id, first, last)}
    return tuple(
        replace(
            row, key=None, first_on=None, last_on=None, shared=None,
            teachers=tuple(key for key in row.teachers if key in here),
        )
        for row in rows_of(unit.session, plan.id)
    )  # fmt: skip
