"""What stands around the content of a page for who is signed in."""

from __future__ import annotations

from api.deps import Presence, csrf_of
from api.installation import Installation
from api.services.entry import sessions
from api.web.forms import SAID
from api.web.rendering import Frame, Link
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
START = Link("/", "Внимание")
CASES = Link("/cases", "Дела")
ORDERS = Link("/orders", "Приказы")
MY_CHILD = Link("/", "Мой ребёнок")
PLANS = Link("/plans", "Планы")
TEACHERS = Link("/teachers", "Учителя")
MY_TIME = Link("/time", "Моё время")
TIMETABLES = Link("/timetables", "Расписание")
AGREEMENT = Link("/agreement", "Согласование")
DATA = Link("/registry", "Данные")
PEOPLE = Link("/people", "Люди")
SCHOOL = Link("/school", "Школа")
SUBSTITUTIONS = Link("/substitutions", "Замены")
MAKE_UPS = Link("/makeups", "Отработки")
CALLS = Link("/calls", "Замены")
OUTBOX = Link("/outbox", "Сообщения")
CALENDAR = Link("/me/calendar", "Календарь")
ALL_SCHOOLS = Link("/schools", "Школы")
DESK = (START, CASES, ORDERS, PLANS, TEACHERS, DATA, TIMETABLES, AGREEMENT, SUBSTITUTIONS, MAKE_UPS)
LINKS = {  # grows with the pages
    Role.ADMINISTRATOR: (START, PEOPLE, ALL_SCHOOLS),
    Role.DEPUTY: (*DESK, OUTBOX, PEOPLE, SCHOOL),
    Role.DIRECTOR: (*DESK, OUTBOX, PEOPLE, SCHOOL),
    Role.CLASS_TEACHER: (START, CASES, CALENDAR),
    Role.TEACHER: (START, MY_TIME, CALLS, CALENDAR),
    Role.SPECIALIST: (START, MY_TIME, CALLS, CALENDAR),
    Role.COORDINATOR: (START, TEACHERS, DATA, PEOPLE),
    Role.PARENT: (MY_CHILD, PLANS, CALENDAR),
}


def frame(place: Installation, here: Presence, title: str, path: str, said: str = "") -> Frame:
    """The frame of a page; while the code is still to be given nobody is named.

    said: a key of `api.web.forms.SAID`, as it comes back in an address after something was saved.
    """
    message = SAID.get(said)
    if here.live is None or here.live.kind == SessionKind.PENDING:
        return Frame(title=title, csrf=csrf_of(place, here), path=path, message=message)
    actor = here.live.actor
    return Frame(
        title=title,
        person=here.live.account.name,
        role=ROLE[actor.role],
        school=here.live.school.title if here.live.school else None,
        csrf=csrf_of(place, here),
        path=path,
        links=LINKS.get(actor.role, (START,)),
        message=message,
        left_s=sessions.left_s(here.live, here.at) if here.live.kind == SessionKind.STAFF else None,
        who=here.live.account.id,
    )
