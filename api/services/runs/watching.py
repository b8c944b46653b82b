"""What is told of a run while it goes on and afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from api.services.runs.problems import problem_in, timetable_in
from api.services.runs.running import GOING, PURPOSE, aim_of, problem_text_of, run_of, without_best
from api.services.runs.scores import in_full, in_short
from api.services.runs.variants import Stands
from api.services.unit import Unit
from models.person import Account
from models.timetable import ProblemText, Run, RunPurpose, RunState, RunWish, Variant
from scheduler.problem import Problem
from scheduler.russian import counted
from scheduler.russian import lessons as lessons_counted
from scheduler.timetable import Timetable

STATE = {
    RunState.QUEUED: "ждёт очереди",
    RunState.RUNNING: "идёт",
    RunState.DONE: "закончен",
    RunState.STOPPED: "остановлен, взято лучшее",
    RunState.CANCELLED: "отменён",
    RunState.FAILED: "не удался",
}
WISH = {RunWish.STOP: "останавливается", RunWish.CANCEL: "отменяется"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A run in words and numbers. ahead: runs that come first. curve: seconds, lessons not placed, points. allowed,
    changes: lessons of the others that may leave their time, and do; None where nobody counts."""

    id: str
    code: RunState
    going: bool
    waiting: bool
    state: str
    purpose: str
    first_on: date
    last_on: date
    created_at: datetime
    author: str
    seconds: int
    spent_s: int
    ahead: int
    short: str
    figures: tuple[tuple[str, str], ...]
    bound: str
    curve: tuple[tuple[float, int, int], ...]
    fault: str | None
    best_at: datetime | None
    gave_nothing: bool
    allowed: int | None
    changes: int | None


def watched(unit: Unit, run_id: str) -> Watched:
    """A run of the actor's school; NotFound for a foreign one."""
    return told(unit.session, run_of(unit, run_id))


def seen_by(session: Session, school_id: str | None, run_id: str) -> Watched | None:
    """A run of a school as it stands now; None for one of elsewhere."""
    run = session.exec(without_best(select(Run).where(Run.id == run_id))).first()
    return told(session, run) if run is not None and run.school_id == school_id else None


def told(session: Session, run: Run) -> Watched:
    """A run as it stands; whoever asks has already been let see it."""
    days = select(col(ProblemText.first_on), col(ProblemText.last_on))
    kept = session.exec(days.where(ProblemText.id == run.problem_id)).one()
    score: dict[str, int] = json.loads(run.score) if run.score else {}
    aim = aim_of(run)
    counting = aim.purpose in (RunPurpose.FEW, RunPurpose.JOIN)
    return Watched(
        id=run.id, code=RunState(run.state), going=run.state in GOING, waiting=run.state == RunState.QUEUED,
        state=_state(run), purpose=purpose_said(run), first_on=kept[0], last_on=kept[1], created_at=run.created_at,
        author=names_of(session, [run.account_id])[run.account_id], seconds=run.seconds,
        spent_s=min(run.seconds, run.spent_ms // 1000), ahead=_ahead(session, run),
        short=in_short(score) if score else "", figures=in_full(score) if score else (),
        bound=_bound(run.bound, score), curve=tuple((at, n, points) for at, n, points in json.loads(run.curve)),
        fault=run.fault, best_at=run.best_at,
        gave_nothing=run.state in (RunState.CANCELLED, RunState.FAILED) or not score,
        allowed=aim.changes if counting else None, changes=score.get("changes") if counting else None,
    )  # fmt: skip


def purpose_said(run: Run) -> str:
    """`Улучшить, изменив немного: не больше 5 изменений`."""
    aim, said = aim_of(run), PURPOSE[RunPurpose(run.purpose)]
    if aim.purpose not in (RunPurpose.FEW, RunPurpose.JOIN):
        return said
    return f"{said}: не больше {counted(aim.changes, 'изменения', 'изменений', 'изменений')}"


def best_of(unit: Unit, run_id: str) -> tuple[Problem, Timetable] | None:
    """The best so far as values; None while there is none."""
    run = run_of(unit, run_id)
    if run.best is None:
        return None
    return problem_in(problem_text_of(unit, run.problem_id)), timetable_in(run.best)


def names_of(session: Session, ids: Iterable[str]) -> Mapping[str, str]:
    """Names of accounts by id."""
    asked = select(Account.id, Account.name).where(col(Account.id).in_(set(ids)))
    return dict(session.exec(asked).all())


def variant_score(row: Variant) -> str:
    """The score of a variant in short."""
    return in_short(json.loads(row.score))


def variant_figures(stands: Stands) -> tuple[tuple[str, str], ...]:
    return in_full(json.loads(stands.row.score))


def _state(run: Run) -> str:
    if run.state == RunState.RUNNING and run.wish in WISH:
        return WISH[RunWish(run.wish)]
    return STATE[RunState(run.state)]


def _bound(bound: int | None, score: Mapping[str, int]) -> str:
    """What is proved about lessons without a time."""
    unplaced = score.get("unplaced", 0)
    if not score or not unplaced:
        return ""
    if bound and bound == unplaced:
        return "Доказано: разместить больше занятий нельзя."
    if bound:
        return f"Доказано: без времени останется не меньше {lessons_counted(bound).replace('занятие', 'занятия')}."
    return "Не доказано, что разместить больше нельзя."


def _ahead(session: Session, run: Run) -> int:
    if run.state != RunState.QUEUED:
        return 0
    asked = select(func.count(col(Run.id))).where(
        col(Run.state).in_(GOING), col(Run.created_at) < run.created_at
    )
    return session.exec(asked).one()
