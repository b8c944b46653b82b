"""Guessing: few guesses are judged, the owner is not locked out, neighbours behind one address are not hindered."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api import entrance
from api.installation import Installation
from api.services.entry import codes, throttle
from api.services.entry.signin import WRONG, WRONG_CODE, Entered, Refused, Visit
from models.engines import reading, writing
from models.person import Account, Grant, Role
from models.session import Throttle
from tests.api.place import HASH, PASSWORD, START, Clock, CountingHasher, code, person, place, school

HERE = Visit(label="Firefox, Linux")


def judged(where: Installation) -> int:
    assert isinstance(where.hasher, CountingHasher)
    return len(where.hasher.judged)


@pytest.mark.parametrize("login", ["lebedeva", "nobody"])
def test_of_a_thousand_guesses_fourteen_are_judged_in_a_quarter_of_an_hour(
    database: Engine, login: str
) -> None:
    # judged at once: 1-5; then after waits of 1, 2, 4 ... seconds: the 6th at 1 s, the 7th at 3 s, the 13th at
    # 255 s, the 14th at 511 s, the 15th at 1023 s. A guess every 0.9 s reaches 900 s with the 1000th
    clock = Clock()
    where = place(database, clock)
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    answers = []
    for number in range(1000):
        answers.append(entrance.sign_in(where, login, f"догадка {number}", HERE))
        clock.on(seconds=0.9)
    assert judged(where) == 14
    assert answers.count(Refused(sentence=WRONG)) == 14
    waits = [item.wait_s for item in answers if isinstance(item, Refused) and item.wait_s]
    assert (len(waits), min(waits), max(waits)) == (986, 1, 512)


def test_no_quarter_of_an_hour_of_a_day_sees_more_than_fourteen_attempts(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    taken: list[datetime] = []
    with writing(database) as session:
        while clock.at < START + timedelta(hours=6):
            if throttle.attempt(where.door(session), "0" * 64) == 0:
                taken.append(clock.at)
            clock.on(seconds=10)
    windows = [sum(at <= other < at + timedelta(minutes=15) for other in taken) for at in taken]
    # ten seconds apart: 1-5 by 40 s, then waits of 10 10 10 10 20 40 70 130 260 520 s: 14 by 900 s, later 1 in 900 s
    assert max(windows) == 14
    assert windows[-3:] == [1, 1, 1]


def test_the_owner_enters_from_a_known_device_while_others_guess(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    first = entrance.sign_in(where, "lebedeva", PASSWORD, HERE)
    assert isinstance(first, Entered)
    assert first.device_token is not None
    mine = Visit(device_token=first.device_token.get_secret_value(), label="Firefox, Linux")
    for number in range(100):
        entrance.sign_in(where, "lebedeva", f"догадка {number}", HERE)
    assert isinstance(entrance.sign_in(where, "lebedeva", PASSWORD, HERE), Refused)
    assert isinstance(entrance.sign_in(where, "lebedeva", PASSWORD, mine), Entered)


def test_a_known_device_has_no_endless_attempts_either(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    first = entrance.sign_in(where, "lebedeva", PASSWORD, HERE)
    assert isinstance(first, Entered)
    assert first.device_token is not None
    mine = Visit(device_token=first.device_token.get_secret_value())
    for number in range(100):
        entrance.sign_in(where, "lebedeva", f"догадка {number}", mine)
    assert judged(where) == 1 + 5


def test_a_device_known_to_one_account_is_not_known_to_another(database: Engine) -> None:
    where = place(database, Clock())
    home = school(database)
    person(database, "petrov", (Role.TEACHER, home))
    person(database, "lebedeva", (Role.TEACHER, home))
    first = entrance.sign_in(where, "petrov", PASSWORD, HERE)
    assert isinstance(first, Entered)
    assert first.device_token is not None
    for number in range(100):
        entrance.sign_in(where, "lebedeva", f"догадка {number}", HERE)
    foreign = Visit(device_token=first.device_token.get_secret_value())
    assert isinstance(entrance.sign_in(where, "lebedeva", PASSWORD, foreign), Refused)


def test_a_hundred_people_behind_one_address_all_enter(database: Engine) -> None:
    """Each mistypes once; nothing but the login is counted."""
    where = place(database, Clock())
    home = school(database)
    with writing(database) as session:
        people = [Account(name="Учитель", login=f"teacher{n}", password_hash=HASH) for n in range(100)]
        session.add_all(people)
        session.flush()
        session.add_all(
            Grant(account_id=one.id, role=Role.TEACHER, school_id=home, first_on=START.date())
            for one in people
        )
    for number in range(100):
        entrance.sign_in(where, f"teacher{number}", "опечатка", HERE)
        assert isinstance(entrance.sign_in(where, f"teacher{number}", PASSWORD, HERE), Entered)


def test_attempts_at_the_same_moment_are_all_counted(database: Engine) -> None:
    """Forty threads guess at once: a failed attempt is committed before it is judged, so five are judged."""
    where = place(database, Clock())
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    entrance.sign_in(where, "other", "x", HERE)
    before = judged(where)
    threads = [
        threading.Thread(target=entrance.sign_in, args=(where, "lebedeva", "догадка", HERE))
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert judged(where) - before == 5


def test_a_right_password_opens_the_lock(database: Engine) -> None:
    where = place(database, Clock())
    person(database, "lebedeva", (Role.TEACHER, school(database)))
    for _ in range(3):
        for _ in range(4):
            assert entrance.sign_in(where, "lebedeva", "опечатка", HERE) == Refused(sentence=WRONG)
        assert isinstance(entrance.sign_in(where, "lebedeva", PASSWORD, HERE), Entered)


def test_codes_are_guessed_no_faster_than_passwords(database: Engine) -> None:
    where = place(database, Clock())
    deputy = person(database, "zavuch", (Role.DEPUTY, school(database)))
    pending = entrance.sign_in(where, "zavuch", PASSWORD, HERE)
    assert isinstance(pending, Entered)
    with writing(database) as session:
        codes.enrolment(where.door(session), session.get_one(Account, deputy.id))
    right, token = code(where, deputy), pending.issued.token.get_secret_value()
    wrong = "000000" if right != "000000" else "000001"
    answers = [entrance.prove_code(where, token, wrong, HERE) for _ in range(50)]
    assert answers.count(Refused(sentence=WRONG_CODE)) == 5
    assert isinstance(entrance.prove_code(where, token, right, HERE), Refused)


def test_locks_nobody_tries_are_forgotten_after_a_day(database: Engine) -> None:
    clock = Clock()
    where = place(database, clock)
    for number in range(3):
        entrance.sign_in(where, f"nobody{number}", "догадка", HERE)
    clock.on(hours=24, seconds=1)
    entrance.sign_in(where, "somebody", "догадка", HERE)
    with reading(database) as session:
        assert len(session.exec(select(Throttle)).all()) == 1


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    told = [int(throttle.delay_after(attempts).total_seconds()) for attempts in (4, 5, 6, 10, 14, 15, 1000)]
    assert told == [0, 1, 2, 32, 512, 900, 900]
