"""Reports read back: every value where it belongs, sums counted by hand, hostile names as text, no formula anywhere."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from exports.reports import (
    Sheet,
    against_sheet,
    counts_sheet,
    csv_of,
    log_sheet,
    network_sheet,
    quarter_sheet,
    timesheet_sheet,
    workbook_of,
)
from exports.reports.counts import Counts, GradeCounts
from exports.reports.hours import HoursReport, QuarterHours, RowHours
from exports.reports.log import LessonsLog, LogLine
from exports.reports.network import NetworkLine, NetworkLoad
from exports.reports.timesheet import Code, DayMark, Timesheet, TimesheetLine, substitution

NASTY = '=HYPERLINK("http://x") & < > « » ' + "Ж" * 80
QUARTER = Fraction(1, 4)


def half(*hours: str) -> Fraction:
    return sum((Fraction(each) for each in hours), Fraction(0))


def line(teacher: str, school: str, *marks: DayMark) -> TimesheetLine:
    return TimesheetLine(number="17", teacher=teacher, post="учитель", school=school, marks=marks)


def mark(day: int, hours: str = "1", code: Code = Code.HELD) -> DayMark:
    return DayMark(on=date(2026, 11, day), code=code, hours=Fraction(hours))


def timesheet(*lines: TimesheetLine) -> Timesheet:
    return Timesheet(
        school="МАОУ СОШ № 100", department="Обучение на дому", month=date(2026, 11, 1), lines=lines
    )


def quarter(planned: str, given: str) -> QuarterHours:
    return QuarterHours(planned=Fraction(planned), given=Fraction(given))


def hours() -> HoursReport:
    """Two rows: 8.5 of 9 hours given in the first quarter, more than planned in the second."""
    quarters = (
        (quarter("9", "17/2"), quarter("8", "9")),
        (quarter("5/2", "0"), quarter("2", "1")),
    )
    rows = tuple(
        RowHours(pupil=NASTY, class_title="5 А", subject=subject, teacher="Орлова", quarters=told)
        for subject, told in zip(("Математика", "Музыка"), quarters, strict=True)
    )
    return HoursReport(school="Школа", titles=("1 четверть", "2 четверть"), rows=rows, as_of="На 30.12.2026")


def every() -> list[Sheet]:
    log = LogLine(
        on=date(2026, 9, 2),
        subject=NASTY,
        topic="+7 900",
        hours=QUARTER,
        homework="-1",
        mark="5",
        teacher="@Орлова",
    )
    network = NetworkLine(
        partner=NASTY,
        agreement="=1",
        teacher="Ткач",
        case_code="К-01",
        subject="Химия",
        lessons=3,
        hours=Fraction(3),
    )
    counts = GradeCounts(
        grade=5, pupils=2, hours_week=Fraction(21, 2), given=Fraction(30), teachers=4, partners=1
    )
    first, last = date(2026, 9, 1), date(2026, 9, 30)
    return [
        timesheet_sheet(timesheet(line(NASTY, NASTY, mark(2)))),
        log_sheet(LessonsLog(pupil=NASTY, class_title="5 А", first=first, last=last, lines=(log,))),
        quarter_sheet(hours()),
        against_sheet(hours()),
        network_sheet(NetworkLoad(school=NASTY, first=first, last=last, lines=(network,))),
        counts_sheet(Counts(school=NASTY, as_of=last, grades=(counts,), teachers=4, partners=1)),
    ]


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(io.BytesIO(workbook_of(every(), NASTY)))


def values(paper: Any) -> list[tuple[Any, ...]]:
    return [tuple(cell.value for cell in row) for row in paper.iter_rows()]


def test_no_cell_is_a_formula_and_names_come_back_whole(book: Any) -> None:
    kinds = {cell.data_type for paper in book for row in paper.iter_rows() for cell in row}
    assert kinds == {"s", "n"}
    told = [cell.value for paper in book for row in paper.iter_rows() for cell in row]
    assert told.count(NASTY) >= 6
    assert not any(cell.hyperlink for paper in book for row in paper.iter_rows() for cell in row)


def test_every_sheet_prints_on_a4_with_its_header_on_each_page(book: Any) -> None:
    assert book.sheetnames == [
        "1 Табель 0504421", "2 Журнал занятий", "3 Часы по четвертям", "4 План и факт", "5 Нагрузка в сети",
        "6 Сведения",
    ]  # fmt: skip
    for paper, sheet in zip(book, every(), strict=True):
        assert (paper.page_setup.paperSize, paper.page_setup.fitToHeight) == (9, 0)
        assert paper.sheet_properties.pageSetUpPr.fitToPage
        assert paper.print_title_rows
        assert paper.print_area.endswith(f"${paper.max_row}")
        assert paper.max_column == len(sheet.columns)


def test_the_timesheet_splits_the_month_and_adds_up(book: Any) -> None:
    """November: 1.5 + 2 hours before the 16th, half an hour after it, a substitution beside own hours."""
    told = timesheet_sheet(
        timesheet(
            line(
                "Орлова", "s100", mark(2, "1.5"), mark(15, "1"), mark(15, "1", Code.SUBSTITUTED_4_11), mark(30, "0.5"),
                mark(3, "0", Code.DAY_OFF), mark(16, "0", Code.ILL), mark(17, "2", Code.SUBSTITUTED_1_3),
            ),
            line("Орлова", "s200", mark(2, "1")),
        )
    )  # fmt: skip
    titles = [column.title for column in told.columns]
    assert titles[5:21] == [*map(str, range(1, 16)), "Итого"]
    assert titles[21:] == [*map(str, range(16, 31)), "Итого", "Всего за месяц"]
    first, second = told.rows
    by_title = dict(zip(titles, first, strict=True))
    assert (by_title["2"], by_title["3"], by_title["15"]) == (Fraction(3, 2), "В", "1 ЗС1")
    assert (by_title["16"], by_title["17"], by_title["30"]) == ("Б", "ЗН2", Fraction(1, 2))
    assert (first[20], first[36], first[37]) == (half("1.5", "2"), half("2", "0.5"), Fraction(6))
    assert (second[4], second[-1]) == ("s200", Fraction(1))  # the other school has a line of its own
    heads = [cell.value for cell in book.worksheets[0][6] if cell.value]
    assert heads == ["Работник", "1–15", "16–30"]


def test_substitutions_are_coded_by_grade() -> None:
    assert [substitution(grade) for grade in (1, 3, 4, 11)] == [
        Code.SUBSTITUTED_1_3, Code.SUBSTITUTED_1_3, Code.SUBSTITUTED_4_11, Code.SUBSTITUTED_4_11,
    ]  # fmt: skip
    assert substitution(2, extended_day=True) == Code.SUBSTITUTED_GROUP


def test_a_mark_of_another_month_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-12-01 is not in 2026-11"):
        timesheet_sheet(
            timesheet(line("О", "s", DayMark(on=date(2026, 12, 1), code=Code.HELD, hours=QUARTER)))
        )


@pytest.mark.parametrize(
    ("day", "columns"), [(date(2026, 2, 1), 28), (date(2028, 2, 1), 29), (date(2026, 12, 1), 31)]
)
def test_months_have_their_own_length(day: date, columns: int) -> None:
    told = timesheet_sheet(Timesheet(school="", department="", month=day, lines=()))
    assert len(told.columns) == 5 + columns + 3
    assert load_workbook(io.BytesIO(workbook_of([told], "")))  # an empty month is a sheet, too


def test_owed_and_given_of_quarters() -> None:
    """Debts: 1/2 and −1 of mathematics, 5/2 and 1 of music; in all 3."""
    told = quarter_sheet(hours())
    assert told.rows[0][4:] == (9, Fraction(17, 2), Fraction(1, 2), 8, 9, -1, Fraction(-1, 2))
    assert told.rows[1][4:] == (Fraction(5, 2), 0, Fraction(5, 2), 2, 1, 1, Fraction(7, 2))
    assert told.rows[2] == ("Итого", "", "", "", Fraction(23, 2), Fraction(17, 2), 3, 10, 10, 0, 3)


def test_plan_against_fact() -> None:
    """17.5 of 17 hours are 102 per cent, 1 of 4.5 are 22; 18.5 of 21.5 are 86."""
    told = against_sheet(hours())
    assert [row[4:] for row in told.rows] == [
        (17, Fraction(35, 2), Fraction(1, 2), 102),
        (Fraction(9, 2), 1, Fraction(-7, 2), 22),
        (Fraction(43, 2), Fraction(37, 2), -3, 86),
    ]
    empty = HoursReport(school="", titles=("1 четверть",), rows=())
    assert against_sheet(empty).rows == (("Итого", "", "", "", 0, 0, 0, None),)
    assert quarter_sheet(empty).rows[0][4:] == (0, 0, 0, 0)


def test_settlement_sums_up_each_partner(book: Any) -> None:
    def given(partner: str, lessons: int) -> NetworkLine:
        return NetworkLine(
            partner=partner, agreement="1", teacher="Ткач", case_code="К-01", subject="Химия", lessons=lessons,
            hours=Fraction(lessons, 2),
        )  # fmt: skip

    load = NetworkLoad(
        school="s",
        first=date(2026, 9, 1),
        last=date(2026, 9, 30),
        lines=(given("Б", 2), given("А", 1), given("Б", 4)),
    )
    told = network_sheet(load)
    assert [(row[0], *row[5:]) for row in told.rows] == [
        ("А", 1, Fraction(1, 2)), ("Итого: А", 1, Fraction(1, 2)), ("Б", 2, 1), ("Б", 4, 2), ("Итого: Б", 6, 3),
        ("Всего", 7, Fraction(7, 2)),
    ]  # fmt: skip
    assert told.totals == {1, 4, 5}
    total = values(book.worksheets[4])
    assert ("Всего", None, None, None, None, 3, 3) in [tuple(v or None for v in row) for row in total]


def test_csv_opens_by_a_double_click_and_holds_no_formula() -> None:
    content = csv_of(every()[1])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == [
        "02.09.2026", "'" + NASTY, "'+7 900", "0,25", "'-1", "5", "'@Орлова", "", "",
    ]  # fmt: skip
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_the_same_values_give_the_same_bytes() -> None:
    assert workbook_of(every(), "т") == workbook_of(every(), "т")


def test_a_row_that_does_not_fit_is_refused() -> None:
    from exports.reports.table import Column

    with pytest.raises(ValueError, match="2 columns, a row has 1"):
        Sheet(name="x", title="", columns=(Column("а", 1), Column("б", 1)), rows=(("1",),))
