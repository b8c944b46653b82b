"""«Сообщения»: shelves, texts to copy, a failed message sent again, other schools' messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.mail import UnreachableError
from api.posting import post_due
from models.message import MessageState
from models.person import Role
from tests.api import place as world
from tests.api.pages.desk import Desk, signed_in
from tests.api.services.outbox.post import Bag, Post, post

PATH = "/outbox"


@pytest.fixture
def made(database: Engine) -> Post:
    return post(database)


@pytest.fixture
def desk(made: Post) -> Iterator[Desk]:
    with signed_in(made.where, made.deputy, Role.DEPUTY) as opened:
        yield opened


def counts(page: str) -> list[int]:
    return [
        int(told)
        for told in re.findall(r">(?:Отправить самим|Ждут отправки|Не ушли|Отправлены): (\d+)<", page)
    ]


def test_shelves_count_and_tell_who_gets_what(made: Post, desk: Desk) -> None:
    made.put()
    made.put(made.father, body="Занятие перенесено <на среду>")
    page = desk.get(f"{PATH}?show=waiting").text
    assert counts(page) == [1, 1, 0, 0]
    assert "Зимина Анна, почта" in page
    assert "Почта не настроена" in page
    by_hand = desk.get(PATH).text
    assert "Занятие перенесено &lt;на среду&gt;" in by_hand
    assert "Зимин Олег, текст для мессенджера" in by_hand


def test_a_message_without_an_address_is_copied_and_marked(made: Post, desk: Desk) -> None:
    key = made.put(made.father)
    answer = desk.send(f"{PATH}/{key}/hand", {"rev": "1", "show": "hand"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?show=hand&said=sent")
    assert made.state(key) == MessageState.SENT
    assert desk.send(f"{PATH}/{key}/go", {"rev": "2"}).status_code == 409


def test_a_message_that_failed_says_why_and_is_sent_again(made: Post) -> None:
    key, bag = made.put(), Bag(fails=[UnreachableError()] * 8)
    while made.state(key) == MessageState.WAITING:
        made.clock.at = max(made.clock.at, made.row(key).due_at)
        post_due(made.where, bag)
    with signed_in(made.where, made.deputy, Role.DEPUTY) as later:
        assert "не ушло: почтовый сервер не отвечает" in later.get(PATH).text
        rev = str(made.row(key).rev)
        assert later.send(f"{PATH}/{key}/go", {"rev": rev, "show": "failed"}).status_code == 303
    assert post_due(made.where, bag) == 1


def test_what_somebody_changed_meanwhile_is_not_overwritten(made: Post, desk: Desk) -> None:
    key = made.put(waits=True)
    assert desk.send(f"{PATH}/{key}/drop", {"rev": "7"}).status_code == 409
    assert desk.send(f"{PATH}/{key}/drop", {"rev": ""}).status_code == 422
    assert desk.send(f"{PATH}/{key}/drop", {"rev": "1"}).status_code == 303
    assert made.state(key) == MessageState.DROPPED
    again = desk.send(f"{PATH}/{key}/go", {"rev": "2"})
    assert again.status_code == 409
    assert "уже ушло или отменено" in again.text


def test_another_schools_messages_are_not_there(made: Post) -> None:
    key = made.put(waits=True)
    other = world.school(made.engine, "s7")
    stranger = world.person(made.engine, "chuzhoy", (Role.DEPUTY, other))
    with signed_in(made.where, stranger, Role.DEPUTY) as desk:
        assert counts(desk.get(PATH).text) == [0, 0, 0, 0]
        for act in ("go", "hand", "drop"):
            assert desk.send(f"{PATH}/{key}/{act}", {"rev": "1"}).status_code == 404
    assert made.state(key) == MessageState.PREPARED
