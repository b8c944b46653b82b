"""The family's week and what a report of illness needs to know: today first, changes in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from api.services.agreement.timetable.desk import guardian_of
from api.services.cases.seen import Contact, contacts_of, seen_lines
from api.services.days.desk import days_of_case
from api.services.days.lessons import Days, OnDay
from api.services.days.lines import DayOf, LessonLine, days_said, line_of
from api.services.days.notes import notes_of
from api.services.days.receipts import AbsenceLine, absences_seen, others_who_speak
from api.services.unit import Unit
from models.agreement import TimetableVersion, VersionState
from models.case import Case, Guardian, Pupil
from models.day import Fate
from scheduler.calendar.turns import monday_of
from scheduler.russian import lessons

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
CHOICE_DAYS = 7  # lessons that can be named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSeen:
    topic: str
    homework: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyWeeks:
    """This week and the next. passed: days of this week before today. notes: by lesson. away: absences that are not
    over. may_report: the actor decides for the child. sunday: the last day of this week."""

    case_id: str
    child: str
    days: tuple[DayOf, ...]
    passed: tuple[DayOf, ...]
    notes: dict[str, NoteSeen]
    away: tuple[AbsenceLine, ...]
    may_report: bool
    sunday: date
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """today, tomorrow: lessons that would go, as `2 урока: 10:00, 12:00`; empty: there are none. near: lessons of
    the next days to choose from. teachers: who is told. others: another representative is told, too."""

    case_id: str
    child: str
    today: str
    tomorrow: str
    near: tuple[DayOf, ...]
    teachers: tuple[str, ...]
    others: bool
    away: tuple[AbsenceLine, ...]
    may_report: bool
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayCard:
    """A child with a timetable in force, on the first page. said: `Сегодня: 2 урока, 10:00–12:40`."""

    case_id: str
    child: str
    said: str
    away: tuple[AbsenceLine, ...]
    may_report: bool


def family_weeks(unit: Unit, case_id: str) -> FamilyWeeks:
    case, guardian = _seen(unit, case_id)
    monday = monday_of(unit.today)
    found = days_of_case(unit, case, monday, monday + 2 * WEEK - DAY)
    said = days_said(found, monday, monday + 2 * WEEK - DAY, unit.today)
    notes = {
        key[1]: NoteSeen(topic=row.topic or "", homework=row.homework or "", mark=row.mark or "")
        for key, row in notes_of(unit.session, found.lessons).items()
    }
    return FamilyWeeks(
        case_id=case.id, child=_called(unit, case), days=tuple(day for day in said if day.on >= unit.today),
        passed=tuple(day for day in said if day.on < unit.today), notes=notes, away=_away(unit, case.id),
        may_report=guardian.may_decide, sunday=monday + WEEK - DAY, contacts=contacts_of(unit, case),
    )  # fmt: skip


def report_choices(unit: Unit, case_id: str) -> ReportChoices:
    case, guardian = _seen(unit, case_id)
    last = unit.today + (CHOICE_DAYS - 1) * DAY
    found = days_of_case(unit, case, unit.today, last)
    near = [each for each in found.lessons if each.fate == Fate.PLANNED]
    kept = Days(problem=found.problem, held=found.held, lessons=tuple(near), lost=())
    days = tuple(day for day in days_said(kept, unit.today, last, unit.today) if day.lines)
    teachers = dict.fromkeys(line.teacher for day in days for line in day.lines)
    return ReportChoices(
        case_id=case.id, child=_called(unit, case), today=_counted(found, unit.today),
        tomorrow=_counted(found, unit.today + DAY), near=days, teachers=tuple(teachers),
        others=others_who_speak(unit, case.pupil_id), away=_away(unit, case.id), may_report=guardian.may_decide,
        contacts=contacts_of(unit, case),
    )  # fmt: skip


def today_cards(unit: Unit) -> tuple[TodayCard, ...]:
    """Children whose timetable is in force."""
    ids = [line.id for line in seen_lines(unit) if not line.over]
    asked = select(Case).where(
        col(Case.id).in_(ids), Case.id == TimetableVersion.case_id,
        TimetableVersion.state == VersionState.PUBLISHED,
    )  # fmt: skip
    return tuple(_card(unit, case) for case in unit.session.exec(asked.order_by(col(Case.code))))


def _card(unit: Unit, case: Case) -> TodayCard:
    found = days_of_case(unit, case, unit.today, unit.today)
    given = [line_of(each, found) for each in found.lessons if each.fate != Fate.CANCELLED]
    gone = len(found.lessons) - len(given)
    said = _today_said(given)
    if gone:
        said = f"{said} Отменено: {gone}."
    guardian = guardian_of(unit, case.pupil_id)
    return TodayCard(
        case_id=case.id, child=_called(unit, case), said=said, away=_away(unit, case.id),
        may_report=guardian.may_decide,
    )  # fmt: skip


def _today_said(given: list[LessonLine]) -> str:
    if not given:
        return "Сегодня уроков нет."
    told = ", ".join(f"{line.subject} {line.time}" for line in given)
    return f"Сегодня {lessons(len(given))}: {told}."


def _counted(found: Days, on: date) -> str:
    given: list[OnDay] = [
        each for each in found.lessons if each.lesson.on == on and each.fate == Fate.PLANNED
    ]
    if not given:
        return ""
    return f"{lessons(len(given))}: {', '.join(line_of(each, found).time for each in given)}"


def _seen(unit: Unit, case_id: str) -> tuple[Case, Guardian]:
    """A case of a child the actor speaks for; NotFound for every other."""
    case = unit.session.get(Case, case_id)
    guardian = guardian_of(unit, case.pupil_id if case else "")
    assert case is not None
    return case, guardian


def _away(unit: Unit, case_id: str) -> tuple[AbsenceLine, ...]:
    """Absences that hold and are not over."""
    return tuple(
        line
        for line in absences_seen(unit, case_id=case_id)
        if not line.withdrawn and (line.last_on is None or line.last_on >= unit.today)
    )


def _called(unit: Unit, case: Case) -> str:
    return unit.session.get_one(Pupil, case.pupil_id).first_name
