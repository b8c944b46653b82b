"""Runs: asking for one, watching it, saying stop, cancel or go on. The worker takes them from the table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import at_desk, locked
from api.services.runs.lifting import lifted_in
from api.services.runs.limits import RunLimits
from api.services.runs.problems import Given, keep_problem, problem_in, with_lifted
from api.services.runs.purposes import Aim
from api.services.schools.years import read_year
from api.services.unit import Unit
from models.timetable import ProblemText, Run, RunPurpose, RunState, RunWish, Variant
from scheduler.russian import counted

PURPOSE = {
    RunPurpose.FULL: "Составить всё заново",
    RunPurpose.FILL: "Дозаполнить: что стоит, остаётся на месте",
    RunPurpose.IMPROVE: "Улучшить, не трогая закреплённое",
    RunPurpose.FEW: "Улучшить, изменив немного",
    RunPurpose.JOIN: "Добавить новых учеников, почти не трогая других",
}
GOING = (RunState.QUEUED, RunState.RUNNING)
MOST_WAITING = 20
MORE_SECONDS = 120
LEAST_SECONDS = 1
OVER = "Этот расчёт уже закончен."
GAVE_NOTHING = "Этот расчёт не дал расписания. Начните новый."
TOO_LONG = "Один расчёт идёт не дольше {most}. Сохраните вариант и улучшайте его новым расчётом."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for. iterations: instead of time, for runs that are to come out the same again; `seconds` is
    then only where it ends at the latest. base_id: the variant it goes out from."""

    first_on: date
    last_on: date
    aim: Aim
    seconds: int = 60
    seed: int = 1
    workers: int = 2
    iterations: int | None = None
    base_id: str | None = None


def start_run(unit: Unit, year_id: str, given: Given, order: Order, limits: RunLimits) -> Run:
    """A run in the queue. Invalid or Conflict says what cannot be asked for."""
    school_id = at_desk(unit)
    read_year(unit, year_id)
    if order.base_id is not None:
        given = with_lifted(given, lifted_in(variant_of(unit, order.base_id).lifted))
    order = _with_newcomers(unit, order, given)
    _refuse_faults(unit, order, limits)
    waiting = len(unit.session.exec(without_best(_going_of(school_id))).all())
    if waiting >= MOST_WAITING:
        raise Conflict(f"В очереди уже {counted(waiting, 'расчёт', 'расчёта', 'расчётов')}. Отмените лишние.")
    run = Run(
        school_id=school_id, year_id=year_id, account_id=unit.actor.account_id, base_id=order.base_id,
        problem_id=keep_problem(unit, given, order.first_on, order.last_on).id, purpose=order.aim.purpose,
        settings=settings_text(order), seconds=order.seconds, seed=order.seed,
        lifted=given.lifted.to_text(),
    )  # fmt: skip
    unit.session.add(run)
    unit.session.flush()
    unit.note(
        "run.start", "run", run.id, purpose=order.aim.purpose, seconds=order.seconds, problem=given.digest,
        base=order.base_id,
    )  # fmt: skip
    return run


def settings_text(order: Order) -> str:
    """What makes a run come out the same again, beside problem, base and seed; as JSON."""
    kept = {"workers": order.workers, "iterations": order.iterations, **asdict(order.aim)}
    del kept["purpose"]
    return json.dumps(kept, sort_keys=True)


def aim_of(run: Run) -> Aim:
    kept = json.loads(run.settings)
    return Aim(purpose=RunPurpose(run.purpose), changes=kept["changes"], newcomers=tuple(kept["newcomers"]))


def _with_newcomers(unit: Unit, order: Order, given: Given) -> Order:
    """Of JOIN: the pupils that the variant it goes out from does not know."""
    if order.aim.purpose != RunPurpose.JOIN or order.base_id is None:
        return order
    base = problem_text_of(unit, variant_of(unit, order.base_id).problem_id)
    known = {pupil.id for pupil in problem_in(base).pupils}
    newcomers = tuple(pupil.id for pupil in given.problem.pupils if pupil.id not in known)
    return replace(order, aim=replace(order.aim, newcomers=newcomers))


def _refuse_faults(unit: Unit, order: Order, limits: RunLimits) -> None:
    faults: dict[str, list[str]] = {}
    if order.last_on < order.first_on:
        faults["last_on"] = ["Последний день раньше первого."]
    if not LEAST_SECONDS <= order.seconds <= limits.seconds:
        faults["seconds"] = [f"Укажите время не больше {_said(limits.seconds)}."]
    if order.aim.purpose != RunPurpose.FULL and order.base_id is None:
        faults["base_id"] = ["Выберите вариант, от которого считать."]
    elif order.aim.purpose == RunPurpose.JOIN and not order.aim.newcomers:
        faults["base_id"] = ["Новых учеников нет: все они уже есть в этом варианте. Выберите другую цель."]
    if not 0 <= order.aim.changes <= 1000:
        faults["changes"] = ["Укажите число изменений от 0 до 1000."]
    if faults:
        raise Invalid(faults)
    if order.base_id is not None:
        variant_of(unit, order.base_id)


def run_of(unit: Unit, run_id: str) -> Run:
    """A run of the actor's school; NotFound for a foreign one."""
    school_id = at_desk(unit)
    run = unit.session.get(Run, run_id)
    if run is None or run.school_id != school_id:
        raise NotFound
    return run


def variant_of(unit: Unit, variant_id: str) -> Variant:
    """A variant of the actor's school, a removed one too; NotFound for a foreign one."""
    school_id = at_desk(unit)
    variant = unit.session.get(Variant, variant_id)
    if variant is None or variant.school_id != school_id:
        raise NotFound
    return variant


def problem_text_of(unit: Unit, problem_id: str) -> ProblemText:
    """The stored problem of a run or a variant of the actor's school."""
    kept = unit.session.get(ProblemText, problem_id)
    if kept is None or kept.school_id != at_desk(unit):
        raise NotFound
    return kept


def runs(unit: Unit, year_id: str, most: int = 20) -> tuple[Run, ...]:
    """The latest runs of a year, those that go on first."""
    school_id = at_desk(unit)
    asked = _of_school(school_id).where(Run.year_id == year_id).order_by(col(Run.created_at).desc())
    found = unit.session.exec(without_best(asked.limit(most))).all()
    return tuple(sorted(found, key=lambda run: run.state not in GOING))


def _going_of(school_id: str) -> SelectOfScalar[Run]:
    return _of_school(school_id).where(col(Run.state).in_(GOING))


def without_best(asked: SelectOfScalar[Run]) -> SelectOfScalar[Run]:
    """The same runs without the text of their timetables, which may be megabytes."""
    return asked.options(defer(col(Run.best)))  # type: ignore[arg-type]


def _of_school(school_id: str) -> SelectOfScalar[Run]:
    return select(Run).where(Run.school_id == school_id)


def ask_stop(unit: Unit, run_id: str) -> Run:
    """The run ends with the best so far; one that still waits has none and is cancelled."""
    run = _going(unit, run_id)
    if run.state == RunState.QUEUED:
        return _cancelled(unit, run)
    run.wish = RunWish.STOP
    unit.note("run.stop", "run", run.id)
    return run


def ask_cancel(unit: Unit, run_id: str) -> Run:
    """The run ends and gives nothing."""
    run = _going(unit, run_id)
    if run.state == RunState.QUEUED:
        return _cancelled(unit, run)
    run.wish = RunWish.CANCEL
    unit.note("run.cancel", "run", run.id)
    return run


def gave_nothing(run: Run) -> bool:
    """Whether the run was cancelled, or is about to be, or has failed: whatever it had found is nobody's then."""
    return run.state in (RunState.CANCELLED, RunState.FAILED) or run.wish == RunWish.CANCEL


def ask_more(unit: Unit, run_id: str, limits: RunLimits, seconds: int = MORE_SECONDS) -> Run:
    """More time: for a run that goes on, or from where a finished one came to."""
    run = locked(unit, Run, run_of(unit, run_id).id) or run_of(unit, run_id)
    if gave_nothing(run):
        raise Conflict(GAVE_NOTHING)
    over = run.state not in GOING
    total = (-(-run.spent_ms // 1000) if over else run.seconds) + seconds
    if total > limits.seconds:
        raise Conflict(TOO_LONG.format(most=_said(limits.seconds)))
    run.seconds = total
    if over:
        run.state, run.wish, run.ended_at, run.fault = RunState.QUEUED, RunWish.NOTHING, None, None
    unit.note("run.more", "run", run.id, seconds=seconds)
    return run


def _going(unit: Unit, run_id: str) -> Run:
    run = locked(unit, Run, run_of(unit, run_id).id)
    if run is None or run.state not in GOING:
        raise Conflict(OVER)
    return run


def _cancelled(unit: Unit, run: Run) -> Run:
    run.state, run.ended_at = RunState.CANCELLED, unit.at
    unit.note("run.cancel", "run", run.id)
    return run


def _said(seconds: int) -> str:
    return counted(seconds // 60, "минуты", "минут", "минут") if seconds >= 60 else f"{seconds} с"
