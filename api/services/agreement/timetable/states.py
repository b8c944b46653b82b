"""The life of a version as a table: which move leads from which state where (decisions, «Timetable versions»)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.agreement import BY_REASON, Answer, VersionState


class VersionMove(StrEnum):
    OFFER = "offer"
    ANSWER = "answer"
    LAPSE = "lapse"  # the deadline has passed without an answer
    RECALL = "recall"
    REPLACE = "replace"  # a newer version is offered
    APPROVE = "approve"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"  # a newer version is published
    END = "end"


@dataclass(frozen=True, slots=True)
class Step:
    """to None: the state follows from the answers (`judged`)."""

    origins: frozenset[VersionState]
    to: VersionState | None


ASKED = frozenset({VersionState.OFFERED, VersionState.AGREED}) | BY_REASON  # answers are taken

STEPS: dict[VersionMove, Step] = {
    VersionMove.OFFER: Step(frozenset({VersionState.DRAFT}), VersionState.OFFERED),
    VersionMove.ANSWER: Step(ASKED, None),
    VersionMove.LAPSE: Step(frozenset({VersionState.OFFERED}), VersionState.UNANSWERED),
    VersionMove.RECALL: Step(ASKED, VersionState.RECALLED),
    VersionMove.REPLACE: Step(ASKED | {VersionState.APPROVED}, VersionState.SUPERSEDED),
    VersionMove.APPROVE: Step(frozenset({VersionState.AGREED}) | BY_REASON, VersionState.APPROVED),
    VersionMove.PUBLISH: Step(frozenset({VersionState.APPROVED}), VersionState.PUBLISHED),
    VersionMove.SUPERSEDE: Step(frozenset({VersionState.PUBLISHED}), VersionState.SUPERSEDED),
    VersionMove.END: Step(frozenset({VersionState.PUBLISHED}), VersionState.ENDED),
}

SAID: dict[VersionState, str] = {
    VersionState.DRAFT: "черновик",
    VersionState.OFFERED: "ждёт ответа семьи",
    VersionState.AGREED: "семья согласна",
    VersionState.DECLINED: "семья не согласна",
    VersionState.DISPUTED: "представители ответили по-разному",
    VersionState.UNANSWERED: "нет ответа в срок",
    VersionState.RECALLED: "отозвано школой",
    VersionState.APPROVED: "утверждено директором",
    VersionState.PUBLISHED: "действует",
    VersionState.SUPERSEDED: "заменено новым",
    VersionState.ENDED: "закончилось",
}


def after(state: VersionState, move: VersionMove) -> VersionState | None:
    """The state a move leads to; None where the table has no such move or answers decide."""
    step = STEPS[move]
    return step.to if state in step.origins else None


def judged(latest: Iterable[Answer], lapsed: bool) -> VersionState:
    """The state by the latest answer of each representative; silence is never agreement.

    One agreement is enough unless another representative declines (trust 4.3). lapsed: the deadline has passed.
    """
    answers = set(latest)
    if {Answer.AGREED, Answer.DECLINED} <= answers:
        return VersionState.DISPUTED
    if Answer.AGREED in answers:
        return VersionState.AGREED
    if Answer.DECLINED in answers:
        return VersionState.DECLINED
    return VersionState.UNANSWERED if lapsed else VersionState.OFFERED
