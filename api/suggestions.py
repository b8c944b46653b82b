"""Where a lesson could stand, as lines for the terminal; reads the JSON form of the kernel's suggestions.

Keys read: `possible`: list of {week, day, start, teacher, points, score: {goal: change}}; `blocked`: list of
{week, day, start, teacher, blockers: [{rule, text}]}. Changes are against the timetable as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from api.printing import columns
from scheduler.rulebook import RULES

MOST_STARTS = 20
MOST_BLOCKERS = 10


def suggestion_lines(answer: Mapping[str, Any]) -> list[str]:
    """The cheapest starts first, then what most often stands in the way."""
    possible = sorted(answer["possible"], key=lambda start: start["points"])
    if not possible:
        return ["Свободного времени нет.", *_blocker_lines(answer["blocked"])]
    lines = [f"Возможных начал: {len(possible)}"]
    lines += [
        f"  {line}" for line in columns([_cells(start) for start in possible[:MOST_STARTS]], frozenset([4]))
    ]
    if len(possible) > MOST_STARTS:
        lines.append(f"  и ещё {len(possible) - MOST_STARTS}")
    return lines + _blocker_lines(answer["blocked"])


def _cells(start: Mapping[str, Any]) -> list[str]:
    changes = [f"{RULES[goal].said} {change:+d}" for goal, change in start["score"].items() if change]
    where = [str(start[key]) for key in ("week", "day", "start", "teacher")]
    return [*where, f"{start['points']:+d}", ", ".join(changes)]


def _blocker_lines(blocked: list[Mapping[str, Any]]) -> list[str]:
    """Each sentence once with the number of starts it closes, the one that closes most first."""
    if not blocked:
        return []
    closed = Counter(text for start in blocked for text in {each["text"] for each in start["blockers"]})
    ordered = sorted(closed.items(), key=lambda item: (-item[1], item[0]))[:MOST_BLOCKERS]
    lines = columns([[str(number), text] for text, number in ordered], frozenset([0]))
    return [f"Закрыто начал: {len(blocked)}; чаще всего мешает:", *(f"  {line}" for line in lines)]
