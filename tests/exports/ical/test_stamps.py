"""Stamps move with content and only then; what is gone is told of for a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Event

from exports.ical import feed as feed_module
from exports.ical import render
from exports.ical.entries import Audience, Entry, Holder, Level
from exports.ical.feed import Feed
from scheduler.calendar.published import school_year_2026
from scheduler.calendar.year import Break
from tests.builders import row, teacher
from tests.exports.ical.samples import AT, LATER, P1, T1, events, feed_of, network

MONDAY = {"period": {"first": date(2026, 9, 7), "last": date(2026, 9, 7)}}


def one(found: Feed) -> dict[str, str]:
    [event] = events(found.data)
    return event


def stamps(event: dict[str, str]) -> tuple[str, str, str]:
    return event["SEQUENCE"], event["DTSTAMP"], event["LAST-MODIFIED"]


def test_first_stamps_are_the_moment_of_the_first_rendering() -> None:
    assert stamps(one(feed_of(lessons=["r1 mon 09:00"], **MONDAY))) == (
        "0", "20260825T093000Z", "20260825T093000Z"
    )  # fmt: skip


def test_moved_lesson_keeps_its_uid_and_raises_sequence_and_stamps() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    after = feed_of(lessons=["r1 mon 15:30"], at=LATER, previous=before.stamps, **MONDAY)
    assert one(after)["UID"] == one(before)["UID"]
    assert stamps(one(after)) == ("1", "20260903T120000Z", "20260903T120000Z")
    assert one(after)["DTSTART"] == "20260907T103000Z"
    assert one(after)["DESCRIPTION"] == r"Перенесено: было 07.09.2026\, 09:00–09:40"


def test_lesson_moved_to_another_day_of_the_week_keeps_its_uid() -> None:
    week = {"period": {"first": date(2026, 9, 7), "last": date(2026, 9, 13)}}
    before = feed_of(lessons=["r1 mon 09:00"], **week)
    after = feed_of(lessons=["r1 fri 09:00"], at=LATER, previous=before.stamps, **week)
    assert one(after)["UID"] == one(before)["UID"]
    assert one(after)["DTSTART"] == "20260911T040000Z"


def test_note_of_the_former_time_stays_and_moves_no_stamp_again() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    moved = feed_of(lessons=["r1 mon 15:30"], at=LATER, previous=before.stamps, **MONDAY)
    again = feed_of(lessons=["r1 mon 15:30"], at=LATER + timedelta(days=1), previous=moved.stamps, **MONDAY)
    assert again.data == moved.data


def test_changed_text_raises_the_stamps_but_not_the_sequence() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    after = feed_of(network("Алгебра"), ["r1 mon 09:00"], at=LATER, previous=before.stamps, **MONDAY)
    assert stamps(one(after)) == ("0", "20260903T120000Z", "20260903T120000Z")


def test_new_place_raises_the_sequence() -> None:
    places = [
        *({"id": each, "kind": "school"} for each in ("s1", "s2")),
        *({"id": each, "kind": "home", "title": f"ул. {each}"} for each in ("h1", "h2", "h3")),
    ]
    given = network(places=places)
    before = feed_of(given, ["r1 mon 09:00"], level=Level.ADDRESS, **MONDAY)
    moved = given.model_copy(
        update={"places": tuple(p.model_copy(update={"title": "дача"}) for p in given.places)}
    )
    after = feed_of(moved, ["r1 mon 09:00"], at=LATER, previous=before.stamps, level=Level.ADDRESS, **MONDAY)
    assert one(after)["LOCATION"] == "дача"
    assert stamps(one(after)) == ("1", "20260903T120000Z", "20260903T120000Z")


def test_stamps_grow_even_when_the_clock_stands_or_goes_back() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    for at in (AT, AT - timedelta(days=2)):
        after = feed_of(lessons=["r1 mon 15:30"], at=at, previous=before.stamps, **MONDAY)
        assert one(after)["LAST-MODIFIED"] == "20260825T093001Z"  # a second after the former


def test_change_of_what_is_rendered_raises_the_stamps() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    after = feed_of(lessons=["r1 mon 09:00"], at=LATER, previous=before.stamps, alarm_min=15, **MONDAY)
    assert b"LAST-MODIFIED:20260903T120000Z" in after.data


def test_another_way_of_writing_raises_the_stamps(monkeypatch: pytest.MonkeyPatch) -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    former = render.event_of

    def chatty(entry: Entry, alarm_min: int | None = None) -> Event:
        event = former(entry, alarm_min)
        event.add("COMMENT", "новое")
        return event

    for module in (render, feed_module):
        monkeypatch.setattr(module, "event_of", chatty)
    render._way_of_writing.cache_clear()
    try:
        after = one(feed_of(lessons=["r1 mon 09:00"], at=LATER, previous=before.stamps, **MONDAY))
    finally:
        render._way_of_writing.cache_clear()
    assert after["COMMENT"] == "новое"
    assert stamps(after) == ("0", "20260903T120000Z", "20260903T120000Z")


ENTRY = Entry(uid="u", start=AT, end=AT + timedelta(minutes=40), summary="Труд")


@pytest.mark.parametrize(
    "change",
    [
        {"start": AT - timedelta(minutes=5)},
        {"end": AT + timedelta(minutes=45)},
        {"summary": "Труды"},
        {"description": "В школе"},
        {"location": "СОШ № 100"},
        {"cancelled": True},
        {"transparent": True},
    ],
)
def test_digest_changes_with_every_part_of_an_event(change: dict[str, Any]) -> None:
    assert render.digest_of(replace(ENTRY, **change)) != render.digest_of(ENTRY)
    assert render.digest_of(replace(ENTRY)) == render.digest_of(ENTRY)


def test_other_lessons_keep_their_stamps_when_one_moves() -> None:
    before = feed_of()
    after = feed_of(
        lessons=["r1/1 mon 09:00", "r1/2 thu 15:00", "r2 tue 10:05"], at=LATER, previous=before.stamps
    )
    old, new = ({each["UID"]: each for each in events(found.data)} for found in (before, after))
    assert old.keys() == new.keys()
    changed = [each for uid, each in new.items() if each != old[uid]]
    # four Thursdays, all of them at another time
    assert [each["DTSTART"] for each in changed] == [f"202609{day}T100000Z" for day in ("03", 10, 17, 24)]


def test_lesson_that_stays_keeps_its_uid_over_another_version() -> None:
    rows = [row("r0", title="Чтение", pupils=["К-07"])]
    later = network(rows=[*rows, *(each.model_dump(by_alias=True, mode="json") for each in network().rows)])
    before, after = (
        feed_of(),
        feed_of(later, ["r0 fri 16:00", "r2 tue 10:05", "r1/7 mon 09:00", "r1/8 thu 14:20"]),
    )
    kept = {(each["DTSTART"], each["SUMMARY"]): each["UID"] for each in events(before.data)}
    found = {(each["DTSTART"], each["SUMMARY"]): each["UID"] for each in events(after.data)}
    assert kept.items() <= found.items()
    assert len(found) == len(kept) + 4  # the Fridays 4, 11, 18 and 25


# ------------------------------------------------------------------ cancelled


def test_rule_8_future_lesson_that_is_gone_is_cancelled_with_a_word() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    after = one(feed_of(lessons=[], at=LATER, previous=before.stamps, **MONDAY))
    assert after["SUMMARY"] == "ОТМЕНЕНО: Математика — занятие"
    assert (after["STATUS"], after["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert after["UID"] == one(before)["UID"]
    assert after["DTSTART"] == one(before)["DTSTART"]
    assert stamps(after) == ("1", "20260903T120000Z", "20260903T120000Z")


def test_rule_8_cancelled_lesson_is_dropped_five_days_after_its_end() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    gone = feed_of(lessons=[], at=LATER, previous=before.stamps, **MONDAY)
    end = datetime(2026, 9, 7, 4, 40, tzinfo=UTC)
    still = feed_of(lessons=[], at=end + timedelta(days=5, seconds=-1), previous=gone.stamps, **MONDAY)
    assert still.data == gone.data
    over = feed_of(lessons=[], at=end + timedelta(days=5), previous=still.stamps, **MONDAY)
    assert one(over)["SUMMARY"] == "Занятий нет"
    assert [stamp.notice for stamp in over.stamps.values()] == [True]


def test_past_lesson_that_is_gone_is_not_called_cancelled() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    at = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)  # it has just begun
    assert one(feed_of(lessons=[], at=at, previous=before.stamps, **MONDAY))["SUMMARY"] == "Занятий нет"


def test_lesson_that_comes_back_is_confirmed_under_its_uid() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    gone = feed_of(lessons=[], at=LATER, previous=before.stamps, **MONDAY)
    back = one(
        feed_of(lessons=["r1 mon 09:00"], at=LATER + timedelta(hours=1), previous=gone.stamps, **MONDAY)
    )
    assert (back["STATUS"], back["SUMMARY"]) == ("CONFIRMED", "Математика — занятие")
    assert stamps(back) == ("2", "20260903T130000Z", "20260903T130000Z")
    assert back["UID"] == one(before)["UID"]


def test_cancelled_lesson_says_why_and_keeps_saying_it() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], **MONDAY)
    why = {"r1/2026-W37/1": "Карантин"}
    gone = feed_of(lessons=[], at=LATER, previous=before.stamps, reasons=why, **MONDAY)
    assert one(gone)["DESCRIPTION"] == "Причина: Карантин"
    assert feed_of(lessons=[], at=LATER, previous=gone.stamps, **MONDAY).data == gone.data


def test_cancelled_lesson_has_no_alarm() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], alarm_min=15, **MONDAY)
    assert b"VALARM" in before.data
    gone = feed_of(lessons=[], at=LATER, previous=before.stamps, alarm_min=15, **MONDAY)
    assert b"VALARM" not in gone.data


def test_quarantine_cancels_its_lessons_and_moves_no_other() -> None:
    year = school_year_2026("s1")
    week = Break(title="Карантин", first=date(2026, 9, 14), last=date(2026, 9, 20))
    before = feed_of()
    after = feed_of(year=replace(year, breaks=(*year.breaks, week)), at=LATER, previous=before.stamps)
    old, new = ({each["UID"]: each for each in events(found.data)} for found in (before, after))
    assert old.keys() == new.keys()
    cancelled = sorted(each["DTSTART"] for each in new.values() if each["STATUS"] == "CANCELLED")
    # Monday 14.09 09:00, Tuesday 15.09 10:05, Thursday 17.09 14:20
    assert cancelled == ["20260914T040000Z", "20260915T050500Z", "20260917T092000Z"]
    assert sum(new[uid] == old[uid] for uid in old) == 10


def test_rule_10_substitute_gets_a_uid_of_his_own_and_the_former_teacher_a_cancellation() -> None:
    given = network(teachers=[teacher(), teacher("t2", school="s1")])
    second = Audience(Holder.TEACHER, "t2")
    before = feed_of(given, ["r1 mon 09:00"], **MONDAY)
    lessons = ["r1 mon 09:00 t2"]
    former = one(feed_of(given, lessons, at=LATER, previous=before.stamps, **MONDAY))
    new = one(feed_of(given, lessons, audience=second, at=LATER, **MONDAY))
    assert (former["STATUS"], new["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert former["UID"] == one(before)["UID"] != new["UID"]
    assert former["DTSTART"] == new["DTSTART"]


def test_lessons_outside_the_period_are_not_called_cancelled_and_keep_their_stamps() -> None:
    before = feed_of()
    part = feed_of(at=LATER, previous=before.stamps, period={"last": date(2026, 9, 13)})
    assert {each["STATUS"] for each in events(part.data)} == {"CONFIRMED"}
    assert part.events == 5  # 01., 03., 07., 08., 10.09
    assert part.stamps == before.stamps
    assert feed_of(at=LATER, previous=part.stamps).data == before.data


def test_cancelled_lesson_tells_no_more_than_the_link_may_now() -> None:
    before = feed_of(lessons=["r1 mon 09:00"], level=Level.INITIALS, **MONDAY)
    assert "К-03" in one(before)["SUMMARY"]
    gone = one(feed_of(lessons=[], at=LATER, previous=before.stamps, level=Level.BARE, **MONDAY))
    assert gone["SUMMARY"] == "ОТМЕНЕНО: Занятие"
    assert "DESCRIPTION" not in gone
    same = one(feed_of(lessons=[], at=LATER, previous=before.stamps, level=Level.INITIALS, **MONDAY))
    assert same["SUMMARY"] == r"ОТМЕНЕНО: Математика — К-03\, 5А"


def test_each_audience_has_stamps_of_its_own() -> None:
    teachers, parents = feed_of(audience=T1), feed_of(audience=P1)
    assert teachers.stamps.keys() & parents.stamps.keys() == set()
