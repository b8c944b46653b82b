"""A school year as a form of three tables: terms, days off, moved days. A tick `sure` says somebody has checked it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.services.schools.year_draft import DaysOff, Part, YearDraft, parts_of
from api.services.words import grades_said
from api.web.forms import Form, Reader, form_of
from api.web.rows import blank, rows
from models.year import OffKind
from scheduler.calendar.year import MovedDay, Term
from scheduler.terms import Weekday

TERMS, OFF, MOVED = "terms", "off", "moved"
NAMES = {
    TERMS: ("term-title", "term-first", "term-last"),
    OFF: ("off-title", "off-first", "off-last", "off-grades", "off-kind"),
    MOVED: ("moved-on", "moved-as"),
}
WRITTEN = {TERMS: NAMES[TERMS], OFF: NAMES[OFF][:3], MOVED: ("moved-on",)}  # what makes a row more than empty
EVERYTHING = frozenset(NAMES)
KINDS: dict[str, str] = {
    OffKind.VACATION: "каникулы",
    OffKind.DAY_OFF: "выходной",
    OffKind.QUARANTINE: "карантин",
}
WEEKDAYS: dict[str, str] = {
    Weekday.MON: "понедельника",
    Weekday.TUE: "вторника",
    Weekday.WED: "среды",
    Weekday.THU: "четверга",
    Weekday.FRI: "пятницы",
    Weekday.SAT: "субботы",
}
_GRADES = re.compile(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?")
GRADES = "Классы — числа от 1 до 11, например «1» или «1, 5–7». Пусто — все классы."


@dataclass(frozen=True, slots=True)
class Filled:
    """A year as somebody filled it in: the draft, and the parts without a tick."""

    draft: YearDraft
    unsure: frozenset[Part]


EMPTY = Filled(YearDraft(title="", first_on=date.min, last_on=date.min, terms=()), frozenset())


def grades_read(told: str) -> frozenset[int] | None:
    """`1, 5–7`; None for everybody. ValueError for what names no grades."""
    found: set[int] = set()
    for piece in filter(None, (each.strip() for each in told.split(","))):
        match = _GRADES.fullmatch(piece)
        if match is None:
            raise ValueError(told)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 11:
            raise ValueError(told)
        found |= set(range(first, last + 1))
    return frozenset(found) or None


def form_from(filled: Filled, rev: int | None = None) -> Form:
    draft, unsure = filled.draft, filled.unsure
    told: dict[str, object] = {
        "rev": rev,
        "title": draft.title,
        "first_on": draft.first_on if draft.terms else None,
        "last_on": draft.last_on if draft.terms else None,
    }
    for n, term in enumerate(draft.terms):
        told |= {f"term-title-{n}": term.title, f"term-first-{n}": term.first, f"term-last-{n}": term.last}
        told[f"term-sure-{n}"] = term not in unsure
    for n, entry in enumerate(draft.off):
        told |= {f"off-title-{n}": entry.title, f"off-first-{n}": entry.first, f"off-last-{n}": entry.last}
        told |= {f"off-kind-{n}": entry.kind.value, f"off-grades-{n}": grades_said(entry.grades)}
        told[f"off-sure-{n}"] = entry not in unsure
    for n, day in enumerate(draft.moved):
        told |= {
            f"moved-on-{n}": day.on,
            f"moved-as-{n}": day.as_day.value,
            f"moved-sure-{n}": day not in unsure,
        }
    return form_of(**told)


def filled_from(form: Form, kept: Filled = EMPTY, sections: frozenset[str] = EVERYTHING) -> Filled:
    """What the form says of its sections, and `kept` of the others. Raises Invalid beside each cell."""
    reader = Reader(form)
    old = kept.draft
    bounds = TERMS in sections
    title = reader.text("title") if bounds else old.title
    first_on = reader.day("first_on") if bounds else old.first_on
    last_on = reader.day("last_on") if bounds else old.last_on
    sure = {part: part not in kept.unsure for part in parts_of(old)}
    terms = tuple(_terms(reader, sure)) if bounds else old.terms
    off = tuple(_off(reader, sure)) if OFF in sections else old.off
    moved = tuple(_moved(reader, sure)) if MOVED in sections else old.moved
    reader.check()
    draft = YearDraft(title=title, first_on=first_on, last_on=last_on, terms=terms, off=off, moved=moved)
    return Filled(draft, frozenset(part for part in parts_of(draft) if not sure[part]))


def _written(form: Form, section: str) -> tuple[int, ...]:
    return tuple(n for n in rows(form, NAMES[section][0]) if not blank(form, WRITTEN[section], n))


def _terms(reader: Reader, sure: dict[Part, bool]) -> Iterable[Term]:
    for n in _written(reader.form, TERMS):
        term = Term(
            title=reader.text(f"term-title-{n}"), first=reader.day(f"term-first-{n}"),
            last=reader.day(f"term-last-{n}"),
        )  # fmt: skip
        sure[term] = reader.form.ticked(f"term-sure-{n}")
        yield term


def _off(reader: Reader, sure: dict[Part, bool]) -> Iterable[DaysOff]:
    for n in _written(reader.form, OFF):
        first = reader.day(f"off-first-{n}")
        last = reader.day_or_none(f"off-last-{n}") or first
        kind = reader.among(f"off-kind-{n}", KINDS, "Выберите вид из списка.")
        entry = DaysOff(
            title=reader.text(f"off-title-{n}"), kind=OffKind(kind) if kind in KINDS else OffKind.VACATION,
            first=first, last=last, grades=_grades(reader, f"off-grades-{n}"),
        )  # fmt: skip
        sure[entry] = reader.form.ticked(f"off-sure-{n}")
        yield entry


def _grades(reader: Reader, name: str) -> frozenset[int] | None:
    try:
        return grades_read(reader.text(name))
    except ValueError:
        reader.faults[name] = (GRADES,)
        return None


def _moved(reader: Reader, sure: dict[Part, bool]) -> Iterable[MovedDay]:
    for n in _written(reader.form, MOVED):
        told = reader.among(f"moved-as-{n}", WEEKDAYS, "Выберите день недели из списка.")
        day = MovedDay(
            on=reader.day(f"moved-on-{n}"), as_day=Weekday(told) if told in WEEKDAYS else Weekday.MON
        )
        sure[day] = reader.form.ticked(f"moved-sure-{n}")
        yield day
