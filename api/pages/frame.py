"""What stands around the content of a page for who is signed in: the menu of the role, who one is, what was said.

A new section of the service is one `Link` and its place in a menu: alone, or in a `Group`, whose links stand in a
second line while one of them is open. Plain links only, so the menu works by keyboard and without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.deps import Presence, csrf_of
from api.installation import Installation
from api.services.entry import sessions
from api.web.forms import SAID
from api.web.rendering import Frame, Link, Tab
from models.person import Role
from models.session import SessionKind

ROLE = {
    Role.ADMINISTRATOR: "администратор",
    Role.DEPUTY: "заместитель директора",
    Role.DIRECTOR: "директор",
    Role.CLASS_TEACHER: "классный руководитель",
    Role.TEACHER: "учитель",
    Role.SPECIALIST: "специалист",
    Role.COORDINATOR: "координатор школы-партнёра",
    Role.PARENT: "родитель",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Sections under one word of the menu; the word leads to the first of them."""

    title: str
    links: tuple[Link, ...]


START = Link("/", "Внимание")
TODAY = Link("/today", "Сегодня")
LEDGER = Link("/ledger", "План и факт")
UNMARKED = Link("/unmarked", "Контроль")
CASES = Link("/cases", "Дела")
ORDERS = Link("/orders", "Приказы")
PRINTING = Link("/print", "Печать")
MY_CHILD = Link("/", "Мой ребёнок")
PLANS = Link("/plans", "Планы")
TEACHERS = Link("/teachers", "Учителя")
MY_TIME = Link("/time", "Моё время")
TIMETABLES = Link("/timetables", "Составление")
AGREEMENT = Link("/agreement", "Согласование")
DATA = Link("/registry", "Данные")
PEOPLE = Link("/people", "Люди")
ALL_PEOPLE = Link("/people", "Все люди")
SCHOOL = Link("/school", "О школе")
SUBSTITUTIONS = Link("/substitutions", "Замены")
MAKE_UPS = Link("/makeups", "Отработки")
CALLS = Link("/calls", "Замены")
OUTBOX = Link("/outbox", "Сообщения")
RECORDS = Link("/records", "Записи")
MARKS = Link("/marks", "Оценки")
REPORTS = Link("/reports", "Отчёты")
CALENDAR = Link("/me/calendar", "Календарь")
MY_LESSONS = Link("/lessons", "Мои уроки")
ALL_SCHOOLS = Link("/schools", "Школы")
SCHOOL_CALENDARS = Link("/calendars", "Ссылки на календари")
DESK = (
    Group("Сегодня", (TODAY, SUBSTITUTIONS, MAKE_UPS, UNMARKED)),
    START,
    Group("Дети", (CASES, PLANS, ORDERS, PRINTING)),
    Group("Расписание", (TIMETABLES, AGREEMENT, OUTBOX)),
    Group("Учёт", (LEDGER, RECORDS, REPORTS)),
    Group("Люди", (TEACHERS, ALL_PEOPLE, SCHOOL_CALENDARS)),
    Group("Школа", (SCHOOL, DATA)),
)
MENUS: dict[Role, tuple[Link | Group, ...]] = {  # the first of a role is where it begins
    Role.ADMINISTRATOR: (START, PEOPLE, ALL_SCHOOLS),
    Role.DEPUTY: DESK,
    Role.DIRECTOR: DESK,
    Role.CLASS_TEACHER: (CASES, UNMARKED, RECORDS, MARKS, MY_LESSONS, CALENDAR),
    Role.TEACHER: (MY_LESSONS, CALLS, MARKS, MY_TIME, CALENDAR),
    Role.SPECIALIST: (MY_LESSONS, CALLS, MARKS, MY_TIME, CALENDAR),
    Role.COORDINATOR: (TEACHERS, DATA, PEOPLE),
    Role.PARENT: (MY_CHILD, PLANS, CALENDAR),
}


def tabs_of(menu: tuple[Link | Group, ...], path: str) -> tuple[tuple[Tab, ...], tuple[Tab, ...]]:
    """The first line of a menu, and the second: the links of the group that holds the path."""
    open_link = _holding([link for entry in menu for link in _links(entry)], path)
    first = []
    second: tuple[Tab, ...] = ()
    for entry in menu:
        links = _links(entry)
        inside = open_link in links
        grouped = isinstance(entry, Group)
        first.append(Tab(links[0].href, entry.title, ("true" if grouped else "page") if inside else ""))
        if grouped and inside:
            second = tuple(Tab(each.href, each.title, "page" if each == open_link else "") for each in links)
    return tuple(first), second


def _links(entry: Link | Group) -> tuple[Link, ...]:
    return entry.links if isinstance(entry, Group) else (entry,)


def _holding(links: list[Link], path: str) -> Link | None:
    """The link with the longest address that the path begins with; the start page is itself only."""
    found = [link for link in links if f"{path}/".startswith(f"{link.href.rstrip('/')}/")]
    longest = max(found, key=lambda link: len(link.href), default=None)
    return longest if longest and (longest.href != "/" or path == "/") else None


def frame(place: Installation, here: Presence, title: str, path: str, said: str = "") -> Frame:
    """The frame of a page; while the code is still to be given nobody is named.

    said: a key of `api.web.forms.SAID`, as it comes back in an address after something was saved.
    """
    message = SAID.get(said)
    if here.live is None or here.live.kind == SessionKind.PENDING:
        return Frame(title=title, csrf=csrf_of(place, here), path=path, message=message)
    actor = here.live.actor
    on_device = here.live.kind == SessionKind.DEVICE
    first, second = tabs_of((MY_LESSONS,) if on_device else MENUS.get(actor.role, (START,)), path)
    return Frame(
        title=title,
        person=here.live.account.name,
        role=ROLE[actor.role],
        school=here.live.school.title if here.live.school else None,
        csrf=csrf_of(place, here),
        path=path,
        tabs=first,
        within=second,
        message=message,
        left_s=sessions.left_s(here.live, here.at) if here.live.kind == SessionKind.STAFF else None,
        who=here.live.account.id,
    )
