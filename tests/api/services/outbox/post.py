"""A service with a school, a parent with an address and one without, and carriers that tests look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from sqlalchemy import Engine
from sqlmodel import select

from api.installation import Installation
from api.services.outbox.putting import Letter, Topic, put
from api.services.unit import Unit
from models.engines import reading, writing
from models.message import Message
from models.person import Account, Role
from tests.api import place as world


@dataclass
class Post:
    """mother has an address, father has none."""

    where: Installation
    clock: world.Clock
    school: str
    deputy: Account
    mother: str
    father: str

    @property
    def engine(self) -> Engine:
        return self.where.engine

    @contextmanager
    def at_desk(self) -> Iterator[Unit]:
        with writing(self.engine) as session:
            yield world.unit(self.where.door(session), self.deputy, Role.DEPUTY, self.school)

    def put(self, account_id: str = "", body: str = "Расписание изменилось.", **more: object) -> str:
        letter = Letter(account_id=account_id or self.mother, topic=Topic.PUBLISHED, body=body, **more)  # type: ignore[arg-type]
        with self.at_desk() as unit:
            return put(unit, self.school, letter).id

    def row(self, key: str) -> Message:
        with reading(self.engine) as session:
            return session.get_one(Message, key)

    def state(self, key: str) -> str:
        return self.row(key).state

    def all(self) -> list[Message]:
        with reading(self.engine) as session:
            return list(session.exec(select(Message)))


def post(engine: Engine, **settings: object) -> Post:
    clock, school = world.Clock(), world.school(engine)
    deputy = world.person(engine, "zavuch", (Role.DEPUTY, school))
    with writing(engine) as session:
        mother, father = Account(name="Зимина Анна", email="zimina@example.org"), Account(name="Зимин Олег")
        session.add_all([mother, father])
    return Post(world.place(engine, clock, **settings), clock, school, deputy, mother.id, father.id)  # type: ignore[arg-type]


@dataclass
class Bag:
    """A carrier that keeps what it was given. fails: raised instead, the first times."""

    fails: list[Exception] = field(default_factory=list)
    after: Callable[[], None] = lambda: None
    given: list[EmailMessage] = field(default_factory=list)

    def carry(self, message: EmailMessage) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.given.append(message)
        self.after()

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.given]
