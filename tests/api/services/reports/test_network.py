"""A partner's teacher gives a lesson: whose timesheet it stands in, and what is settled between the two schools.

t2 of К-01's Russian belongs to school s200. The lesson of Tuesday 15.09.2026 was held. On both databases.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.services.days.changes import hold
from api.services.days.desk import LessonKey, days_of_case
from api.services.days.lessons import OnDay
from api.services.reports.month import Month, Taught, months_of, taught
from api.services.reports.network import network_load
from api.services.reports.timesheet import timesheet
from api.services.unit import Actor, Unit
from exports.reports.timesheet import Code
from models.case import Case
from models.day import Fate
from models.engines import writing
from models.person import Role
from models.school import NetworkAgreement
from models.staff import Teacher
from tests.api.services.agreement.households import Families, families
from tests.api.services.world import END, KEY, START, World, new_world

EVENING, TUESDAY = datetime(2026, 9, 15, 15, tzinfo=UTC), date(2026, 9, 15)


@dataclass(frozen=True)
class Network:
    base: Families
    partner: World

    @contextmanager
    def at_partner(self) -> Iterator[Unit]:
        """The partner's deputy on that evening."""
        actor = Actor(account_id=self.partner.deputy_id, role=Role.DEPUTY, school_id=self.partner.school_id)
        with writing(self.partner.engine) as session:
            yield Unit(session=session, actor=actor, audit_key=KEY, at=EVENING, today=TUESDAY)


@pytest.fixture
def network(database: Engine) -> Network:
    base = families(database)
    partner = new_world(database, "s200")
    dates = {"signed_on": START, "first_on": START, "last_on": END}
    with writing(database) as session:
        session.exec(select(Teacher).where(Teacher.code == "t2")).one().school_id = partner.school_id
        for number, days in (("1-С", {**dates, "ended_on": START}), ("2-С", dates)):
            agreement = NetworkAgreement(
                base_id=base.world.school_id, partner_id=partner.school_id, number=number, **days
            )
            session.add(agreement)
    base.published(0)
    with base.deputy(EVENING) as unit:
        case = unit.session.get_one(Case, base.cases[0])
        (each,) = days_of_case(unit, case, TUESDAY, TUESDAY).lessons
        hold(unit, LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag))
    return Network(base, partner)


def september(unit: Unit) -> Month:
    return next(month for month in months_of(unit) if month.key == "2026-09")


def test_the_base_settles_what_it_got_and_writes_no_timesheet_of_it(network: Network) -> None:
    with network.base.deputy(EVENING) as unit:
        told = taught(unit, september(unit), everywhere=True)
        (line,) = network_load(unit, told).lines
        assert network_load(unit, told, given=True).lines == ()
        assert timesheet(unit, told).lines == ()
    assert (line.partner, line.agreement, line.teacher) == ("Школа s200", "2-С", "t2")
    assert (line.case_code, line.subject, line.lessons, line.hours) == ("К-01", "Русский язык", 1, 1)


def test_the_partner_pays_its_teacher_and_settles_what_it_gave(network: Network) -> None:
    with network.at_partner() as unit:
        told = taught(unit, september(unit), everywhere=True)
        (line,) = network_load(unit, told, given=True).lines
        assert network_load(unit, told).lines == ()
        (paid,) = timesheet(unit, told).lines
    assert (line.partner, line.agreement, line.case_code) == ("Школа s100", "2-С", "К-01")
    assert (paid.teacher, paid.school, paid.post) == ("t2", "Школа s100", "учитель")
    told = [(mark.on, mark.code, mark.hours) for mark in paid.marks if mark.code != Code.DAY_OFF]
    assert told == [(TUESDAY, Code.HELD, 1)]
    assert [mark.on.day for mark in paid.marks if mark.code == Code.DAY_OFF] == [5, 6, 12, 13, 19, 20, 26, 27]


def coded(unit: Unit, told: Taught, each: OnDay) -> list[tuple[date, Code]]:
    """Days worked, with their codes, where a lesson were as it is told here."""
    changed = replace(told, days=replace(told.days, lessons=(each,)))
    (line,) = timesheet(unit, changed).lines
    return [(mark.on, mark.code) for mark in line.marks if mark.hours]


def test_who_stands_in_and_who_works_on_a_day_off_is_coded_so(network: Network) -> None:
    """К-01 is in the fifth grade. The 19th is a Saturday: that it was worked counts for more than for whom."""
    saturday = date(2026, 9, 19)
    with network.at_partner() as unit:
        told = taught(unit, september(unit), everywhere=True)
        (each,) = (each for each in told.days.lessons if each.fate == Fate.HELD)
        stood_in = replace(each, base=replace(each.lesson, teacher="t1"))
        assert coded(unit, told, stood_in) == [(TUESDAY, Code.SUBSTITUTED_4_11)]
        on_saturday = replace(stood_in, lesson=replace(each.lesson, on=saturday))
        assert coded(unit, told, on_saturday) == [(saturday, Code.ON_DAY_OFF)]
