"""Russian words for people at a school: counts with the right ending, states, kinds of proof."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.rulebook import GOALS, RULES
from scheduler.terms import Proof, SolveStatus

STATUS = {
    SolveStatus.OPTIMAL: "лучше не бывает (доказано)",
    SolveStatus.FEASIBLE: "расписание составлено",
    SolveStatus.INFEASIBLE: "закреплённые занятия противоречат правилам",
    SolveStatus.UNKNOWN: "расписание не найдено",
}
PROOF = {
    Proof.IMPOSSIBLE: "невозможно",
    Proof.BLOCKED: "невозможно, пока не сдвинуть другое",
    Proof.NOT_FOUND: "место не найдено за отведённое время",
}
UNIT = {"min": "мин", "day": "дн.", "lesson": "зан.", "slot": "врем.", "teacher": "учит."}


def counted(number: int, one: str, few: str, many: str) -> str:
    """`1 занятие`, `2 занятия`, `5 занятий`, `11 занятий`, `21 занятие`."""
    tens, units = number % 100, number % 10
    if units == 1 and tens != 11:
        return f"{number} {one}"
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"


def lessons_counted(number: int) -> str:
    return counted(number, "занятие", "занятия", "занятий")


def score_phrases(score: Mapping[str, int]) -> list[str]:
    """The score in native units: `не размещено занятий 2`, then every goal that is not zero."""
    phrases = [f"{RULES['unplaced'].said} {score.get('unplaced', 0)}"]
    return phrases + [f"{rule.said} {score[rule.code]}" for rule in GOALS if score.get(rule.code)]
