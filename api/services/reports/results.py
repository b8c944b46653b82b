"""Results of the school's children for the journals of their classes; a class teacher gets the own class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.errors import NotFound
from api.services.records.marks import results_of
from api.services.records.missing import watched
from api.services.records.periods import Period, periods_of
from api.services.records.rows import RecordRow, rows_of_cases
from api.services.records.sheet import said
from api.services.schools.years import draft_of
from api.services.unit import Unit
from exports.reports.results import ResultRow, Results
from models.case import Case, Pupil
from models.record import RowResult
from models.school import School
from models.year import Year

Found = Mapping[tuple[str, str, str, int], RowResult]


def results(unit: Unit) -> Results:
    """Of the latest year among the cases one may see, by class and name. NotFound where there is none."""
    pairs = watched(unit)
    years = {case.year_id: unit.session.get_one(Year, case.year_id) for case, _ in pairs}
    year = max(years.values(), key=lambda year: year.first_on, default=None)
    if year is None:
        raise NotFound
    chosen = sorted((pair for pair in pairs if pair[0].year_id == year.id), key=_place)
    cases = [case for case, _ in chosen]
    every = periods_of(draft_of(unit.session, year).terms)
    rows = rows_of_cases(unit.session, cases)
    found = {
        (row.case_id, row.row_key, row.period, row.number): row
        for row in results_of(unit.session, [case.id for case in cases])
    }
    used = _used(every, [row for case in cases for row in rows[case.id]])
    return Results(
        school=unit.session.get_one(School, year.school_id).title, year=year.title,
        periods=tuple(period.title for period in used),
        rows=tuple(
            _row(case, pupil, row, used, every, found) for case, pupil in chosen for row in rows[case.id]
        ),
    )  # fmt: skip


def _place(pair: tuple[Case, Pupil]) -> tuple[int, str, str, str, str]:
    case, pupil = pair
    return case.grade, case.class_title, pupil.surname, pupil.given_names, case.code


def _used(every: Sequence[Period], rows: Sequence[RecordRow]) -> tuple[Period, ...]:
    """Periods in which some row has a result."""
    keys = {period.key for row in rows for period in row.asked(every)}
    return tuple(period for period in every if period.key in keys)


def _row(
    case: Case, pupil: Pupil, row: RecordRow, used: Sequence[Period], every: Sequence[Period], found: Found
) -> ResultRow:
    asked = set(row.asked(every))
    cells: list[str | None] = []
    for period in used:
        result = found.get((case.id, row.key, period.kind.value, period.number))
        cells.append(said(result) if result else "" if period in asked else None)
    return ResultRow(
        class_title=case.class_title, pupil=pupil.full_name, subject=row.subject,
        way=row.way, cells=tuple(cells),
    )  # fmt: skip
