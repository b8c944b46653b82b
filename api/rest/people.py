"""People of a school, their roles; disabling and enabling accounts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.deps import ReadUnit, WriteUnit
from api.rest.answers import Once, Paged, Tags, changed, listing, made, single
from api.rest.routing import creates, lists, reads, section, writes
from api.rest.shapes import (
    PLAIN,
    SAMPLE_ID,
    Day,
    Id,
    Instant,
    Page,
    Record,
    Ref,
    Sent,
    links,
    shape,
    text,
)  # fmt: skip
from api.services.desk import expect
from api.services.people import accounts
from api.services.people.accounts import PersonDraft, RoleDraft
from api.services.people.managing import visible
from api.services.people.reading import grant_of
from models.person import Account, Grant, Role

router = section("people")


class PersonSent(Sent):
    """login none: comes by invitation links only (parents)."""

    name: Annotated[str, text(200, "Смирнова Анна Петровна")]
    login: Annotated[str, text(100, "smirnova")] | None = None
    email: Annotated[str, text(254, "smirnova@school.example")] | None = None
    phone: Annotated[str, text(40, "+7 900 000-00-00")] | None = None


class RoleSent(Sent):
    """Days inclusive. school_id none for an administrator only; class_title for a class teacher."""

    role: Role
    school_id: Ref | None = None
    first_on: Day
    last_on: Day | None = None
    class_title: Annotated[str, text(40, "5 А")] | None = None


class NewPerson(Sent):
    person: PersonSent
    role: RoleSent


class LastDay(Sent):
    """None: until further notice."""

    last_on: Day | None


class PersonTold(Record):
    name: str = Field(examples=["Смирнова Анна Петровна"])
    login: str | None = Field(examples=["smirnova"])
    email: str | None = Field(examples=["smirnova@school.example"])
    phone: str | None = Field(examples=["+7 900 000-00-00"])
    created_at: Instant
    ends_on: date | None = Field(description="the last day of the account")
    disabled_at: Instant | None


class RoleTold(Record):
    account_id: str = Field(examples=[SAMPLE_ID])
    role: Role
    school_id: str | None
    class_title: str | None
    first_on: date
    last_on: date | None


def _person(row: Account) -> PersonTold:
    at = f"/people/{row.id}"
    to = links(this=at, roles=f"{at}/roles", disable=f"{at}/disable", enable=f"{at}/enable", people="/people")
    return shape(PersonTold, row, to)


def _role(row: Grant) -> RoleTold:
    at = f"/roles/{row.id}"
    return shape(RoleTold, row, links(this=at, person=f"/people/{row.account_id}", end=f"{at}/end"))


@lists(router, "/people", Page[PersonTold])
def list_people(
    request: Request, unit: ReadUnit, paging: Paged,
    q: Annotated[str, Query(max_length=100, pattern=PLAIN, description="part of a name or a login")] = "",
) -> Response:  # fmt: skip
    """Everybody with a role at the school, past ones too; all for an administrator."""
    wanted = q.strip().casefold()
    found = [row for row in accounts.people(unit) if wanted in f"{row.name} {row.login or ''}".casefold()]
    return listing(request, paging, found, _person, Page[PersonTold])


@creates(router, "/people", PersonTold)
def add_person(unit: WriteUnit, once: Once, sent: NewPerson) -> Response:
    """A person with a first role. The way in is an invitation link."""

    def act() -> Response:
        person, role = PersonDraft(**sent.person.model_dump()), RoleDraft(**sent.role.model_dump())
        row, _ = accounts.add_person(unit, person, role)
        return made(_person(row), row)

    return once(sent, act)


@reads(router, "/people/{account_id}", PersonTold)
def get_person(request: Request, unit: ReadUnit, account_id: Id) -> Response:
    row = visible(unit, account_id)
    return single(request, _person(row), row)


@writes(router, "PUT", "/people/{account_id}", PersonTold)
def put_person(unit: WriteUnit, tags: Tags, account_id: Id, sent: PersonSent) -> Response:
    """Name, login, e-mail and telephone, all at once."""
    rev = expect(unit, Account, account_id, tags).rev
    row = accounts.change_person(unit, account_id, rev, PersonDraft(**sent.model_dump()))
    return changed(_person(row), row)


@writes(router, "POST", "/people/{account_id}/disable", PersonTold)
def disable_person(unit: WriteUnit, tags: Tags, account_id: Id) -> Response:
    """Closes the account: its sessions, devices and links end at once."""
    row = accounts.disable(unit, account_id, expect(unit, Account, account_id, tags).rev)
    return changed(_person(row), row)


@writes(router, "POST", "/people/{account_id}/enable", PersonTold)
def enable_person(unit: WriteUnit, tags: Tags, account_id: Id) -> Response:
    """Opens a closed account again."""
    row = accounts.enable(unit, account_id, expect(unit, Account, account_id, tags).rev)
    return changed(_person(row), row)


@writes(router, "POST", "/people/{account_id}/end", PersonTold)
def end_person(unit: WriteUnit, tags: Tags, account_id: Id, sent: LastDay) -> Response:
    """Sets the last day of the account."""
    row = accounts.set_end(unit, account_id, expect(unit, Account, account_id, tags).rev, sent.last_on)
    return changed(_person(row), row)


@writes(router, "POST", "/people/{account_id}/reset", PersonTold)
def reset_person(unit: WriteUnit, tags: Tags, account_id: Id) -> Response:
    """Password and telephone are lost: both are void; the way back is an invitation link."""
    row = accounts.reset_sign_in(unit, account_id, expect(unit, Account, account_id, tags).rev)
    return changed(_person(row), row)


@lists(router, "/people/{account_id}/roles", Page[RoleTold])
def list_roles(request: Request, unit: ReadUnit, paging: Paged, account_id: Id) -> Response:
    """Roles of a person, ended ones too."""
    return listing(request, paging, accounts.roles_of(unit, account_id), _role, Page[RoleTold])


@creates(router, "/people/{account_id}/roles", RoleTold)
def give_role(unit: WriteUnit, once: Once, account_id: Id, sent: RoleSent) -> Response:
    """A further role of a person."""

    def act() -> Response:
        row = accounts.give_role(unit, account_id, RoleDraft(**sent.model_dump()))
        return made(_role(row), row)

    return once(sent, act)


@reads(router, "/roles/{grant_id}", RoleTold)
def get_role(request: Request, unit: ReadUnit, grant_id: Id) -> Response:
    row = grant_of(unit, grant_id)
    return single(request, _role(row), row)


@writes(router, "POST", "/roles/{grant_id}/end", RoleTold)
def end_role(unit: WriteUnit, tags: Tags, grant_id: Id, sent: LastDay) -> Response:
    """Sets the last day of a role; one that is over ends its sessions at once."""
    row = accounts.end_role(unit, grant_id, expect(unit, Grant, grant_id, tags).rev, sent.last_on)
    return changed(_role(row), row)
