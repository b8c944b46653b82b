"""Variants: timetables that were kept, with all they can be made anew from. A removed one can be brought back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import defer
from sqlmodel import col, func, select

from api.errors import Conflict, Invalid
from api.services.board.pinning import pins_of
from api.services.desk import at_desk, locked, touch
from api.services.runs.lifting import NOTHING, Lifted, lifted_in, warnings
from api.services.runs.problems import problem_in, timetable_in
from api.services.runs.running import (
    GAVE_NOTHING,
    PURPOSE,
    gave_nothing,
    problem_text_of,
    run_of,
    variant_of,
)
from api.services.schools.years import read_year
from api.services.unit import Unit
from models.timetable import Run, RunPurpose, Variant
from scheduler.checks import check
from scheduler.problem import Problem
from scheduler.timetable import Timetable
from scheduler.wire import dump_bytes

NOTHING_YET = "Расписания ещё нет. Подождите немного и сохраните снова."
BROKEN = "Это расписание нарушает правила, поэтому вариантом не стало. Исправьте его и сохраните снова."
NAME = "Назовите вариант: от 1 до 100 знаков."
MOST = 200


@dataclass(frozen=True, slots=True)
class Stands:
    """A variant with its problem and timetable as values."""

    row: Variant
    problem: Problem
    timetable: Timetable
    lifted: Lifted = NOTHING

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the rules that the school has let go would say, one sentence each."""
        return warnings(self.problem, self.lifted, self.timetable)


def keep_variant(unit: Unit, run_id: str, name: str) -> Variant:
    """The best of a run so far becomes a variant of its own; Conflict where there is none, or the run was cancelled."""
    run = run_of(unit, run_id)
    if gave_nothing(run):
        raise Conflict(GAVE_NOTHING)
    if run.best is None:
        raise Conflict(NOTHING_YET)
    return _add(unit, name, run.best, _Origin(run.year_id, run.problem_id, run.base_id, run, run.lifted))


def add_variant(
    unit: Unit, year_id: str, problem_id: str, timetable: Timetable, name: str, base_id: str | None = None,
    lifted: Lifted = NOTHING,
) -> Variant:  # fmt: skip
    """A timetable made by hand or brought from elsewhere becomes a variant. lifted: rules its problem does without."""
    read_year(unit, year_id)
    if base_id is not None:
        variant_of(unit, base_id)
    text = dump_bytes(timetable).decode("utf-8")
    return _add(unit, name, text, _Origin(year_id, problem_id, base_id, None, lifted.to_text()))


@dataclass(frozen=True, slots=True)
class _Origin:
    year_id: str
    problem_id: str
    base_id: str | None
    run: Run | None
    lifted: str


def _add(unit: Unit, name: str, text: str, origin: _Origin) -> Variant:
    name = _named(name)
    problem = problem_in(problem_text_of(unit, origin.problem_id))
    verdict = check(problem, timetable_in(text))
    if verdict.violations:
        raise Conflict(BROKEN)
    run = origin.run
    variant = Variant(
        school_id=at_desk(unit), year_id=origin.year_id, problem_id=origin.problem_id,
        number=_next_number(unit, origin.year_id), name=name, account_id=unit.actor.account_id,
        run_id=run.id if run else None, base_id=origin.base_id, settings=_settings(run),
        seed=run.seed if run else None, timetable=text, score=json.dumps(verdict.score),
        unplaced=verdict.score["unplaced"], lifted=origin.lifted, recipe=run.recipe if run else "",
    )  # fmt: skip
    unit.session.add(variant)
    unit.session.flush()
    unit.note("variant.keep", "variant", variant.id, run=variant.run_id, number=variant.number)
    return variant


def _settings(run: Run | None) -> str:
    if run is None:
        return "{}"
    return json.dumps({**json.loads(run.settings), "purpose": run.purpose, "seconds": run.seconds})


def _next_number(unit: Unit, year_id: str) -> int:
    asked = select(func.max(Variant.number)).where(
        Variant.school_id == at_desk(unit), Variant.year_id == year_id
    )
    return (unit.session.exec(asked).one() or 0) + 1


def variants(unit: Unit, year_id: str) -> Sequence[Variant]:
    """The variants of a year that were not removed, the newest first."""
    asked = select(Variant).where(
        Variant.school_id == at_desk(unit), Variant.year_id == year_id, col(Variant.removed_at).is_(None)
    )
    light = asked.options(defer(col(Variant.timetable)), defer(col(Variant.recipe)))  # type: ignore[arg-type]
    return unit.session.exec(light.order_by(col(Variant.number).desc()).limit(MOST)).all()


def read_variant(unit: Unit, variant_id: str) -> Stands:
    """A variant of the actor's school as values; NotFound for a foreign one."""
    row = variant_of(unit, variant_id)
    kept = problem_text_of(unit, row.problem_id)
    return Stands(row, problem_in(kept), timetable_in(row.timetable), lifted_in(row.lifted))


def origin_of(unit: Unit, row: Variant) -> tuple[tuple[str, str], ...]:
    """What a variant can be made anew from, in pairs of title and value."""
    told = json.loads(row.settings)
    found = [("Задача", f"{problem_text_of(unit, row.problem_id).digest[:12]}…")]
    if row.base_id is not None:
        base = variant_of(unit, row.base_id)
        found.append(("Исходный вариант", f"{base.number}. {base.name}"))
        pinned = len(pins_of(unit.session, base)) if row.run_id is not None else 0
        found += [("Закреплено занятий", str(pinned))] if pinned else []
    if told:
        found.append(("Цель", PURPOSE[RunPurpose(told["purpose"])]))
        found.append(("Поисков рядом", str(told["workers"])))
        limit = ("Шагов", str(told["iterations"])) if told["iterations"] else ("Секунд", str(told["seconds"]))
        found.append(limit)
    if row.seed is not None:
        found.append(("Зерно случайных чисел", str(row.seed)))
    return tuple(found)


def rename_variant(unit: Unit, variant_id: str, rev: int, name: str) -> Variant:
    row = _held(unit, variant_id)
    told = _named(name)
    touch(row, rev)
    row.name = told
    unit.note("variant.rename", "variant", row.id)
    return row


def remove_variant(unit: Unit, variant_id: str, rev: int) -> Variant:
    """Out of the lists; `restore_variant` brings it back."""
    row = _held(unit, variant_id)
    touch(row, rev)
    row.removed_at = row.removed_at or unit.at
    unit.note("variant.remove", "variant", row.id)
    return row


def restore_variant(unit: Unit, variant_id: str) -> Variant:
    row = _held(unit, variant_id)
    row.removed_at = None
    unit.note("variant.restore", "variant", row.id)
    return row


def removed_variant(unit: Unit, variant_id: str) -> Variant | None:
    """The variant, if it is one of the actor's school that was removed."""
    row = unit.session.get(Variant, variant_id) if variant_id else None
    mine = row is not None and row.school_id == at_desk(unit) and row.removed_at is not None
    return row if mine else None


def _held(unit: Unit, variant_id: str) -> Variant:
    return locked(unit, Variant, variant_of(unit, variant_id).id) or variant_of(unit, variant_id)


def _named(name: str) -> str:
    told = " ".join(name.split())
    if not 1 <= len(told) <= 100:
        raise Invalid({"name": [NAME]})
    return told
