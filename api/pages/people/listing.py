"""The list of people and the form that adds one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.deps import Here, Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.frame import PEOPLE, ROLE, frame
from api.pages.people.words import ENTRY, Choices, offered, person_draft, role_draft, roles_said
from api.services.entry.sessions import CODED
from api.services.people import accounts, directory
from api.services.people.directory import Entry, Person, Show, Wanted
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.listing import Listed, listed
from api.web.proving import Proof, ProofSent, ProofShown
from api.web.rendering import page
from models.person import Account, Grant, Role

router = APIRouter()

SHOW: Choices = (
    (Show.CURRENT, "все, у кого есть роль"),
    (Show.WAITING, "кто ещё не вошёл"),
    (Show.ASKS, "кто просит новую ссылку"),
    (Show.PAST, "бывшие и закрытые"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person as a line; look and mark: how they stand to the door."""

    href: str
    name: str
    roles: str
    login: str
    look: str
    mark: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """found: the page of the list. filtered: something narrower than the whole list was asked for."""

    form: Form
    found: Listed[Line]
    filtered: bool
    roles: Choices
    schools: Choices
    show: Choices
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPersonPage:
    """schools: to choose from, empty for whoever acts for one. ask_proof: the password is to be given again."""

    form: Form
    roles: Choices
    schools: Choices
    ask_proof: bool


@router.api_route("/people", methods=["GET", "HEAD"])
def people(
    place: Place, here: Here, unit: ReadUnit, q: str = "", role: str = "", show: str = "", school: str = "",
    number: Annotated[str, Query(alias="page")] = "1", said: str = "",
) -> Response:  # fmt: skip
    wanted = _wanted(q, role, show, school)
    everybody = directory.everybody(unit)
    asked = {"q": wanted.text, "role": role, "show": show, "school": school}
    lines = [_line(unit, person) for person in directory.chosen(everybody, wanted)]
    content = PeoplePage(
        form=Form(values=asked),
        found=listed(lines, int(number) if number.isdecimal() else 1, PEOPLE.href, asked),
        filtered=any(asked.values()),
        roles=tuple((role.value, title) for role, title in ROLE.items()),
        schools=tuple((school.id, school.title) for school in directory.schools(unit)),
        show=SHOW,
        waiting=len(directory.chosen(everybody, Wanted(show=Show.WAITING))),
    )
    return page("people/list.html", frame(place, here, "Люди", PEOPLE.href, said), content)


@router.api_route("/people/new", methods=["GET", "HEAD"])
def new_person(place: Place, here: Here, unit: ReadUnit, proof: ProofShown) -> Response:
    return _new(place, here, unit, form_of(first_on=unit.today), proof)


@router.post("/people")
def add_person(place: Place, here: Here, proof: ProofSent, unit: WriteUnit, form: Sent) -> Response:
    outcome = attempt(unit, lambda: _add(unit, form, proof))
    if isinstance(outcome, Invalid | Conflict):
        return _new(place, here, unit, form.refused(outcome), proof, outcome.status)
    return done(f"{PEOPLE.href}/{outcome[0].id}", "added")


def _add(unit: Unit, form: Form, proof: Proof) -> tuple[Account, Grant]:
    read = Reader(form)
    person, role = person_draft(read, staff=True), role_draft(unit, read)
    read.check()
    if role.role in CODED:
        proof.check()
    return accounts.add_person(unit, person, role)


def _new(place: Place, here: Here, unit: Unit, form: Form, proof: Proof, status: int = 200) -> Response:
    content = NewPersonPage(
        form=form,
        roles=offered(unit),
        schools=tuple((school.id, school.title) for school in directory.schools(unit)),
        ask_proof=not proof.fresh and any(role in CODED for role, _ in offered(unit)),
    )
    return page("people/new.html", frame(place, here, "Новый человек", PEOPLE.href), content, status)


def _wanted(text: str, role: str, show: str, school: str) -> Wanted:
    """Words that no list offers ask for nothing."""
    return Wanted(
        text=text.strip()[:100],
        role=Role(role) if role in set(Role) else None,
        show=Show(show) if show in set(Show) else Show.CURRENT,
        school_id=school or None,
    )


def _line(unit: Unit, person: Person) -> Line:
    look, mark = ENTRY[person.entry]
    return Line(
        href=f"{PEOPLE.href}/{person.account.id}",
        name=person.account.name,
        roles=roles_said(person, with_school=unit.actor.role == Role.ADMINISTRATOR),
        login=person.account.login or "",
        look=look,
        mark=mark,
        until=shown(person.until) if person.entry == Entry.INVITED and person.until else "",
    )
