"""A school year as a school fills it in: its faults, its value for the kernel, the same year once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from api.errors import Invalid
from api.services.schools.workdays import WorkCalendar
from api.services.words import shown, text_faults
from models.school import School
from models.year import OffKind
from scheduler.calendar.year import Break, MovedDay, SchoolYear, Term
from scheduler.terms import Weekday

SAME_WEEKDAY = timedelta(weeks=52)
# Non-working holidays of ТК РФ art. 112: they keep their date, whatever the weekday.
HOLIDAYS = frozenset({(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)})


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """A stretch without lessons, both ends included; grades None: everybody."""

    title: str
    kind: OffKind
    first: date
    last: date
    grades: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDraft:
    """A whole year as a school fills it in."""

    title: str
    first_on: date
    last_on: date
    terms: tuple[Term, ...]
    off: tuple[DaysOff, ...] = ()
    moved: tuple[MovedDay, ...] = ()


Part = Term | DaysOff | MovedDay


def parts_of(draft: YearDraft) -> frozenset[Part]:
    """Every dated part of a year."""
    return frozenset((*draft.terms, *draft.off, *draft.moved))


def school_year(draft: YearDraft, school: School) -> SchoolYear:
    """The value lessons are dated by; the draft has at least one term."""
    return SchoolYear(
        school=school.code,
        title=draft.title,
        terms=draft.terms,
        days=tuple(Weekday)[: school.week_days],
        breaks=tuple(
            Break(title=entry.title, first=entry.first, last=entry.last, grades=entry.grades)
            for entry in draft.off
        ),
        moved=draft.moved,
    )


def work_calendar(draft: YearDraft, school: School) -> WorkCalendar:
    """When the staff works: days off of everybody count, vacations and quarantines of pupils do not."""
    return WorkCalendar(
        week_days=school.week_days,
        off=tuple((entry.first, entry.last) for entry in draft.off if entry.kind == OffKind.DAY_OFF),
        moved=frozenset(entry.on for entry in draft.moved),
    )


def a_year_on(draft: YearDraft) -> YearDraft:
    """The same year once more: bounds and holidays by date, the rest by weekday; quarantines are not repeated."""
    first, last = _same_date(draft.first_on), _same_date(draft.last_on)
    terms = tuple(
        replace(
            term,
            first=first if term.first == draft.first_on else max(first, term.first + SAME_WEEKDAY),
            last=last if term.last == draft.last_on else min(last, term.last + SAME_WEEKDAY),
        )
        for term in draft.terms
    )
    return YearDraft(
        title=f"{first.year}/{last.year % 100:02d}",
        first_on=first,
        last_on=last,
        terms=terms,
        off=tuple(_off_a_year_on(entry) for entry in draft.off if entry.kind != OffKind.QUARANTINE),
        moved=tuple(replace(entry, on=entry.on + SAME_WEEKDAY) for entry in draft.moved),
    )


def _off_a_year_on(entry: DaysOff) -> DaysOff:
    if entry.kind == OffKind.DAY_OFF and (entry.first.month, entry.first.day) in HOLIDAYS:
        return replace(entry, first=_same_date(entry.first), last=_same_date(entry.last))
    return replace(entry, first=entry.first + SAME_WEEKDAY, last=entry.last + SAME_WEEKDAY)


def _same_date(on: date) -> date:
    """29 February becomes 28 February."""
    leap = (on.month, on.day) == (2, 29)
    return on.replace(year=on.year + 1, day=28 if leap else on.day)


def refuse_faults(draft: YearDraft) -> None:
    faults = {
        field: sentences
        for field, sentences in (
            ("title", text_faults(draft.title, 20, "Назовите год, например «2026/27».")),
            ("first_on", _bound_faults(draft)),
            ("terms", list(_term_faults(draft))),
            ("off", list(_off_faults(draft.off))),
            ("moved", list(_moved_faults(draft))),
        )
        if sentences
    }
    if faults:
        raise Invalid(faults)


def _bound_faults(draft: YearDraft) -> list[str]:
    if not draft.first_on < draft.last_on:
        return ["Год должен заканчиваться позже, чем начинается."]
    if (draft.last_on - draft.first_on).days > 366:
        return ["Учебный год не длится дольше календарного. Проверьте даты."]
    return []


def _term_faults(draft: YearDraft) -> Iterator[str]:
    if not draft.terms:
        yield "Укажите хотя бы одну четверть, триместр или полугодие."
    if len({term.title for term in draft.terms}) < len(draft.terms):
        yield "Названия четвертей не должны повторяться."
    ordered = sorted(draft.terms, key=lambda term: term.first)
    for term in ordered:
        yield from text_faults(term.title, 60, "Назовите каждую четверть, триместр или полугодие.")
        if term.last < term.first:
            yield f"«{term.title}» заканчивается раньше, чем начинается."
        elif term.first < draft.first_on or term.last > draft.last_on:
            yield f"«{term.title}» выходит за учебный год {_span(draft.first_on, draft.last_on)}."
    for before, after in pairwise(ordered):
        if after.first <= before.last:
            yield f"«{before.title}» и «{after.title}» пересекаются."


def _off_faults(off: Iterable[DaysOff]) -> Iterator[str]:
    for entry in off:
        yield from text_faults(entry.title, 100, "Назовите каждые каникулы и каждый выходной.")
        if entry.last < entry.first:
            yield f"«{entry.title}»: последний день раньше первого."
        if entry.grades is not None and not (entry.grades and entry.grades <= set(range(1, 12))):
            yield f"«{entry.title}»: классы — числа от 1 до 11."


def _moved_faults(draft: YearDraft) -> Iterator[str]:
    days = [entry.on for entry in draft.moved]
    for on in sorted({on for on in days if days.count(on) > 1}):
        yield f"{shown(on)} перенесён дважды."
    for on in sorted(set(days)):
        if not draft.first_on <= on <= draft.last_on:
            yield f"{shown(on)} вне учебного года {_span(draft.first_on, draft.last_on)}."


def _span(first: date, last: date) -> str:
    return f"{shown(first)}–{shown(last)}"
