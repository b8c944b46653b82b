"""«Отчёты» of a month: charts of what there is, sheets of held lessons read back. `homes`: who is taught when."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from api.services.days.changes import cancel, hold
from api.services.days.desk import LessonKey
from api.services.days.lessons import OnDay
from models.day import Cause
from tests.api.pages.weeks.homes import MONDAY, TUESDAY, Weeks, weeks_of
from tests.databases import migrated

SVG = "{http://www.w3.org/2000/svg}"


def key(each: OnDay) -> LessonKey:
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    """Tuesday evening: both children had mathematics on Monday, the first one's Russian was cancelled."""
    folder = tmp_path_factory.mktemp("reports")
    with migrated("sqlite") as engine:
        made = weeks_of(engine, folder)
        made.home.clock.at = datetime(2026, 9, 15, 15, tzinfo=UTC)
        first, second, lost = made.lesson(MONDAY), made.lesson(MONDAY, case=1), made.lesson(TUESDAY)
        with made.home.made.deputy(made.home.clock()) as unit:
            hold(unit, key(first))
            hold(unit, key(second))
            cancel(unit, key(lost), Cause.CHILD_ILL)
        yield made


def sheet(weeks: Weeks, path: str) -> list[tuple[Any, ...]]:
    answer = weeks.client("deputy").get(path)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    (paper,) = load_workbook(io.BytesIO(answer.content)).worksheets
    return [tuple(cell.value for cell in row) for row in paper.iter_rows()]


def test_charts_tell_what_was_lost_and_held(weeks: Weeks) -> None:
    """In the week of 14.09: lessons of 40 minutes; two of three were held (4/3 h = 1.33 of 2 h), one was lost."""
    page = weeks.client("deputy").get("/reports?month=2026-09").text
    drawn = [
        ElementTree.fromstring(f"<svg{part.split('</svg>')[0]}</svg>") for part in page.split("<svg")[1:]
    ]
    told = {each[0].text: each[1].text or "" for each in drawn}
    assert "с 14.09: по расписанию 2 ч, проведено 1,33 ч" in told["План и факт по неделям"]
    assert (
        "с 14.09: пропущено 1 урок., восполнено 0 урок."
        in told["Пропущенные и восполненные уроки по неделям"]
    )
    assert "Нагрузка по дням недели, в среднем" in told


def test_the_timesheet_holds_held_lessons(weeks: Weeks) -> None:
    rows = sheet(weeks, "/reports/timesheet.xlsx?month=2026-09")
    line = next(row for row in rows if row[2] == "t1")
    assert (line[5 + MONDAY.day - 1], line[-1]) == (2, 2)  # the 14th, and the month
    assert not any(row[2] == "t2" for row in rows)


def test_the_log_of_a_child_names_its_lessons(weeks: Weeks) -> None:
    rows = sheet(weeks, f"/cases/{weeks.case}/log.xlsx?month=2026-09")
    assert [row[0] for row in rows if row[0] == "14.09.2026"] == ["14.09.2026"]
    assert rows[-1][3] == 1
    table = weeks.client("deputy").get(f"/cases/{weeks.case}/log.csv?month=2026-09")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert table.content.decode("utf-8-sig").splitlines()[1].startswith("14.09.2026;")


def test_counts_name_nobody(weeks: Weeks) -> None:
    """One teacher, t1, held a lesson of each child."""
    rows = sheet(weeks, "/reports/counts.xlsx?month=2026-09")
    total = next(row for row in rows if row[0] == "Всего")
    assert (total[3], total[4], total[5]) == (2, 1, 0)
    assert "Иванов" not in str(rows)


def test_reports_are_for_the_desk(weeks: Weeks) -> None:
    assert sheet(weeks, "/reports/network.xlsx")[-3][0] == "Всего"
    for path in ("/reports", "/reports/timesheet.xlsx", f"/cases/{weeks.case}/log.xlsx"):
        assert weeks.client("mother").get(path).status_code == 403
