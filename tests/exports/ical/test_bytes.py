"""The rules for the bytes, 1 to 18 of the page on feeds, each by its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from exports.ical.entries import Audience, Holder, Level, labels_of
from exports.ical.feed import MAX_BYTES, MAX_EVENTS, service_window
from exports.ical.text import clean, initials, one_line, slug
from scheduler.calendar.published import school_year_2026
from scheduler.problem import Place
from tests.builders import row
from tests.exports.ical.registry import small_registry
from tests.exports.ical.samples import AT, LATER, P1, T1, events, feed_of, network, unfolded

LEVELS = tuple(Level)


def properties(data: bytes) -> list[str]:
    """Everything of the calendar outside its events."""
    lines = unfolded(data)
    return lines[1 : lines.index("BEGIN:VEVENT")]


def test_whole_calendar_of_one_lesson_is_this() -> None:
    found = feed_of(lessons=["r2 tue 10:05"], period={"last": date(2026, 9, 1)})
    # Tuesday 01.09.2026, 10:05 in Yekaterinburg is 05:05 UTC
    lines = unfolded(found.data)
    uid = events(found.data)[0]["UID"]
    assert lines == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//homelessons//calendar//RU", "CALSCALE:GREGORIAN",
        "NAME:Занятия: Озёрная А. А.", "X-WR-CALNAME:Занятия: Озёрная А. А.", "COLOR:teal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "X-WR-TIMEZONE:Asia/Yekaterinburg",
        "BEGIN:VEVENT", "SUMMARY:Труд — занятие", "DTSTART:20260901T050500Z", "DTEND:20260901T054500Z",
        "DTSTAMP:20260825T093000Z", f"UID:{uid}", "SEQUENCE:0", "LAST-MODIFIED:20260825T093000Z",
        "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip


@pytest.mark.parametrize("level", LEVELS)
def test_rule_1_lines_are_short_utf8_with_crlf_and_whole_characters(level: Level) -> None:
    data = feed_of(network("Ё" * 200), level=level).data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    physical = data.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert [line for line in physical if not _is_whole(line)] == []


def _is_whole(line: bytes) -> bool:
    return line.decode("utf-8", "replace").count("\ufffd") == 0


@pytest.mark.parametrize("ahead", range(80))
def test_rule_1_folding_never_cuts_an_emoji(ahead: int) -> None:
    title = "a" * ahead + "👩‍🔬🧮" * 12
    data = feed_of(network(title)).data
    assert [line for line in data.split(b"\r\n") if len(line) > 75 or not _is_whole(line)] == []
    assert f"{title} — занятие" in {each["SUMMARY"] for each in events(data)}


def test_rule_2_control_characters_and_lone_surrogates_are_stripped() -> None:
    hostile = "".join(map(chr, range(0x20))) + "\x7f\x85\x9f\ud800\udfff\u2028\ufffe!"
    assert clean(hostile) == "\t\n\n\n\n!"  # TAB, LF, CR, NEL, LS; nothing else is left
    data = feed_of(labels={"К-03": f"П.{hostile}"}, level=Level.INITIALS).data
    text = data.decode("utf-8")
    assert set(text) & ({chr(code) for code in range(0x20)} - {"\r", "\n"}) == set()
    assert "SUMMARY:Математика — П. !" in text


def test_rule_3_backslash_semicolon_comma_and_newline_are_escaped() -> None:
    given = network(
        r"Счёт; письмо, \чтение",
        places=[
            {"id": "h1", "kind": "home", "title": "ул. Дальняя;\nдом 1, кв. \\2"},
            *({"id": each, "kind": "home"} for each in ("h2", "h3")),
            *({"id": each, "kind": "school"} for each in ("s1", "s2")),
        ],
    )
    found = events(feed_of(given, ["r1 mon 09:00"], level=Level.ADDRESS).data)[0]
    assert found["SUMMARY"] == r"Счёт\; письмо\, \\чтение — К-03\, 5А"
    assert found["LOCATION"] == r"ул. Дальняя\; дом 1\, кв. \\2"
    parents = events(feed_of(given, ["r1 mon 09:00"], level=Level.INITIALS, audience=P1).data)[0]
    assert parents["DESCRIPTION"] == r"Учитель: Озёрная А. А.\nНа дому"


def test_rule_3_the_calendars_name_is_escaped_too() -> None:
    data = feed_of(title="Занятия; К-03,\r\n5 «А»").data
    assert r"NAME:Занятия\; К-03\, 5 «А»" in properties(data)
    assert r"X-WR-CALNAME:Занятия\; К-03\, 5 «А»" in properties(data)


@pytest.mark.parametrize("level", LEVELS)
def test_rule_4_each_event_has_what_it_must(level: Level) -> None:
    for each in events(feed_of(level=level).data):
        needed = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED"}
        assert needed <= each.keys()
        for key in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", each[key]), each[key]


def test_rule_5_uid_is_opaque_unique_and_of_its_audience() -> None:
    mine, childs = events(feed_of().data), events(feed_of(audience=P1).data)
    uids = [each["UID"] for each in mine + childs]
    # September 2026 has four Mondays, four Thursdays and five Tuesdays: 13 of the teacher, 8 of К-03
    assert (len(mine), len(childs), len(set(uids))) == (13, 8, 21)
    for uid in uids:
        opaque, _, host = uid.partition("@")
        assert (UUID(opaque).version, host) == (5, "homelessons.invalid")


def test_rule_5_uid_depends_on_the_identity_of_the_lesson_alone() -> None:
    # written down: should this change, every subscriber gets every lesson twice
    assert T1.uid("r1/2026-W37/1") == "11f68b72-83b5-5ac1-8537-8da9d771bd5c@homelessons.invalid"
    assert Audience(Holder.PUPIL, "t1").uid("r1/2026-W37/1") != T1.uid("r1/2026-W37/1")


def test_rule_7_now_is_not_in_the_bytes() -> None:
    first = feed_of()
    again = feed_of(at=LATER, previous=first.stamps)
    assert again.data == first.data
    assert again.stamps == first.stamps


def test_rule_11_a_calendar_without_lessons_says_so() -> None:
    found = feed_of(lessons=[])
    [only] = events(found.data)
    assert (only["SUMMARY"], only["TRANSP"]) == ("Занятий нет", "TRANSPARENT")
    # all of September 2026 in Yekaterinburg, five hours ahead of UTC
    assert (only["DTSTART"], only["DTEND"]) == ("20260831T190000Z", "20260930T190000Z")
    assert feed_of(lessons=[], at=LATER, previous=found.stamps).data == found.data


def test_rule_11_the_notice_goes_when_lessons_come() -> None:
    empty = feed_of(lessons=[])
    summaries = {each["SUMMARY"] for each in events(feed_of(previous=empty.stamps, at=LATER).data)}
    assert summaries == {"Математика — занятие", "Труд — занятие"}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("audience", [T1, P1])
def test_rules_12_to_14_nothing_of_what_must_not_be(level: Level, audience: Audience) -> None:
    data = feed_of(level=level, audience=audience).data
    names = {re.split("[:;]", line)[0] for line in unfolded(data)}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "COLOR", "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL", "X-WR-TIMEZONE", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE",
        "DESCRIPTION", "LAST-MODIFIED", "LOCATION", "STATUS", "TRANSP",
    }  # fmt: skip  # no CLASS, ATTENDEE, ORGANIZER, METHOD, RRULE
    assert {line for line in unfolded(data) if line.startswith("BEGIN:")} == {
        "BEGIN:VCALENDAR", "BEGIN:VEVENT"
    }  # fmt: skip  # no VTIMEZONE, no VALARM
    assert "TZID" not in data.decode("utf-8")


def test_rule_15_the_calendar_says_how_often_to_ask_and_what_it_is() -> None:
    assert properties(feed_of(title="Занятия: К-03", audience=P1).data) == [
        "VERSION:2.0", "PRODID:-//homelessons//calendar//RU", "CALSCALE:GREGORIAN", "NAME:Занятия: К-03",
        "X-WR-CALNAME:Занятия: К-03", "COLOR:steelblue", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H", "X-WR-TIMEZONE:Asia/Yekaterinburg",
    ]  # fmt: skip


def test_rule_16_the_address_is_the_location_and_only_at_its_level() -> None:
    given = network()
    titled = given.model_copy(
        update={"places": tuple(Place(id=p.id, kind=p.kind, title=f"адрес {p.id}") for p in given.places)}
    )
    lessons = ["r1 mon 09:00", "r2 tue 10:05"]

    def places(level: Level, audience: Audience) -> list[str]:
        week = {"first": date(2026, 9, 7), "last": date(2026, 9, 8)}
        found = events(feed_of(titled, lessons, level=level, audience=audience, period=week).data)
        return [each.get("LOCATION", "") for each in found]

    assert places(Level.ADDRESS, T1) == ["адрес h1", "адрес s1"]
    assert places(Level.INITIALS, T1) == places(Level.BARE, T1) == ["", ""]
    assert places(Level.ADDRESS, P1) == [""]  # a parent's calendar never holds the home
    assert places(Level.ADDRESS, Audience(Holder.PUPIL, "К-07")) == ["адрес s1"]


def test_rule_17_alarms_are_asked_for_and_only_shown() -> None:
    assert b"VALARM" not in feed_of().data
    lines = unfolded(feed_of(alarm_min=30).data)
    assert lines.count("BEGIN:VALARM") == lines.count("ACTION:DISPLAY") == 13
    assert lines.count("TRIGGER:-PT30M") == 13


def test_rule_18_a_calendar_over_the_caps_says_so() -> None:
    # six rows of five lessons a week over the 170 days of the year are 1,020 events
    rows = [row(f"r{k}", title="Труд", pupils=["К-03"], lessons=5) for k in range(6)]
    days = list(enumerate(("mon", "tue", "wed", "thu", "fri"), start=1))
    lessons = [f"r{k}/{n} {day} 09:00" for k in range(6) for n, day in days]
    year = {"first": date(2026, 9, 1), "last": date(2027, 5, 26)}
    found = feed_of(network(rows=rows), lessons, period=year)
    assert (found.events, found.too_big) == (1020, True)
    assert feed_of(network(rows=rows), lessons[:-5], period=year).too_big is False  # 850
    assert replace(found, events=MAX_EVENTS, data=b"x" * MAX_BYTES).too_big is False
    assert replace(found, events=MAX_EVENTS, data=b"x" * (MAX_BYTES + 1)).too_big is True


# ------------------------------------------------------------------ levels


def test_bare_calendar_tells_the_subject_and_nothing_else() -> None:
    for audience in (T1, P1):
        text = feed_of(audience=audience, title="Занятия").data.decode("utf-8")
        for secret in ("К-03", "5А", "Озёрная", "h1", "s1"):
            assert secret not in text


def test_initials_and_class_are_told_to_the_teacher_and_the_teacher_to_the_parents() -> None:
    labels = {"К-03": "П. И., 5 «А»"}
    teachers = events(feed_of(lessons=["r1 mon 09:00"], level=Level.INITIALS, labels=labels).data)[0]
    assert (teachers["SUMMARY"], teachers["DESCRIPTION"]) == (r"Математика — П. И.\, 5 «А»", "На дому")
    parents = events(feed_of(lessons=["r1 mon 09:00"], level=Level.INITIALS, audience=P1).data)[0]
    assert parents["SUMMARY"] == "Математика"
    assert parents["DESCRIPTION"] == r"Учитель: Озёрная А. А.\nНа дому"


def test_shared_lesson_names_those_who_have_it() -> None:
    rows = [row("r1", title="Труд", pupils=["К-03", "К-07"], form="school")]
    found = events(feed_of(network(rows=rows), ["r1 mon 09:00"], level=Level.INITIALS).data)
    assert found[0]["SUMMARY"] == r"Труд — К-03\, 5А + К-07\, 6Б"


def test_row_without_a_title_that_can_be_read_is_a_lesson() -> None:
    assert events(feed_of(network("\x01"), ["r1 mon 09:00"]).data)[0]["SUMMARY"] == "Занятие"


def test_titles_of_200_characters_come_through() -> None:
    title = ("Логопедические занятия " * 9)[:200].strip()
    assert f"{title} — занятие" in {each["SUMMARY"] for each in events(feed_of(network(title)).data)}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (lambda: initials("Вымышленный Пётр Ильич"), "В. П. И."),
        (lambda: initials("  ёлкина-небывалая  анна "), "Ё. А."),
        (lambda: one_line(" а\t\n\r\n б\u2028в "), "а б в"),
        (lambda: slug("Озёрная"), "ozernaya"),
        (lambda: slug("К-03"), "k-03"),
        (lambda: slug("Щёголева-Жукова Э. Ю."), "shchegoleva-zhukova-e-yu"),
        (lambda: slug("../../Ы/ \\ й"), "y-y"),
        (lambda: slug("日本"), ""),
    ],
)
def test_texts_are_made_plain(made: Callable[[], str], expected: str) -> None:
    assert made() == expected


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 9, 10), date(2026, 12, 30)),  # first quarter: to the end of the second
        (date(2026, 10, 28), date(2027, 3, 26)),  # autumn holidays: the second is next, the third after it
        (date(2027, 5, 20), date(2027, 5, 26)),
        (date(2027, 7, 1), date(2027, 7, 1)),
    ],
)
def test_window_of_a_service_reaches_the_end_of_the_next_quarter(today: date, last: date) -> None:
    assert service_window(school_year_2026("s1"), today) == (today - timedelta(days=30), last)


def test_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        feed_of(at=datetime(2026, 9, 1))


def test_moment_of_another_zone_is_written_in_utc() -> None:
    moved = AT.astimezone(timezone(timedelta(hours=5)))
    assert feed_of(at=moved).data == feed_of(at=AT.astimezone(UTC)).data


def test_labels_of_a_registry_are_initials_and_class() -> None:
    assert labels_of(small_registry()) == {"К-03": "В. П. И., 5 «А»", "К-07": "К-07, 6 «Б»"}
