"""The life of a case as a table: which move leads from which state where, and the regulation's point for it.

Points are those of the school's «Положение об организации обучения на дому» (domain 1, 7.1). What a move needs
besides its state (papers, dates) is asked by the guards of the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    APPLIED = "applied"
    COMPLETE = "complete"
    ORDERED = "ordered"
    CONTRACTED = "contracted"
    PLANNED = "planned"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    SUSPENDED = "suspended"
    PROLONGED = "prolonged"
    AMENDED = "amended"
    EXPIRED = "expired"
    ENDED_EARLY = "ended_early"
    FINISHED = "finished"


class Move(StrEnum):
    COMPLETE = "complete_package"
    REOPEN = "reopen_package"
    ORDER = "order"
    CONTRACT = "contract"
    PLAN = "plan"
    SCHEDULE = "schedule"
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    PROLONG = "prolong"
    AMEND = "amend"
    EXPIRE = "expire"
    RENEW = "renew"
    END_EARLY = "end_early"
    FINISH = "finish"


TEACHING = frozenset({State.RUNNING, State.PROLONGED, State.AMENDED})  # lessons are held
OVER = frozenset({State.EXPIRED, State.ENDED_EARLY, State.FINISHED})
LAST = frozenset({State.ENDED_EARLY, State.FINISHED})  # no move leads out of them
PREPARING = (
    State.COMPLETE,
    State.ORDERED,
    State.CONTRACTED,
    State.PLANNED,
    State.SCHEDULED,
)  # the clock runs


@dataclass(frozen=True, slots=True)
class Step:
    """What a move may start from, where it leads, the point it rests on, and the verb on its button."""

    origins: frozenset[State]
    to: State
    point: str
    said: str


def _step(origins: frozenset[State] | tuple[State, ...], to: State, point: str, said: str) -> Step:
    return Step(frozenset(origins), to, point, said)


STARTED = TEACHING | {State.SUSPENDED}
AFTER_ORDER = STARTED | {State.ORDERED, State.CONTRACTED, State.PLANNED, State.SCHEDULED}

STEPS: dict[Move, Step] = {
    Move.COMPLETE: _step((State.APPLIED,), State.COMPLETE, "п. 2.1–2.2", "принять полный пакет документов"),
    Move.REOPEN: _step((State.COMPLETE,), State.APPLIED, "п. 2.2", "вернуть на сбор документов"),
    Move.ORDER: _step((State.COMPLETE,), State.ORDERED, "п. 2.3", "отметить изданный приказ"),
    Move.CONTRACT: _step((State.ORDERED,), State.CONTRACTED, "п. 2.4, 2.6", "отметить заключённый договор"),
    Move.PLAN: _step((State.CONTRACTED,), State.PLANNED, "п. 2.11–2.15", "отметить утверждённый учебный план"),
    Move.SCHEDULE: _step((State.PLANNED,), State.SCHEDULED, "п. 2.16", "отметить утверждённое расписание"),
    Move.START: _step((State.SCHEDULED,), State.RUNNING, "п. 2.5", "начать обучение"),
    Move.SUSPEND: _step(TEACHING, State.SUSPENDED, "п. 3.2", "приостановить обучение"),
    Move.RESUME: _step((State.SUSPENDED,), State.RUNNING, "п. 3.2", "возобновить обучение"),
    Move.PROLONG: _step(TEACHING, State.PROLONGED, "п. 2.7", "продлить по новой справке"),
    Move.AMEND: _step(TEACHING, State.AMENDED, "п. 2.11", "изменить условия обучения"),
    Move.EXPIRE: _step(AFTER_ORDER, State.EXPIRED, "п. 2.8", "вернуть ребёнка к занятиям с классом"),
    Move.RENEW: _step((State.EXPIRED,), State.COMPLETE, "п. 2.7", "принять новый пакет документов"),
    Move.END_EARLY: _step(
        AFTER_ORDER | {State.APPLIED, State.COMPLETE},
        State.ENDED_EARLY, "п. 2.9", "прекратить досрочно по заявлению родителя",
    ),
    Move.FINISH: _step(STARTED, State.FINISHED, "п. 2.6", "завершить учебный год"),
}  # fmt: skip

SAID: dict[State, str] = {
    State.APPLIED: "заявление принято",
    State.COMPLETE: "пакет документов полный",
    State.ORDERED: "издан приказ",
    State.CONTRACTED: "заключён договор",
    State.PLANNED: "утверждён учебный план",
    State.SCHEDULED: "утверждено расписание",
    State.RUNNING: "идёт обучение",
    State.SUSPENDED: "обучение приостановлено",
    State.PROLONGED: "обучение продлено",
    State.AMENDED: "условия изменены, обучение идёт",
    State.EXPIRED: "срок документов истёк, ребёнок учится с классом",
    State.ENDED_EARLY: "прекращено досрочно",
    State.FINISHED: "завершено",
}


def after(state: State, move: Move) -> State | None:
    """The state a move leads to; None where the table has no such move."""
    step = STEPS[move]
    return step.to if state in step.origins else None


def moves_from(state: State) -> tuple[Move, ...]:
    """Every move the table allows, in the table's order."""
    return tuple(move for move, step in STEPS.items() if state in step.origins)
