"""What stands around the content of a page for who is signed in."""

from __future__ import annotations

from sqlmodel import Session

from api.deps import Presence, csrf_of
from api.installation import Installation
from api.web.forms import SAID
from api.web.rendering import Frame, Link
from models.engines import reading
from models.person import Role
from models.school import School
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
PLANS = Link("/plans", "Планы")
TEACHERS = Link("/teachers", "Учителя")
TIMETABLES = Link("/timetables", "Расписание")
PEOPLE = Link("/people", "Люди")
SCHOOL = Link("/school", "Школа")
ALL_SCHOOLS = Link("/schools", "Школы")
LINKS = {  # grows with the pages
    Role.DEPUTY: (START, CASES, PLANS),
    Role.DIRECTOR: (START, CASES, PLANS),
    Role.PARENT: (START, PLANS),
}


def frame(place: Installation, here: Presence, title: str, path: str, said: str = "") -> Frame:
    """The frame of a page; while the code is still to be given nobody is named.

    said: a key of `api.web.forms.SAID`, as it comes back in an address after something was saved.
    """
    message = SAID.get(said)
    if here.live is None or here.live.kind == SessionKind.PENDING:
        return Frame(title=title, csrf=csrf_of(place, here), path=path, message=message)
    actor = here.live.actor
    with reading(place.engine) as session:
        school = _school(session, actor.school_id)
    return Frame(
        title=title,
        person=here.live.account.name,
        role=ROLE[actor.role],
        school=school,
        csrf=csrf_of(place, here),
        path=path,
        links=LINKS.get(actor.role, (START,)),
        message=message,
    )


def _school(session: Session, school_id: str | None) -> str | None:
    school = session.get(School, school_id) if school_id else None
    return school.title if school else None
