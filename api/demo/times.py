"""Times as the source of the demo school writes them: `пн ср 13:00-18:00`, `пт 14:00-16:00 нед. 1,3`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.terms import Weekday

DAYS = {"пн": Weekday.MON, "вт": Weekday.TUE, "ср": Weekday.WED, "чт": Weekday.THU, "пт": Weekday.FRI}
SCHOOL_DAYS = tuple(DAYS.values())
_TIME = re.compile(
    r"(?P<days>[а-я][а-я -]*?)?\s*"
    r"(?:(?P<from>\d\d:\d\d)(?:-(?P<to>\d\d:\d\d))?|(?P<numbers>\d[\d, -]*?))?\s*"
    r"(?:нед\. (?P<weeks>[\d,]+))?"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What such a text says; days and weeks None: all of them; start and end in minutes since midnight."""

    days: tuple[Weekday, ...] | None
    weeks: tuple[str, ...] | None
    start_min: int | None
    end_min: int | None
    numbers: tuple[int, ...]


def read_time(text: str) -> Said:
    """Read one text. ValueError when it says something else than the examples above."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not understood: {text!r}; write for instance 'пн ср 13:00-18:00'")
    weeks = found["weeks"]
    return Said(
        days=_days(found["days"]) if found["days"] else None,
        weeks=tuple(f"w{number}" for number in weeks.split(",")) if weeks else None,
        start_min=_minutes(found["from"]) if found["from"] else None,
        end_min=_minutes(found["to"]) if found["to"] else None,
        numbers=_numbers(found["numbers"]) if found["numbers"] else (),
    )


def _days(text: str) -> tuple[Weekday, ...]:
    days: list[Weekday] = []
    for part in text.split():
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"not a day: {part!r}; days are {', '.join(DAYS)}")
        days += SCHOOL_DAYS[DAYS[first].number : DAYS[last or first].number + 1]
    return tuple(days)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _numbers(text: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return tuple(numbers)
