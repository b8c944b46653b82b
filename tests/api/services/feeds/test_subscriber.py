"""A program that keeps what it read and updates as real ones do, through many changes, read by three readers.

It takes an event again only when LAST-MODIFIED is newer, and drops UIDs that are gone (as ICSx5 and Evolution do).
What it then shows has to be what is so.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.errors import Conflict
from api.services.days import absences, changes
from api.services.days.absences import AbsenceDraft
from api.services.days.changes import Target
from api.services.days.desk import LessonKey, days_of_case
from models.case import Case
from models.day import Cause, Fate
from models.engines import reading
from models.staff import Teacher
from scheduler.terms import LessonForm
from tests.api.services.feeds.subscribers import ALARM, Subscribers, subscribers
from tests.api.services.feeds.test_calendars import quarantine
from tests.exports.ical.samples import events
from tests.exports.ical.test_readers import READERS

STARTS = ("10:00", "12:00", "13:10", "15:20")
FIRST, LAST = date(2026, 9, 7), date(2026, 10, 4)
DAYS = ("mon", "wed", "thu", "fri")


class Program:
    """What a subscribed calendar program holds."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, str]] = {}
        self.sequences: dict[str, int] = {}

    def take(self, data: bytes) -> None:
        told = events(ALARM.sub(b"", data))
        named = {event["UID"]: event for event in told}
        assert len(named) == len(told), "one UID twice"
        for uid, event in named.items():
            known = self.held.get(uid)
            assert int(event["SEQUENCE"]) >= self.sequences.get(uid, 0)
            assert event["DTSTAMP"] == event["LAST-MODIFIED"]
            self.sequences[uid] = int(event["SEQUENCE"])
            if known is None or event["LAST-MODIFIED"] > known["LAST-MODIFIED"]:
                self.held[uid] = event
        self.held = {uid: event for uid, event in self.held.items() if uid in named}

    def differs(self, data: bytes) -> list[str]:
        """UIDs that it shows otherwise than they are."""
        told = events(ALARM.sub(b"", data))
        return [event["UID"] for event in told if self.held[event["UID"]] != event]


def republish(made: Subscribers, draw: Random, first: date) -> None:
    """К-01's maths at another time from a day on."""
    day, start = draw.choice(DAYS), draw.choice(STARTS)
    lessons = (f"math-1/1 w1 {day} {start}", f"math-1/2 w2 {day} {start}", "rus-1 w1 tue 11:00",
               "math-2/1 w1 mon 11:10", "math-2/2 w2 mon 11:10")  # fmt: skip
    made.made.published(0, variant=made.made.variant_of(*lessons), first=first)


def planned(made: Subscribers, draw: Random) -> LessonKey:
    """A lesson of К-01 to come, as it is now."""
    with made.made.deputy(made.clock()) as unit:
        days = days_of_case(unit, unit.session.get_one(Case, made.made.cases[0]), FIRST, LAST)
        each = draw.choice([one for one in days.lessons if one.fate == Fate.PLANNED])
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


def changed(made: Subscribers, draw: Random, number: int) -> None:
    """Something happens to a lesson: moved, given by another, cancelled with a make-up."""
    key, start = planned(made, draw), draw.choice([540, 720, 900])
    teachers = {row.code: row.id for row in _teachers(made)}
    on = date(2026, 9, 14 + number)
    to = Target(
        on=on, start_min=start, end_min=start + 40, teacher_id=teachers[draw.choice(["t1", "t2"])],
        form=LessonForm.HOME, place_id=None,
    )  # fmt: skip
    with made.made.deputy(made.clock()) as unit:
        if draw.random() < 0.6:
            changes.move(unit, key, to)
            return
        changes.cancel(unit, key, Cause.SCHOOL)
        days = days_of_case(unit, unit.session.get_one(Case, key.case_id), FIRST, LAST)
        gone = days.find(key.case_id, key.lesson)
        assert gone is not None
        changes.add(unit, LessonKey(case_id=gone.case_id, lesson=gone.id, tag=gone.tag), to)


def _teachers(made: Subscribers) -> list[Teacher]:
    with reading(made.engine) as session:
        return list(session.exec(select(Teacher)))


def ill(made: Subscribers, draw: Random) -> None:
    """К-01 is away for some days; told twice for one day it is refused, and nothing changes."""
    first = date(2026, 9, draw.randint(10, 28))
    draft = AbsenceDraft(
        case_id=made.made.cases[0], cause=Cause.CHILD_ILL, first_on=first, last_on=first + timedelta(days=2)
    )
    with suppress(Conflict), made.made.deputy(made.clock()) as unit:
        absences.report(unit, draft)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_subscriber_shows_what_is_so_after_every_change(database: Engine, seed: int) -> None:
    made, draw = subscribers(database), Random(seed)
    programs = [(made.of_mother(), Program()), (made.of_teacher(alarm_min=10), Program())]
    steps: list[Callable[[int], None]] = [
        lambda n: republish(made, draw, date(2026, 9, 14 + n)),
        lambda n: quarantine(made, f"Карантин {n}", f"{14 + n:02}.09.2026", f"{17 + n:02}.09.2026"),
        lambda n: changed(made, draw, n),
        lambda _: ill(made, draw),
        lambda n: changed(made, draw, n),
    ]
    for number in range(10):
        steps[number % 5](number)
        for token, program in programs:
            if draw.random() < 0.8:
                data = made.ask(token).load()
                program.take(data)
                assert program.differs(data) == []
        made.clock.on(hours=draw.choice([0, 1, 20]))
    for token, program in programs:
        program.take(made.ask(token).load())
        assert program.differs(made.ask(token).load()) == []


def test_two_changes_within_a_second_are_two_stamps(database: Engine) -> None:
    made = subscribers(database)
    token, draw = made.of_mother(), Random(3)
    seen = [made.ask(token)]
    for day in (14, 21):
        republish(made, draw, date(2026, 9, day))
        seen.append(made.ask(token))
    assert [given.changed_at.second for given in seen] == [0, 1, 2]
    assert len({given.etag for given in seen}) == 3


def test_three_readers_see_the_same_lessons(database: Engine) -> None:
    """In the first term: seven Mondays from 07.09 on and four Tuesdays of odd weeks."""
    made = subscribers(database)
    data = made.ask(made.of_mother(level="initials")).load()
    told = [
        [
            (start.astimezone(UTC), end.astimezone(UTC), summary)
            for start, end, summary, *_ in read(data)
            if start.month < 11
        ]
        for read in READERS
    ]
    assert told[0] == told[1] == told[2]
    hours = {(start.strftime("%a %H:%M"), (end - start).seconds // 60, what) for start, end, what in told[0]}
    assert hours == {("Mon 05:00", 40, "Математика"), ("Tue 06:00", 40, "Русский язык")}
    assert [start.date() for start, _, what in told[0] if what == "Русский язык"] == [
        date(2026, 9, 1), date(2026, 9, 15), date(2026, 9, 29), date(2026, 10, 13),
    ]  # fmt: skip
    assert len(told[0]) == 7 + 4
