"""Figures of the dated year: how long the answer to a report of illness takes, with a year behind it.

`python -m tests.benchmarks.days [--times 20] [--kind sqlite]`. The service, the browser and the database share one
process; CPU seconds of that process are judged, wall time is told beside them. A child with eleven lessons in two
weeks, every lesson of the year marked, thirty absences of each teacher, among 300 other cases with their changes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from api.services.days.desk import days_of_case
from models.case import Case
from models.day import Absence, Cause, Fate, LessonChange
from models.engines import reading, writing
from models.staff import Teacher
from models.states import State
from tests.api.pages.agreement.home import crowded_variant
from tests.api.pages.weeks.homes import Weeks, forms, press, weeks_of
from tests.api.services import world as services
from tests.benchmarks import network
from tests.benchmarks.table import Figure
from tests.databases import KINDS, fresh

ANSWER_MS = 300.0
ABSENCES, DAY = 30, timedelta(days=1)


def year(engine: Engine, folder: Path) -> Weeks:
    """The families of the tests with a full week and everything that a year leaves behind."""
    made = weeks_of(engine, folder)
    made.home.made.published(0, variant=crowded_variant(made.home), first=date(2026, 9, 7))
    school = made.home.made.world
    with writing(engine) as session:
        network._year_of_cases(session, school, school.year_id, (services.START, services.END), State.RUNNING)
    _marked(made)
    _absences(made)
    return made


def _marked(made: Weeks) -> None:
    """Every lesson of the child held, and as many changes of the other cases."""
    with reading(made.home.engine) as session:
        others = session.exec(select(Case.id).where(col(Case.id).not_in(made.home.made.cases))).all()
    with made.home.made.deputy() as unit:
        case = unit.session.get_one(Case, made.case)
        found = days_of_case(unit, case, services.START, services.END).lessons
        for each in found:
            now = each.lesson
            told: dict[str, Any] = {
                "school_id": case.school_id, "lesson": each.id, "row_key": each.row_key, "subject": "Урок",
                "on_date": now.on, "start_min": now.start_min, "end_min": now.end_min, "teacher_id": now.teacher,
                "base_on": now.on, "base_start_min": now.start_min, "base_end_min": now.end_min,
                "base_teacher_id": now.teacher, "form": now.form, "account_id": unit.actor.account_id,
                "changed_at": unit.at,
            }  # fmt: skip
            if now.on < date(2026, 9, 14):
                held: dict[str, Any] = {"state": Fate.HELD, "held_at": unit.at}
                unit.session.add(LessonChange(case_id=case.id, **told, **held))
            unit.session.add_all([LessonChange(case_id=other, **told) for other in others[:60]])


def _absences(made: Weeks) -> None:
    at = made.home.clock()
    with writing(made.home.engine) as session:
        for teacher in session.exec(select(Teacher)).all():
            for number in range(ABSENCES):
                day = date(2026, 9, 28) + 7 * number * DAY
                session.add(
                    Absence(
                        school_id=teacher.school_id, teacher_id=teacher.id, cause=Cause.TEACHER_ILL, first_on=day,
                        last_on=day, account_id=made.home.made.world.deputy_id, at=at,
                    )
                )  # fmt: skip


def measured(made: Weeks, times: int) -> list[tuple[float, float]]:
    """CPU and wall milliseconds of each report; every one is taken back before the next. The first warms up."""
    client, page = made.client("mother"), f"/days/{made.case}/ill"
    took: list[tuple[float, float]] = []
    for _ in range(times + 1):
        told = {"what": "days", "cause": "child_ill", "first_on": "2026-09-14", "last_on": ""}
        filled = forms(client.get(page).text)[page]
        with _timed(took):
            sent = client.post(page, data=filled | told)
        path = sent.headers["location"].partition("?")[0]
        assert press(client, path, f"{path}/withdraw").status_code == 303
        made.home.clock.on(seconds=1)
    return took[1:]


@contextmanager
def _timed(took: list[tuple[float, float]]) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    took.append(((time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000))


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--kind", choices=KINDS, default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, fresh(asked.kind, Path(folder)) as engine:
        took = measured(year(engine, Path(folder)), asked.times)
    cpu, wall = p95([each[0] for each in took]), p95([each[1] for each in took])
    figure = Figure(
        "illness report answered, p95 of CPU time", f"{cpu:.0f} ms ({wall:.0f} ms of wall time)",
        f"≤ {ANSWER_MS:.0f} ms", cpu <= ANSWER_MS,
    )  # fmt: skip
    print(f"{datetime.now():%Y-%m-%d} {figure.about}: {figure.found}, promised {figure.target}")
    return 0 if figure.met else 1


if __name__ == "__main__":
    sys.exit(main())
