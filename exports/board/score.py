"""The score as people say it: hours and minutes, counts; only what is not zero."""

from __future__ import annotations

from collections.abc import Mapping

from exports.words import duration_said
from scheduler.rulebook import GOALS

# goals counted in minutes: what the minutes are of
_MINUTES_OF = {
    "travel": "Учителя в дороге",
    "idle": "Учителя ждут",
    "pupil_gap": "Окна у детей",
    "fairness": "Больше всех в дороге и в ожидании",
}


def score_said(score: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Pairs such as `Учителя в дороге`, `5 ч 10 мин`, in the rulebook's order."""
    said: list[tuple[str, str]] = []
    for rule in GOALS:
        units = score.get(rule.code, 0)
        if units and rule.code in _MINUTES_OF:
            said.append((_MINUTES_OF[rule.code], duration_said(units)))
        elif units:
            said.append((rule.said[0].upper() + rule.said[1:], str(units)))
    return tuple(said)
