"""One person: what is known of them, their roles, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Here, Place, Presence, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.installation import Installation
from api.pages.frame import PEOPLE, frame
from api.pages.people.words import ENTRY, Choices, dates_of, offered, person_draft, role_draft, title_of
from api.services.entry.sessions import CODED
from api.services.people import accounts, directory, managing
from api.services.people.directory import Entry, Held, Person
from api.services.unit import Unit
from api.services.words import shown
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from api.web.proving import Proof, ProofSent, ProofShown
from api.web.rendering import page
from models.person import Account, Grant, Role

router = APIRouter()
NO_FORM = Form()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role. may: the actor may end it, on `ending` as it is offered; invite: a link is of use now."""

    id: str
    title: str
    school: str
    dates: str
    over: bool
    may: bool
    invite: bool
    ending: str
    sent_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """top: what was refused of the page as a whole; form: the person's data; giving: a role to be given.

    may: the actor may change the person. own: it is the actor. staff: has to have a login.
    """

    account: Account
    look: str
    mark: str
    facts: tuple[str, ...]
    may: bool
    own: bool
    staff: bool
    closed: bool
    top: Form
    form: Form
    giving: Form
    current: tuple[RoleLine, ...]
    past: tuple[RoleLine, ...]
    roles: Choices
    schools: Choices
    ask_proof: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Forms of the page as they were sent; None: as they are at first."""

    top: Form = NO_FORM
    form: Form | None = None
    giving: Form | None = None


@router.api_route("/people/{account_id}", methods=["GET", "HEAD"])
def person(
    place: Place, here: Here, unit: ReadUnit, proof: ProofShown, account_id: str, said: str = ""
) -> Response:
    return shown_person(place, here, unit, account_id, proof, Given(), said=said)


@router.post("/people/{account_id}")
def change(
    place: Place, here: Here, unit: WriteUnit, proof: ProofShown, account_id: str, form: Sent
) -> Response:
    outcome = attempt(unit, lambda: _change(unit, account_id, form))
    if isinstance(outcome, Invalid | Conflict):
        given = Given(form=form.refused(outcome))
        return shown_person(place, here, unit, account_id, proof, given, outcome.status)
    return done(f"{PEOPLE.href}/{account_id}", "saved")


def _change(unit: Unit, account_id: str, form: Form) -> Account:
    read = Reader(form)
    draft = person_draft(read, staff=_is_staff(directory.person_of(unit, account_id)))
    rev = read.number("rev")
    read.check()
    return accounts.change_person(unit, account_id, rev, draft)


@router.post("/people/{account_id}/roles")
def give_role(
    place: Place, here: Here, proof: ProofSent, unit: WriteUnit, account_id: str, form: Sent
) -> Response:
    outcome = attempt(unit, lambda: _give(unit, account_id, form, proof))
    if isinstance(outcome, Invalid | Conflict):
        given = Given(giving=form.refused(outcome))
        return shown_person(place, here, unit, account_id, proof, given, outcome.status)
    return done(f"{PEOPLE.href}/{account_id}", "added")


def _give(unit: Unit, account_id: str, form: Form, proof: Proof) -> Grant:
    read = Reader(form)
    draft = role_draft(unit, read)
    read.check()
    if draft.role in CODED:
        proof.check()
    return accounts.give_role(unit, account_id, draft)


@router.post("/people/{account_id}/enable")
def enable(
    place: Place, here: Here, unit: WriteUnit, proof: ProofShown, account_id: str, form: Sent
) -> Response:
    outcome = attempt(unit, lambda: accounts.enable(unit, account_id, rev_of(form)))
    if isinstance(outcome, Invalid | Conflict):
        given = Given(top=form.refused(outcome))
        return shown_person(place, here, unit, account_id, proof, given, outcome.status)
    return done(f"{PEOPLE.href}/{account_id}", "saved")


def rev_of(form: Form) -> int:
    """The revision a form was shown with. Raises Invalid where it carries none."""
    read = Reader(form)
    rev = read.number("rev")
    read.check()
    return rev


def shown_person(
    place: Installation, here: Presence, unit: Unit, account_id: str, proof: Proof, given: Given,
    status: int = 200, said: str = "",
) -> Response:  # fmt: skip
    """The page of a person, with forms as they were sent where something was refused."""
    found = directory.person_of(unit, account_id)
    content = _content(unit, found, proof, given)
    return page("people/person.html", frame(place, here, "Человек", PEOPLE.href, said), content, status)


def _content(unit: Unit, found: Person, proof: Proof, given: Given) -> PersonPage:
    look, mark = ENTRY[found.entry]
    may = managing.may_manage(unit, found.account.id)
    lines = tuple(_line(unit, found, held, may) for held in found.roles)
    choices = offered(unit)
    return PersonPage(
        account=found.account, look=look, mark=mark, facts=_facts(found), may=may,
        own=found.account.id == unit.actor.account_id, staff=_is_staff(found),
        closed=found.account.disabled_at is not None,
        top=given.top, form=given.form or _filled(found.account), giving=given.giving or form_of(first_on=unit.today),
        current=tuple(line for line in lines if not line.over), past=tuple(line for line in lines if line.over),
        roles=choices, schools=tuple((school.id, school.title) for school in directory.schools(unit)),
        ask_proof=not proof.fresh and any(role in CODED for role, _ in choices),
    )  # fmt: skip


def _filled(account: Account) -> Form:
    return form_of(name=account.name, login=account.login, email=account.email, phone=account.phone)


def _facts(found: Person) -> tuple[str, ...]:
    """What else stands beside the mark."""
    told = []
    if found.entry == Entry.INVITED and found.until is not None:
        told.append(f"Ссылка действует по {shown(found.until)}.")
    if found.account.disabled_at is None and found.account.ends_on is not None:
        told.append(f"Последний день записи — {shown(found.account.ends_on)}.")
    if found.account.totp_since is not None:
        told.append("Входит с кодом из приложения.")
    return tuple(told)


def _is_staff(found: Person) -> bool:
    return any(held.role != Role.PARENT for held in found.current)


def _line(unit: Unit, found: Person, held: Held, may: bool) -> RoleLine:
    begun, inside = held.grant.first_on <= unit.today, found.entry == Entry.IN and held.role != Role.PARENT
    granted = managing.may_grant(unit, held.role, held.grant.school_id)
    line = RoleLine(
        id=held.grant.id, title=title_of(held), school=held.school.title if held.school else "",
        dates=dates_of(held), over=held.over, may=may and granted,
        invite=may and granted and begun and not (held.over or inside or found.entry == Entry.CLOSED),
        sent_until="", ending=(held.grant.last_on or unit.today).isoformat(),
    )  # fmt: skip
    open_link = found.until is not None and held.link is not None and held.link.spent_at is None
    return replace(line, sent_until=shown(directory.last_day(held))) if open_link else line
