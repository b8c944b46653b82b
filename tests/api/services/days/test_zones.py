"""A partner's teacher in another zone: the same moment in every calendar, own clock on own page, acts still fit.

К-01 has maths on Mondays 10:00 in Yekaterinburg (UTC+5, no summer time): 05:00 UTC. Berlin leaves summer time on
25.10.2026, so there it is 07:00 before and 06:00 after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import select

from api.services.days import changes
from api.services.days.own import key_of, own_lesson, own_weeks
from api.services.days.zones import by_clock
from api.services.entry.doors import Door
from api.services.feeds import links
from api.services.feeds.links import LinkDraft
from api.services.unit import Unit
from models.engines import writing
from models.person import Grant, Role
from models.school import School
from models.staff import Teacher
from tests.api.services.feeds.subscribers import Subscribers, starts, subscribers


def abroad(engine: Engine) -> tuple[Subscribers, str]:
    """t1 is of a school in Berlin; its id."""
    made = subscribers(engine)
    with writing(engine) as session:
        partner = School(code="p1", title="Школа-партнёр", kind="partner", timezone="Europe/Berlin")
        session.add(partner)
        session.flush()
        session.exec(select(Teacher).where(Teacher.code == "t1")).one().school_id = partner.id
        session.exec(select(Grant).where(Grant.account_id == made.maths)).one().school_id = partner.id
    return made, partner.id


@contextmanager
def acting(made: Subscribers, school_id: str) -> Iterator[tuple[Unit, Door]]:
    with made.acting(made.maths, Role.TEACHER) as (unit, door):
        yield replace(unit, actor=replace(unit.actor, school_id=school_id)), door


def link(made: Subscribers, school_id: str) -> str:
    with acting(made, school_id) as (unit, door):
        draft = LinkDraft(whose=links.offered(unit)[0].key, label="Телефон")
        return links.make(unit, door, draft).token.get_secret_value()


def test_a_calendar_tells_the_same_moment_and_the_page_the_own_clock(database: Engine) -> None:
    made, school_id = abroad(database)
    token = link(made, school_id)
    assert {start[9:] for start in starts(made.read(token))} == {"050000Z", "061000Z"}
    made.clock.at = datetime(2026, 9, 7, 5, 10, tzinfo=UTC)  # 07:10 in Berlin, 10:10 at the school
    with acting(made, school_id) as (unit, _):
        today = own_weeks(unit).days[0].lessons
        assert [each.line.time for each in today] == ["07:00–07:40", "08:10–08:50"]
        assert [each.may_hold for each in today] == [True, False]
        one = own_lesson(unit, today[0].line.case_id, today[0].line.id)
        assert changes.hold(unit, key_of(one)).state == "held"


def test_summer_time_of_one_zone_moves_the_clock_of_the_other() -> None:
    here, there = ZoneInfo("Asia/Yekaterinburg"), ZoneInfo("Europe/Berlin")
    assert by_clock(date(2026, 10, 23), 600, here, there) == (date(2026, 10, 23), 420)
    assert by_clock(date(2026, 10, 26), 600, here, there) == (date(2026, 10, 26), 360)
    assert by_clock(date(2026, 10, 26), 60, here, there) == (date(2026, 10, 25), 1260)
