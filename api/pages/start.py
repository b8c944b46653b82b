"""The start page: «Что требует внимания» for those who work with cases, the child's day for a parent.

A teacher begins with lessons, a class teacher with the cases of the class: the first entry of their menu.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Here, Place, ReadUnit
from api.pages.agreement.showing import moment
from api.pages.cases.showing import Item, items
from api.pages.frame import MENUS, START, Group, frame
from api.pages.weeks.showing import span_said
from api.services.agreement.timetable.family import Awaited, awaited
from api.services.cases.attention import attention
from api.services.cases.seen import ShortLine, seen_lines
from api.services.days.family import TodayCard, today_cards
from api.services.days.repairs.making_up import waiting
from api.services.desk import DESK
from api.services.papers.alarm import Alarm, alarms
from api.services.plans.views import CasePlans, case_plans
from api.services.tasks import Kind, Task, tasks
from api.services.unit import Unit
from api.services.words import shown
from api.web.rendering import page
from models.person import Role
from models.plan import PlanState
from scheduler.russian import counted

router = APIRouter()

TIMETABLES = ("расписание", "расписания", "расписаний")
FAMILIES = ("семья", "семьи", "семей")
PLANS = ("учебный план", "учебных плана", "учебных планов")
MESSAGES = ("сообщение", "сообщения", "сообщений")
DUTY = {  # what is counted, the words about it (for one, for several), where it is done
    Kind.APPROVE: (TIMETABLES, "ждёт вашего утверждения", "ждут вашего утверждения", "/approvals"),
    Kind.PLANS: (PLANS, "ждёт вашего утверждения", "ждут вашего утверждения", "/plans"),
    Kind.LATE: (
        FAMILIES,
        "не ответила на расписание в срок",
        "не ответили на расписание в срок",
        "/agreement",
    ),
    Kind.DECIDE: (FAMILIES, "не согласна с расписанием", "не согласны с расписанием", "/agreement"),
    Kind.PUBLISH: (TIMETABLES, "можно публиковать", "можно публиковать", "/publishing"),
    Kind.DECLINED: (PLANS, "не устроил семью", "не устроили семьи", "/plans"),
    Kind.HAND: (MESSAGES, "нужно передать самим", "нужно передать самим", "/outbox?show=hand"),
}
DECIDED_AT = {Kind.LATE, Kind.DECIDE}  # by the director, with a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A warning and the case it leads to; case_id None: it is about the school."""

    item: Item
    case_id: str | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What waits for the reader, and where it is done."""

    said: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """at_desk: False for the administrator. alarms: who reads remarkably many medical papers."""

    at_desk: bool
    duties: tuple[Duty, ...]
    entries: tuple[Entry, ...]
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildrenPage:
    """Cases of a parent's children."""

    lines: tuple[ShortLine, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """until: the end of the time to answer, in words."""

    of: Awaited
    until: str


@dataclass(frozen=True, slots=True)
class Today:
    """away: absences that hold, with their days in words."""

    of: TodayCard
    away: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MakeUps:
    """A plan of make-ups that waits for an answer; until: in words."""

    id: str
    child: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """What a parent's children have today, what awaits an answer or is in force, and their cases."""

    days: tuple[Today, ...]
    make_ups: tuple[MakeUps, ...]
    timetables: tuple[Timetable, ...]
    plans: tuple[CasePlans, ...]
    lines: tuple[ShortLine, ...]


@router.api_route("/", methods=["GET", "HEAD"])
def start(place: Place, here: Here, unit: ReadUnit) -> Response:
    if unit.actor.role == Role.PARENT:
        return _children(place, here, unit)
    first = MENUS[unit.actor.role][0]
    if not isinstance(first, Group) and first != START:
        return RedirectResponse(first.href, 303)
    content = StartPage(
        at_desk=unit.actor.role in DESK, duties=_duties(unit), entries=_entries(unit),
        alarms=tuple(map(_said, alarms(unit))),
    )  # fmt: skip
    return page("start.html", frame(place, here, "Что требует внимания", START.href), content)


def _said(alarm: Alarm) -> str:
    papers = counted(alarm.papers, "медицинский документ", "медицинских документа", "медицинских документов")
    return (
        f"{alarm.reader} ({alarm.school}): открыто за сутки {papers}, последний {shown(alarm.at.date())}. "
        "Спросите, зачем это понадобилось. Если это не его работа, закройте вход в разделе «Люди»."
    )


def _children(place: Place, here: Here, unit: Unit) -> Response:
    """What awaits an answer or is in force; else the only living case at once, or a choice of several."""
    lines = seen_lines(unit)
    home = _home(unit, lines)
    if home.timetables or home.plans:
        return page("agreement/home.html", frame(place, here, "Мой ребёнок", START.href), home)
    living = [line for line in lines if not line.over]
    only = living or list(lines)
    if len(only) == 1:
        return RedirectResponse(f"/cases/{only[0].id}", 303)
    return page("cases/children.html", frame(place, here, "Мои дети", START.href), ChildrenPage(lines=lines))


def _home(unit: Unit, lines: tuple[ShortLine, ...]) -> HomePage:
    plans = tuple(
        line for line in case_plans(unit) if line.version and line.version.state == PlanState.OFFERED
    )
    timetables = tuple(Timetable(one, moment(one.until) if one.until else "") for one in awaited(unit))
    days = tuple(
        Today(card, tuple((row.id, span_said(row.first_on, row.last_on)) for row in card.away))
        for card in today_cards(unit)
    )
    return HomePage(
        days=days, make_ups=_make_ups(unit, lines), timetables=timetables, plans=plans, lines=lines
    )


def _make_ups(unit: Unit, lines: tuple[ShortLine, ...]) -> tuple[MakeUps, ...]:
    called = {line.id: line.pupil for line in lines}
    return tuple(
        MakeUps(view.plan.id, called[view.case.id], moment(view.until) if view.until else "")
        for view in waiting(unit)
    )


def _duties(unit: Unit) -> tuple[Duty, ...]:
    if unit.actor.role not in DESK or unit.actor.school_id is None:
        return ()
    return tuple(_duty(task, unit.actor.role) for task in tasks(unit))


def _duty(task: Task, role: Role) -> Duty:
    counted_as, one, several, href = DUTY[task.kind]
    is_one = task.number % 10 == 1 and task.number % 100 != 11
    there = "/approvals" if role == Role.DIRECTOR and task.kind in DECIDED_AT else href
    return Duty(f"{counted(task.number, *counted_as)} {one if is_one else several}", there)


def _entries(unit: Unit) -> tuple[Entry, ...]:
    if unit.actor.role not in DESK or unit.actor.school_id is None:
        return ()
    found = attention(unit, unit.actor.school_id)
    return tuple(
        Entry(item=item, case_id=entry.case_id) for item, entry in zip(items(found), found, strict=True)
    )
