"""What was said of each event last time, so that its stamps move when it changes and only then.

The caller keeps the stamps from one rendering to the next. Nothing here asks what time it is: `at` is the moment
of this rendering and gets into the bytes only where something has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from exports.ical.entries import Entry, Level
from scheduler.problem import Frozen

KEEP_CANCELLED_DAYS = 5


class Stamp(Frozen):
    """An event as last rendered. `was`: where it was moved from; `why`: the reason it was cancelled for.
    mark: the word before its name (`ЗАМЕНА`). notice: no lesson, but a word that there is none."""

    digest: str
    level: Level
    sequence: int
    modified_at: AwareDatetime
    start: AwareDatetime
    end: AwareDatetime
    summary: str
    description: str = ""
    location: str = ""
    cancelled: bool = False
    was: str = ""
    why: str = ""
    mark: str = ""
    notice: bool = False


Stamps = Mapping[str, Stamp]  # by UID


def moved_from(entry: Entry, previous: Stamps, zone: ZoneInfo) -> str:
    """A note of the time the event had before, if it had another, in the local time of the zone."""
    known = previous.get(entry.uid)
    if known is None or (known.start, known.end) == (entry.start, entry.end):
        return known.was if known else ""
    start, end = known.start.astimezone(zone), known.end.astimezone(zone)
    return f"Перенесено: было {start:%d.%m.%Y}, {start:%H:%M}–{end:%H:%M}"


def cancelled(uid: str, known: Stamp, level: Level) -> Entry:
    """The event of a lesson that is no more, at the level told then; where the link tells less now, nothing."""
    told = list(Level).index(known.level) <= list(Level).index(level)
    return Entry(
        uid=uid,
        start=known.start.astimezone(UTC),
        end=known.end.astimezone(UTC),
        summary=known.summary if told else "Занятие",
        description=known.description if told else "",
        location=known.location if told else "",
        cancelled=True,
        transparent=True,
    )


def as_shown(entry: Entry, was: str, why: str, mark: str = "") -> Entry:
    """The entry as people read it: with its former time, marked and with the reason if it is cancelled."""
    word = "ОТМЕНЕНО" if entry.cancelled else mark
    if not (was or why or word):
        return entry
    return replace(
        entry,
        summary=f"{word}: {entry.summary}" if word else entry.summary,
        description="\n".join(text for text in (entry.description, was, why and f"Причина: {why}") if text),
    )


def is_kept(known: Stamp, at: datetime) -> bool:
    """Whether a lesson that is gone is still told of: cancelled before its start, and until some days after."""
    if known.cancelled:
        return at < known.end + timedelta(days=KEEP_CANCELLED_DAYS)
    return at < known.start


def is_within(known: Stamp, first: date, last: date, zone: ZoneInfo) -> bool:
    return first <= known.start.astimezone(zone).date() <= last


def stamped(
    entry: Entry, digest: str, known: Stamp | None, at: datetime, mark: str = ""
) -> tuple[int, datetime]:
    """SEQUENCE, raised when time, place, status or mark changes; LAST-MODIFIED, later when anything does."""
    if known is None:
        return 0, at
    former = (known.start, known.end, known.location, known.cancelled, known.mark)
    moved = former != (entry.start, entry.end, entry.location, entry.cancelled, mark)
    if digest == known.digest:
        return known.sequence, known.modified_at.astimezone(UTC)
    return known.sequence + moved, max(at, known.modified_at.astimezone(UTC) + timedelta(seconds=1))
