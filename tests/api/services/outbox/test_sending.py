"""At least once: pauses that grow, refusals that end it, a sender that dies between sending and writing it down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.mail import RefusedError, UnreachableError
from api.posting import post_due
from api.services.outbox.putting import Letter, Topic, put
from api.services.outbox.sending import LEASE, MOST, PAUSES, settle, take
from models.engines import writing
from models.message import MessageChannel, MessageFault, MessageState
from tests.api.services.outbox.post import Bag, Post, post


@pytest.fixture
def made(database: Engine) -> Post:
    return post(database)


def test_a_message_goes_out_once_with_its_own_id_and_no_name_in_its_subject(made: Post) -> None:
    key, bag = made.put(), Bag()
    assert post_due(made.where, bag) == 1
    assert post_due(made.where, bag) == 0
    row = made.row(key)
    assert (row.state, row.sent_at, row.tries) == (MessageState.SENT, made.clock(), 1)
    (letter,) = bag.given
    assert bag.ids == [row.message_id]
    assert (letter["To"], letter["Subject"], letter["Auto-Submitted"]) == (
        "zimina@example.org", "Новое расписание", "auto-generated",
    )  # fmt: skip
    assert letter.get_content() == "Расписание изменилось.\n"


def test_what_waits_for_a_person_is_not_sent(made: Post) -> None:
    held, text = made.put(waits=True), made.put(made.father)
    assert post_due(made.where, Bag()) == 0
    assert (made.state(held), made.state(text)) == (MessageState.PREPARED, MessageState.PREPARED)
    assert made.row(text).channel == MessageChannel.COPY


def test_a_silent_server_is_tried_again_after_growing_pauses(made: Post) -> None:
    key, bag = made.put(), Bag(fails=[UnreachableError() for _ in range(MOST)])
    waited = []
    for _ in PAUSES:
        post_due(made.where, bag)
        row = made.row(key)
        assert (row.state, row.fault) == (MessageState.WAITING, MessageFault.UNREACHABLE)
        waited.append(row.due_at - made.clock())
        made.clock.at = row.due_at - timedelta(seconds=1)
        assert post_due(made.where, Bag()) == 0
        made.clock.at = row.due_at
    assert [pause.total_seconds() / 60 for pause in waited] == [1, 5, 15, 60, 240, 720, 1440]
    post_due(made.where, bag)
    assert made.state(key) == MessageState.FAILED


def test_a_server_that_comes_back_gets_the_message(made: Post) -> None:
    key, bag = made.put(), Bag(fails=[UnreachableError()])
    post_due(made.where, bag)
    made.clock.on(minutes=1)
    assert post_due(made.where, bag) == 1
    assert (made.state(key), made.row(key).fault) == (MessageState.SENT, None)


def test_a_refused_address_is_not_tried_again_and_holds_nobody_up(made: Post) -> None:
    first = made.put()
    made.clock.on(seconds=1)
    second, bag = made.put(), Bag(fails=[RefusedError()])
    assert post_due(made.where, bag) == 1
    assert (made.state(first), made.row(first).fault) == (MessageState.FAILED, MessageFault.REFUSED)
    assert made.state(second) == MessageState.SENT


@pytest.mark.parametrize("address", ["нет", "a@b@c", "x\r\nBcc: all@example.org", ""])
def test_an_address_that_is_none_is_refused_and_smuggles_nothing(made: Post, address: str) -> None:
    key, bag = made.put(), Bag()
    with made.at_desk() as unit:
        unit.session.get_one(type(made.row(key)), key).address = address
    assert post_due(made.where, bag) == 0
    assert made.state(key) == MessageState.FAILED
    assert bag.given == []


class Died(BaseException):
    """What a kill is to the program: nothing after it runs."""


def test_a_death_between_sending_and_writing_repeats_one_message_and_loses_none(made: Post) -> None:
    keys, bag = [made.put() for _ in range(3)], Bag()

    def die() -> None:
        if len(bag.given) == 2:
            raise Died

    bag.after = die
    with pytest.raises(Died):
        post_due(made.where, bag)
    bag.after = lambda: None
    assert post_due(made.where, bag) == 1  # the third; the second still belongs to the dead sender
    made.clock.at += LEASE
    assert post_due(made.where, bag) == 1
    ids = {made.row(key).message_id for key in keys}
    assert set(bag.ids) == ids
    assert len(bag.ids) == 4  # one of three twice
    assert {made.state(key) for key in keys} == {MessageState.SENT}


def test_two_senders_never_have_one_message(made: Post) -> None:
    key = made.put()
    with writing(made.engine) as session:
        first = take(session, made.clock())
    with writing(made.engine) as session:
        assert take(session, made.clock()) is None
    assert first is not None
    made.clock.at += LEASE
    with writing(made.engine) as session:
        second = take(session, made.clock())
    with writing(made.engine) as session:
        settle(session, first, MessageFault.REFUSED, made.clock())  # too late: it is another's by now
    assert made.state(key) == MessageState.WAITING
    assert second is not None
    with writing(made.engine) as session:
        settle(session, second, None, made.clock())
    assert made.state(key) == MessageState.SENT


def test_what_is_undone_leaves_no_message(made: Post) -> None:
    def undone() -> None:
        with made.at_desk() as unit:
            put(unit, made.school, Letter(account_id=made.mother, topic=Topic.NEWS, body="Текст"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    assert made.all() == []


KILLED = """
import os, signal, sys
from datetime import datetime, timezone
from api.posting import post_due
from models.engines import make_engine
from tests.api import place as world

class Carrier:
    def carry(self, message):
        with open(sys.argv[2], "a") as file:
            file.write(message["Message-ID"] + "\\n")
        if int(sys.argv[3]) and os.path.getsize(sys.argv[2]) > int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

clock = world.Clock(datetime.fromisoformat(sys.argv[4]))
post_due(world.place(make_engine(sys.argv[1]), clock), Carrier())
"""


def test_a_killed_process_repeats_at_most_one(made: Post, tmp_path: Path) -> None:
    """kill -9 in the middle of the fourth message of six; the next process ends what was begun."""
    url = made.engine.url.render_as_string(hide_password=False)
    keys, told = [made.put() for _ in range(6)], tmp_path / "sent"
    size = 3 * (len(made.row(keys[0]).message_id) + 1)

    def run(limit: int) -> int:
        command = [sys.executable, "-c", KILLED, url, str(told), str(limit), made.clock().isoformat()]
        return subprocess.run(command, env=os.environ | {"PYTHONPATH": str(Path.cwd())}).returncode

    assert run(size) == -signal.SIGKILL
    made.clock.at += LEASE
    assert run(0) == 0
    sent = told.read_text().split()
    assert sorted(set(sent)) == sorted(made.row(key).message_id for key in keys)
    assert len(sent) == 7
