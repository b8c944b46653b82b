"""Events as icalendar writes them: UTC, no zone, no rule of repetition, no people, no METHOD, no CLASS."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vText

from exports.ical.entries import Entry
from exports.ical.text import one_line

PRODID = "-//homelessons//calendar//RU"
_FIELDS = tuple(field.name for field in fields(Entry))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def event_of(entry: Entry, alarm_min: int | None = None) -> Event:
    """The event without its stamps. alarm_min: minutes before the start to be reminded, never of a cancelled one."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTART", _utc(entry.start))
    event.add("DTEND", _utc(entry.end))
    event.add("SUMMARY", entry.summary)
    if entry.description:
        event.add("DESCRIPTION", entry.description)
    if entry.location:
        event.add("LOCATION", entry.location)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.transparent else "OPAQUE")
    if alarm_min is not None and not entry.cancelled:
        event.add_component(_alarm(entry, alarm_min))
    return event


def _alarm(entry: Entry, alarm_min: int) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", entry.summary)
    alarm.add("TRIGGER", timedelta(minutes=-alarm_min))
    return alarm


def digest_of(entry: Entry, alarm_min: int | None = None) -> str:
    """Changes with anything that is read in the event, and with the way events are written."""
    told = (_way_of_writing(alarm_min), *(getattr(entry, name) for name in _FIELDS))
    return hashlib.sha256(repr(told).encode("utf-8")).hexdigest()[:32]


@cache
def _way_of_writing(alarm_min: int | None) -> str:
    """A live and a cancelled event as written now: another way of writing them is another digest of all."""
    live = Entry(uid="uid", start=_EPOCH, end=_EPOCH, summary="s", description="d", location="l")
    return "\n".join(
        line
        for entry in (live, replace(live, cancelled=True, transparent=True))
        for line in event_of(entry, alarm_min).content_lines()
    )


def add_stamps(event: Event, sequence: int, modified_at: datetime) -> None:
    event.add("DTSTAMP", _utc(modified_at))
    event.add("LAST-MODIFIED", _utc(modified_at))
    event.add("SEQUENCE", sequence)


def calendar_of(title: str, timezone: str, color: str) -> Calendar:
    """An empty calendar of that name. timezone is a hint to readers; color a name of CSS."""
    calendar = Calendar()
    calendar.add("PRODID", PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(one_line(title)), encode=False)  # as they come, no comma would be escaped
    calendar.add("X-WR-TIMEZONE", timezone)
    calendar.add("COLOR", color)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    return calendar


def _utc(moment: datetime) -> datetime:
    """The moment as icalendar needs it: any other zone object would be written as TZID."""
    if moment.utcoffset() is None:
        raise ValueError(f"naive time {moment}")
    return moment.astimezone(UTC).replace(microsecond=0)
