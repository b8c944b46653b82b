"""A stage for walks over every route: two schools, three children, and everybody who may come to the door.

CHILD and NEIGHBOUR go to one school, ELSEWHERE to another. The class of ELSEWHERE has the name of the class of
CHILD: whoever compares names instead of keys is caught.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from api import cookies
from api.access import Policy
from api.installation import Installation
from api.policy import POLICY
from api.services.cases.pupils import GuardianDraft, add_guardian
from api.services.entry import devices, sessions
from api.services.papers.files import FileStore
from models.base import new_id
from models.case import Case, GuardianKind
from models.engines import writing
from models.person import Account, Grant, Role
from models.session import SessionKind
from tests.api import place as world
from tests.api.services import world as services

LAST_WEEK = date(2026, 8, 25)
CLASS, OTHER_CLASS = "5 А", "6 Б"


@dataclass(frozen=True, kw_only=True)
class Realm:
    """What belongs together: a child with its case, its class and its school."""

    title: str
    school: services.World = field(repr=False)
    case_id: str
    pupil_id: str
    parent_id: str
    guardian_id: str
    class_title: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who asks. grant None: a visitor. realm: the child, class or school that is theirs."""

    title: str
    realm: Realm | None = None
    grant: Grant | None = None
    kind: SessionKind = SessionKind.STAFF
    gone: bool = False  # disabled, or the role is over: like a visitor

    @property
    def role(self) -> Role | None:
        return Role(self.grant.role) if self.grant and not self.gone else None

    @property
    def account_id(self) -> str | None:
        return self.grant.account_id if self.grant else None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The installation with everything on it. kept: what makers made once."""

    where: Installation
    clock: world.Clock
    child: Realm
    neighbour: Realm
    elsewhere: Realm
    kept: dict[Any, str] = field(default_factory=dict)

    @property
    def realms(self) -> tuple[Realm, ...]:
        return (self.child, self.neighbour, self.elsewhere)

    @property
    def engine(self) -> Engine:
        return self.where.engine

    @property
    def store(self) -> FileStore:
        return FileStore(self.where.settings.data_folder / "files", self.where.keys.files)

    def known_device(self, person: Person) -> None:
        """A browser that somebody signed in from before."""
        assert person.account_id is not None
        with writing(self.engine) as session:
            devices.remember(self.where.door(session), person.account_id, None, "Chrome, Android")

    def cookies_of(self, person: Person) -> dict[str, str]:
        """A new session of somebody, as signing in would leave it; none for a visitor."""
        if person.grant is None:
            return {}
        pending = person.kind == SessionKind.PENDING
        at = self.clock()
        start = sessions.Start(
            account_id=person.grant.account_id, kind=person.kind, grant_id=None if pending else person.grant.id,
            password_at=at, code_at=None if pending else at,
        )  # fmt: skip
        with writing(self.engine) as session:
            token = sessions.begin(self.where.door(session), start).token.get_secret_value()
        name = cookies.WEEK if person.kind == SessionKind.DEVICE else cookies.SESSION
        return {cookies.name_of(self.where.settings, name): token}


def stage(engine: Engine, folder: Path, policy: Policy = POLICY) -> Stage:
    """Schools, children, cases that run, parents; nobody signed in yet."""
    clock = world.Clock()
    home, away = services.new_world(engine), services.new_world(engine, "s200")
    return Stage(
        where=world.place(engine, clock, policy, folder), clock=clock,
        child=realm(home, "the child", CLASS), neighbour=realm(home, "another child", OTHER_CLASS),
        elsewhere=realm(away, "a child of another school", CLASS),
    )  # fmt: skip


def realm(school: services.World, title: str, class_title: str) -> Realm:
    case_id = school.running()
    with writing(school.engine) as session:
        case = session.get_one(Case, case_id)
        case.class_title, pupil_id = class_title, case.pupil_id
        parent = Account(name="Родитель ребёнка")
        session.add(parent)
    with school.acting(services.START) as unit:
        draft = GuardianDraft(account_id=parent.id, kind=GuardianKind.MOTHER, first_on=services.START)
        guardian = add_guardian(unit, pupil_id, draft)
    return Realm(
        title=title, school=school, case_id=case_id, pupil_id=pupil_id, parent_id=parent.id,
        guardian_id=guardian.id, class_title=class_title,
    )  # fmt: skip


def give(engine: Engine, role: Role, realm: Realm | None, account_id: str = "", **more: Any) -> Grant:
    """A role of a new account at the school of a realm. With account_id: of that account."""
    login = None if role == Role.PARENT else f"login-{role}-{new_id()}"
    with writing(engine) as session:
        if not account_id:
            account = Account(
                name=f"Человек: {role}", login=login, password_hash=world.HASH if login else None
            )
            session.add(account)
            session.flush()
            account_id = account.id
        grant = Grant(
            account_id=account_id, role=role, school_id=realm.school.school_id if realm else None,
            class_title=realm.class_title if realm and role == Role.CLASS_TEACHER else None,
            **{"first_on": LAST_WEEK} | more,
        )  # fmt: skip
        session.add(grant)
        if realm and role == Role.CLASS_TEACHER:
            session.flush()
            session.get_one(Case, realm.case_id).class_teacher_id = account_id
    return grant


def people(stage: Stage) -> tuple[Person, ...]:
    """Everybody, each with an account of their own."""
    engine, child, other, far = stage.engine, stage.child, stage.neighbour, stage.elsewhere

    def staff(title: str, role: Role, realm: Realm | None, **more: Any) -> Person:
        return Person(title=title, realm=realm, grant=give(engine, role, realm), **more)

    def parent(title: str, realm: Realm) -> Person:
        grant = give(engine, Role.PARENT, realm, realm.parent_id)
        return Person(title=title, realm=realm, grant=grant, kind=SessionKind.PARENT)

    over = give(engine, Role.DEPUTY, child, last_on=LAST_WEEK + timedelta(days=3))
    return (
        Person(title="nobody"),
        staff("administrator", Role.ADMINISTRATOR, None),
        staff("deputy", Role.DEPUTY, child),
        staff("director", Role.DIRECTOR, child),
        staff("class teacher", Role.CLASS_TEACHER, child),
        staff("teacher", Role.TEACHER, child),
        staff("specialist", Role.SPECIALIST, child),
        staff("coordinator", Role.COORDINATOR, child),
        parent("parent of the child", child),
        parent("parent of another child", other),
        staff("deputy of another school", Role.DEPUTY, far),
        staff("coordinator of another school", Role.COORDINATOR, far),
        staff("class teacher of another school", Role.CLASS_TEACHER, far),
        disabled(stage),
        Person(title="deputy whose role is over", realm=child, grant=over, gone=True),
        staff("teacher on a known device", Role.TEACHER, child, kind=SessionKind.DEVICE),
        staff("deputy before the code", Role.DEPUTY, child, kind=SessionKind.PENDING),
    )


def disabled(stage: Stage) -> Person:
    """A deputy whose account was disabled while signed in."""
    grant = give(stage.engine, Role.DEPUTY, stage.child)
    with writing(stage.engine) as session:
        session.get_one(Account, grant.account_id).disabled_at = stage.clock()
    return Person(title="disabled deputy", realm=stage.child, grant=grant, gone=True)


@dataclass(frozen=True)
class Scene:
    """A stage and everybody by title."""

    stage: Stage
    people: dict[str, Person]

    def __getitem__(self, title: str) -> Person:
        return self.people[title]
