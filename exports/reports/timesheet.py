"""The timesheet 0504421 of one month, as приказ Минфина 52н has it: hours above, codes below, the month in halves.

A worker has two rows for each school that was taught for. Codes: Ф hours worked, ЗН, ЗС, ЗП substitution in grades
1–3, 4–11 and in extended-day groups, РП work on a day off, В a day off, Б illness, О leave. All of them stand in the
form's own list of signs («Условные обозначения», an edition before 52н was seen); that 52н kept them, and the split
of the month and of the row, is from memory (domain 9, mark M). A school may have signs of its own: the sheet says so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from exports.reports.table import Column, Sheet, Value
from exports.words import number_said

HALF = 15
MONTH = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
         "ноября", "декабря")  # fmt: skip
ZERO = Fraction(0)


class Code(StrEnum):
    """Codes of the form that a service of lessons may know, in the order they stand in one cell."""

    HELD = "Ф"
    SUBSTITUTED_1_3 = "ЗН"
    SUBSTITUTED_4_11 = "ЗС"
    SUBSTITUTED_GROUP = "ЗП"
    ON_DAY_OFF = "РП"
    ILL = "Б"
    LEAVE = "О"
    DAY_OFF = "В"


SAID = {
    Code.HELD: "фактически отработанные часы",
    Code.SUBSTITUTED_1_3: "замещение в 1–3 классах",
    Code.SUBSTITUTED_4_11: "замещение в 4–11 классах",
    Code.SUBSTITUTED_GROUP: "замещение в группах продлённого дня",
    Code.ON_DAY_OFF: "работа в выходные и нерабочие праздничные дни",
    Code.ILL: "временная нетрудоспособность",
    Code.LEAVE: "отпуск",
    Code.DAY_OFF: "выходные и нерабочие праздничные дни",
}
CHECK = "Сверьте обозначения с учётной политикой школы: если в ней другие, исправьте их здесь."
WORKED = frozenset(
    {
        Code.HELD, Code.SUBSTITUTED_1_3, Code.SUBSTITUTED_4_11, Code.SUBSTITUTED_GROUP, Code.ON_DAY_OFF,
    }
)  # fmt: skip


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
    hours: Fraction = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesheetLine:
    """A teacher for the pupils of one school; who teaches for several has a line for each. number: of the staff
    register; post: as it is named there."""

    number: str
    teacher: str
    post: str
    school: str
    marks: tuple[DayMark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timesheet:
    """month: any day of it. made_by, made_on: who makes the sheet, and when. uncoded: absences a person codes."""

    school: str
    department: str
    month: date
    made_on: date
    lines: tuple[TimesheetLine, ...]
    made_by: str = ""
    uncoded: tuple[str, ...] = ()


def timesheet_sheet(values: Timesheet) -> Sheet:
    """The sheet. ValueError for a mark outside the month."""
    days = monthrange(values.month.year, values.month.month)[1]
    rows = [row for line in values.lines for row in _pair(line, values.month, days)]
    second = 4 + HALF + 1
    return Sheet(
        name="Табель 0504421", title="ТАБЕЛЬ № ____ учёта использования рабочего времени",
        columns=_columns(days), rows=tuple(rows), above=tuple(_above(values, days)), below=tuple(_below(values)),
        groups=((0, 3, "Работник"), (4, 4 + HALF, "Числа месяца: 1–15"),
                (second, second + days - HALF, f"Числа месяца: 16–{days}")),
        signatures=tuple(_signatures(values)),
    )  # fmt: skip


def _columns(days: int) -> tuple[Column, ...]:
    first, rest = range(1, HALF + 1), range(HALF + 1, days + 1)
    return (
        Column("Фамилия, имя, отчество", 19), Column("Учётный номер", 8), Column("Должность (профессия)", 12),
        Column("Школа детей", 12), *(Column(str(day), 3.7) for day in first),
        Column("Итого часов (дней) явок с 1 по 15", 8), *(Column(str(day), 3.7) for day in rest),
        Column("Всего часов (дней) явок за месяц", 8),
    )  # fmt: skip


def _above(values: Timesheet, days: int) -> Iterator[str]:
    month = f"{MONTH[values.month.month - 1]} {values.month.year} г."
    yield f"за период с 1 по {days} {month}          Форма по ОКУД 0504421"
    yield f"Учреждение: {values.school}          по ОКПО ____________"
    yield f"Структурное подразделение: {values.department}"
    yield (
        "Вид табеля: первичный          Номер корректировки: 0          "
        f"Дата формирования документа: {values.made_on:%d.%m.%Y}"
    )


def _below(values: Timesheet) -> Iterator[str]:
    used = {mark.code for line in values.lines for mark in line.marks}
    yield "В верхней строке часы, в нижней условные обозначения."
    if used:
        yield "; ".join(f"{code.value}: {SAID[code]}" for code in Code if code in used) + "."
        yield CHECK
    if values.uncoded:
        yield f"Впишите код отсутствия: {'; '.join(values.uncoded)}."


def _signatures(values: Timesheet) -> Iterator[str]:
    blank = "_____________ (должность)   _____________ (подпись)   _____________ (расшифровка)"
    yield f"Ответственный исполнитель   {blank}"
    made_by = values.made_by or "_____________ (расшифровка)"
    yield f"Исполнитель   _____________ (должность)   _____________ (подпись)   {made_by}"
    yield f"Отметка бухгалтерии о принятии табеля: исполнитель   {blank}   «___» __________ 20___ г."


def _pair(line: TimesheetLine, month: date, days: int) -> Iterator[tuple[Value, ...]]:
    """Hours above, codes below."""
    by_day: dict[int, list[DayMark]] = {day: [] for day in range(1, days + 1)}
    for mark in line.marks:
        if (mark.on.year, mark.on.month) != (month.year, month.month):
            raise ValueError(f"{line.teacher}: {mark.on.isoformat()} is not in {month:%Y-%m}")
        by_day[mark.on.day].append(mark)
    hours = {day: _by_code(marks) for day, marks in by_day.items()}
    first, rest = range(1, HALF + 1), range(HALF + 1, days + 1)
    whole = [*first, *rest]
    yield (
        line.teacher, line.number, line.post, line.school, *(_hours_said(hours[day]) for day in first),
        _sum(hours, first), *(_hours_said(hours[day]) for day in rest), _sum(hours, whole),
    )  # fmt: skip
    yield (
        "", "", "", "", *(_codes_said(hours[day]) for day in first), _days_said(hours, first),
        *(_codes_said(hours[day]) for day in rest), _days_said(hours, whole),
    )  # fmt: skip


def _by_code(marks: Sequence[DayMark]) -> dict[Code, Fraction]:
    """Hours of a day by code, in the order of the codes."""
    order = list(Code)
    found: dict[Code, Fraction] = {}
    for mark in sorted(marks, key=lambda mark: order.index(mark.code)):
        found[mark.code] = found.get(mark.code, ZERO) + mark.hours
    return found


def _hours_said(told: dict[Code, Fraction]) -> Value:
    """`2`; `1/1` where a day has several codes; nothing where there is nothing to pay."""
    worked = [hours for code, hours in told.items() if code in WORKED]
    if len(worked) == 1:
        return worked[0]
    return "/".join(number_said(hours) for hours in worked) or None


def _codes_said(told: dict[Code, Fraction]) -> Value:
    return "/".join(code.value for code in told) or None


def _sum(hours: dict[int, dict[Code, Fraction]], days: Iterable[int]) -> Fraction:
    return sum((each for day in days for each in hours[day].values()), ZERO)


def _days_said(hours: dict[int, dict[Code, Fraction]], days: Iterable[int]) -> str:
    return f"{sum(any(code in WORKED for code in hours[day]) for day in days)} дн."
