"""What each form may tell: frozen values of plain text, ready to be read. Nothing else reaches a template.

Texts are as they are printed: dates, hours and cases of names are said already, an unknown thing is an empty text.
No passport and no diagnosis has a field; requisites of medical papers stand in the application only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exports.document.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name in the cases a paper needs. short: with initials."""

    full: str
    genitive: str
    dative: str
    instrumental: str
    short: str
    short_genitive: str
    short_dative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    title: str
    director: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A pupil. code: of the case; year: the school year; studying: `обучающегося`, `обучающейся`, as the name tells."""

    name: Person
    class_title: str
    birth: str
    birth_year: str
    code: str
    year: str
    studying: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What every form has. today: the day it is made."""

    school: School
    today: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild(Base):
    """A form about one child. parent: who speaks for it, empty texts where nobody is known."""

    child: Child
    parent: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(OfChild):
    """Annex 1. medical, pmpk: requisites in one line, empty for handwriting."""

    programme: str
    medical: str
    pmpk: str
    address: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(OfChild):
    papers: tuple[str, ...]
    deputy: Person
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(OfChild):
    """Blank but for the names; purposes: one consent each (152-ФЗ)."""

    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A teacher of a child: number, pupil, class and period stand in the first row of the child only."""

    number: str
    pupil: str
    class_title: str
    teacher: str
    subjects: str
    hours: str
    lessons: str
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Base):
    """Annex 2. pupils: everybody in the genitive, `обучающегося 5 А класса Иванова П. С.`; several: more than one;
    teachers: each once, with initials, to sign."""

    number: str
    on: str
    year: str
    deputy: Person
    pupils: str
    several: bool
    rows: tuple[OrderRow, ...]
    teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(OfChild):
    """Annex 3. hours: a week, `10 (десять) часов`; order: its number and day."""

    number: str
    on: str
    first: str
    last: str
    order_number: str
    order_on: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    area: str
    subject: str
    hours: str
    manner: str
    lessons: str
    year: str
    teachers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBlock:
    title: str
    rows: tuple[PlanRow, ...]
    hours: str
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanKind:
    title: str
    hours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(OfChild):
    """Annex 1 of the contract. code: of the version's text; link: where anybody may ask whether it is in force."""

    title: str
    number: str
    version_code: str
    link: str
    state: str
    first: str
    last: str
    blocks: tuple[PlanBlock, ...]
    kinds: tuple[PlanKind, ...]
    hours: str
    hours_said: str
    year_hours: str
    contract_number: str
    contract_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimetableRow:
    """day: in the first row of a day only. weeks: of the cycle, `каждая` for all."""

    day: str
    subject: str
    time: str
    teacher: str
    place: str
    manner: str
    weeks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable(OfChild):
    """Annex 2 of the contract, from the canonical text of a version. signed: who agreed by a simple electronic
    signature, when and where in the log; empty where nobody did: the line is left for the hand."""

    number: str
    version_code: str
    link: str
    state: str
    first: str
    last: str
    total: str
    rows: tuple[TimetableRow, ...]
    contract_number: str
    contract_on: str
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A stretch of the school year. weeks: of study, rounded as counted."""

    title: str
    first: str
    last: str
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(OfChild):
    first: str
    last: str
    terms: tuple[Days, ...]
    breaks: tuple[Days, ...]
    free: tuple[Days, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    subject: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(OfChild):
    first: str
    version_code: str
    link: str
    rows: tuple[NoticeRow, ...]
    deputy: Person
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeupRow:
    subject: str
    missed: str
    offered: str
    time: str
    teacher: str
    manner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Makeup(OfChild):
    """Lessons that fell out and when they are offered anew; the parent signs. first, last: the days they fell out."""

    first: str
    last: str
    rows: tuple[MakeupRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolonging(OfChild):
    """first, last: the days added. order: the one that is prolonged."""

    order_number: str
    order_on: str
    first: str
    last: str
    deputy: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending(OfChild):
    """last: the last day with lessons. ground: why, with the point of the regulation."""

    order_number: str
    order_on: str
    last: str
    ground: str
    deputy: Person


VALUES: dict[Form, type[Any]] = {
    Form.APPLICATION: Application,
    Form.MISSING: Missing,
    Form.CONSENT: Consent,
    Form.ORDER: Order,
    Form.EXTRACT: Order,
    Form.CONTRACT: Contract,
    Form.PLAN: Plan,
    Form.TIMETABLE: Timetable,
    Form.CALENDAR: Calendar,
    Form.NOTICE: Notice,
    Form.MAKEUP: Makeup,
    Form.PROLONGING: Prolonging,
    Form.ENDING: Ending,
}
LINK = "link"  # the field that becomes a square code in templates as {{ square }}
SQUARE = "square"
