"""Drafts in the database: one per deputy and variant, its steps, undo and redo, and its end as a variant.

A colleague may work in the same draft. Whoever acts says what they had seen; what was done meanwhile is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.errors import Conflict, NotFound
from api.services.agreement.timetable.held_times import held_times
from api.services.board.acts import change_of_score, refuse_worse
from api.services.board.held import Held, held, hold
from api.services.board.pinning import pins_of
from api.services.board.starts import refuse_held
from api.services.board.state import Change, State, StepKind, change_in
from api.services.desk import at_desk, locked
from api.services.runs.lifting import lifted_in
from api.services.runs.limits import RunLimits
from api.services.runs.problems import as_it_is, given_problem, keep_problem
from api.services.runs.purposes import Aim
from api.services.runs.running import Order, problem_text_of, start_run
from api.services.runs.variants import add_variant, read_variant
from api.services.unit import Unit
from models.person import Account
from models.timetable import Draft, DraftStep, Run, RunPurpose, Variant

MOST_STEPS = 500
SOLVE_SECONDS = 60
REMOVED = "Этот вариант убран из списка. Верните его и начните правку снова."
CLOSED = "Эта правка закончена: она сохранена как вариант. Начните новую правку с него."
TOO_MANY = "В правке уже {most} шагов. Сохраните её как вариант и продолжайте с него."
NO_UNDO, NO_REDO = "Отменять нечего.", "Возвращать нечего."
MEANWHILE = "Пока вы смотрели, эту правку изменили. Ваш шаг не сделан."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What somebody who acts had before their eyes: revision of the draft, its last step that counted."""

    rev: int
    step_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTold:
    """A step as a value. counts: it is not undone."""

    id: str
    number: int
    change: Change
    score: Mapping[str, int]
    author: str
    at: datetime
    counts: bool


class Overtaken(Conflict):
    """Somebody acted meanwhile. theirs: steps done since; undone: steps of which one had been seen to count."""

    def __init__(self, theirs: tuple[StepTold, ...], undone: tuple[StepTold, ...]) -> None:
        self.theirs, self.undone = theirs, undone
        super().__init__(MEANWHILE)


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft that is looked at: its row, the variant it goes out from, its steps, its state."""

    draft: Draft
    variant: Variant
    steps: tuple[StepTold, ...]
    held: Held

    @property
    def done(self) -> tuple[StepTold, ...]:
        return tuple(step for step in self.steps if step.counts)

    @property
    def last_id(self) -> str:
        return self.done[-1].id if self.done else ""


def open_draft(unit: Unit, variant_id: str) -> Draft:
    """The actor's own draft of a variant, a new one where there is none. Pins of the draft it came from stay."""
    stands = read_variant(unit, variant_id)
    variant = locked(unit, Variant, stands.row.id) or stands.row
    if variant.removed_at is not None:
        raise Conflict(REMOVED)
    asked = _open_of(variant_id).where(Draft.account_id == unit.actor.account_id)
    found = unit.session.exec(asked).first()
    if found is not None:
        return found
    draft = Draft(school_id=at_desk(unit), variant_id=variant_id, account_id=unit.actor.account_id)
    unit.session.add(draft)
    unit.session.flush()
    unit.note("draft.open", "draft", draft.id, variant=variant_id)
    pins = pins_of(unit.session, variant)
    if pins:
        _append(unit, draft, 1, Change(kind=StepKind.PINS, pins=pins), {})
    return draft


def draft_of(unit: Unit, draft_id: str) -> Draft:
    """A draft of the actor's school; NotFound for a foreign one."""
    school_id = at_desk(unit)
    draft = unit.session.get(Draft, draft_id)
    if draft is None or draft.school_id != school_id:
        raise NotFound
    return draft


def drafts_on(unit: Unit, variant_id: str) -> tuple[tuple[Draft, str], ...]:
    """Open drafts of a variant with the names of their authors, the actor's own first."""
    asked = select(Draft, Account.name).join(Account, col(Account.id) == col(Draft.account_id))
    found = unit.session.exec(
        asked.where(
            Draft.variant_id == variant_id, Draft.school_id == at_desk(unit), col(Draft.closed_at).is_(None)
        )
    ).all()
    return tuple(sorted(found, key=lambda pair: (pair[0].account_id != unit.actor.account_id, pair[1])))


def look(unit: Unit, draft_id: str) -> Desk:
    """A draft as it stands."""
    return _desk(unit, draft_of(unit, draft_id))


def take_step(unit: Unit, draft_id: str, seen: Seen, act: Callable[[Held], Change]) -> DraftStep:
    """One step more; what had been undone cannot be redone after it. Conflict says why not."""
    desk = _to_change(unit, draft_id, seen)
    if desk.draft.head >= MOST_STEPS:
        raise Conflict(TOO_MANY.format(most=MOST_STEPS))
    change = act(desk.held)
    new = desk.held.after(change)
    refuse_worse(new, desk.held.verdict, new.verdict)
    refuse_held(desk.held, change)
    for step in unit.session.exec(_steps_of(desk.draft).where(DraftStep.number > desk.draft.head)).all():
        unit.session.delete(step)
    unit.session.flush()
    score = change_of_score(desk.held.verdict, new.verdict)
    step = _append(unit, desk.draft, desk.draft.head + 1, change, score)
    hold(desk.variant.id, step.id, new)
    return step


def undo(unit: Unit, draft_id: str, seen: Seen) -> Draft:
    """The last step that counts does not count any more."""
    desk = _to_change(unit, draft_id, seen)
    if desk.draft.head == 0:
        raise Conflict(NO_UNDO)
    return _turned(unit, desk.draft, -1, "draft.undo")


def redo(unit: Unit, draft_id: str, seen: Seen) -> Draft:
    desk = _to_change(unit, draft_id, seen)
    if len(desk.done) == len(desk.steps):
        raise Conflict(NO_REDO)
    return _turned(unit, desk.draft, 1, "draft.redo")


def keep_draft(unit: Unit, draft_id: str, seen: Seen, name: str) -> Variant:
    """The draft ends as a variant of its own, after the checker has judged it. Conflict for one that breaks a rule."""
    desk = _to_change(unit, draft_id, seen)
    base = desk.variant
    state = desk.held.state
    problem_id, lifted = _problem_id(unit, desk), state.lifted
    made = add_variant(unit, base.year_id, problem_id, state.timetable, name, base.id, lifted)
    desk.draft.kept_id, desk.draft.closed_at = made.id, unit.at
    desk.draft.rev += 1
    unit.note("draft.keep", "draft", desk.draft.id, variant=made.id, steps=desk.draft.head)
    return made


def _problem_id(unit: Unit, desk: Desk) -> str:
    """The problem of the variant; one of its own where rules were let go by hand."""
    kept, state = problem_text_of(unit, desk.variant.problem_id), desk.held.state
    if state.lifted == lifted_in(desk.variant.lifted):
        return kept.id
    return keep_problem(unit, as_it_is(state.problem, state.lifted), kept.first_on, kept.last_on).id


def solve_on(unit: Unit, draft_id: str, seen: Seen, name: str, purpose: RunPurpose, limits: RunLimits) -> Run:
    """The draft is kept as a variant, and a run goes on from there with its pins."""
    state = look(unit, draft_id).held.state
    made = keep_draft(unit, draft_id, seen, name)
    days = problem_text_of(unit, made.problem_id)
    order = Order(
        first_on=days.first_on, last_on=days.last_on, aim=Aim(purpose=purpose), seconds=SOLVE_SECONDS,
        base_id=made.id,
    )  # fmt: skip
    given = given_problem(state.problem, limits, state.lifted)
    return start_run(unit, made.year_id, given, order, limits)


def _to_change(unit: Unit, draft_id: str, seen: Seen) -> Desk:
    """The draft, held against other writers, as the actor has seen it; Overtaken tells what they have not."""
    draft = locked(unit, Draft, draft_of(unit, draft_id).id)
    if draft is None:
        raise NotFound
    desk = _desk(unit, draft)
    if draft.closed_at is not None:
        raise Conflict(CLOSED)
    if draft.rev != seen.rev:
        raise _overtaken(desk, seen)
    return desk


def _overtaken(desk: Desk, seen: Seen) -> Overtaken:
    numbers = {step.id: step.number for step in desk.steps}
    known = numbers.get(seen.step_id, 0)
    theirs = tuple(step for step in desk.done if step.number > known)
    undone = tuple(step for step in desk.steps if not step.counts and step.number <= known)
    return Overtaken(theirs, undone)


def _desk(unit: Unit, draft: Draft) -> Desk:
    light = [defer(col(Variant.timetable))]  # type: ignore[arg-type]
    variant = unit.session.get_one(Variant, draft.variant_id, options=light)
    steps = tuple(_told(unit, draft))
    done = [step for step in steps if step.counts]

    def make() -> State:
        stands = read_variant(unit, variant.id)
        return State(stands.problem, stands.timetable, lifted=stands.lifted).after(
            step.change for step in done
        )

    found = held(variant.id, done[-1].id if done else "", make)
    return Desk(draft, variant, steps, found.told_of(held_times(unit.session, draft.school_id, unit.at)))


def _told(unit: Unit, draft: Draft) -> Sequence[StepTold]:
    asked = select(DraftStep, Account.name).join(Account, col(Account.id) == col(DraftStep.account_id))
    found = unit.session.exec(asked.where(DraftStep.draft_id == draft.id).order_by(col(DraftStep.number)))
    return [
        StepTold(
            id=step.id, number=step.number, change=change_in(step.change), score=json.loads(step.score),
            author=name, at=step.created_at, counts=step.number <= draft.head,
        )
        for step, name in found
    ]  # fmt: skip


def _append(unit: Unit, draft: Draft, number: int, change: Change, score: Mapping[str, int]) -> DraftStep:
    step = DraftStep(
        draft_id=draft.id, number=number, account_id=unit.actor.account_id, change=change.to_text(),
        score=json.dumps(score), created_at=unit.at,
    )  # fmt: skip
    unit.session.add(step)
    draft.head = number
    draft.rev += 1
    unit.session.flush()
    told = {"rules": ",".join(change.lifted.rules), "reason": change.reason} if change.lifted else {}
    unit.note("draft.step", "draft", draft.id, number=number, step=change.kind, **told)
    return step


def _turned(unit: Unit, draft: Draft, by: int, action: str) -> Draft:
    draft.head += by
    draft.rev += 1
    unit.note(action, "draft", draft.id, head=draft.head)
    return draft


def _steps_of(draft: Draft) -> SelectOfScalar[DraftStep]:
    return select(DraftStep).where(DraftStep.draft_id == draft.id)


def _open_of(variant_id: str) -> SelectOfScalar[Draft]:
    return select(Draft).where(Draft.variant_id == variant_id, col(Draft.closed_at).is_(None))
