"""Russian words that several parts of the kernel share: days of the week, counts with the right ending."""

from __future__ import annotations

from scheduler.terms import Weekday

DAY = {
    Weekday.MON: "пн",
    Weekday.TUE: "вт",
    Weekday.WED: "ср",
    Weekday.THU: "чт",
    Weekday.FRI: "пт",
    Weekday.SAT: "сб",
    Weekday.SUN: "вс",
}


def counted(number: int, one: str, few: str, many: str) -> str:
    """`1 занятие`, `2 занятия`, `5 занятий`, `11 занятий`, `21 занятие`."""
    tens, units = number % 100, number % 10
    if units == 1 and tens != 11:
        return f"{number} {one}"
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return f"{number} {few}"
    return f"{number} {many}"


def lessons(number: int) -> str:
    return counted(number, "занятие", "занятия", "занятий")
