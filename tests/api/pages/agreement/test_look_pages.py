"""A link to one version over HTTP: what it opens, how long, for whom, and that it neither lets in nor answers."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from api.app import create_app
from api.posting import post_due
from api.services.agreement.timetable.links import LIVES, token_of
from models.agreement import Answer, Decision
from models.base import now
from models.case import Guardian
from models.engines import reading, writing
from models.message import SECRET, Message
from models.person import Account
from models.session import SignIn
from tests.api.pages.agreement.home import Home, home_of
from tests.api.pages.agreement.test_family_pages import plain
from tests.api.pages.desk import SITE
from tests.api.services.outbox.post import Bag


@pytest.fixture
def home(database: Engine) -> Home:
    return home_of(database)


def stranger(home: Home) -> TestClient:
    """A browser nobody is signed in on."""
    return TestClient(
        create_app(home.where), base_url="https://school.example", headers=SITE, follow_redirects=False
    )


def path_of(home: Home, version_id: str, who: str = "mother") -> str:
    return f"/look/{token_of(home.where.keys.audit, home.made.get(version_id), home.account(who))}"


def test_it_opens_the_version_without_a_session_and_changes_nothing(home: Home) -> None:
    version_id = home.made.offered()
    before = (home.made.get(version_id).rev, home.made.world.actions())
    client, path = stranger(home), path_of(home, version_id)
    told = plain(client.get(path).text)
    assert "Математика" in told
    assert "Школа ждёт вашего ответа" in told
    assert "можно только посмотреть" in told
    assert client.head(path).status_code == 200
    assert not client.cookies
    assert (home.made.get(version_id).rev, home.made.world.actions()) == before
    with reading(home.engine) as session:
        assert session.exec(select(Decision)).all() == []


def test_it_does_not_answer(home: Home) -> None:
    version_id = home.made.offered()
    client = stranger(home)
    client.get(path_of(home, version_id))
    sent = client.post(
        f"/my/{version_id}/answer",
        data={"answer": "agree", "read": "yes", "digest": home.made.get(version_id).digest or ""},
    )
    assert sent.status_code in (303, 401, 403)
    assert home.made.state(version_id) == "offered"


def test_it_lives_fourteen_days(home: Home) -> None:
    version_id = home.made.offered()
    path, offered = path_of(home, version_id), home.made.get(version_id).offered_at or now()
    home.clock.at = offered + LIVES - timedelta(seconds=1)
    assert stranger(home).get(path).status_code == 200
    home.clock.at = offered + LIVES
    over = stranger(home).get(path)
    assert (over.status_code, "Срок ссылки вышел" in over.text, "Математика" in over.text) == (
        410,
        True,
        False,
    )


def test_another_link_opens_nothing(home: Home) -> None:
    one, two = home.made.offered(0), home.made.offered(1)
    path = path_of(home, one)
    forged = path.replace(one, two)
    for wrong in (
        forged,
        path[:-1] + ("A" if path[-1] != "A" else "B"),
        "/look/x",
        path_of(home, one, "other"),
    ):
        answer = stranger(home).get(wrong)
        assert (answer.status_code, "Математика" in answer.text) == (404, False)


def test_who_speaks_for_the_child_no_more_sees_nothing_through_it(home: Home) -> None:
    path = path_of(home, home.made.offered())
    with writing(home.engine) as session:
        row = session.exec(select(Guardian).where(Guardian.account_id == home.made.mother)).one()
        row.last_on = row.first_on
    home.clock.at += timedelta(days=2)
    assert stranger(home).get(path).status_code == 404


def test_its_holder_who_is_signed_in_comes_to_the_page_that_takes_an_answer(home: Home) -> None:
    version_id = home.made.offered()
    assert home.get("mother", path_of(home, version_id)).headers["location"] == f"/my/{version_id}"
    assert home.get("father", path_of(home, version_id)).status_code == 200


def test_it_says_when_nothing_is_asked_any_more(home: Home) -> None:
    version_id = home.made.offered()
    path = path_of(home, version_id)
    home.made.answer(version_id, Answer.AGREED)
    assert "Ваш ответ получен." in plain(stranger(home).get(path).text)
    home.made.offered()
    assert "Школа заменила это расписание другим" in plain(stranger(home).get(path).text)


def test_a_way_in_is_sent_to_the_holders_own_address_only(home: Home) -> None:
    with writing(home.engine) as session:
        session.get_one(Account, home.made.mother).email = "mother@example.org"
    client, bag = stranger(home), Bag()
    path = path_of(home, home.made.offered())
    told = client.post(f"{path}/again")
    assert "Посмотрите почту" in told.text
    with reading(home.engine) as session:
        message = session.exec(select(Message).where(Message.topic == "invitation")).one()
    assert SECRET in message.body
    assert "/invitation/" not in message.body
    post_due(home.where, bag)
    letter = next(each for each in bag.given if "войти" in str(each.get_content()))
    assert letter["To"] == "mother@example.org"
    way = re.search(r"https://school\.example(/invitation/\S+)", str(letter.get_content()))
    assert way is not None
    assert client.post(way[1]).status_code == 303
    with reading(home.engine) as session:
        entered = session.exec(select(SignIn.account_id)).all()
    assert home.made.mother in entered


def test_asking_for_a_way_in_says_the_same_of_every_link(home: Home) -> None:
    home.made.offered()
    told = {stranger(home).post(f"/look/{'0' * 32}{'x' * 24}/again").text for _ in range(2)}
    known = (
        stranger(home).post(f"{path_of(home, home.made.offered())}/again").text
    )  # no address: nothing is sent
    assert told == {known}
    with reading(home.engine) as session:
        assert session.exec(select(Message).where(Message.topic == "invitation")).all() == []
