"""A service behind its routes, with people who subscribe: for tests of pages and of what programs get."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_app
from models.engines import reading, writing
from models.person import Account, Role
from tests.api.pages.desk import Desk, signed_in
from tests.api.services.feeds.subscribers import Subscribers, give, subscribers


def town(engine: Engine) -> Subscribers:
    """The mother has a role as well, so that she can come in."""
    made = subscribers(engine)
    with writing(engine) as session:
        give(session, made.made.mother, Role.PARENT, made.made)
    return made


@contextmanager
def program(made: Subscribers) -> Iterator[TestClient]:
    """A calendar program: no cookies, no headers of a browser."""
    app = create_app(made.where)
    with TestClient(app, base_url="https://school.example", raise_server_exceptions=False) as client:
        yield client


@contextmanager
def at_desk(made: Subscribers, account_id: str, role: Role) -> Iterator[Desk]:
    with reading(made.engine) as session:
        account = session.get_one(Account, account_id)
    with signed_in(made.where, account, role) as desk:
        yield desk
