"""Words and choices that the pages of people share."""

from __future__ import annotations

from datetime import date

from api.errors import Invalid
from api.pages.frame import ROLE
from api.services.people.accounts import PersonDraft, RoleDraft
from api.services.people.directory import Entry, Held, Person
from api.services.people.managing import GRANTS
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader
from models.person import Role

Choices = tuple[tuple[str, str], ...]

ENTRY = {
    Entry.IN: ("fine", "Вход открыт"),
    Entry.ASKS: ("late", "Просит новую ссылку"),
    Entry.INVITED: ("soon", "Приглашение отправлено"),
    Entry.LAPSED: ("late", "Срок приглашения вышел"),
    Entry.NONE: ("soon", "Не приглашён"),
    Entry.CLOSED: ("late", "Запись закрыта"),
}
LOGIN_NEEDED = "Задайте логин, например «petrov»: с ним сотрудник входит."
ROLE_NEEDED = "Выберите роль из списка."


def title_of(held: Held) -> str:
    """«классный руководитель, 5 А»."""
    return ROLE[held.role] + (f", {held.grant.class_title}" if held.grant.class_title else "")


def dates_of(held: Held) -> str:
    """«с 01.09.2026» or «с 01.09.2026 по 31.05.2027»."""
    last_on = held.grant.last_on
    return f"с {shown(held.grant.first_on)}" + (f" по {shown(last_on)}" if last_on else "")


def roles_said(person: Person, with_school: bool) -> str:
    """Current roles in one line; for whoever sees several schools, with the school of each."""
    told = [
        title_of(held) + (f" ({held.school.title})" if with_school and held.school else "")
        for held in person.current
    ]
    return "; ".join(told)


def offered(unit: Unit) -> Choices:
    """Roles the actor may give here. A parent comes with a child's case, not from this page."""
    may = GRANTS.get(unit.actor.role, frozenset()) - {Role.PARENT}
    return tuple((role.value, title) for role, title in ROLE.items() if role in may)


def person_draft(read: Reader, staff: bool) -> PersonDraft:
    """What a form says of a person. staff: has to have a login."""
    if staff and not read.text("login"):
        read.faults["login"] = (LOGIN_NEEDED,)
    return PersonDraft(
        name=read.text("name"),
        login=read.text_or_none("login"),
        email=read.text_or_none("email"),
        phone=read.text_or_none("phone"),
    )


def role_draft(unit: Unit, read: Reader) -> RoleDraft:
    """What a form says of a role to give; a school is chosen by an administrator alone."""
    role = read.among("role", dict(offered(unit)), ROLE_NEEDED)
    chosen = read.text_or_none("school_id") if unit.actor.role == Role.ADMINISTRATOR else unit.actor.school_id
    first_on, last_on = read.day("first_on"), read.day_or_none("last_on")
    return RoleDraft(
        role=Role(role) if role in set(Role) else Role.TEACHER,
        school_id=chosen,
        first_on=first_on,
        last_on=last_on,
        class_title=read.text_or_none("class_title") if role == Role.CLASS_TEACHER else None,
    )


def day_of(form: Form) -> date | None:
    """The day of a step; raises Invalid for what is no day."""
    read = Reader(form)
    told = read.day_or_none("last_on")
    if read.faults:
        raise Invalid(read.faults)
    return told
