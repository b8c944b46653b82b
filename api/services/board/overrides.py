"""A start that only a rule of usage closes, taken all the same: the rule is let go there, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from api.errors import Invalid
from api.services.board.acts import Blocked
from api.services.board.held import Held
from api.services.board.state import Change
from api.services.runs.lifting import GAP, LIFTABLE, NOTHING, RHYTHM, SAME_DAY, Scope, lift
from api.services.runs.rules import reason_faults
from scheduler.problem import Problem
from scheduler.suggest import Blocker


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """reason: of models.timetable.LiftReason; words: for OTHER, and wherever more is to be said."""

    reason: str
    words: str = ""


def may_be_let_go(blockers: Iterable[Blocker]) -> bool:
    """Whether nothing but rules of usage stands against a start."""
    rules = {blocker.rule for blocker in blockers}
    return bool(rules) and rules <= set(LIFTABLE)


def in_spite(held: Held, act: Callable[[Held], Change], why: Why) -> Change:
    """The change, with the rules let go that stand against it. Blocked where something else does; Invalid without
    a reason."""
    faults = dict(reason_faults(why.reason, why.words, True))
    if faults:
        raise Invalid(faults)
    lifted = NOTHING
    for _ in LIFTABLE:
        try:
            change = act(held)
            break
        except Blocked as error:
            if not (error.rules and error.rules <= set(LIFTABLE)):
                raise
            problem, more = lift(held.state.problem, _scope(held.state.problem, error))
            if not more:
                raise
            lifted = lifted | more
            held = Held(replace(held.state, problem=problem, lifted=held.state.lifted | more))
    else:
        change = act(held)
    words = " ".join(why.words.split())
    return replace(change, lifted=lifted, reason=why.reason, words=words) if lifted else change


def _scope(problem: Problem, error: Blocked) -> Scope:
    """Whom the rules are let go for: the teacher, the subject of the pupils, the row with those of its slot."""
    row = next(row for row in problem.rows if row.id == error.row)
    same_day = [
        other.id
        for other in problem.rows
        if other.subject == row.subject and set(other.pupils) & set(row.pupils)
    ]
    rhythm = [
        other.id for other in problem.rows if other.id == row.id or (row.slot and other.slot == row.slot)
    ]
    return Scope(
        teachers=[error.teacher] if GAP in error.rules else (),
        same_day=same_day if SAME_DAY in error.rules else (), rhythm=rhythm if RHYTHM in error.rules else (),
    )  # fmt: skip
