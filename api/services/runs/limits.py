"""How big a problem an installation solves between two clicks; bigger ones are refused with a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.errors import Conflict
from scheduler.problem import Problem
from scheduler.russian import counted

MINUTE = 60
MOST_WEEKS = 60
MOST_LESSONS_A_ROW = 400
LISTS = ("places", "teachers", "rows", "pins", "previous", "closed")
MOST_A_PUPIL = 200  # entries of any other list of a file, for each pupil it may have


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """seconds: of one run, whatever it is given later. memory_mb: of the child that solves. file_bytes: of a file."""

    pupils: int = 600
    rows_a_pupil: int = 25
    seconds: int = 600
    memory_mb: int = 1536
    file_bytes: int = 5 * 1024 * 1024


def refuse_giant(problem: Problem, limits: RunLimits) -> None:
    """Raises Conflict with every limit the problem goes beyond."""
    rows = Counter(pupil for row in problem.rows for pupil in row.pupils)
    lessons = max((row.lessons for row in problem.rows), default=0)
    told = [
        *_beyond_pupils(len(problem.pupils), limits),
        *_beyond("строк плана у одного ученика", max(rows.values(), default=0), limits.rows_a_pupil),
        *_beyond("недель", len(problem.weeks), MOST_WEEKS),
        *_beyond("занятий в одной строке плана", lessons, MOST_LESSONS_A_ROW),
    ]
    if told:
        raise Conflict(" ".join([*told, ADVICE]))


def refuse_giant_file(raw: dict[str, Any], limits: RunLimits) -> None:
    """The same by the lengths of a file's lists, before anybody looks into them."""
    told = list(_beyond_pupils(_length(raw, "pupils"), limits))
    told += _beyond("недель", _length(raw, "weeks"), MOST_WEEKS)
    for name in LISTS:
        told += _beyond(f"записей в списке {name}", _length(raw, name), limits.pupils * MOST_A_PUPIL)
    told += _beyond("строк плана", _length(raw, "rows"), limits.pupils * limits.rows_a_pupil)
    if told:
        raise Conflict(" ".join([*told, ADVICE]))


ADVICE = "Разделите расчёт по школам или попросите администратора посчитать на сервере для больших сетей."


def _length(raw: dict[str, Any], name: str) -> int:
    found = raw.get(name)
    return len(found) if isinstance(found, list) else 0


def _beyond_pupils(number: int, limits: RunLimits) -> Iterator[str]:
    if number > limits.pupils:
        said = counted(number, "ученик", "ученика", "учеников")
        yield f"В расчёте {said}, а здесь можно не больше {limits.pupils}."


def _beyond(what: str, number: int, most: int) -> Iterator[str]:
    if number > most:
        yield f"В расчёте {what}: {number}, а здесь можно не больше {most}."
