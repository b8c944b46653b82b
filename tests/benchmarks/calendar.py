"""Figures of the calendar: a year of lessons expanded, 1,500 events written, a folder of calendars.

Run: python -m tests.benchmarks.calendar [--folder]. Each figure is processor time, the best of three: the
machine may be shared, and nothing here waits for anything but the disk.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from exports.ical.entries import Audience, Holder, Level
from exports.ical.feed import Options, feed
from exports.ical.folder import write_folder
from scheduler.calendar.counts import balances
from scheduler.calendar.expand import expand
from scheduler.calendar.published import school_year_2026
from scheduler.calendar.year import Parity
from tests.instances import make_instance

YEAR = {"first": date(2026, 9, 1), "last": date(2027, 5, 26)}
AT = datetime(2026, 8, 25, tzinfo=UTC)
EXPAND_SECONDS = 1.0
WRITE_SECONDS = 1.5
EVENTS = 1500
T = TypeVar("T")


def best_of(times: int, work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time of the quickest run, and what it gave."""
    seconds = []
    for _ in range(times):
        started = time.process_time()
        given = work()
        seconds.append(time.process_time() - started)
    return min(seconds), given


def main() -> None:
    town = make_instance("town", 1, False)
    problem, plan = town.problem, town.witness
    schools = {pupil.school for pupil in problem.pupils} | {teacher.school for teacher in problem.teachers}
    years = {school: school_year_2026(school) for school in schools}
    for parity in Parity:
        seconds, found = best_of(3, partial(expand, problem, plan, years, parity=parity, **YEAR))
        told = f"{len(found.lessons)} lessons and {len(found.lapsed)} lapses of {len(problem.pupils)} pupils"
        print(f"expand, {parity}: {told} in {seconds:.2f} s (target {EXPAND_SECONDS} s)")
    seconds, owed = best_of(3, lambda: balances(problem, plan, found, years, **YEAR))
    print(f"balances: {len(owed)} rows in {seconds:.2f} s")
    holder = Audience(Holder.TEACHER, problem.teachers[0].id)
    lessons = [replace(lesson, teacher=holder.id) for lesson in found.lessons[:EVENTS]]
    for level in Level:
        options = Options(level=level)
        work = partial(feed, problem, lessons, holder, title="Занятия", at=AT, options=options, **YEAR)
        seconds, made = best_of(3, work)
        told = f"{made.events} events, {len(made.data) // 1000} KB"
        print(f"feed, {level}: {told} in {seconds:.2f} s (target {WRITE_SECONDS} s)")
    if "--folder" in sys.argv:
        with tempfile.TemporaryDirectory() as name:
            terms = years[problem.pupils[0].school].terms
            for turn in ("first", "second"):
                seconds, written = best_of(
                    1, lambda: write_folder(problem, found, Path(name), at=AT, terms=terms, **YEAR)
                )
                print(
                    f"folder, {turn} writing: {len(written.files)} files, {written.events} events in {seconds:.1f} s"
                )


if __name__ == "__main__":
    main()
