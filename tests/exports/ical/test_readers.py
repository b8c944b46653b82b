"""Calendars read back by three programs that share no code with each other, against lessons counted by hand.

icalendar with recurring-ical-events, Home Assistant's ical, vobject. The expected hours come from fixed offsets:
Yekaterinburg is five hours ahead of UTC, Moscow three, both without summer time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from exports.ical.entries import Level
from exports.ical.text import one_line
from tests.exports.ical.samples import LATER, feed_of, network

Told = tuple[datetime, datetime, str, str, str, str]  # start, end, summary, description, location, status
OFFSET_HOURS = {"Asia/Yekaterinburg": 5, "Europe/Moscow": 3}


def by_icalendar(data: bytes) -> list[Told]:
    calendar = icalendar.Calendar.from_ical(data)
    assert [event.errors for event in calendar.events if event.errors] == []
    found = recurring_ical_events.of(calendar).between(datetime(2026, 8, 1), datetime(2026, 12, 1))
    return sorted(
        (
            each.start,
            each.end,
            str(each["SUMMARY"]),
            str(each.get("DESCRIPTION", "")),
            str(each.get("LOCATION", "")),
            str(each["STATUS"]),
        )
        for each in found
    )


def by_home_assistant(data: bytes) -> list[Told]:
    calendar = IcsCalendarStream.calendar_from_ics(data.decode("utf-8"))
    return sorted(
        (
            _aware(each.dtstart),
            _aware(each.dtend),
            each.summary or "",
            each.description or "",
            each.location or "",
            each.status.value if each.status else "",
        )
        for each in calendar.events
    )


def by_vobject(data: bytes) -> list[Told]:
    calendar = vobject.readOne(data.decode("utf-8"))
    return sorted(
        (
            each.dtstart.value.astimezone(UTC),
            each.dtend.value.astimezone(UTC),
            each.summary.value,
            each.description.value if hasattr(each, "description") else "",
            each.location.value if hasattr(each, "location") else "",
            each.status.value,
        )
        for each in calendar.vevent_list
    )


def _aware(moment: date | None) -> datetime:
    assert isinstance(moment, datetime)
    assert moment.utcoffset() is not None
    return moment.astimezone(UTC)


READERS = [by_icalendar, by_home_assistant, by_vobject]
readers = pytest.mark.parametrize("read", READERS)
Reader = Callable[[bytes], list[Told]]


def expected(zone: str, *, title: str = "Математика", level: Level = Level.BARE) -> list[Told]:
    """September 2026 by its calendar: r1 Mondays 09:00 and Thursdays 14:20, r2 Tuesdays 10:05; 40 minutes each."""
    told = {
        Level.BARE: ((f"{title} — занятие", "", ""), ("Труд — занятие", "", "")),
        Level.INITIALS: ((f"{title} — К-03, 5А", "На дому", ""), ("Труд — К-07, 6Б", "В школе", "")),
    }[level]
    lessons = [
        *((day, 9, 0, told[0]) for day in (7, 14, 21, 28)),
        *((day, 14, 20, told[0]) for day in (3, 10, 17, 24)),
        *((day, 10, 5, told[1]) for day in (1, 8, 15, 22, 29)),
    ]
    starts = [
        (datetime(2026, 9, day, hour - OFFSET_HOURS[zone], minute, tzinfo=UTC), texts)
        for day, hour, minute, texts in lessons
    ]
    return sorted((start, start + timedelta(minutes=40), *texts, "CONFIRMED") for start, texts in starts)


@readers
@pytest.mark.parametrize("level", [Level.BARE, Level.INITIALS])
@pytest.mark.parametrize("zone", OFFSET_HOURS)
def test_readers_see_the_lessons_at_their_hour(read: Reader, zone: str, level: Level) -> None:
    assert read(feed_of(network(timezone=zone), level=level).data) == expected(zone, level=level)


@pytest.fixture
def new_york() -> Iterator[None]:
    """A machine that stands on the other side of the earth."""
    former = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    if former is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = former
    time.tzset()


@readers
@pytest.mark.usefixtures("new_york")
def test_the_zone_of_the_machine_changes_nothing(read: Reader) -> None:
    assert time.strftime("%Z", time.localtime(0)) == "EST"
    assert read(feed_of().data) == expected("Asia/Yekaterinburg")


@readers
def test_readers_see_moved_and_cancelled_lessons(read: Reader) -> None:
    before = feed_of()
    lessons = ["r1/1 mon 11:00", "r2/1 tue 10:05"]  # two hours later, and no Thursdays any more
    after = read(feed_of(lessons=lessons, previous=before.stamps, at=LATER).data)
    # LATER is 03.09 at 12:00 UTC: Thursday 03.09 (09:20 UTC) has been held and stays no longer in the plan
    start = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
    assert (
        start, start + timedelta(minutes=40), "Математика — занятие",
        "Перенесено: было 07.09.2026, 09:00–09:40", "", "CONFIRMED",
    ) in after  # fmt: skip
    gone = [each for each in after if each[5] == "CANCELLED"]
    assert [(each[0].day, each[2]) for each in gone] == [
        (day, "ОТМЕНЕНО: Математика — занятие") for day in (10, 17, 24)
    ]
    assert len(after) == 4 + 5 + 3


@readers
def test_readers_see_the_notice_of_an_empty_calendar(read: Reader) -> None:
    [only] = read(feed_of(lessons=[]).data)
    assert only[2] == "Занятий нет"


HOSTILE = [
    r"Счёт; письмо, чтение: \n и «ёлка» \\",
    "a" * 57 + "👩‍🔬" * 30,
    'BEGIN:VEVENT "x";TZID=Europe/Moscow',
    "=cmd|' /C calc'!A0",
    ("Логопедические занятия " * 9)[:200].strip(),
]


@readers
@pytest.mark.parametrize("title", HOSTILE)
def test_readers_see_hostile_titles_as_they_are(read: Reader, title: str) -> None:
    assert read(feed_of(network(title)).data) == expected("Asia/Yekaterinburg", title=title)


@readers
@pytest.mark.parametrize("sign", [*map(chr, range(0x20)), "\x7f", "\x85", "\u2028", "\u2029", "\ufeff"])
def test_no_character_makes_a_reader_stumble(read: Reader, sign: str) -> None:
    found = read(feed_of(network(f"До{sign}после")).data)
    assert len(found) == 13
    titles = {each[2] for each in found}
    seen = (
        "До после"
        if sign in "\t\n\r\x85\u2028\u2029"
        else f"До{sign}после"
        if sign == "\ufeff"
        else "Допосле"
    )
    assert titles == {f"{seen} — занятие", "Труд — занятие"}


@readers
@pytest.mark.parametrize("ahead", range(0, 76, 5))
def test_readers_see_emoji_over_every_fold(read: Reader, ahead: int) -> None:
    title = "a" * ahead + "🧮ё" * 20
    assert {each[2] for each in read(feed_of(network(title)).data)} >= {f"{title} — занятие"}


@readers
@given(title=st.text(max_size=120))
def test_any_text_at_all_can_be_read(read: Reader, title: str) -> None:
    assert read(feed_of(network(f"А{title}")).data) == expected(
        "Asia/Yekaterinburg", title=one_line(f"А{title}")
    )
