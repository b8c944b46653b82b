"""A row of a plan as a value: what the form has typed, what the table holds, what the kernel reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.services.words import shown
from models.plan import PlanRow
from scheduler.registry.values import PlanLine
from scheduler.terms import Block, HoursKind, LessonForm, Pattern

CYCLE = (1, 2, 3, 4)
Faults = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a plan; mirrors scheduler.registry.values.PlanLine. key None: a new row. teachers: ids. by_screen:
    a lesson may go by screen when it cannot be given as the row says."""

    key: str | None = None
    area: str = ""
    subject: str
    block: Block = Block.MANDATORY
    kind: HoursKind = HoursKind.CONTACT
    form: LessonForm = LessonForm.HOME
    place_id: str | None = None
    hours: Fraction
    in_class: Fraction = Fraction(0)
    lesson_min: int | None = None
    paid: Fraction | None = None
    pattern: Pattern = Pattern.PARITY
    slot: str | None = None
    max_per_day: int = 1
    weeks: tuple[int, ...] | None = None
    difficulty: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    shared: str | None = None
    teachers: tuple[str, ...] = ()
    by_screen: bool = True

    def line(self, pupil: str, id_: str) -> PlanLine:
        """As the kernel reads it, for one pupil."""
        return PlanLine(
            id=id_, pupils=(pupil,), area=self.area, subject=self.subject, block=self.block, kind=self.kind,
            form=self.form, hours_week=self.hours, in_class_hours=self.in_class, lesson_min=self.lesson_min,
            paid_hours_lesson=self.paid, pattern=self.pattern, slot=self.slot, max_per_day=self.max_per_day,
            weeks=self.weeks, difficulty=self.difficulty, valid_from=self.first_on, valid_to=self.last_on,
        )  # fmt: skip


def row_of(stored: PlanRow, teachers: Iterable[str] = ()) -> Row:
    """The value of a stored row."""
    return Row(
        key=stored.key, area=stored.area, subject=stored.subject, block=Block(stored.block),
        kind=HoursKind(stored.kind), form=LessonForm(stored.form), place_id=stored.place_id,
        hours=Fraction(stored.hours_part, stored.hours_over),
        in_class=Fraction(stored.in_class_part, stored.in_class_over), lesson_min=stored.lesson_min,
        paid=_fraction(stored.paid_part, stored.paid_over), pattern=Pattern(stored.pattern),
        slot=stored.slot, max_per_day=stored.max_per_day, weeks=_weeks(stored.weeks),
        difficulty=stored.difficulty, first_on=stored.first_on, last_on=stored.last_on, shared=stored.shared,
        teachers=tuple(teachers), by_screen=stored.by_screen,
    )  # fmt: skip


def put(stored: PlanRow, row: Row, yearly: Fraction | None) -> None:
    """Writes a value into a stored row; yearly: hours of its part of the year, as counted now."""
    stored.area, stored.subject, stored.block = row.area.strip(), row.subject.strip(), row.block
    stored.kind, stored.form, stored.place_id = row.kind, row.form, row.place_id
    stored.hours_part, stored.hours_over = row.hours.numerator, row.hours.denominator
    stored.in_class_part, stored.in_class_over = row.in_class.numerator, row.in_class.denominator
    stored.paid_part, stored.paid_over = _parts(row.paid)
    stored.yearly_part, stored.yearly_over = _parts(yearly)
    stored.lesson_min, stored.pattern, stored.slot = row.lesson_min, row.pattern, row.slot
    stored.max_per_day, stored.difficulty, stored.shared = row.max_per_day, row.difficulty, row.shared
    stored.weeks = ",".join(map(str, sorted(row.weeks))) if row.weeks else None
    stored.first_on, stored.last_on = row.first_on, row.last_on
    stored.by_screen = row.by_screen


def faults_of(rows: Sequence[Row], first: date, last: date, teachers: frozenset[str]) -> Faults:
    """Every fault at once, by `field-number` (numbers from 0). first, last: the plan's days."""
    found: Faults = {
        f"{field}-{number}": (sentence,)
        for number, row in enumerate(rows)
        for field, sentence in _row_faults(row, first, last, teachers)
    }
    keys = [row.key for row in rows if row.key is not None]
    if len(set(keys)) < len(keys):
        found["rows"] = ("Одна строка указана дважды. Откройте план снова.",)
    return found


def _row_faults(row: Row, first: date, last: date, teachers: frozenset[str]) -> Iterator[tuple[str, str]]:
    if not row.subject.strip():
        yield "subject", "Назовите предмет."
    if len(row.subject) > 200 or len(row.area) > 200:
        yield "subject", "Слишком длинное название: до 200 знаков."
    if row.hours < 0:
        yield "hours", "Часов не бывает меньше нуля."
    if not 0 <= row.in_class <= row.hours:
        yield "in_class", "Часов с классом не может быть больше, чем всего."
    if row.lesson_min is not None and not 5 <= row.lesson_min <= 120:
        yield "lesson_min", "Занятие длится от 5 до 120 минут."
    if row.paid is not None and row.paid < 0:
        yield "paid", "Оплата не бывает меньше нуля."
    if not 1 <= row.max_per_day <= 8:
        yield "max_per_day", "Занятий в день — от 1 до 8."
    if row.weeks is not None and not set(row.weeks) <= set(CYCLE):
        yield "weeks", "Недели — числа от 1 до 4."
    if row.difficulty is not None and not 0 <= row.difficulty <= 20:
        yield "difficulty", "Трудность — от 0 до 20 баллов."
    if not set(row.teachers) <= teachers:
        yield "teachers", "Выберите учителей из списка."
    yield from _date_faults(row, first, last)


def _date_faults(row: Row, first: date, last: date) -> Iterator[tuple[str, str]]:
    begins, ends = row.first_on or first, row.last_on or last
    if ends < begins:
        yield "last_on", "Последний день раньше первого."
    elif begins < first or ends > last:
        yield "first_on", f"Даты выходят за план: {shown(first)}–{shown(last)}."


def _fraction(part: int | None, over: int | None) -> Fraction | None:
    return None if part is None or over is None else Fraction(part, over)


def _parts(value: Fraction | None) -> tuple[int | None, int | None]:
    return (None, None) if value is None else (value.numerator, value.denominator)


def _weeks(told: str | None) -> tuple[int, ...] | None:
    return tuple(int(week) for week in told.split(",")) if told else None
