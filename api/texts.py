"""Russian words for people at a school: states of a solution, kinds of proof, units, scores."""

from __future__ import annotations

from collections.abc import Mapping

from exports.words import PROOF
from scheduler.rulebook import GOALS, RULES
from scheduler.russian import DAY, counted
from scheduler.russian import lessons as lessons_counted
from scheduler.terms import SolveStatus

__all__ = ["DAY", "PROOF", "STATUS", "UNIT", "counted", "lessons_counted", "score_phrases"]

STATUS = {
    SolveStatus.OPTIMAL: "лучше не бывает (доказано)",
    SolveStatus.FEASIBLE: "расписание составлено",
    SolveStatus.INFEASIBLE: "закреплённые занятия противоречат правилам",
    SolveStatus.UNKNOWN: "расписание не найдено",
}
UNIT = {"min": "мин", "day": "дн.", "lesson": "зан.", "slot": "врем.", "teacher": "учит."}


def score_phrases(score: Mapping[str, int]) -> list[str]:
    """The score in native units: `не размещено занятий 2`, then every goal that is not zero."""
    phrases = [f"{RULES['unplaced'].said} {score.get('unplaced', 0)}"]
    return phrases + [f"{rule.said} {score[rule.code]}" for rule in GOALS if score.get(rule.code)]
