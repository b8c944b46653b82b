"""A school's own data laid over dated weeks: who is free when, on these dates; remembered while nothing changes."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from typing import Any

from sqlmodel import Session, col, or_, select

from api.errors import Conflict
from api.services.desk import DESK
from api.services.papers.medical import Why
from api.services.registry.naming import Names
from api.services.registry.problems import built_of
from api.services.registry.reading import Gathered, gathered
from api.services.registry.scope import Scope
from api.services.registry.zones import ahead_of, in_own_zone, turned
from api.services.unit import Unit
from models.audit import AuditRow
from models.case import Case
from models.day import Absence
from models.staff import TeacherWindow, WindowKind
from models.year import Year
from scheduler.calendar.network import MissingYearError
from scheduler.problem import Problem
from scheduler.registry.subjects import subject_code
from scheduler.registry.values import TeacherEntry
from scheduler.repair.weeks import Calendar, Exceptions, Span, dated
from scheduler.terms import MINUTES_A_DAY

MOST = 6
WHOLE: Span = (0, MINUTES_A_DAY)
DAY = timedelta(days=1)
READS = ("medical.limits",)  # rows of the log that change nothing
NO_YEAR = "Для этих дней не заполнен учебный год школы. Добавьте четверти в календарь и повторите."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Days of a school in a year, both inclusive. medical: limits of medical papers are part of it (for the desk);
    judged: those of these cases are, for somebody who takes a time and is told no limit."""

    school_id: str
    year_id: str
    first: date
    last: date
    medical: bool
    judged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """cycle: the problem of the weekly pattern, for its rows. problem: the dated weeks, without rows. names: what rows
    of the database are called in both. staff: teachers with their subjects and grades. no_screen: lines whose plan lets
    no lesson go by screen."""

    asked: Asked
    cycle: Problem
    problem: Problem
    names: Names
    staff: tuple[TeacherEntry, ...]
    no_screen: frozenset[str]

    def by_screen(self, row_key: str) -> bool:
        """Whether the plan lets a lesson of a row go by screen where it is not given so."""
        return row_key not in self.no_screen

    def qualified(self, subject: str, grade: int) -> tuple[str, ...]:
        """Codes of teachers who give a subject (title or code) in a grade."""
        code = subject_code(subject)
        return tuple(
            each.id
            for each in self.staff
            if each.grade_first <= grade <= each.grade_last and code in map(subject_code, each.subjects)
        )


_kept: OrderedDict[tuple[int, int, Asked], Ground] = OrderedDict()
_lock = Lock()


def ground_of(unit: Unit, asked: Asked, *, fresh: bool = False) -> Ground:
    """The ground of some days. fresh: made anew, for a transaction that has written already.

    Reading limits of medical papers leaves a row in the log, remembered or not. Raises Unposed where the data
    contradict each other, Conflict without a calendar.
    """
    if fresh:
        return _made(unit, asked)
    key = (id(unit.session.get_bind()), _head(unit.session), asked)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = _made(unit, asked)
        with _lock:
            _kept[key] = found
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    elif asked.medical:
        count = len(found.names.cases)
        unit.note("medical.limits", "school", asked.school_id, why=Why.TIMETABLE, cases=count)
    return found


def year_at(session: Session, school_id: str, on: date) -> str:
    """The school's year on a date. Conflict where there is none."""
    asked = select(Year).where(Year.school_id == school_id, Year.first_on <= on, Year.last_on >= on)
    found = session.exec(asked.order_by(col(Year.first_on).desc())).first()
    if found is None:
        raise Conflict(NO_YEAR)
    return found.id


def _head(session: Session) -> int:
    """Number of the last act that changed anything."""
    asked = select(AuditRow.n).where(col(AuditRow.action).not_in(READS)).order_by(col(AuditRow.n).desc())
    return session.exec(asked.limit(1)).first() or 0


def _made(unit: Unit, asked: Asked) -> Ground:
    scope = Scope(
        school_id=asked.school_id, year_id=asked.year_id, first=asked.first, last=asked.last, drafts=False,
        medical=asked.medical, judged=asked.judged,
    )  # fmt: skip
    told = gathered(unit, scope)
    found = in_own_zone(told, asked.first)
    cycle = built_of(found, asked.first, asked.last).problem
    registry = found.registry
    calendar = Calendar(
        years=registry.years, parity=registry.settings.parity, reference=found.rows.school.schools[0].code
    )
    try:
        single = by_own_clock(exceptions_of(unit.session, found, asked), ahead_of(told, asked.first))
        problem = dated(cycle, calendar, asked.first, asked.last, single)
    except MissingYearError:
        raise Conflict(NO_YEAR) from None
    return Ground(
        asked=asked, cycle=cycle, problem=problem, names=found.names, staff=registry.teachers,
        no_screen=frozenset(_no_screen(found.names)),
    )  # fmt: skip


def _no_screen(names: Names) -> Iterator[str]:
    """A lesson of several children needs the word of every plan."""
    for line, parts in names.lines.items():
        if not all(part.row.by_screen for part in parts):
            yield line


def by_own_clock(told: Exceptions, ahead: Mapping[str, int]) -> Exceptions:
    """ahead: minutes to add for teachers of another zone."""

    def by(who: str, spans: Iterable[Span]) -> list[Span]:
        return [turned(span, ahead.get(who, 0)) for span in spans]

    return Exceptions(
        free={key: by(key[0], spans) for key, spans in told.free.items()},
        cannot={key: by(key[0], spans) for key, spans in told.cannot.items()},
        busy={
            key: [(turned(span, ahead.get(key[0], 0)), place) for span, place in spans]
            for key, spans in told.busy.items()
        },
        away=told.away,
    )


def exceptions_of(session: Session, found: Gathered, asked: Asked) -> Exceptions:
    """Single dates that teachers have told, and everybody who is away."""
    names = found.names
    spans: dict[str, dict[Any, list[Any]]] = {kind: defaultdict(list) for kind in ("free", "cannot", "busy")}
    told = select(TeacherWindow).where(
        col(TeacherWindow.teacher_id).in_(list(names.teachers)), col(TeacherWindow.soft).is_(False),
        col(TeacherWindow.on_date).between(asked.first, asked.last),
    )  # fmt: skip
    for row in session.exec(told.order_by(col(TeacherWindow.created_at), col(TeacherWindow.id))):
        span = (row.start_min, row.end_min)
        place = names.places.get(row.place_id or "")
        value = (span, place) if row.kind == WindowKind.BUSY else span
        spans[row.kind][names.teachers[row.teacher_id], row.on_date].append(value)
    away = set()
    for teacher, name, on in _away(session, names, asked):
        if teacher:
            spans["cannot"][name, on].append(WHOLE)
        else:
            away.add((name, on))
    return Exceptions(
        free=spans["free"],
        cannot=spans["cannot"],
        busy=spans["busy"],
        away=frozenset(away | _over(found, asked)),
    )


def _away(session: Session, names: Names, asked: Asked) -> Iterator[tuple[bool, str, date]]:
    """Whether a teacher, who, when: on whole days."""
    absences = select(Absence).where(
        col(Absence.withdrawn_at).is_(None), col(Absence.whole).is_(True), Absence.first_on <= asked.last,
        or_(col(Absence.last_on).is_(None), col(Absence.last_on) >= asked.first),
        or_(
            col(Absence.case_id).in_(list(names.cases)), col(Absence.teacher_id).in_(list(names.teachers))
        ),
    )  # fmt: skip
    for row in session.exec(absences):
        named: Mapping[str, str] = names.teachers if row.teacher_id else names.cases
        on, last = max(row.first_on, asked.first), min(row.last_on or asked.last, asked.last)
        while on <= last:
            yield row.teacher_id is not None, named[row.teacher_id or row.case_id or ""], on
            on += DAY


def _over(found: Gathered, asked: Asked) -> set[tuple[str, date]]:
    """Days of pupils on which their papers do not hold."""
    days = [asked.first + DAY * number for number in range((asked.last - asked.first).days + 1)]
    return {
        (pupil.id, on)
        for pupil in found.registry.pupils
        for on in days
        if not (pupil.valid_from or date.min) <= on <= (pupil.valid_to or date.max)
    }


def of_case(unit: Unit, case: Case, first: date, last: date) -> Asked:
    """Days for one case, with the limits of its medical papers whoever asks."""
    medical, judged = sight(unit, [case.id])
    return Asked(
        school_id=case.school_id, year_id=case.year_id, first=first, last=last, medical=medical, judged=judged
    )


def sight(unit: Unit, case_ids: Iterable[str]) -> tuple[bool, frozenset[str]]:
    """`medical` and `judged` of days: the desk has all limits before it, a judgement for others those it needs."""
    at_desk = unit.actor.role in DESK
    return at_desk, frozenset() if at_desk else frozenset(case_ids)
