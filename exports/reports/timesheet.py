"""The timesheet 0504421 of one month: a row per teacher and school, days 1–15 and 16–31 with subtotals.

Codes as in the form (приказ Минфина 52н): ЗН substitution in grades 1–3, ЗС in grades 4–11, ЗП in extended-day
groups; В a day off, Б illness, О leave. The form's split by halves of a month is from memory (domain 9, mark M).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value
from exports.words import number_said

HALF = 15
MONTH = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip


class Code(StrEnum):
    """Codes of the form that a service of lessons may know. HELD stands as hours, without a letter."""

    HELD = ""
    SUBSTITUTED_1_3 = "ЗН"
    SUBSTITUTED_4_11 = "ЗС"
    SUBSTITUTED_GROUP = "ЗП"
    DAY_OFF = "В"
    ILL = "Б"
    LEAVE = "О"


def substitution(grade: int, extended_day: bool = False) -> Code:
    """The code of a substitution by the pupil's grade."""
    if extended_day:
        return Code.SUBSTITUTED_GROUP
    return Code.SUBSTITUTED_1_3 if grade <= 3 else Code.SUBSTITUTED_4_11


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """What a day holds: hours to be paid under a code; a code of absence has none."""

    on: date
    code: Code
    hours: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesheetLine:
    """A teacher at one school; who works at several has a line at each."""

    number: str
    teacher: str
    post: str
    school: str
    marks: tuple[DayMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timesheet:
    """month: any day of it. made_by: who signs; department: as the form asks."""

    school: str
    department: str
    month: date
    lines: tuple[TimesheetLine, ...]
    made_by: str = ""


def timesheet_sheet(values: Timesheet) -> Sheet:
    """The sheet. ValueError for a mark outside the month."""
    days = monthrange(values.month.year, values.month.month)[1]
    numbers = [*range(1, HALF + 1), None, *range(HALF + 1, days + 1), None]
    columns = (
        Column("№", 4), Column("Фамилия, имя, отчество", 24), Column("Учётный номер", 8),
        Column("Должность", 14), Column("Школа", 14),
        *(Column("Итого" if day is None else str(day), 7 if day is None else 4.2) for day in numbers),
        Column("Всего за месяц", 8),
    )  # fmt: skip
    first, second = 5, 5 + HALF + 1
    return Sheet(
        name="Табель 0504421", title="Табель учёта использования рабочего времени", columns=columns,
        rows=tuple(_row(n, line, values.month, days) for n, line in enumerate(values.lines, 1)),
        above=(
            f"Форма 0504421, {MONTH[values.month.month - 1]} {values.month.year} г.",
            f"Учреждение: {values.school}", f"Подразделение: {values.department}",
            "ЗН, ЗС, ЗП — замещение в 1–3, 4–11 классах и группах продлённого дня; В — выходной, Б — болезнь, "
            "О — отпуск",
        ),
        groups=(
            (0, 4, "Работник"), (first, first + HALF, "1–15"), (second, second + days - HALF, f"16–{days}"),
        ),
        signatures=(
            f"Исполнитель ____________________ {values.made_by}",
            "Ответственное лицо ____________________ /____________________/   «___» ____________ 20___ г.",
        ),
    )  # fmt: skip


def _row(number: int, line: TimesheetLine, month: date, days: int) -> tuple[Value, ...]:
    by_day: dict[int, list[DayMark]] = {day: [] for day in range(1, days + 1)}
    for mark in line.marks:
        if (mark.on.year, mark.on.month) != (month.year, month.month):
            raise ValueError(f"{line.teacher}: {mark.on.isoformat()} is not in {month:%Y-%m}")
        by_day[mark.on.day].append(mark)
    halves = [_half(by_day, range(1, HALF + 1)), _half(by_day, range(HALF + 1, days + 1))]
    cells: list[Value] = []
    for texts, hours in halves:
        cells += [*texts, hours]
    total = halves[0][1] + halves[1][1]
    return (number, line.teacher, line.number, line.post, line.school, *cells, total)


def _half(by_day: dict[int, list[DayMark]], days: range) -> tuple[list[Value], Fraction]:
    marks = [by_day[day] for day in days]
    hours = sum((mark.hours for day in marks for mark in day), Fraction(0))
    return [_said(day) for day in marks], hours


def _said(marks: Sequence[DayMark]) -> Value:
    """Hours of a day by code: `2`, `2 ЗС1`, `В`; nothing for a day without any."""
    hours: dict[Code, Fraction] = {}
    for mark in marks:
        hours[mark.code] = hours.get(mark.code, Fraction(0)) + mark.hours
    told = [
        f"{code.value}{number_said(amount) if amount else ''}"
        for code, amount in sorted(hours.items(), key=lambda entry: list(Code).index(entry[0]))
        if code.value or amount
    ]
    if list(hours) == [Code.HELD] and told:
        return hours[Code.HELD]
    return " ".join(told) or None
