"""Where a lesson could stand, as lines for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.commands.printing import columns
from api.texts import DAY
from scheduler.rulebook import RULES
from scheduler.terms import clock

if TYPE_CHECKING:
    from scheduler.suggest.answer import Start, Suggestions

MOST_STARTS = 20
MOST_BLOCKERS = 10


def suggestion_lines(suggestions: Suggestions, step_min: int) -> list[str]:
    """The best starts for the problem's ranks first, then what closes most of the others."""
    starts = suggestions.starts
    if not starts:
        return ["Свободного времени нет.", *_blocker_lines(suggestions, step_min)]
    table = columns([_cells(start) for start in starts[:MOST_STARTS]], frozenset([4]))
    head = f"Возможных начал: {len(starts)} (изменение баллов; меньше — лучше)"
    lines = [head, *(f"  {line}" for line in table)]
    if len(starts) > MOST_STARTS:
        lines.append(f"  и ещё {len(starts) - MOST_STARTS}")
    return lines + _blocker_lines(suggestions, step_min)


def _cells(start: Start) -> list[str]:
    changes = [f"{RULES[goal].said} {change:+d}" for goal, change in start.score.items() if change]
    where = [", ".join(start.weeks), DAY[start.day], clock(start.start_min), start.teacher]
    return [*where, f"{start.points:+d}", ", ".join(changes)]


def _blocker_lines(suggestions: Suggestions, step_min: int) -> list[str]:
    """Each sentence once with the number of starts it closes."""
    closed: Counter[str] = Counter()
    total = 0
    for run in (run for day in suggestions.days for run in day.blocked):
        number = (run.until_min - run.start_min) // step_min + 1
        total += number
        closed.update(_each(number, {blocker.text for blocker in run.blockers}))
    if not total:
        return []
    ordered = sorted(closed.items(), key=lambda item: (-item[1], item[0]))[:MOST_BLOCKERS]
    lines = columns([[str(number), text] for text, number in ordered], frozenset([0]))
    return [f"Закрыто начал: {total}; больше всего закрывают:", *(f"  {line}" for line in lines)]


def _each(number: int, texts: Iterable[str]) -> Counter[str]:
    return Counter(dict.fromkeys(texts, number))
