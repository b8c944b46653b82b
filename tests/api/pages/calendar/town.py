"""A service behind its routes, with people who subscribe: for tests of pages and of what programs get."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_app
from models.engines import reading, writing
from models.person import Account, Role
from tests.api.pages.desk import SITE, Desk
from tests.api.place import grant_of
from tests.api.services.feeds.subscribers import Subscribers, give, subscribers
from tests.browsing import let_in


def town(engine: Engine) -> Subscribers:
    """The mother and the director have roles as well, so that they can come in."""
    made = subscribers(engine)
    with writing(engine) as session:
        give(session, made.made.mother, Role.PARENT, made.made)
        for role in (Role.DIRECTOR, Role.CLASS_TEACHER):
            give(session, made.made.director, role, made.made)
    return made


@contextmanager
def program(made: Subscribers) -> Iterator[TestClient]:
    """A calendar program: no cookies, no headers of a browser."""
    app = create_app(made.where)
    with TestClient(app, base_url="https://school.example", raise_server_exceptions=False) as client:
        yield client


@contextmanager
def at_desk(made: Subscribers, account_id: str, role: Role) -> Iterator[Desk]:
    """Somebody who has come in, at a browser."""
    with reading(made.engine) as session:
        account = session.get_one(Account, account_id)
    cookies = let_in(made.where, grant_of(made.engine, account, role))
    with TestClient(
        create_app(made.where), base_url="https://school.example", headers=SITE, follow_redirects=False,
        raise_server_exceptions=False, cookies=cookies,
    ) as client:  # fmt: skip
        yield Desk(client, client.get("/me").text.split('name="csrf" value="')[1].split('"')[0])
