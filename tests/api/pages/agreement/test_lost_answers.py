"""The database has committed, its answer is lost: the page says so, and the same page sent again acts once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from models.agreement import Answer, Decision, Publication
from models.base import Kept
from models.engines import reading
from models.message import Message
from tests.api.pages.agreement.home import Home, filled, home_of


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def count(home: Home, kind: type[Kept]) -> int:
    with reading(home.engine) as session:
        return session.exec(select(func.count()).select_from(kind)).one()


@contextmanager
def answer_lost(home: Home, kind: type[Kept]) -> Iterator[None]:
    """The connection breaks right after the commit that makes the first row of a kind."""
    dialect: Any = home.engine.dialect
    commit, before = dialect.do_commit, count(home, kind)

    def cut(connection: Any) -> None:
        commit(connection)
        if count(home, kind) > before:
            raise dialect.dbapi.OperationalError("the connection is gone")

    dialect.do_commit = cut
    try:
        yield
    finally:
        del dialect.do_commit


def test_an_agreement_is_written_once(home: Home) -> None:
    version_id = home.made.offered()
    client, path = home.client("mother"), f"/my/{version_id}"
    fields = {**filled(client.get(path).text), "answer": "agree", "read": "yes"}
    with answer_lost(home, Decision):
        lost = client.post(f"{path}/answer", data=fields)
    assert (lost.status_code, "Повторите" in lost.text) == (503, True)
    assert client.post(f"{path}/answer", data=fields).status_code == 303
    assert (count(home, Decision), home.made.state(version_id)) == (1, "agreed")


def test_a_publication_goes_out_once(home: Home) -> None:
    version_id = home.made.offered()
    home.made.answer(version_id, Answer.AGREED)
    home.made.approve(version_id)
    client = home.client("deputy")
    fields = {**filled(client.get("/publishing").text), "version": [version_id]}
    with answer_lost(home, Publication):
        assert client.post("/publishing", data=fields).status_code == 503
    again = client.post("/publishing", data=fields)
    assert (again.status_code, again.headers["location"]) == (303, "/publishing?said=published")
    assert (count(home, Publication), count(home, Message)) == (1, 2)  # mother and father, each once
    other = client.post("/publishing", data={**fields, "version": []})
    assert (other.status_code, "Эта страница уже отправлена" in other.text) == (409, True)
