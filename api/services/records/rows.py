"""Rows of plans as they are attested: how often, on which scale, by whom. A fixed number of queries for many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from api.services.plans.rows import Row
from api.services.plans.store import rows_of_many, spans
from api.services.records.periods import Period, asked
from api.services.records.rules import usual_form
from models.agreement import TimetableEntry, TimetableVersion, VersionState
from models.case import Case, Programme
from models.plan import Plan
from models.record import AttestationForm, Rhythm, Scale
from models.staff import Teacher


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A row of a plan that was ever approved. first, last: its days. ruled: as the rules say, source: by which.

    teachers: ids of those the plan names and of those who give it by the published timetable.
    """

    key: str
    subject: str
    first: date
    last: date
    rhythm: Rhythm
    scale: Scale
    way: str
    ruled: bool
    source: str
    teachers: tuple[str, ...]
    teacher_names: tuple[str, ...]

    def asked(self, periods: Iterable[Period]) -> tuple[Period, ...]:
        """Periods the row has a result in."""
        return tuple(period for period in asked(periods, self.rhythm) if period.meets(self.first, self.last))


def rows_of_cases(session: Session, cases: Sequence[Case]) -> dict[str, tuple[RecordRow, ...]]:
    """By case, in the order of the plan; of a row that goes through versions the latest."""
    ids = [case.id for case in cases]
    plans: defaultdict[str, list[Plan]] = defaultdict(list)
    approved = select(Plan).where(col(Plan.case_id).in_(ids), col(Plan.approved_at).is_not(None))
    for plan in session.exec(approved):
        plans[plan.case_id].append(plan)
    rows = rows_of_many(session, [plan.id for found in plans.values() for plan in found])
    forms, giving = _forms(session, ids), _giving(session, ids)
    names = dict(session.exec(select(Teacher.id, Teacher.name)).all()) if rows else {}
    told = {}
    for case in cases:
        found = _latest(plans[case.id], rows)
        told[case.id] = tuple(
            _told(case, row, days, forms.get((case.id, row.key or "")), giving[case.id, row.key or ""], names)
            for row, days in found
        )
    return told


def _forms(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], AttestationForm]:
    asked_for = select(AttestationForm).where(col(AttestationForm.case_id).in_(ids))
    return {(form.case_id, form.row_key): form for form in session.exec(asked_for)}


def _giving(session: Session, ids: Sequence[str]) -> defaultdict[tuple[str, str], list[str]]:
    """Who gives a row by the published timetable, by case and key."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    asked_for = (
        select(TimetableVersion.case_id, TimetableEntry.row_key, TimetableEntry.teacher_id)
        .where(TimetableEntry.version_id == TimetableVersion.id)
        .where(col(TimetableVersion.case_id).in_(ids), TimetableVersion.state == VersionState.PUBLISHED)
        .distinct()
    )
    for case_id, key, teacher_id in session.exec(asked_for):
        found[case_id, key].append(teacher_id)
    return found


def _latest(plans: Iterable[Plan], rows: Mapping[str, Sequence[Row]]) -> list[tuple[Row, tuple[date, date]]]:
    """Each row once, as the latest version has it, with all days it held; rows of the latest version first."""
    found: dict[str, tuple[Row, tuple[date, date]]] = {}
    for plan, first, last in reversed(spans(plans)):
        for row in rows[plan.id]:
            days = max(first, row.first_on or first), min(last, row.last_on or last)
            if days[0] > days[1] or row.key is None:
                continue
            known = found.get(row.key)
            whole = (min(days[0], known[1][0]), max(days[1], known[1][1])) if known else days
            found[row.key] = (known[0] if known else row, whole)
    return list(found.values())


def _told(
    case: Case, row: Row, days: tuple[date, date], form: AttestationForm | None, giving: Sequence[str],
    names: Mapping[str, str],
) -> RecordRow:  # fmt: skip
    rule = usual_form(Programme(case.programme), case.grade, row.block, row.hours, days[0])
    teachers = tuple(dict.fromkeys((*row.teachers, *giving)))
    return RecordRow(
        key=row.key or "", subject=row.subject, first=days[0], last=days[1],
        rhythm=Rhythm(form.rhythm) if form else rule.rhythm, scale=Scale(form.scale) if form else rule.scale,
        way=(form.way or "") if form else rule.way, ruled=form is None, source="" if form else rule.source,
        teachers=teachers, teacher_names=tuple(names[key] for key in teachers if key in names),
    )  # fmt: skip
