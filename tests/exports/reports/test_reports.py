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
    results_sheet,
    timesheet_sheet,
    workbook_of,
)
from exports.reports.counts import Counts, GradeCounts
from exports.reports.hours import Hours, HoursReport, RowHours
from exports.reports.log import LessonsLog, LogLine
from exports.reports.network import NetworkLine, NetworkLoad
from exports.reports.results import ResultRow, Results
from exports.reports.timesheet import Code, DayMark, Timesheet, TimesheetLine, substitution
from tests.exports.packages import faults_in

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
        school="МАОУ СОШ № 100", department="Обучение на дому", month=date(2026, 11, 1),
        made_on=date(2026, 11, 30), lines=lines, made_by="Орлова В. П.", uncoded=("Ткач И. О., 05.11.2026–06.11.2026",),
    )  # fmt: skip


def given(due: str | None, held: str, made_up: str = "0", owed: str = "0") -> Hours:
    told = {"held": held, "made_up": made_up, "owed": owed}
    return Hours(
        due=None if due is None else Fraction(due), **{name: Fraction(value) for name, value in told.items()}
    )


def year(due: str | None, planned: str, held: str, made_up: str, owed: str, expected: str) -> Hours:
    """An hour nobody has marked, half an hour excused."""
    return Hours(
        due=None if due is None else Fraction(due), planned=Fraction(planned), held=Fraction(held),
        made_up=Fraction(made_up), unmarked=Fraction(1), owed=Fraction(owed), excused=Fraction(1, 2),
        expected=Fraction(expected),
    )  # fmt: skip


def hours() -> HoursReport:
    """Two rows of one child, and one of a child whose line no plan has."""
    rows = [
        (NASTY, "Математика", year("68", "18", "15", "5/2", "1/2", "67"),
         (given("9", "8", "1/2", "1/2"), given("8", "7", "2"))),
        (NASTY, "Музыка", year("17", "9/2", "1", "0", "7/2", "18"),
         (given("5/2", "0", owed="5/2"), given("2", "1", owed="1"))),
        ("Ёлкин Пётр", "Чтение", year(None, "1", "1", "0", "0", "1"), (given(None, "1"), given(None, "0"))),
    ]  # fmt: skip
    return HoursReport(
        school="Школа", titles=("1 четверть", "2 четверть"), as_of="На 30.12.2026",
        rows=tuple(
            RowHours(pupil=pupil, class_title="5 А", subject=subject, teacher="Орлова", year=told, quarters=quarters)
            for pupil, subject, told, quarters in rows
        ),
    )  # fmt: skip


def results() -> Results:
    row = ResultRow(class_title="5 А", pupil=NASTY, subject="=Музыка", way="зачёт", cells=("5", "", None))
    return Results(
        school=NASTY, year="2026/27", periods=("1 четверть", "2 четверть", "1 полугодие"), rows=(row,)
    )


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
        network_sheet(NetworkLoad(school=NASTY, first=first, last=last, lines=(network,), given=True)),
        counts_sheet(Counts(school=NASTY, as_of=last, grades=(counts,), teachers=4, partners=1)),
        results_sheet(results()),
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
        "1 Табель 0504421", "2 Журнал занятий", "3 Часы по четвертям", "4 План и факт", "5 Получено от партнёров",
        "6 Дано партнёрам", "7 Сведения", "8 Результаты",
    ]  # fmt: skip
    for paper, sheet in zip(book, every(), strict=True):
        assert (paper.page_setup.paperSize, paper.page_setup.fitToHeight) == (9, 0)
        assert paper.sheet_properties.pageSetUpPr.fitToPage
        assert paper.print_title_rows
        assert paper.print_area.endswith(f"${paper.max_row}")
        assert paper.max_column == len(sheet.columns)


def test_the_timesheet_has_hours_above_codes_below_and_adds_up(book: Any) -> None:
    """November: 1.5 + 2 hours before the 16th on two days, 2.5 after it on two more, an illness, a day off."""
    told = timesheet_sheet(
        timesheet(
            line(
                "Орлова", "s100", mark(2, "1.5"), mark(15, "1", Code.SUBSTITUTED_4_11), mark(15, "1"), mark(30, "0.5"),
                mark(1, "0", Code.DAY_OFF), mark(16, "0", Code.ILL), mark(17, "2", Code.SUBSTITUTED_1_3),
            ),
            line("Орлова", "s200", mark(2, "1", Code.ON_DAY_OFF)),
        )
    )  # fmt: skip
    titles = [column.title for column in told.columns]
    assert (titles[4], titles[18], titles[20], titles[34]) == ("1", "15", "16", "30")
    hours, codes, other, other_codes = (dict(zip(titles, row, strict=True)) for row in told.rows)
    assert [(hours[day], codes[day]) for day in ("1", "2", "3", "15", "16", "17", "30")] == [
        (None, "В"), (Fraction(3, 2), "Ф"), (None, None), ("1/1", "Ф/ЗС"), (None, "Б"), (2, "ЗН"),
        (Fraction(1, 2), "Ф"),
    ]  # fmt: skip
    assert (told.rows[0][19], told.rows[1][19]) == (half("1.5", "2"), "2 дн.")
    assert (told.rows[0][-1], told.rows[1][-1]) == (6, "4 дн.")
    assert (told.rows[2][:4], told.rows[3][:4]) == (("Орлова", "17", "учитель", "s200"), ("", "", "", ""))
    assert (other["2"], other_codes["2"], told.rows[2][-1]) == (1, "РП", 1)
    heads = [cell.value for cell in book.worksheets[0][6] if cell.value]
    assert heads == ["Работник", "Числа месяца: 1–15", "Числа месяца: 16–30"]
    assert "Форма по ОКУД 0504421" in told.above[0]
    assert "Ф: фактически отработанные часы; ЗН: замещение в 1–3 классах" in told.below[1]
    assert "О: отпуск" not in told.below[1]  # only what stands in the sheet is explained
    assert "учётной политикой" in told.below[2]
    assert told.below[3] == "Впишите код отсутствия: Ткач И. О., 05.11.2026–06.11.2026."
    assert told.signatures[1].endswith("Орлова В. П.")


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
    told = timesheet_sheet(Timesheet(school="", department="", month=day, made_on=day, lines=()))
    assert len(told.columns) == 4 + columns + 2
    assert load_workbook(io.BytesIO(workbook_of([told], "")))  # an empty month is a sheet, too


def test_owed_and_given_of_quarters() -> None:
    """Of mathematics 8.5 of 9 hours were given and half an hour is owed; both children together owe four."""
    told = quarter_sheet(hours())
    assert [row[4:] for row in told.rows] == [
        (9, Fraction(17, 2), Fraction(1, 2), 8, 9, 0, Fraction(1, 2)),
        (Fraction(5, 2), 0, Fraction(5, 2), 2, 1, 1, Fraction(7, 2)),
        (Fraction(23, 2), Fraction(17, 2), 3, 10, 10, 1, 4),
        (None, 1, 0, None, 0, 0, 0),
        (Fraction(23, 2), Fraction(19, 2), 3, 10, 10, 1, 4),
    ]
    assert told.totals == {2, 4}  # no sum under a child with one row
    assert [row[0] for row in told.rows][2:] == [f"Итого: {NASTY}", "Ёлкин Пётр", "Всего"]


def test_plan_against_fact() -> None:
    """17.5 of 68 hours are 25 per cent, 1 of 17 are 5, both 18.5 of 85 are 21; 19.5 of 85 are 22."""
    told = against_sheet(hours())
    assert [row[4:] for row in told.rows] == [
        (68, 18, 15, Fraction(5, 2), 1, Fraction(1, 2), Fraction(1, 2), 67, 1, 0, 25),
        (17, Fraction(9, 2), 1, 0, 1, Fraction(7, 2), Fraction(1, 2), 18, 0, 1, 5),
        (85, Fraction(45, 2), 16, Fraction(5, 2), 2, 4, 1, 85, 1, 1, 21),
        (None, 1, 1, 0, 1, 0, Fraction(1, 2), 1, None, None, None),
        (85, Fraction(47, 2), 17, Fraction(5, 2), 3, 4, Fraction(3, 2), 86, 1, 1, 22),
    ]
    empty = HoursReport(school="", titles=("1 четверть",), rows=())
    assert against_sheet(empty).rows == (("Всего", "", "", "", *[0] * 10, None),)
    assert quarter_sheet(empty).rows[0][4:] == (0, 0, 0, 0)


def test_results_tell_what_is_not_there_from_what_is_not_asked() -> None:
    told = results_sheet(results())
    assert told.rows == (("5 А", NASTY, "=Музыка", "зачёт", "5", None, "×", None),)


def test_settlement_sums_up_each_partner(book: Any) -> None:
    def gave(partner: str, lessons: int) -> NetworkLine:
        return NetworkLine(
            partner=partner, agreement="1", teacher="Ткач", case_code="К-01", subject="Химия", lessons=lessons,
            hours=Fraction(lessons, 2),
        )  # fmt: skip

    load = NetworkLoad(
        school="s",
        first=date(2026, 9, 1),
        last=date(2026, 9, 30),
        lines=(gave("Б", 2), gave("А", 1), gave("Б", 4)),
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


def test_no_program_has_a_reason_to_repair_a_book() -> None:
    assert faults_in(workbook_of(every(), NASTY)) == []


def test_the_same_values_give_the_same_bytes() -> None:
    assert workbook_of(every(), "т") == workbook_of(every(), "т")


def test_a_row_that_does_not_fit_is_refused() -> None:
    from exports.reports.table import Column

    with pytest.raises(ValueError, match="2 columns, a row has 1"):
        Sheet(name="x", title="", columns=(Column("а", 1), Column("б", 1)), rows=(("1",),))
