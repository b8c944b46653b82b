"""The hours ledger of cases: dated lessons of the whole year against the plans that hold, by row, quarter and year.

What a plan asks of some days is counted by study weeks on which plan, row and papers hold together, so it is cut anew
where a paper ends, a plan is replaced, or a child enters in February.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from api.services.days.dated import Lost
from api.services.days.debts import HOLIDAY, debtors_of
from api.services.days.desk import local
from api.services.days.lessons import Days, OnDay, days_of
from api.services.days.papers import NO_PAPERS, covers_of
from api.services.days.versions import Whose
from api.services.plans.rows import Row
from api.services.plans.store import rows_of_many, spans
from api.services.registry.naming import line_ids
from api.services.schools.year_draft import YearDraft, school_year
from api.services.schools.years import draft_of
from api.services.unit import Unit
from models.case import Case
from models.day import Cause
from models.message import FeedHolder
from models.plan import Plan
from models.school import School
from models.year import OffKind, Year
from scheduler.ledger import Amount, Balance, Entry, Moment, balance, shortfall, whole
from scheduler.registry.study import StudyTime, due
from scheduler.registry.values import PupilEntry
from scheduler.split.hours import REMOTE_PART, lesson_form
from scheduler.terms import Debtor, Fate, HoursKind, LessonForm, Needs, Pattern

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    title: str
    first: date
    last: date

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A row, or several, over a period. due: academic hours the plan asks of the period's days, None: no plan says.
    lacking: what will lack of them when all that is to come is given; below nothing: beyond them."""

    found: Balance
    due: Fraction | None
    lacking: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLedger:
    """year: the whole year, up to now where lessons are judged; parts: by the year's quarters in their order.
    lapsed: lessons that no promise is left of: papers ended, teaching was suspended."""

    key: str
    subject: str
    year: Figures
    parts: tuple[Figures, ...]
    lapsed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLedger:
    case: Case
    rows: tuple[RowLedger, ...]

    @property
    def total(self) -> Figures:
        return _sum([row.year for row in self.rows])

    def part(self, number: int) -> Figures:
        return _sum([row.parts[number] for row in self.rows])

    @property
    def lapsed(self) -> int:
        return sum(row.lapsed for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Of one year of a school. periods: its quarters. current: number of the one that holds today, None between."""

    year: Year
    now: Moment
    debtors: Mapping[str, Debtor]
    periods: tuple[Period, ...]
    current: int | None
    cases: tuple[CaseLedger, ...]


def _sum(figures: Sequence[Figures]) -> Figures:
    """Several rows as one. What one subject has beyond its plan makes up for no other: only what lacks is added."""
    known = [each.due for each in figures if each.due is not None]
    lacking = [each.lacking for each in figures if each.lacking is not None]
    return Figures(
        found=whole(each.found for each in figures),
        due=sum(known, ZERO) if known else None,
        lacking=(sum((each for each in lacking if each > 0), ZERO) or sum(lacking, ZERO)) if lacking else None,
    )  # fmt: skip


def ledger_of(unit: Unit, year: Year, cases: Sequence[Case]) -> Ledger:
    """Of cases of one school and year: of one, or of all of them. Lessons are dated once."""
    session = unit.session
    school = session.get_one(School, year.school_id)
    draft, here = draft_of(session, year), local(unit, school.id)
    whose = Whose(FeedHolder.CASE, cases[0].id) if len(cases) == 1 else Whose(FeedHolder.SCHOOL, school.id)
    days = days_of(session, whose, (year.first_on, year.last_on), school.timezone)
    now, debtors = (here.date(), here.hour * 60 + here.minute), debtors_of(session, school.id)
    periods = tuple(Period(title=each.title, first=each.first, last=each.last) for each in draft.terms)
    books = _Books(days, school, draft, _due_of(session, school, draft, year, cases))
    return Ledger(
        year=year, now=now, debtors=debtors, periods=periods,
        current=next((number for number, each in enumerate(periods) if each.holds(now[0])), None),
        cases=tuple(books.of(case, periods, debtors, now) for case in cases),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """A row of a plan on days on which plan and papers hold."""

    row: Row
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Due:
    """What plans ask: rows with their days by case and key, keys by lines of timetables."""

    study: StudyTime
    held: Mapping[str, Mapping[str, Sequence[_Held]]]
    keys: Mapping[str, Mapping[str, str]]
    pupils: Mapping[str, PupilEntry]

    def hours(self, case_id: str, key: str, first: date, last: date) -> Fraction | None:
        found = self.held.get(case_id, {}).get(key)
        if found is None:
            return None
        return sum((self._of(case_id, each, first, last) for each in found), ZERO)

    def _of(self, case_id: str, each: _Held, first: date, last: date) -> Fraction:
        first, last = max(first, each.first), min(last, each.last)
        if first > last:
            return ZERO
        pupil = replace(self.pupils[case_id], valid_from=first, valid_to=last)
        return due(self.study, each.row.line(pupil.id, ""), pupil)

    def row(self, case_id: str, key: str) -> Row | None:
        found = self.held.get(case_id, {}).get(key)
        return found[-1].row if found else None


def _due_of(session: Session, school: School, draft: YearDraft, year: Year, cases: Sequence[Case]) -> _Due:
    ids = [case.id for case in cases]
    plans: dict[str, list[Plan]] = defaultdict(list)
    for plan in session.exec(select(Plan).where(col(Plan.case_id).in_(ids)).order_by(col(Plan.number))):
        plans[plan.case_id].append(plan)
    rows = rows_of_many(session, [plan.id for each in plans.values() for plan in each])
    covers = covers_of(session, ids)
    held: dict[str, dict[str, list[_Held]]] = defaultdict(lambda: defaultdict(list))
    keys: dict[str, dict[str, str]] = defaultdict(dict)
    for case in cases:
        for plan, first, last in spans(plans[case.id]):
            told = rows[plan.id]
            lines = line_ids((row.key or "", row.shared) for row in told)
            for row, line in zip(told, lines, strict=True):
                keys[case.id][line] = row.key or ""
                for begin, end in covers.get(case.id, NO_PAPERS).within(first, last):
                    if row.kind != HoursKind.SELF_STUDY:
                        held[case.id][row.key or ""].append(_Held(_taught(row), begin, end))
    study = StudyTime((school_year(draft, school),), year.first_on)
    return _Due(study, held, keys, {case.id: _pupil(case, school) for case in cases})


def _taught(row: Row) -> Row:
    """Of a row whose fraction the child does alone only the whole hours are lessons (pattern OTHER_FORM)."""
    line = row.line("", "")
    if row.pattern != Pattern.OTHER_FORM or LessonForm.REMOTE in (line.form, lesson_form(line)):
        return row
    return replace(row, hours=row.in_class + (row.hours - row.in_class) // 1)


def _pupil(case: Case, school: School) -> PupilEntry:
    return PupilEntry(
        id=case.code, class_title=case.class_title, grade=case.grade, needs=Needs.GENERAL, school=school.code,
        home="",
    )  # fmt: skip


def _parted(entries: Sequence[Entry], periods: Sequence[Period]) -> tuple[list[list[Entry]], list[Entry]]:
    """By the quarter each lies in, those of no quarter apart; a make-up goes where the lesson lies it stands for."""
    days = {each.id: each.on for each in entries}
    parts: list[list[Entry]] = [[] for _ in periods]
    rest: list[Entry] = []
    for entry in entries:
        on = days.get(entry.makes_up or entry.id, entry.on)
        number = next((at for at, each in enumerate(periods) if each.first <= on <= each.last), None)
        (rest if number is None else parts[number]).append(entry)
    return parts, rest


class _Books:
    """Lessons of a year by case and row, ready to be counted."""

    def __init__(self, days: Days, school: School, draft: YearDraft, due_: _Due) -> None:
        self._due, self._draft, self._hour_min = due_, draft, school.academic_hour_min
        self._lessons: dict[str, dict[str, list[OnDay]]] = defaultdict(lambda: defaultdict(list))
        self._lost: dict[str, dict[str, list[Lost]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], str] = {}
        titles = {row.id: row.title or row.subject for row in days.problem.rows}
        for lesson in days.lessons:
            key = self._key(lesson.case_id, lesson.row_key)
            self._lessons[lesson.case_id][key].append(lesson)
            self._subjects[lesson.case_id, key] = titles[lesson.lesson.row]
        for lost in days.lost:
            key = self._key(lost.case_id, lost.row.partition(":")[2])
            self._lost[lost.case_id][key].append(lost)
            self._subjects.setdefault((lost.case_id, key), titles.get(lost.row, ""))

    def _key(self, case_id: str, line: str) -> str:
        """The plan row's key; a line of no plan stands for itself."""
        line = line.removesuffix(REMOTE_PART)
        return self._due.keys.get(case_id, {}).get(line, line)

    def of(
        self, case: Case, periods: Sequence[Period], debtors: Mapping[str, Debtor], now: Moment
    ) -> CaseLedger:
        """Rows in the plan's order, those of no plan after them by their subjects."""
        others = {*self._lessons[case.id], *self._lost[case.id]}
        keys = dict.fromkeys(
            (*self._due.held.get(case.id, {}), *sorted(others, key=lambda key: self._subjects[case.id, key]))
        )
        return CaseLedger(case=case, rows=tuple(self._row(case, key, periods, debtors, now) for key in keys))

    def _row(
        self, case: Case, key: str, periods: Sequence[Period], debtors: Mapping[str, Debtor], now: Moment
    ) -> RowLedger:
        row = self._due.row(case.id, key)
        parts, rest = _parted(tuple(self._entries(case, key, row)), periods)
        found = [balance(some, debtors, now) for some in parts]

        def figures(told: Balance, first: date, last: date) -> Figures:
            asked = self._due.hours(case.id, key, first, last)
            return Figures(found=told, due=asked, lacking=shortfall(asked, told))

        return RowLedger(
            key=key, subject=row.subject if row else self._subjects[case.id, key],
            year=figures(
                whole((*found, balance(rest, debtors, now))), self._draft.first_on, self._draft.last_on
            ),
            parts=tuple(
                figures(one, each.first, each.last) for one, each in zip(found, periods, strict=True)
            ),
            lapsed=sum(not each.is_holiday for each in self._lost[case.id][key]),
        )  # fmt: skip

    def _entries(self, case: Case, key: str, row: Row | None) -> Iterator[Entry]:
        for each in self._lessons[case.id][key]:
            now, base = each.lesson, each.base
            yield Entry(
                id=each.id, on=(base or now).on, ends=(now.on, now.end_min), fate=each.fate,
                given=(given := self._amount(now.end_min - now.start_min, row)),
                promised=self._promised(each, given, row),
                cause=each.cause, makes_up=each.makes_up,
            )  # fmt: skip
        for lost in self._lost[case.id][key]:
            if lost.is_holiday and (cause := self._cause(lost.on, case.grade)) is not None:
                one = self._amount(lost.minutes, row)
                yield Entry(
                    id=lost.id, on=lost.on, ends=(lost.on, 0), fate=Fate.CANCELLED, given=one, promised=one,
                    cause=cause,
                )  # fmt: skip

    def _promised(self, each: OnDay, given: Amount, row: Row | None) -> Amount | None:
        base, now = each.base, each.lesson
        if base is None:
            return None
        same = base.end_min - base.start_min == now.end_min - now.start_min
        return given if same else self._amount(base.end_min - base.start_min, row)

    def _amount(self, minutes: int, row: Row | None) -> Amount:
        """A lesson is an hour of the plan, however long; only the pattern SHORT cuts hours (scheduler.split)."""
        is_short = row is not None and row.pattern == Pattern.SHORT
        paid = Fraction(1) if row is None or row.paid is None else row.paid
        hours = Fraction(minutes, self._hour_min) if is_short else Fraction(1)
        return Amount(lessons=1, minutes=minutes, hours=hours, paid=paid)

    def _cause(self, on: date, grade: int) -> str | None:
        """Of a lesson that the calendar takes. Vacations promise nothing: study weeks leave them out."""
        if not any(term.first <= on <= term.last for term in self._draft.terms):
            return None
        kinds = {
            each.kind
            for each in self._draft.off
            if each.first <= on <= each.last and (each.grades is None or grade in each.grades)
        }
        if OffKind.VACATION in kinds:
            return None
        return Cause.SCHOOL.value if OffKind.QUARANTINE in kinds else HOLIDAY
