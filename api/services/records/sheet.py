"""Everything recorded of a case, as far as the one who looks may see it."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.people.staff import person
from api.services.records.council import council_papers
from api.services.records.ending import end_rule_of, final_of, next_of
from api.services.records.journal import entries
from api.services.records.looking import Eye, Look, look
from api.services.records.marks import periods_of_case, results_of
from api.services.records.periods import Period
from api.services.records.rows import RecordRow
from api.services.records.words import MARK
from api.services.unit import Unit
from models.case import Case, Pupil
from models.record import (
    BookLoan,
    CaseEvent,
    Consultation,
    ControlNote,
    CouncilPaper,
    FinalAttestation,
    MarkSign,
    NextClass,
    RowResult,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A result in a period. asked: the row has one there; said: empty while there is none."""

    asked: bool
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """A row with its results, one cell per period of the sheet."""

    row: RecordRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedLine:
    """A note of control and who wrote it."""

    note: ControlNote
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSheet:
    """pupil: given name for a parent, surname first for the school. ends_level: a final attestation is due."""

    case_id: str
    code: str
    pupil: str
    class_title: str
    eye: Eye
    periods: tuple[Period, ...]
    lines: tuple[ResultLine, ...]
    ends_level: bool
    final: FinalAttestation | None
    next_class: NextClass | None
    books: tuple[BookLoan, ...]
    events: tuple[CaseEvent, ...]
    consultations: tuple[Consultation, ...]
    control: tuple[NotedLine, ...]
    council: tuple[CouncilPaper, ...]


def records_sheet(unit: Unit, case_id: str) -> RecordsSheet:
    seen = look(unit, case_id)
    periods, lines = _results(unit, seen)
    return RecordsSheet(
        case_id=case_id, code=seen.case.code, pupil=called(unit, seen), class_title=seen.case.class_title,
        eye=seen.eye, periods=periods, lines=lines,
        ends_level=end_rule_of(seen.case, unit.today) is not None, final=final_of(unit, case_id),
        next_class=next_of(unit, case_id), books=entries(unit, BookLoan, case_id),
        events=entries(unit, CaseEvent, case_id), consultations=entries(unit, Consultation, case_id),
        control=tuple(_noted(unit, note) for note in entries(unit, ControlNote, case_id)),
        council=council_papers(unit, case_id),
    )  # fmt: skip


def called(unit: Unit, seen: Look) -> str:
    """How the page calls the child: to teachers by surname and initials, to parents by the given name."""
    pupil = unit.session.get_one(Pupil, seen.case.pupil_id)
    if seen.eye == Eye.PARENT:
        return pupil.first_name
    if seen.eye == Eye.TEACHER:
        return short_name(pupil)
    return pupil.full_name


def short_name(pupil: Pupil) -> str:
    """`Иванов П. С.`"""
    return " ".join([pupil.surname, *(f"{name[0]}." for name in pupil.given_names.split())])


def _noted(unit: Unit, note: ControlNote) -> NotedLine:
    by = person(unit, note.account_id)
    return NotedLine(note=note, by=by.name if by else "")


def _results(unit: Unit, seen: Look) -> tuple[tuple[Period, ...], tuple[ResultLine, ...]]:
    """Periods some row has a result in, and the lines over them."""
    every = periods_of_case(unit.session, seen.case)
    used = {period.key for row in seen.rows for period in row.asked(every)}
    periods = tuple(period for period in every if period.key in used)
    found = {(row.row_key, row.period, row.number): row for row in results_of(unit.session, [seen.case.id])}
    return periods, tuple(
        ResultLine(row=row, cells=tuple(_cell(row, period, every, found) for period in periods))
        for row in seen.rows
    )


def _cell(
    row: RecordRow, period: Period, every: tuple[Period, ...], found: dict[tuple[str, str, int], RowResult]
) -> Cell:
    result = found.get((row.key, period.kind.value, period.number))
    asked = result is not None or period in row.asked(every)
    return Cell(asked=asked, said=said(result) if result else "")


def said(result: RowResult) -> str:
    """A sign as people write it, or the words."""
    return MARK[MarkSign(result.mark)] if result.mark else result.words or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A row to enter a result of: whose, on which scale, what stands there. rev: of the result, 0 for none."""

    case: Case
    pupil: str
    row: RecordRow
    value: str
    rev: int


def entry_lines(unit: Unit, looks: tuple[Look, ...], period_key: str) -> tuple[EntryLine, ...]:
    """Rows of some cases that have a result in a period, in the order of cases and plans."""
    results = {
        (row.case_id, row.row_key, f"{row.period}-{row.number}"): row
        for row in results_of(unit.session, [seen.case.id for seen in looks])
    }
    told = []
    for seen in looks:
        every = periods_of_case(unit.session, seen.case)
        name = short_name(unit.session.get_one(Pupil, seen.case.pupil_id))
        for row in seen.rows:
            if period_key in {period.key for period in row.asked(every)}:
                known = results.get((seen.case.id, row.key, period_key))
                value = (known.mark or known.words or "") if known else ""
                rev = known.rev if known else 0
                told.append(EntryLine(case=seen.case, pupil=name, row=row, value=value, rev=rev))
    return tuple(told)
