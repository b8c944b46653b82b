"""Figures of the dated year: lessons of a town's year, its ledger, the deputy's day, one child's week.

Run: python -m tests.benchmarks.ledger. 60 pupils of one school with published timetables of the whole year, on
SQLite. Each figure is processor time, the best of three.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from sqlmodel import select

from api.services.days.ledger import ledger_of
from api.services.days.lessons import days_of
from api.services.days.today import today_of
from api.services.days.versions import Whose
from models.case import Case
from models.message import FeedHolder
from models.year import Year
from tests.api.services.days.town import Town, town
from tests.api.services.world import END, START
from tests.benchmarks.calendar import best_of
from tests.databases import fresh
from tests.instances import make_instance

ZONE = "Asia/Yekaterinburg"
DAY = date(2027, 2, 2)
WEEK = (date(2027, 2, 1), date(2027, 2, 7))


def year(made: Town) -> str:
    with made.world.acting(DAY) as unit:
        found = days_of(unit.session, Whose(FeedHolder.SCHOOL, made.world.school_id), (START, END), ZONE)
    return f"{len(found.lessons)} lessons, {len(found.lost)} taken by the calendar"


def ledger(made: Town) -> str:
    with made.world.acting(DAY) as unit:
        cases = unit.session.exec(select(Case)).all()
        found = ledger_of(unit, unit.session.get_one(Year, made.world.year_id), cases)
    return f"{sum(len(each.rows) for each in found.cases)} rows of {len(cases)} cases, four quarters"


def today(made: Town) -> str:
    with made.world.acting(DAY) as unit:
        found = today_of(unit, DAY)
    return f"{len(found.lessons)} lessons, {found.unmarked} unmarked in two weeks"


def week(made: Town) -> str:
    with made.world.acting(DAY) as unit:
        found = days_of(unit.session, Whose(FeedHolder.CASE, next(iter(made.cases.values()))), WEEK, ZONE)
    return f"{len(found.lessons)} lessons"


def main() -> None:
    instance = make_instance("town")
    with tempfile.TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        made = town(engine, instance.problem, instance.witness)
        works: tuple[Callable[[Town], str], ...] = (year, ledger, today, week)
        for work in works:
            seconds, told = best_of(3, partial(work, made))
            print(f"{work.__name__}: {told} in {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
