"""«Отчёты» of a month: charts of what there is, sheets of held lessons read back. `homes`: who is taught when."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from api.services.days.absences import AbsenceDraft, report
from api.services.days.changes import cancel, hold
from api.services.days.desk import LessonKey
from api.services.days.lessons import OnDay
from api.services.reports.choice import SHEETS
from models.day import Cause
from models.place import Road
from models.staff import Teacher
from tests.api.pages.weeks.homes import MONDAY, TUESDAY, Weeks, in_days, weeks_of
from tests.databases import migrated
from tests.exports.document.looking import pdf_text

SVG = "{http://www.w3.org/2000/svg}"


def key(each: OnDay) -> LessonKey:
    return LessonKey(case_id=each.case_id, lesson=each.id, tag=each.tag)


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weeks]:
    """Tuesday evening: both children had mathematics on Monday, the first one's Russian was cancelled: t2 is ill until
    Wednesday. Next week t1 is away on the school's business."""
    folder = tmp_path_factory.mktemp("reports")
    with migrated("sqlite") as engine:
        made = weeks_of(engine, folder)
        made.home.clock.at = datetime(2026, 9, 15, 15, tzinfo=UTC)
        first, second, lost = made.lesson(MONDAY), made.lesson(MONDAY, case=1), made.lesson(TUESDAY)
        road = Road(
            school_id=made.home.made.world.school_id, from_id=first.lesson.place, to_id=second.lesson.place, minutes=25
        )  # fmt: skip
        with made.home.made.deputy(made.home.clock()) as unit:
            hold(unit, key(first))
            hold(unit, key(second))
            cancel(unit, key(lost), Cause.CHILD_ILL)
            for code, cause, first, last in (
                ("t2", Cause.TEACHER_ILL, TUESDAY, in_days(2)), ("t1", Cause.TEACHER_AWAY, in_days(8), in_days(9))
            ):  # fmt: skip
                draft = AbsenceDraft(teacher_id=made.teacher(code), cause=cause, first_on=first, last_on=last)
                report(unit, draft)
            unit.session.add(road)
            teacher = unit.session.get_one(Teacher, made.teacher("t1"))
            teacher.post, teacher.staff_number = "учитель математики", "0041"
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
    assert re.findall("<h3>(.*?)</h3>", page)[: len(drawn)] == [
        "Нагрузка по дням недели, в среднем, ч",
        "План и факт по неделям, ч",
        "Пропущенные и восполненные уроки по неделям",
        "Дорога между уроками, ч",
    ]
    lost = told["Пропущенные и восполненные уроки по неделям"]
    assert "с 14.09: пропущено 1, восполнено 0. с 21.09: пропущено 0, восполнено 0." in lost
    # two lessons of 40 minutes on each Monday; of Russian on Tuesdays two of five are left
    assert "пн: часы уроков 1,33 ч. вт: часы уроков 0,27 ч." in told["Нагрузка по дням недели, в среднем"]
    assert told["Дорога между уроками"] == "t1: часы в пути 1,67 ч."  # 25 minutes on each of four Mondays


def test_the_timesheet_holds_held_lessons_days_off_and_illness(weeks: Weeks) -> None:
    """The 14th: two lessons of t1; the 12th is a Saturday; t2 is ill from the 15th to the 16th."""
    rows = sheet(weeks, "/reports/timesheet.xlsx?month=2026-09")
    at = {row[0]: number for number, row in enumerate(rows) if row[0]}
    head = next(row for row in rows if row[0] == "Фамилия, имя, отчество")
    hours, codes = rows[at["t1"]], rows[at["t1"] + 1]
    fourteenth, twelfth = head.index("14"), head.index("12")
    assert hours[:3] == ("t1", "0041", "учитель математики")
    assert (hours[fourteenth], codes[fourteenth], hours[-1], codes[-1]) == (2, "Ф", 2, "1 дн.")
    assert (hours[twelfth], codes[twelfth]) == (None, "В")
    ill = rows[at["t2"] + 1]
    assert [ill[head.index(day)] for day in ("14", "15", "16", "17")] == [None, "Б", "Б", None]
    assert any("Впишите код отсутствия: t1, 22.09.2026–23.09.2026" in str(row[0]) for row in rows)


def test_hours_are_told_by_quarter_and_for_the_year(weeks: Weeks) -> None:
    """К-01: an hour of mathematics was held, an hour of Russian is owed."""
    rows = sheet(weeks, "/reports/quarters.xlsx")
    # К-02 is a namesake in the same class: the sum is of К-01 alone
    assert [row[-1] for row in rows if str(row[0]).startswith("Итого")] == [1]
    assert [row[5] for row in rows if str(row[0]).startswith("Итого")] == [1]
    names = {row[2]: row for row in rows if row[0] and str(row[0]).startswith("Иванов")}
    assert (names["Математика"][5], names["Математика"][6]) == (1, 0)
    assert (names["Русский язык"][5], names["Русский язык"][6]) == (0, 1)
    fact = sheet(weeks, "/reports/fact.xlsx")
    head = next(row for row in fact if row[0] == "Ученик")
    total = next(row for row in fact if row[0] == "Всего")
    told = dict(zip(head, total, strict=True))
    assert (told["Проведено"], told["Отработано"], told["Долг"]) == (2, 0, 1)


def test_every_sheet_comes_as_csv_too(weeks: Weeks) -> None:
    page = weeks.client("deputy").get("/reports?month=2026-09").text
    for key in SHEETS:
        assert f'href="/reports/{key}.csv' in page
        answer = weeks.client("deputy").get(f"/reports/{key}.csv?month=2026-09")
        assert answer.content.startswith(b"\xef\xbb\xbf"), key
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]


def test_a_month_is_printed_with_its_charts_and_names_nobody(weeks: Weeks) -> None:
    answer = weeks.client("deputy").get("/reports/month.pdf?month=2026-09")
    told = pdf_text(answer.content)
    for text in (
        "Обучение на дому: сентябрь 2026",
        "План и факт по неделям",
        "проведено",
        "5 класс",
        "стр. 1 из",
    ):
        assert text in told, text
    assert "Иванов" not in told


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
