"""«Чего не хватает»: rows without a result in a period that is over, control not noted, books not returned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.services.cases.seen import seen_lines
from api.services.desk import DESK
from api.services.records.ending import end_rule_of
from api.services.records.marks import results_of
from api.services.records.periods import Period, periods_of
from api.services.records.rows import RecordRow, rows_of_cases
from api.services.records.words import CONTROL
from api.services.schools.years import drafts_of
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case, Pupil
from models.record import BookLoan, ControlNote, ControlPart, FinalAttestation, NextClass, PeriodKind
from models.states import TEACHING, State
from models.year import Year

WATCHED = frozenset({*TEACHING, State.SUSPENDED, State.FINISHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmarked:
    """A row without a result in a period that has ended."""

    row_key: str
    subject: str
    teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmarkedIn:
    """Rows without a result in one period."""

    period: Period
    rows: tuple[Unmarked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A case and what its records lack today. said: whole sentences beside the results."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    unmarked: tuple[UnmarkedIn, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """Everything the sentences rest on, by case."""

    marked: frozenset[tuple[str, str, str, int]]
    control: frozenset[tuple[str, str]]
    overdue: Mapping[str, list[BookLoan]]
    moved: frozenset[str]
    final: frozenset[str]


def lacking(unit: Unit) -> tuple[Lacking, ...]:
    """Cases that lack something, by code: of the school at the desk, of the own class for a class teacher."""
    pairs = watched(unit)
    cases = [case for case, _ in pairs]
    facts, rows = _facts(unit, cases), rows_of_cases(unit.session, cases)
    years = {case.year_id for case in cases}
    drafts = drafts_of(unit.session, [unit.session.get_one(Year, key) for key in years])
    periods = {key: periods_of(drafts[key].terms) for key in years}
    found = [
        _lacking(unit, case, pupil, rows[case.id], periods[case.year_id], facts) for case, pupil in pairs
    ]
    return tuple(entry for entry in found if entry.unmarked or entry.said)


def watched(unit: Unit) -> list[tuple[Case, Pupil]]:
    """Cases whose records are kept, by code: of the school at the desk, of the own class for a class teacher."""
    """Cases with records that one may see, by code: of the school, or of the own class."""
    asked = (
        select(Case, Pupil)
        .where(Case.pupil_id == Pupil.id, Case.school_id == unit.actor.school_id)
        .where(col(Case.state).in_([state.value for state in WATCHED]))
        .order_by(col(Case.code), col(Case.id))
    )
    told = list(unit.session.exec(asked).all())
    if unit.actor.role in DESK:
        return told
    mine = {line.id for line in seen_lines(unit)}
    return [(case, pupil) for case, pupil in told if case.id in mine]


def _facts(unit: Unit, cases: Sequence[Case]) -> _Facts:
    ids = [case.id for case in cases]
    month = unit.today.replace(day=1)
    noted = select(ControlNote.case_id, ControlNote.part).where(
        col(ControlNote.case_id).in_(ids), col(ControlNote.on_date) >= month
    )
    overdue: dict[str, list[BookLoan]] = {}
    late = select(BookLoan).where(
        col(BookLoan.case_id).in_(ids), col(BookLoan.returned_on).is_(None),
        col(BookLoan.due_on) < unit.today,
    )  # fmt: skip
    for book in unit.session.exec(late.order_by(col(BookLoan.due_on), col(BookLoan.id))):
        overdue.setdefault(book.case_id, []).append(book)
    moved = select(NextClass.case_id).where(col(NextClass.case_id).in_(ids))
    final = select(FinalAttestation.case_id).where(col(FinalAttestation.case_id).in_(ids))
    results = results_of(unit.session, ids)
    return _Facts(
        marked=frozenset((row.case_id, row.row_key, row.period, row.number) for row in results),
        control=frozenset(unit.session.exec(noted).all()), overdue=overdue,
        moved=frozenset(unit.session.exec(moved)), final=frozenset(unit.session.exec(final)),
    )  # fmt: skip


def _lacking(
    unit: Unit, case: Case, pupil: Pupil, rows: Sequence[RecordRow], periods: Sequence[Period], facts: _Facts
) -> Lacking:  # fmt: skip
    return Lacking(
        case_id=case.id, code=case.code, pupil=pupil.full_name,
        class_title=case.class_title,
        unmarked=tuple(_unmarked(case, rows, periods, unit.today, facts)),
        said=tuple(_said(case, periods, unit.today, facts)),
    )  # fmt: skip


def _unmarked(
    case: Case, rows: Iterable[RecordRow], periods: Sequence[Period], today: date, facts: _Facts
) -> Iterator[UnmarkedIn]:
    told = tuple(rows)
    for period in periods:
        if period.last >= today:
            continue
        found = tuple(
            Unmarked(row_key=row.key, subject=row.subject, teachers=row.teacher_names)
            for row in told
            if period in row.asked(periods)
            and (case.id, row.key, period.kind.value, period.number) not in facts.marked
        )
        if found:
            yield UnmarkedIn(period=period, rows=found)


def _said(case: Case, periods: Sequence[Period], today: date, facts: _Facts) -> Iterator[str]:
    if case.state in TEACHING:
        for part, who in (
            (ControlPart.LESSONS, "Классный руководитель"),
            (ControlPart.PLAN, "Заместитель директора"),
        ):
            if (case.id, part.value) not in facts.control:
                yield f"{who} не отметил(а) контроль в этом месяце: {CONTROL[part]}."
    for book in facts.overdue.get(case.id, ()):
        yield f"Не возвращена книга «{book.title}», срок был {shown(book.due_on or today)}."
    year = next(period for period in periods if period.kind == PeriodKind.YEAR)
    if year.last >= today:
        return
    if case.id not in facts.moved and case.grade < 11:
        yield "Не внесён приказ о переводе в следующий класс."
    if case.id not in facts.final and end_rule_of(case, today) is not None:
        yield "Не внесена итоговая аттестация и выданный документ."
