"""What a link gives: lessons by hand, through a change of version, of the calendar, of the case, of the account.

Maths of К-01 on Mondays 10:00 (05:00 UTC), Russian on Tuesdays 11:00 of odd weeks, maths of К-02 on Mondays 11:10;
autumn holidays 24.10–01.11, 04.11 off, the second term ends 30.12. It is 02.09.2026.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api import feeding
from api.services.agreement.timetable import offering
from api.services.agreement.timetable.answering import mark_lesson
from api.services.agreement.timetable.content import content_of
from api.services.agreement.timetable.counter import hold, other_times
from api.services.feeds import keeping, links, rendering
from api.services.feeds.prints import UNRELATED, prints_of
from api.services.schools.year_draft import YearDraft
from api.services.schools.years import read_year, write_year
from models.agreement import Answer, TimetableEntry, TimetableVersion
from models.case import Case, CaseMove
from models.engines import reading, writing
from models.message import FeedCopy, FeedEvent, FeedLevel, FeedLink
from models.person import Account, Role
from models.staff import Teacher
from models.states import Move, State
from models.year import OffKind
from tests.api.services.agreement.households import PLAIN
from tests.api.services.feeds.subscribers import AGENT, Subscribers, part, starts, subscribers
from tests.api.services.world import YEAR, off

MONDAYS = [*(f"2026{day}" for day in (
    "0907", "0914", "0921", "0928", "1005", "1012", "1019", "1102", "1109", "1116", "1123", "1130", "1207", "1214",
    "1221", "1228",
))]  # fmt: skip
OTHER_DAY = ("math-1/1 w1 wed 12:00", "math-1/2 w2 wed 12:00", "rus-1 w1 tue 11:00", "math-2/1 w1 mon 11:10",
             "math-2/2 w2 mon 11:10")  # fmt: skip


@pytest.fixture
def made(database: Engine) -> Subscribers:
    return subscribers(database)


def at(days: list[str], clock: str) -> list[str]:
    return [f"{day}T{clock}Z" for day in days]


def test_a_teacher_sees_lessons_of_every_child_at_their_hour(made: Subscribers) -> None:
    read = made.read(made.of_teacher())
    assert starts(read) == sorted([*at(MONDAYS, "050000"), *at(MONDAYS, "061000")])
    assert {event["SUMMARY"] for event in read} == {"Математика — занятие"}
    assert all("DESCRIPTION" not in event and "LOCATION" not in event for event in read)


def test_levels_tell_what_they_say_and_no_surname(made: Subscribers) -> None:
    full = made.read(made.of_teacher(level=FeedLevel.ADDRESS))[0]
    assert (full["SUMMARY"], full["DESCRIPTION"], full["LOCATION"]) == (
        "Математика — И. П. С.\\, 5 А", "На дому", "h1",
    )  # fmt: skip
    middle = made.read(made.of_teacher(level=FeedLevel.INITIALS))[0]
    assert "LOCATION" not in middle
    child = made.read(made.of_mother(level=FeedLevel.INITIALS))[0]
    assert (child["SUMMARY"], child["DESCRIPTION"]) == (
        "Русский язык", "Учитель: Лугова В. В.\\nНа дому",
    )  # fmt: skip
    body = made.ask(made.of_deputy(level=FeedLevel.INITIALS)).load().decode()
    assert "Иванов" not in body
    assert "Математика — И. П. С." in body


def test_a_school_sees_everything_of_some_weeks(made: Subscribers) -> None:
    """From the Monday of the week of 19.08 to the Sunday of the week of 14.10."""
    read = made.read(made.of_deputy())
    mondays = at(MONDAYS[:6], "050000") + at(MONDAYS[:6], "061000")
    russian = at(["20260901", "20260915", "20260929", "20261013"], "060000")
    assert starts(read) == sorted(mondays + russian)


def test_a_new_version_in_mid_year_takes_over_on_its_day(made: Subscribers) -> None:
    token = made.of_mother()
    before = {event["UID"]: event for event in made.read(token)}
    variant = made.made.variant_of(*OTHER_DAY)
    made.made.published(0, variant=variant, first=date(2026, 10, 5))
    after = {event["UID"]: event for event in made.read(token)}
    assert set(after) == set(before)
    maths = [event["DTSTART"] for event in after.values() if "Математика" in event["SUMMARY"]]
    wednesdays = ["1007", "1014", "1021", "1111", "1118", "1125", "1202", "1209", "1216", "1223", "1230"]
    held = [event for event in after.values() if event["STATUS"] == "CONFIRMED"]
    assert sorted(starts(held, summary="Математика — занятие")) == at(MONDAYS[:4], "050000") + at(
        [f"2026{day}" for day in wednesdays], "070000"
    )
    assert len(maths) == 16
    (off_day,) = [event for event in after.values() if event["STATUS"] == "CANCELLED"]
    assert (off_day["DTSTART"], off_day["DESCRIPTION"]) == (
        "20261102T050000Z", "Причина: День народного единства",
    )  # fmt: skip
    moved = next(event for event in after.values() if event["DTSTART"] == "20261007T070000Z")
    assert (moved["SEQUENCE"], moved["DESCRIPTION"]) == (
        "1", "Перенесено: было 05.10.2026\\, 10:00–10:40",
    )  # fmt: skip


def test_a_lesson_that_falls_out_is_shown_as_cancelled_with_its_reason(made: Subscribers) -> None:
    token = made.of_mother()
    made.read(token)
    quarantine(made, "Карантин", "14.09.2026", "18.09.2026")
    gone = [event for event in made.read(token) if event["STATUS"] == "CANCELLED"]
    assert [(event["DTSTART"], event["SUMMARY"], event["TRANSP"], event["SEQUENCE"]) for event in gone] == [
        ("20260914T050000Z", "ОТМЕНЕНО: Математика — занятие", "TRANSPARENT", "1"),
        ("20260915T060000Z", "ОТМЕНЕНО: Русский язык — занятие", "TRANSPARENT", "1"),
    ]
    assert {event["DESCRIPTION"] for event in gone} == {"Причина: Карантин"}
    made.clock.on(days=17)  # 19.09 09:00: the first was over five days and some hours ago
    left = [event for event in made.read(token) if event["STATUS"] == "CANCELLED"]
    assert starts(left) == ["20260915T060000Z"]


def quarantine(made: Subscribers, title: str, first: str, last: str) -> None:
    with made.made.deputy(made.clock()) as unit:
        year, draft = read_year(unit, made.made.world.year_id)
        more = (*draft.off, off(title, first, last, OffKind.QUARANTINE))
        told = YearDraft(
            title=YEAR.title, first_on=YEAR.first_on, last_on=YEAR.last_on, terms=YEAR.terms, off=more
        )
        write_year(unit, year.id, year.rev, told)


def test_another_teacher_gets_a_lesson_of_their_own_and_the_first_is_told_that_it_is_off(
    made: Subscribers,
) -> None:
    first, second = made.of_teacher(), made.link(made.russian, Role.TEACHER)
    known = {event["UID"] for event in [*made.read(first), *made.read(second)]}
    substitute(made)
    gone = [event for event in made.read(first) if event["STATUS"] == "CANCELLED"]
    assert starts(gone) == at(MONDAYS, "050000")
    new = [event for event in made.read(second) if event["UID"] not in known]
    assert starts(new) == at(MONDAYS, "050000")


def substitute(made: Subscribers) -> None:
    """Maths of К-01 is t2's, as a version would say it."""
    with made.made.deputy(made.clock()) as unit:
        t2 = unit.session.exec(select(Teacher.id).where(Teacher.code == "t2")).one()
        for entry in unit.session.exec(select(TimetableEntry).where(TimetableEntry.row_key == "math-1")):
            entry.teacher_id = t2
        asked = select(TimetableVersion).where(TimetableVersion.case_id == made.made.cases[0])
        version = unit.session.exec(asked).one()
        version.rev += 1
        unit.note("test.substitute", "timetable_version", version.id)


def test_lessons_stop_while_a_case_is_suspended_and_go_on_after_it(made: Subscribers) -> None:
    token = made.of_mother()
    made.read(token)
    case_id = made.made.cases[0]
    for number, (move, to, on) in enumerate(
        ((Move.SUSPEND, State.SUSPENDED, date(2026, 9, 14)), (Move.RESUME, State.RUNNING, date(2026, 9, 28))),
        50,
    ):
        with made.made.deputy(made.clock()) as unit:
            unit.session.add(
                CaseMove(
                    case_id=case_id, number=number, move=move, from_state=State.RUNNING, to_state=to, on_date=on,
                    at=unit.at, account_id=unit.actor.account_id,
                )
            )  # fmt: skip
            unit.note("case.move", "case", case_id)
    read = [event for event in made.read(token) if event["STATUS"] == "CONFIRMED"]
    maths = starts(read, summary="Математика — занятие")
    assert maths == at([MONDAYS[0], *MONDAYS[3:]], "050000")


def test_nothing_is_built_twice_and_bytes_stay_while_nothing_changes(
    made: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = made.of_teacher()
    first = made.ask(token)
    monkeypatch.setattr("api.services.feeds.rendering.rendered", None)  # whoever builds now fails
    with made.made.deputy(made.clock()) as unit:
        unit.note("test.other", "case", made.made.cases[0])
    made.forget()
    again = made.ask(token)
    assert (again.etag, again.changed_at, again.load()) == (first.etag, first.changed_at, first.load())
    made.clock.on(days=4)  # Sunday: the window moves on Mondays
    assert made.ask(token).etag == first.etag


def test_an_act_has_only_those_calendars_looked_at_that_it_concerns(
    made: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timetable of К-02 is nothing to the mother of К-01; the teacher of both has another day."""
    mother, teacher = made.of_mother(), made.of_teacher()
    before = {token: made.ask(token).etag for token in (mother, teacher)}
    moved = [words.replace("mon 11:10", "thu 11:10") for words in PLAIN]
    made.made.published(1, variant=made.made.variant_of(*moved), first=date(2026, 10, 5))
    looked: list[str] = []
    shown_by = rendering.shown_by

    def watched(session: Session, link: FeedLink, *more: Any) -> Any:
        looked.append(link.holder)
        return shown_by(session, link, *more)

    monkeypatch.setattr(rendering, "shown_by", watched)
    assert made.ask(mother).etag == before[mother]
    assert looked == []
    assert made.ask(teacher).etag != before[teacher]
    assert looked == ["teacher"]


def test_acts_that_are_called_unrelated_touch_nothing_calendars_rest_on(made: Subscribers) -> None:
    with reading(made.engine) as session:
        before = prints_of(session)
    since = len(made.made.world.actions())
    one, other = made.made.offered(0), made.made.offered(1)
    lesson = content_of(made.made.get(one).text or "").lines[0].digest
    with made.made.acting(made.made.mother, Role.PARENT) as unit:
        mark_lesson(unit, one, lesson, True, None)
        hold(unit, one, 0, other_times(unit, one, 0).choices[0].key)
    made.made.answer(one, Answer.AGREED)
    with made.made.deputy() as unit:
        offering.remind(unit, other, "https://school.example")
        offering.recall(unit, other, made.made.seen(other))
    acts = set(made.made.world.actions()[since:])
    assert acts <= UNRELATED
    assert len(acts) >= 8
    with reading(made.engine) as session:
        assert prints_of(session) == before


def test_the_window_slides_and_says_so(made: Subscribers) -> None:
    token = made.of_teacher()
    first = made.ask(token)
    made.clock.on(days=53)  # 25.10: the third term has come into sight
    later = made.ask(token)
    assert later.etag != first.etag
    assert later.changed_at == made.clock()
    told = starts(made.read(token))
    assert told[0] == "20260921T050000Z"  # the Monday of the week of 25.09, the 30th day back
    assert told[-1].startswith("20270322")


def test_a_broken_calendar_gives_the_last_good_copy(
    made: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, fresh = made.of_teacher(), made.of_mother()
    good = made.ask(token).load()

    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("api.services.feeds.rendering.shown_by", broken)
    made.forget()
    assert made.ask(token).load() == good
    with pytest.raises(feeding.NoCopyError):
        made.ask(fresh)


def test_a_revoked_link_gives_one_notice_for_sixty_days_and_then_nothing(made: Subscribers) -> None:
    token = made.of_mother()
    made.read(token)
    with made.acting(made.made.mother, Role.PARENT) as (unit, _):
        links.revoke(unit, made.row(token).id)
    (event,) = made.read(token)
    assert (event["SUMMARY"], event["DTSTART"]) == (
        "Ссылка на календарь больше не действует", "20260901T190000Z",
    )  # fmt: skip
    with reading(made.engine) as session:
        assert session.exec(select(FeedCopy)).all() == []
        assert session.exec(select(FeedEvent)).all() == []
    made.clock.on(days=60)
    assert made.ask(token).etag
    made.clock.on(seconds=1)
    assert feeding.ask(made.where, token, AGENT) is None


@pytest.mark.parametrize("why", ["account", "left", "guardian", "case", "teacher", "unused", "year"])
def test_content_ends_at_once_with_what_it_rests_on(made: Subscribers, why: str) -> None:
    token = made.of_teacher() if why in ("account", "left", "teacher") else made.of_mother()
    assert len(made.read(token)) > 1
    END[why](made)
    (event,) = made.read(token)
    assert event["SUMMARY"] == "Ссылка на календарь больше не действует"
    assert made.row(token).revoked_at == made.clock()
    assert made.where.feeds.fresh.get(made.row(token).id) is None or made.read(token) == [event]


def _change(made: Subscribers, kind: type, key: str, **values: object) -> None:
    """With its line in the log, as every service writes one."""
    with made.made.deputy(made.clock()) as unit:
        row = unit.session.get_one(kind, key)
        for name, value in values.items():
            setattr(row, name, value)
        unit.note("test.change", "row", key)


def _teacher(made: Subscribers) -> str:
    with reading(made.engine) as session:
        return session.exec(select(Teacher.id).where(Teacher.code == "t1")).one()


def _part(made: Subscribers) -> None:
    part(made, made.made.mother, date(2026, 9, 1))
    _change(made, Account, made.made.other, phone="1")


END = {
    "account": lambda made: _change(made, Account, made.maths, disabled_at=made.clock()),
    "left": lambda made: _change(made, Teacher, _teacher(made), last_on=date(2026, 9, 1)),
    "teacher": lambda made: _change(made, Teacher, _teacher(made), account_id=made.russian),
    "guardian": _part,
    "case": lambda made: _change(made, Case, made.made.cases[0], state=State.ENDED_EARLY),
    "unused": lambda made: made.clock.on(days=61),
    "year": lambda made: made.clock.on(days=364),
}


def test_a_link_that_is_asked_for_stays_and_tells_its_owner_by_what(made: Subscribers) -> None:
    token = made.of_teacher()
    for _ in range(8):
        made.clock.on(days=15)
        assert len(made.read(token)) > 1
    row = made.row(token)
    assert (row.last_used_at, row.last_agent) == (made.clock(), AGENT)


def test_what_somebody_else_built_meanwhile_is_given(made: Subscribers) -> None:
    """Two build at once: the second finds another revision of the copy, writes nothing, and takes it."""
    token = made.of_teacher()
    given = made.ask(token)
    link = made.row(token)
    with reading(made.engine) as session:
        copy = keeping.copy_of(session, link.id)
    assert copy is not None
    with writing(made.engine) as session:
        assert not keeping.keep(session, link.id, copy.rev - 1, None, "f" * 64, made.clock())  # type: ignore[arg-type]
    assert made.ask(token).etag == given.etag


def test_more_lessons_than_programs_read_leave_the_last_days_out(
    made: Subscribers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.services.feeds.rendering.MAX_EVENTS", 5)
    read = made.read(made.of_teacher())
    assert starts(read) == ["20260907T050000Z", "20260907T061000Z", "20260914T050000Z", "20260914T061000Z"]


def test_a_calendar_without_lessons_says_so(database: Engine) -> None:
    made = subscribers(database, published=False)
    (event,) = made.read(made.of_teacher())
    assert event["SUMMARY"] == "Занятий нет"
    assert (event["TRANSP"], event["DTSTART"]) == ("TRANSPARENT", "20260802T190000Z")
