"""A school year lived through: 12 pupils, 34 weeks, illnesses, absences, substitutions, moves, make-ups, holidays.

At its end, and at turns on the way, the ledger, the calendars of every subscriber, the time sheets and the database
say the same to the minute as what `life` has kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api import feeding
from api.feeding import Calendar
from api.services.days.debts import debtors_of
from api.services.days.desk import days_of_teacher
from api.services.days.ledger import ledger_of
from api.services.days.lessons import OnDay, days_of
from api.services.days.versions import Whose
from api.services.feeds import links
from api.services.feeds.links import LinkDraft
from api.services.unit import Unit
from models.case import Case
from models.day import Cause, Fate, LessonChange
from models.engines import reading, writing
from models.message import FeedHolder, FeedLink
from models.person import Role
from models.staff import Teacher
from models.year import Year
from scheduler.ledger import SHORTER, Amount
from scheduler.terms import Debtor
from tests.api.services.days.life import DAY, ZONE, Life, live, new_life
from tests.api.services.feeds.subscribers import AGENT, ALARM
from tests.api.services.world import END, KEY, START, day
from tests.conftest import TORTURE
from tests.exports.ical.samples import events


def booked(life: Life) -> dict[str, dict[str, int]]:
    """Minutes of each case, by hand: nothing is taken from the ledger but the table of debtors."""
    with reading(life.made.world.engine) as session:
        debtors = debtors_of(session, life.made.world.school_id)
    instead = {
        (each.code, each.makes_up): each
        for each in life.lessons.values()
        if each.makes_up and life.fate(each)[0] != "cancelled"
    }
    told: dict[str, dict[str, int]] = {code: defaultdict(int) for code in life.made.cases}
    for each in life.lessons.values():
        fate, cause = life.fate(each)
        sums = told[each.code]
        if each.minutes is None:
            continue
        sums["planned"] += each.minutes
        given = 0
        if fate != "cancelled":
            given = each.given
            sums["held" if fate == "held" else "unmarked"] += given
        elif (extra := instead.get((each.code, each.id))) is not None:
            given = extra.given
            sums["made_up" if extra.fate == "held" else "arranged"] += given
        else:
            sums["excused" if debtors[cause] == Debtor.NOBODY else "owed"] += each.minutes
            continue
        sums["over"] += max(given - each.minutes, 0)
        sums["owed"] += max(each.minutes - given, 0)
    orphans = {
        key
        for key, each in life.lessons.items()
        if each.minutes is not None and life.fate(each)[0] != "cancelled"
    }
    for each in life.lessons.values():
        if each.makes_up and life.fate(each)[0] != "cancelled" and (each.code, each.makes_up) in orphans:
            told[each.code]["held" if each.fate == "held" else "unmarked"] += each.given
            told[each.code]["over"] += each.given
    return told


def ledgers(life: Life) -> dict[str, dict[str, int]]:
    with life.made.world.acting(END) as unit:
        unit = Unit(
            session=unit.session, actor=unit.actor, audit_key=KEY, at=datetime(2027, 6, 1, 19, tzinfo=UTC),
            today=date(2027, 6, 2),
        )  # fmt: skip
        cases = unit.session.exec(select(Case)).all()
        found = ledger_of(unit, unit.session.get_one(Year, life.made.world.year_id), cases)
    assert SHORTER not in found.debtors
    told = {}
    for each in found.cases:
        sums = each.total.found
        days_off = sums.excused.get("holiday", Amount()).minutes  # the calendar's, kept by itself
        parts = {
            "planned": sums.planned.minutes - days_off, "held": sums.held.minutes,
            "unmarked": sums.unmarked.minutes, "made_up": sums.made_up.minutes,
            "arranged": sums.arranged.minutes, "owed": sums.debt.minutes, "over": sums.over.minutes,
            "excused": sums.forgiven.minutes - days_off,
        }  # fmt: skip
        told[each.case.code] = {name: minutes for name, minutes in parts.items() if minutes}
    return told


def teachers_given(days: Iterable[OnDay]) -> dict[str, Amount]:
    """Lessons held by teacher: lessons and minutes, as a time sheet counts them."""
    told: dict[str, Amount] = defaultdict(Amount)
    for each in days:
        if each.fate == Fate.HELD:
            now = each.lesson
            told[now.teacher] += Amount(lessons=1, minutes=now.end_min - now.start_min)
    return told


def stamp(on: date, minutes: int) -> str:
    moment = datetime.combine(on, time(), UTC) + timedelta(minutes=minutes) - ZONE
    return f"{moment:%Y%m%dT%H%M%SZ}"


def subscribed(life: Life) -> dict[tuple[str, str], str]:
    """A link of every mother, teacher, and the deputy's of the whole school."""
    people = [("case", code, account, Role.PARENT) for code, account in life.made.mothers.items()]
    people += [("teacher", code, account, Role.TEACHER) for code, account in life.made.staff.items()]
    people += [("school", "", life.made.world.deputy_id, Role.DEPUTY)]
    told = {}
    for kind, code, account, role in people:
        with life.made.world.acting(life.clock().date()) as unit:
            own = life.unit(unit, account, role)
            whose = links.offered(own)[-1]
            door = life.where.door(own.session, life.clock())
            made = links.make(own, door, LinkDraft(whose=whose.key, label="Телефон"))
            told[kind, code] = made.token.get_secret_value()
    return told


def agree_on_calendars(life: Life, tokens: dict[tuple[str, str], str]) -> None:
    """What is not cancelled in each calendar is what the test keeps, on all days that the calendar shows."""
    with writing(life.made.world.engine) as session:
        for link in session.exec(select(FeedLink)):
            link.last_used_at = life.clock()  # programs have asked all the time: an idle link would end
    for (kind, code), token in tokens.items():
        given = feeding.ask(life.where, token, AGENT)
        assert isinstance(given, Calendar)
        read = events(ALARM.sub(b"", given.load()))
        shown = sorted(
            (each["DTSTART"], each["DTEND"])
            for each in read
            if each.get("STATUS") != "CANCELLED"
            and each.get("TRANSP") != "TRANSPARENT"  # a notice: no lessons
        )
        ours = {
            (stamp(each.on, each.start), stamp(each.on, each.end), each.id)
            for each in life.lessons.values()
            if life.fate(each)[0] != "cancelled"
            and (kind == "school" or code == (each.code if kind == "case" else each.teacher))
        }
        first, last = (shown[0][0], shown[-1][1]) if shown else ("9", "0")
        due = sorted((begin, end) for begin, end, _ in ours if first <= begin and end <= last)
        assert shown == due, (kind, code)
        today = life.clock().date()
        near = [one for one in ours if stamp(today, 0) <= one[0] <= stamp(today + 7 * DAY, 0)]
        assert {(begin, end) for begin, end, _ in near} <= set(shown), (kind, code)


def agree_on_time_sheets(life: Life) -> None:
    """Minutes held by teacher: of the school's days, of each teacher's own, and of the rows that are stored."""
    ours: dict[str, int] = defaultdict(int)
    for each in life.lessons.values():
        if each.fate == "held":
            ours[life.made.teachers[each.teacher]] += each.given
    with life.made.world.acting(END) as unit:
        whole = Whose(FeedHolder.SCHOOL, life.made.world.school_id)
        found = days_of(unit.session, whose=whole, span=(START, END), timezone="Asia/Yekaterinburg")
        assert {key: one.minutes for key, one in teachers_given(found.lessons).items()} == ours
        for teacher_id, minutes in ours.items():
            own = days_of_teacher(unit, unit.session.get_one(Teacher, teacher_id), START, END)
            assert teachers_given(own.lessons)[teacher_id].minutes == minutes
        stored: dict[str, int] = defaultdict(int)
        for row in unit.session.exec(select(LessonChange).where(LessonChange.state == Fate.HELD)):
            stored[row.teacher_id] += row.end_min - row.start_min
        assert stored == ours


@pytest.mark.parametrize("seed", [1, 2, 3] if TORTURE else [1])
def test_ledger_calendars_time_sheets_and_database_agree_after_a_year(database: Engine, seed: int) -> None:
    life = new_life(database, seed)
    tokens = subscribed(life)
    turns = [day("23.10.2026"), day("30.12.2026"), day("05.02.2027"), day("26.03.2027"), END]
    turns = turns if TORTURE else turns[2:]
    first = START
    for turn in turns:
        live(life, first, turn)
        agree_on_calendars(life, tokens)
        first = turn + DAY
    assert sum(each.fate == "held" for each in life.lessons.values()) > 25
    assert {life.fate(each)[1] for each in life.lessons.values()} >= {
        Cause.CHILD_ILL, Cause.TEACHER_ILL, Cause.NO_ENTRY
    }  # fmt: skip
    assert ledgers(life) == {
        code: {name: minutes for name, minutes in sums.items() if minutes}
        for code, sums in booked(life).items()
    }
    agree_on_time_sheets(life)
