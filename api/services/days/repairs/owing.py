"""Lessons of a school's children that were lost and that nobody has made up yet, and whether anybody owes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from api.services.days.debts import debtors_of
from api.services.days.desk import zone_of
from api.services.days.lessons import OnDay, days_of
from api.services.days.repairs.proposing import is_lost, made_up_of, of_absence
from api.services.days.versions import Whose
from api.services.days.words import CAUSE, DEBTOR
from api.services.desk import at_desk
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case
from models.day import Absence, Cause
from models.message import FeedHolder
from scheduler.terms import Debtor

DAY = timedelta(days=1)
BACK = timedelta(days=45)
AHEAD = timedelta(days=13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """absence_id empty: lessons lost otherwise than by the child's absence. days, why: in words. lessons: how many
    wait for a time; owed: how many of them somebody owes by the school's rules. from_on: the first day they can be
    made up, tomorrow or the day after the absence."""

    absence_id: str
    case_id: str
    case_code: str
    class_title: str
    days: str
    why: str
    lessons: int
    owed: int
    from_on: date


def owing(unit: Unit) -> tuple[Owing, ...]:
    """Those that somebody owes first, then the latest first."""
    school_id = at_desk(unit)
    span = (unit.today - BACK, unit.today + AHEAD)
    days = days_of(unit.session, Whose(FeedHolder.SCHOOL, school_id), span, zone_of(unit, school_id))
    done = made_up_of(unit.session, {each.case.id for each in days.held})
    groups: dict[tuple[str, str], list[OnDay]] = defaultdict(list)
    for each in days.lessons:
        if is_lost(each, done) and (of_absence(each) or each.lesson.on <= unit.today):
            groups[each.case_id, of_absence(each)].append(each)
    cases = {each.case.id: each.case for each in days.held}
    found = list(_lines(unit, groups, cases, debtors_of(unit.session, school_id)))
    return tuple(line for _, line in sorted(found, key=lambda each: each[0]))


def _lines(
    unit: Unit, groups: Mapping[tuple[str, str], Sequence[OnDay]], cases: Mapping[str, Case],
    debtors: Mapping[str, Debtor],
) -> Iterator[tuple[tuple[bool, int, str], Owing]]:  # fmt: skip
    asked = select(Absence).where(col(Absence.id).in_([key for _, key in groups]))
    absences = {row.id: row for row in unit.session.exec(asked)}
    for (case_id, absence_id), some in groups.items():
        case, absence = cases[case_id], absences.get(absence_id)
        owed = sum(debtors.get(each.cause or "", Debtor.SCHOOL) != Debtor.NOBODY for each in some)
        first = absence.first_on if absence else min(each.lesson.on for each in some)
        line = Owing(
            absence_id=absence_id, case_id=case_id, case_code=case.code, class_title=case.class_title,
            days=_days(absence, first), why=_why(some, debtors), lessons=len(some), owed=owed,
            from_on=max(unit.today, absence.last_on or unit.today if absence else unit.today) + DAY,
        )  # fmt: skip
        yield (not owed, -first.toordinal(), case.code), line


def _days(absence: Absence | None, first: date) -> str:
    until = f" по {shown(absence.last_on)}" if absence is not None and absence.last_on else ""
    return f"с {shown(first)}{until}"


def _why(some: Sequence[OnDay], debtors: Mapping[str, Debtor]) -> str:
    """`болезнь ребёнка: должен учитель`; `решение школы: не в долг`."""
    told = []
    for cause in Counter(each.cause for each in some):
        who = debtors.get(cause or "", Debtor.SCHOOL)
        says = "не в долг" if who == Debtor.NOBODY else f"в долг, отвечает {DEBTOR[who]}"
        told.append(f"{CAUSE[Cause(cause)] if cause else ''}: {says}")
    return "; ".join(told)
