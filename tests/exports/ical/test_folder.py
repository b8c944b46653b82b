"""The folder of calendars: names, second writings, people who leave, calendars that are too big."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from exports.ical.entries import Audience, Holder, Level
from exports.ical.feed import Options
from exports.ical.folder import Written, write_folder
from exports.ical.names import file_stems
from scheduler.calendar.expand import expand
from scheduler.calendar.published import school_year_2026
from scheduler.calendar.year import Break, SchoolYear
from scheduler.errors import BadFileError
from scheduler.problem import Problem
from tests.builders import pupil, row, teacher, timetable
from tests.exports.ical.samples import AT, LATER, LESSONS, PERIOD, events, network

YEAR = {"first": date(2026, 9, 1), "last": date(2027, 5, 26)}
TERMS = school_year_2026("s1").terms


def write(
    folder: Path,
    given: Problem | None = None,
    lessons: Sequence[str] = LESSONS,
    *,
    at: datetime = AT,
    year: SchoolYear | None = None,
    options: Options | None = None,
    period: dict[str, date] | None = None,
    **more: Any,
) -> Written:
    asked, span = given or network(), period or PERIOD
    papers = more.pop("validity", None)
    found = expand(
        asked, timetable(asked, *lessons), (year or school_year_2026("s1"),), validity=papers, **span
    )
    return write_folder(asked, found, folder, at=at, options=options, **span, **more)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_teacher_and_pupil_has_a_calendar(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "calendars"
    found = write(folder)
    names = ["teacher-ozernaya.ics", "pupil-k-03.ics", "pupil-k-07.ics"]
    assert found.files == tuple(folder / name for name in names)
    assert sorted(contents(folder)) == sorted([".stamps.json", *names])
    # 13 of the teacher, 8 of К-03, 5 of К-07 as in September's calendar
    assert [len(events(path.read_bytes())) for path in found.files] == [13, 8, 5]
    assert (found.events, found.warnings) == (26, ())


def test_calendar_of_a_pupil_is_named_by_the_case_code(tmp_path: Path) -> None:
    write(tmp_path)
    text = (tmp_path / "pupil-k-03.ics").read_text(encoding="utf-8")
    assert "X-WR-CALNAME:Занятия: К-03\n" in text


def test_somebody_without_lessons_gets_a_calendar_that_says_so(tmp_path: Path) -> None:
    write(tmp_path, lessons=["r1 mon 09:00"])
    [only] = events((tmp_path / "pupil-k-07.ics").read_bytes())
    assert only["SUMMARY"] == "Занятий нет"


def test_second_writing_without_a_change_is_the_same_to_the_byte(tmp_path: Path) -> None:
    write(tmp_path)
    before = contents(tmp_path)
    touched = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    write(tmp_path, at=LATER)
    assert contents(tmp_path) == before
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == touched


def test_moved_lesson_changes_the_calendars_it_is_in(tmp_path: Path) -> None:
    write(tmp_path)
    before = contents(tmp_path)
    write(tmp_path, lessons=["r1/1 mon 09:00", "r1/2 thu 14:20", "r2/1 tue 11:00"], at=LATER)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before[name]} == {
        ".stamps.json", "teacher-ozernaya.ics", "pupil-k-07.ics"
    }  # fmt: skip
    # the Tuesdays 1, 8, 15, 22 and 29
    assert [each["SEQUENCE"] for each in events(after["pupil-k-07.ics"])] == ["1"] * 5


def test_cancelled_lesson_tells_the_holiday_that_took_it(tmp_path: Path) -> None:
    write(tmp_path)
    plain = school_year_2026("s1")
    ill = Break(title="Карантин", first=date(2026, 9, 14), last=date(2026, 9, 14))
    write(tmp_path, year=replace(plain, breaks=(*plain.breaks, ill)), at=LATER)
    [gone] = [e for e in events((tmp_path / "pupil-k-03.ics").read_bytes()) if e["STATUS"] == "CANCELLED"]
    assert gone["DESCRIPTION"] == "Причина: Карантин"


def test_nothing_is_told_of_papers(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, validity={"К-03": (None, date(2026, 9, 20))}, at=LATER)
    gone = [e for e in events((tmp_path / "pupil-k-03.ics").read_bytes()) if e["STATUS"] == "CANCELLED"]
    assert [each["DTSTART"][:8] for each in gone] == ["20260921", "20260924", "20260928"]
    assert {each.get("DESCRIPTION") for each in gone} == {None}


def test_options_of_the_link_reach_the_events(tmp_path: Path) -> None:
    write(tmp_path, options=Options(level=Level.INITIALS, labels={"К-03": "П. И., 5 «А»"}))
    summaries = {each["SUMMARY"] for each in events((tmp_path / "teacher-ozernaya.ics").read_bytes())}
    assert summaries == {r"Математика — П. И.\, 5 «А»", r"Труд — К-07\, 6Б"}


def test_teacher_who_left_has_the_future_lessons_cancelled(tmp_path: Path) -> None:
    both = network(teachers=[teacher(title="Озёрная А. А."), teacher("t2", title="Речная Б. Б.")])
    write(tmp_path, both, ["r1 mon 09:00 t2"])
    write(tmp_path, network(), ["r1 mon 09:00"], at=LATER)
    left = events((tmp_path / "teacher-rechnaya.ics").read_bytes())
    assert [(each["DTSTART"], each["STATUS"]) for each in left] == [
        (f"202609{day:02d}T040000Z", "CANCELLED") for day in (7, 14, 21, 28)
    ]
    assert "X-WR-CALNAME:Занятия: Речная Б. Б.\n" in (tmp_path / "teacher-rechnaya.ics").read_text("utf-8")


# ------------------------------------------------------------------ names


def stems(given: Problem, known: dict[Audience, str] | None = None) -> list[str]:
    return list(file_stems(given, known or {}).values())


def test_teachers_of_one_surname_go_by_the_whole_name() -> None:
    names = ["Речная А. А.", "Речная Б. Б.", "Озёрная В. В.", "Речная Б. Б."]
    given = network(
        teachers=[teacher(f"t{n}", title=name) for n, name in enumerate(names, 1)], pupils=[], rows=[]
    )
    assert stems(given) == [
        "teacher-rechnaya-a-a", "teacher-rechnaya-b-b", "teacher-ozernaya", "teacher-rechnaya-b-b-2"
    ]  # fmt: skip


def test_name_once_given_stays_when_a_namesake_comes(tmp_path: Path) -> None:
    write(tmp_path)
    two = network(teachers=[teacher("t9", title="Озёрная Я. Я."), teacher(title="Озёрная А. А.")])
    found = write(tmp_path, two, at=LATER)
    assert [path.name for path in found.files[:2]] == ["teacher-ozernaya-ya-ya.ics", "teacher-ozernaya.ics"]
    assert len(events(found.files[1].read_bytes())) == 13


def test_names_without_a_letter_are_still_names() -> None:
    given = network(
        teachers=[teacher("日", title="本"), teacher("月", title="火")],
        pupils=[pupil("К/03"), pupil("к 03"), pupil("../к")],
        rows=[],
    )
    assert stems(given) == ["teacher-x", "teacher-x-2", "pupil-k-03", "pupil-k-03-2", "pupil-k"]


# ------------------------------------------------------------------ too big


def crowded(count: int) -> tuple[Problem, list[str]]:
    """`count` rows of К-03 with a lesson every school day: 170 a year each, 39, 42, 53 and 36 a quarter."""
    days = list(enumerate(("mon", "tue", "wed", "thu", "fri"), start=1))
    rows = [row(f"r{k}", title="Труд", pupils=["К-03"], lessons=5) for k in range(count)]
    return network(rows=rows), [f"r{k}/{n} {day} 09:00" for k in range(count) for n, day in days]


def test_calendar_over_the_cap_is_split_by_quarters(tmp_path: Path) -> None:
    given, lessons = crowded(6)  # 1,020 events
    found = write(tmp_path, given, lessons, period=YEAR, terms=TERMS)
    assert [(path.name, len(events(path.read_bytes()))) for path in found.files] == [
        ("teacher-ozernaya.1.ics", 234), ("teacher-ozernaya.2.ics", 252), ("teacher-ozernaya.3.ics", 318),
        ("teacher-ozernaya.4.ics", 216), ("pupil-k-03.1.ics", 234), ("pupil-k-03.2.ics", 252),
        ("pupil-k-03.3.ics", 318), ("pupil-k-03.4.ics", 216), ("pupil-k-07.ics", 1),
    ]  # fmt: skip
    assert found.warnings == ()
    uids = [each["UID"] for path in found.files for each in events(path.read_bytes())]
    assert len(set(uids)) == len(uids)
    before = contents(tmp_path)
    write(tmp_path, given, lessons, period=YEAR, terms=TERMS, at=LATER)
    assert contents(tmp_path) == before


def test_part_without_lessons_stays_the_same_over_a_second_writing(tmp_path: Path) -> None:
    given, lessons = crowded(26)  # 1,014 in the first quarter, and papers end with it
    papers = {"К-03": (None, date(2026, 10, 23))}
    write(tmp_path, given, lessons, period=YEAR, terms=TERMS, validity=papers)
    before = contents(tmp_path)
    assert [e["SUMMARY"] for e in events(before["pupil-k-03.2.ics"])] == ["Занятий нет"]
    write(tmp_path, given, lessons, period=YEAR, terms=TERMS, validity=papers, at=LATER)
    assert contents(tmp_path) == before


def test_parts_take_the_place_of_the_whole(tmp_path: Path) -> None:
    given, lessons = crowded(6)
    write(tmp_path, given, lessons[:-5], period=YEAR, terms=TERMS)  # 850 events
    (tmp_path / "mine.ics").write_text("kept", encoding="utf-8")
    assert (tmp_path / "teacher-ozernaya.ics").exists()
    write(tmp_path, given, lessons, period=YEAR, terms=TERMS, at=LATER)
    assert sorted(contents(tmp_path)) == [
        ".stamps.json", "mine.ics", *(f"pupil-k-03.{n}.ics" for n in (1, 2, 3, 4)), "pupil-k-07.ics",
        *(f"teacher-ozernaya.{n}.ics" for n in (1, 2, 3, 4)),
    ]  # fmt: skip


def test_calendar_over_the_cap_without_terms_is_whole_and_warned_of(tmp_path: Path) -> None:
    given, lessons = crowded(6)
    found = write(tmp_path, given, lessons, period=YEAR)
    assert len(events((tmp_path / "pupil-k-03.ics").read_bytes())) == 1020
    size = len((tmp_path / "pupil-k-03.ics").read_bytes()) // 1000
    assert found.warnings[1] == (
        f"Календарь «Занятия: К-03» велик (1020 событий, {size} КБ): "
        "некоторые программы прочтут его не целиком."
    )
    assert len(found.warnings) == 2


# ------------------------------------------------------------------ the file of stamps


_FEED = (
    b'{"format": "homelessons-stamps/1", "feeds": '
    b'[{"kind": "teacher", "id": "t1", "title": "", "events": {}, %s}]}'
)


@pytest.mark.parametrize(
    "spoiled",
    [
        b"not json",
        b'{"format": "homelessons-stamps/2", "feeds": []}',
        b'{"feeds": []}',
        _FEED % b'"stem": "../x"',
        _FEED % b'"stem": "teacher-x", "files": ["../../x.ics"]',
    ],
)
def test_spoiled_stamps_are_refused_and_nothing_is_written(tmp_path: Path, spoiled: bytes) -> None:
    (tmp_path / ".stamps.json").write_bytes(spoiled)
    with pytest.raises(BadFileError) as caught:
        write(tmp_path)
    assert len(caught.value.faults) == 1
    assert contents(tmp_path) == {".stamps.json": spoiled}


def test_stamps_are_kept_by_person(tmp_path: Path) -> None:
    write(tmp_path)
    kept = json.loads((tmp_path / ".stamps.json").read_text(encoding="utf-8"))
    assert [(each["kind"], each["id"], each["stem"], len(each["events"])) for each in kept["feeds"]] == [
        (Holder.TEACHER, "t1", "teacher-ozernaya", 13),
        (Holder.PUPIL, "К-03", "pupil-k-03", 8),
        (Holder.PUPIL, "К-07", "pupil-k-07", 5),
    ]
