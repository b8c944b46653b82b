"""The people of the demo service: staff who sign in, parents who come by a link, children."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from api.demo.service.hands import Hand
from api.demo.service.school import OPENED
from api.services.cases.pupils import GuardianDraft, PupilDraft, add_guardian, add_pupil
from api.services.entry.proofs import set_password
from api.services.people.accounts import PersonDraft, RoleDraft, add_person
from models.case import GuardianKind
from models.person import Grant, Role

PASSWORD = "вымышленные ежи читают сами"
ADMINISTRATOR = "admin"
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff: login, what they are, and their grant."""

    login: str
    name: str
    grant: Grant


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent and the grant a link is made for."""

    name: str
    grant: Grant


@cache
def source() -> Table:
    return tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))


def staff(administrator: Hand, schools: dict[str, str]) -> dict[str, Member]:
    """Everybody who signs in with a password, the administrator excepted; by login."""
    with administrator.on(OPENED) as unit:
        password_hash = administrator.place.hasher.hash(PASSWORD)
        made: dict[str, Member] = {}
        for entry in source()["staff"]:
            if entry["login"] == ADMINISTRATOR:
                continue
            role = RoleDraft(
                role=Role(entry["role"]),
                school_id=schools[entry["school"]],
                first_on=OPENED,
                class_title=entry.get("class"),
            )
            person = PersonDraft(name=entry["name"], login=entry["login"], phone=_phone(2, len(made)))
            account, grant = add_person(unit, person, role)
            set_password(unit, account.id, password_hash)
            made[entry["login"]] = Member(entry["login"], entry["name"], grant)
    return made


def _phone(group: int, number: int) -> str:
    """Of a code that no network has."""
    return f"+7 000 {group}00-00-{number + 1:02}"


def children(deputy: Hand) -> dict[str, str]:
    """Pupils with a case in the timetable; id by the case's code."""
    with deputy.on(OPENED) as unit:
        return {entry["case"]: add_pupil(unit, _pupil(entry)).id for entry in source()["children"]}


def _pupil(entry: Table) -> PupilDraft:
    return PupilDraft(surname=entry["surname"], given_names=entry["given"], birth_on=entry["born"])


def beginners(deputy: Hand, on: date) -> list[tuple[Table, str]]:
    """Children whose papers have only begun to come: what is known of each, and the pupil's id."""
    with deputy.on(on) as unit:
        return [(entry, add_pupil(unit, _pupil(entry)).id) for entry in source()["beginners"]]


def parents(deputy: Hand, pupils: dict[str, str]) -> dict[str, Parent]:
    """An account for every parent, the same for brothers and sisters; by name."""
    made: dict[str, Parent] = {}
    with deputy.on(OPENED) as unit:
        for entry in source()["children"]:
            for kind, name in entry["parents"]:
                if name not in made:
                    role = RoleDraft(role=Role.PARENT, school_id=deputy.school_id, first_on=OPENED)
                    _, grant = add_person(unit, PersonDraft(name=name, phone=_phone(1, len(made))), role)
                    made[name] = Parent(name, grant)
                guardian = GuardianDraft(
                    account_id=made[name].grant.account_id, kind=GuardianKind(kind), first_on=OPENED
                )
                add_guardian(unit, pupils[entry["case"]], guardian)
    return made
