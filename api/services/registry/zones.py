"""One clock for a problem: hours that teachers of another zone have told are turned to that of the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from api.services.registry.reading import Gathered
from scheduler.registry.values import Availability, Bell
from scheduler.terms import MINUTES_A_DAY

NOON = time(12)


def ahead_of(found: Gathered, on: date) -> Mapping[str, int]:
    """Minutes to add to a clock of a partner school to get that of the own one, by the id of its teachers; of those
    whose clock is another one only."""
    own = found.rows.school.schools[0]
    at = datetime.combine(on, NOON, ZoneInfo(own.timezone))
    schools = {
        row.code: _minutes(at, row.timezone)
        for row in found.rows.school.schools
        if row.timezone != own.timezone
    }
    return {each.id: schools[each.school] for each in found.registry.teachers if schools.get(each.school)}


def in_own_zone(found: Gathered, on: date) -> Gathered:
    """The registry with everybody's hours by the clock of the own school, as it is on a date."""
    ahead = ahead_of(found, on)
    if not ahead:
        return found
    registry = found.registry
    schools = {each.school: ahead[each.id] for each in registry.teachers if each.id in ahead}
    told = replace(
        registry,
        availability=tuple(_turned(each, ahead.get(each.teacher, 0)) for each in registry.availability),
        bells=tuple(_rung(each, schools.get(each.school, 0)) for each in registry.bells),
    )
    return replace(found, registry=told)


def turned(span: tuple[int, int], minutes: int) -> tuple[int, int]:
    """Hours of a day by another clock. An end at midnight stays: "until the evening" is meant; what crosses
    midnight is cut there, no lesson is given at night."""
    start, end = span
    start = 0 if start == 0 else start + minutes
    end = MINUTES_A_DAY if end == MINUTES_A_DAY else end + minutes
    return min(max(start, 0), MINUTES_A_DAY - 1), min(max(end, 1), MINUTES_A_DAY)


def _minutes(at: datetime, zone: str) -> int:
    here, there = at.utcoffset(), at.astimezone(ZoneInfo(zone)).utcoffset()
    assert here is not None
    assert there is not None
    return int((here - there).total_seconds()) // 60


def _turned(entry: Availability, minutes: int) -> Availability:
    start, end = turned((entry.start_min, entry.end_min), minutes)
    return replace(entry, start_min=start, end_min=end)


def _rung(bell: Bell, minutes: int) -> Bell:
    start, end = turned((bell.start_min, bell.end_min), minutes)
    return replace(bell, start_min=start, end_min=end)
