"""One person's calendar as bytes, and the stamps to keep for the next time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event

from exports.ical.entries import HOST, PLAIN, Audience, Entry, Holder, Level, Mark, Teller
from exports.ical.render import add_stamps, calendar_of, digest_of, event_of
from exports.ical.stamps import Stamp, Stamps, as_shown, cancelled, is_kept, is_within, moved_from, stamped
from exports.ical.text import one_line
from scheduler.calendar.lessons import DatedLesson, instant
from scheduler.calendar.year import SchoolYear
from scheduler.problem import Problem
from scheduler.terms import MINUTES_A_DAY

MAX_EVENTS = 1000
MAX_BYTES = 900_000
WINDOW_DAYS_BACK = 30
COLOR = {Holder.TEACHER: "teal", Holder.PUPIL: "steelblue", Holder.SCHOOL: "slategray"}
NOTICE = "Занятий нет"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Choices of a link. labels: pupils as a teacher may see them (`labels_of`); reasons: why a lesson of that id
    is not held; marks: how lessons by id differ from what was promised; alarm_min: minutes before a lesson to be
    reminded, None never."""

    level: Level = Level.BARE
    labels: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    alarm_min: int | None = None
    host: str = HOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """too_big: over what Google is known to read whole (1000 events, 900 KB); nothing has been cut."""

    data: bytes
    stamps: dict[str, Stamp]
    events: int

    @property
    def notices(self) -> dict[str, Stamp]:
        """Stamps of events that are no lessons."""
        return {uid: stamp for uid, stamp in self.stamps.items() if stamp.notice}

    @property
    def too_big(self) -> bool:
        return self.events > MAX_EVENTS or len(self.data) > MAX_BYTES


def feed(
    problem: Problem,
    lessons: Iterable[DatedLesson],
    audience: Audience,
    *,
    title: str,
    first: date,
    last: date,
    at: datetime,
    previous: Stamps | None = None,
    options: Options | None = None,
) -> Feed:
    """The audience's lessons of first to last. `previous`: stamps of the last time; `at`: the moment of this
    rendering, aware, seen in the bytes only where something has changed. A future lesson of the period that has
    gone is shown as cancelled until five days after its date. Stamps outside the period are kept as they are."""
    rendering = _Rendering(problem, audience, first, last, at, options or Options())
    return rendering.of(lessons, title, previous or {})


def service_window(year: SchoolYear, today: date) -> tuple[date, date]:
    """30 days back to the end of the next term (after the last one: to today), both inclusive."""
    ends = sorted(term.last for term in year.terms if term.last >= today)
    return today - timedelta(days=WINDOW_DAYS_BACK), (ends[:2] or [today])[-1]


class _Rendering:
    """One feed being made."""

    def __init__(
        self, problem: Problem, audience: Audience, first: date, last: date, at: datetime, options: Options
    ) -> None:
        if at.utcoffset() is None:
            raise ValueError(f"naive time {at}")
        self._audience, self._options, self._timezone = audience, options, problem.timezone
        self._zone = ZoneInfo(problem.timezone)
        self._first, self._last, self._at = first, last, at.astimezone(UTC).replace(microsecond=0)
        self._teller = Teller(problem, audience, options.level, options.labels, options.host)
        self._events: list[tuple[datetime, str, Event]] = []  # start, UID
        self._stamps: dict[str, Stamp] = {}

    def of(self, lessons: Iterable[DatedLesson], title: str, previous: Stamps) -> Feed:
        for lesson in lessons:
            if self._audience.has(lesson) and self._first <= lesson.on <= self._last:
                entry = self._teller.entry(lesson)
                mark = self._options.marks.get(lesson.id, PLAIN)
                was = mark.was or moved_from(entry, previous, self._zone)
                self._add(entry, previous.get(entry.uid), was=was, mark=mark.word)
        self._tell_of_the_gone(previous)
        if not self._events:
            notice = self._notice()
            self._add(notice, previous.get(notice.uid), is_notice=True)
        calendar = calendar_of(title, self._timezone, COLOR[self._audience.kind])
        for _, _, event in sorted(self._events, key=lambda each: each[:2]):
            calendar.add_component(event)
        return Feed(data=calendar.to_ical(), stamps=self._stamps, events=len(self._events))

    def _tell_of_the_gone(self, previous: Stamps) -> None:
        gone = {uid: known for uid, known in previous.items() if uid not in self._stamps and not known.notice}
        reasons = self._reasons() if gone else {}
        for uid, known in gone.items():
            if not is_within(known, self._first, self._last, self._zone):
                self._stamps[uid] = known
            elif is_kept(known, self._at):
                why = known.why if known.cancelled else reasons.get(uid, "")
                self._add(cancelled(uid, known, self._options.level), known, was=known.was, why=why)

    def _reasons(self) -> dict[str, str]:
        told = self._options.reasons.items()
        return {self._audience.uid(lesson, self._options.host): one_line(why) for lesson, why in told}

    def _add(
        self, entry: Entry, known: Stamp | None, *, was: str = "", why: str = "", mark: str = "",
        is_notice: bool = False,
    ) -> None:  # fmt: skip
        """Write the entry and remember it. In the stamp its texts stand without the notes of its history."""
        shown, alarm_min = as_shown(entry, was, why, mark), self._options.alarm_min
        digest = digest_of(shown, alarm_min)
        event = event_of(shown, alarm_min)
        sequence, modified_at = stamped(entry, digest, known, self._at, mark)
        add_stamps(event, sequence, modified_at)
        self._events.append((entry.start, entry.uid, event))
        self._stamps[entry.uid] = Stamp(
            digest=digest,
            level=self._options.level,
            sequence=sequence,
            modified_at=modified_at,
            start=entry.start,
            end=entry.end,
            summary=entry.summary,
            description=entry.description,
            location=entry.location,
            cancelled=entry.cancelled,
            was=was,
            why=why,
            mark=mark,
            notice=is_notice,
        )

    def _notice(self) -> Entry:
        """An empty calendar would leave old events standing in some programs: one event over the whole period."""
        return Entry(
            uid=self._audience.uid(f"notice {self._last}", self._options.host),
            start=instant(self._first, 0, self._zone),
            end=instant(self._last, MINUTES_A_DAY, self._zone),
            summary=NOTICE,
            transparent=True,
        )
