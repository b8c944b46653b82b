"""What a link shows, as values, as a digest of them, and as bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from api.services.days.lessons import Days, OnDay, days_of
from api.services.days.lines import kind_of
from api.services.days.problems import labels_of
from api.services.days.versions import Whose
from api.services.days.words import ANOTHER, TOLD
from api.services.days.zones import seen_from
from api.services.feeds.span import span_of
from exports.ical.entries import Audience, Entry, Holder, Level, Mark, Teller
from exports.ical.feed import MAX_EVENTS, Feed, Options, feed
from exports.ical.render import add_stamps, calendar_of, digest_of, event_of
from exports.ical.stamps import Stamps, is_kept, is_within
from models.case import Case
from models.message import FeedHolder, FeedLink
from models.school import School
from scheduler.calendar.lessons import DatedLesson, instant
from scheduler.problem import Problem
from scheduler.terms import MINUTES_A_DAY, clock

KIND = {
    FeedHolder.TEACHER: Holder.TEACHER,
    FeedHolder.CASE: Holder.PUPIL,
    FeedHolder.SCHOOL: Holder.SCHOOL,
}
OVER = "Ссылка на календарь больше не действует"
OVER_WHY = "Занятия отсюда убраны. Удалите эту подписку; новую ссылку можно получить в «Уроках дома»."
OVER_DAYS = 7  # how long the notice stands in the calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything a link shows on days first..last, at most as many lessons as every program reads."""

    problem: Problem
    lessons: tuple[DatedLesson, ...]
    audience: Audience
    title: str
    first: date
    last: date
    options: Options

    def entries(self) -> tuple[Entry, ...]:
        options = self.options
        teller = Teller(self.problem, self.audience, options.level, options.labels, options.host)
        return tuple(teller.entry(lesson) for lesson in self.lessons)


def shown_by(session: Session, link: FeedLink, school: School, today: date) -> Shown:
    """What a link shows on a day."""
    first, last = span_of(session, link, school, today)
    audience = audience_of(link)
    whose = Whose(FeedHolder(link.holder), audience.id)
    found = seen_from(session, days_of(session, whose, (first, last), school.timezone), school.timezone)
    lessons = [lesson for lesson in found.given if audience.has(lesson)]
    if len(lessons) > MAX_EVENTS:
        last = lessons[MAX_EVENTS].on - timedelta(days=1)
        lessons = [lesson for lesson in lessons if lesson.on <= last]
    options = Options(
        level=Level(link.level), labels=labels_of(session, found.held), reasons=_reasons(found),
        marks=_marks(found), alarm_min=link.alarm_min,
    )  # fmt: skip
    return Shown(
        problem=found.problem, lessons=tuple(lessons), audience=audience, title=_title(session, link),
        first=first, last=last, options=options,
    )  # fmt: skip


def _reasons(found: Days) -> dict[str, str]:
    """Why lessons are not given, by their ids, in words that anybody may read."""
    told = {each.id: each.why for each in found.lost}
    told |= {each.id: TOLD[each.cause] for each in found.lessons if each.cause is not None}
    return told | {each.id: ANOTHER for each in found.passed}


def _marks(found: Days) -> dict[str, Mark]:
    """How lessons differ from what was promised, by their ids in a calendar."""
    changed = {
        (each.id, each.lesson.on, each.lesson.start_min, each.lesson.teacher): each
        for each in found.lessons
        if kind_of(each) is not None
    }
    told = {}
    for lesson in found.given:
        each = changed.get((lesson.id.partition("~")[0], lesson.on, lesson.start_min, lesson.teacher))
        if each is not None:
            told[lesson.id] = Mark(str(kind_of(each)).upper(), _was(each))
    return told


def _was(each: OnDay) -> str:
    base = each.base
    if base is None or not each.is_moved:
        return ""
    return f"Перенесено: было {base.on:%d.%m.%Y}, {clock(base.start_min)}–{clock(base.end_min)}"


def audience_of(link: FeedLink) -> Audience:
    holder = FeedHolder(link.holder)
    return Audience(KIND[holder], link.teacher_id or link.case_id or link.school_id or "")


def _title(session: Session, link: FeedLink) -> str:
    """No name of anybody: a calendar is seen over shoulders and by whoever it is shared with."""
    if link.holder == FeedHolder.CASE:
        return f"Уроки дома: {session.get_one(Case, link.case_id).code}"
    return "Уроки дома: мои занятия" if link.holder == FeedHolder.TEACHER else "Уроки дома: вся школа"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What links of one person, level and alarm show. told: digests of events by UID; digest: of everything."""

    shown: Shown
    told: Mapping[str, str]
    digest: str


def picture_of(shown: Shown) -> Picture:
    told = {entry.uid: digest_of(entry, shown.options.alarm_min) for entry in shown.entries()}
    marks = sorted((key, mark.word, mark.was) for key, mark in shown.options.marks.items())
    whole = [
        shown.title, str(shown.first), str(shown.last), shown.options.level, sorted(told.items()), marks,
    ]  # fmt: skip
    return Picture(shown=shown, told=told, digest=_digest(whole))


def source_of(picture: Picture, known: Stamps, at: datetime) -> str:
    """Digest of all that gets into the bytes: while it is the same, so are they."""
    shown = picture.shown
    zone = ZoneInfo(shown.problem.timezone)
    gone = [
        uid
        for uid, stamp in known.items()
        if uid not in picture.told and not stamp.notice and is_within(stamp, shown.first, shown.last, zone)
    ]
    return _digest([picture.digest, sorted(uid for uid in gone if is_kept(known[uid], at))])


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8")).hexdigest()


def rendered(shown: Shown, known: Stamps, at: datetime) -> Feed:
    """The bytes and the stamps to keep. Where they are more than programs read, the last days are left out."""
    while True:
        made = feed(
            shown.problem, shown.lessons, shown.audience, title=shown.title, first=shown.first, last=shown.last,
            at=at, previous=known, options=shown.options,
        )  # fmt: skip
        if not made.too_big or shown.last <= shown.first:
            return made
        last = shown.last - (shown.last - shown.first) // 8 - timedelta(days=1)
        lessons = tuple(lesson for lesson in shown.lessons if lesson.on <= last)
        shown = replace(shown, last=last, lessons=lessons)


def notice(link: FeedLink, timezone: str) -> bytes:
    """What a link says that was revoked: one event, and every lesson leaves the program that reads it."""
    assert link.revoked_at is not None
    zone = ZoneInfo(timezone)
    began = link.revoked_at.astimezone(zone).date()
    entry = Entry(
        uid=audience_of(link).uid(f"over {link.id}"), start=instant(began, 0, zone),
        end=instant(began + timedelta(days=OVER_DAYS - 1), MINUTES_A_DAY, zone), summary=OVER,
        description=OVER_WHY, transparent=True,
    )  # fmt: skip
    calendar, event = calendar_of("Уроки дома", timezone, "gray"), event_of(entry)
    add_stamps(event, 0, link.revoked_at.replace(microsecond=0))
    calendar.add_component(event)
    return bytes(calendar.to_ical())
