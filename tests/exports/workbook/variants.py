"""Ways in which people write the same workbook, as edits of the one the program writes."""

from __future__ import annotations

from datetime import date, datetime, time

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from tests.exports.workbook.edits import (
    Edit,
    add_row,
    column_of,
    put,
    put_setting,
    rename_column,
    rename_sheet,
)

COLUMNS_OF_PLANS = 20


def reversed_columns(book: Workbook) -> None:
    """The plans from right to left."""
    page = book["Планы"]
    for row in page.iter_rows():
        values = [(cell.value, cell.number_format) for cell in row]
        for cell, (value, form) in zip(row, reversed(values), strict=True):
            cell.value, cell.number_format = value, form


def titles_above(book: Workbook) -> None:
    """Three rows above the header: a merged heading, a note, nothing."""
    page = book["Планы"]
    page.insert_rows(1, 3)
    page["A1"] = "Учебные планы надомников на 2026/27 учебный год"
    page.merge_cells("A1:T1")
    page["A2"] = "Предмет"  # one title alone is no header


def merged_header(book: Workbook) -> None:
    """Two header rows: groups of columns above, most titles merged over both."""
    page = book["Ученики"]
    page.insert_rows(2)
    for number in range(1, page.max_column + 1):
        letter = get_column_letter(number)
        if letter in ("I", "J"):
            page[f"{letter}2"] = page[f"{letter}1"].value
        else:
            page.merge_cells(f"{letter}1:{letter}2")
    page["I1"] = "Документы"
    page.merge_cells("I1:J1")


def merged_days(book: Workbook) -> None:
    """School, shift and day stand once for both lessons of Monday."""
    page = book["Классы"]
    for letter in "BCD":
        page.merge_cells(f"{letter}2:{letter}3")


def blank_days(book: Workbook) -> None:
    """The same without merging: cells below are just empty."""
    for title in ("Школа", "Смена", "День"):
        put("Классы", 3, title, None)(book)


def empty_rows_between(book: Workbook) -> None:
    book["Планы"].insert_rows(4, 3)
    book["Ученики"].insert_rows(2, 2)
    book["Классы"].insert_rows(3)


def hidden(book: Workbook) -> None:
    book["Планы"].row_dimensions[4].hidden = True
    book["Планы"].column_dimensions["I"].hidden = True
    book["Дорога"].sheet_state = "hidden"


def sheets_in_another_order(book: Workbook) -> None:
    book.move_sheet("Планы", -9)
    book.move_sheet("Настройки", 9)


def extras(book: Workbook) -> None:
    """A column and a sheet of somebody's own."""
    page = book["Планы"]
    page.cell(1, COLUMNS_OF_PLANS + 1).value = "Замечания завуча"
    page.cell(2, COLUMNS_OF_PLANS + 1).value = "уточнить"
    book.create_sheet("Черновик")["A1"] = "Разное"


def totals(book: Workbook) -> None:
    """A row of totals after the first pupil's plan and one after all: 3/4 + 1/3 + 1 + 2 + 1/2 is 4 7/12."""
    page = book["Планы"]
    page.insert_rows(7)
    page.cell(7, column_of("Планы", "Предмет")).value = "ИТОГО:"
    page.cell(7, column_of("Планы", "Часов в неделю")).value = "4 7/12"
    add_row("Планы", Дело="Всего часов", Часов_в_неделю="6,5")(book)


def class_columns_moved(book: Workbook) -> None:
    """Classes in another order and spelt in other ways."""
    page = book["Классы"]
    for row in page.iter_rows(min_col=6, max_col=9):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    page["F1"], page["G1"], page["H1"], page["I1"] = "10-а", "7В", '5 "A"', "3б"  # the A is Latin


def spaces_everywhere(book: Workbook) -> None:
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and page.title != "Классы":
                    cell.value = "\u00a0 " + cell.value.replace(" ", " \u00a0") + "  "


def no_marks(book: Workbook) -> None:
    """Without the columns people may do without."""
    for title in ("Планы", "Ученики", "Семьи", "Классы"):
        book[title].delete_cols(1)


def examples_kept(book: Workbook) -> None:
    """Rows marked as examples, in any spelling, say nothing."""
    add_row("Планы", Пометка="Пример", Дело="К-77", Предмет="Чтение", Часов_в_неделю="много")(book)
    add_row("Ученики", Пометка=" ПРИМЕР: ", Дело="К-01")(book)


VARIANTS: dict[str, list[Edit]] = {
    "hours_with_a_comma": [put("Планы", 2, "Часов в неделю", "0,75")],
    "hours_with_a_dot": [put("Планы", 2, "Часов в неделю", "0.75")],
    "hours_with_a_sign": [put("Планы", 2, "Часов в неделю", "¾"), put("Планы", 6, "Часов в неделю", "½")],
    "hours_mixed": [put("Планы", 13, "Часов в неделю", "1¼"), put("Планы", 8, "Часов в неделю", "2 1/2")],
    "hours_as_a_fraction": [
        put("Планы", 2, "Часов в неделю", "3/4"),
        put("Планы", 5, "Часов в неделю", "2 ч"),
    ],
    "hours_of_a_formula": [put("Планы", 3, "Часов в неделю", 0.333333333333333)],
    "numbers_as_texts": [
        put("Звонки", 2, "Урок", "1"),
        put("Дорога", 2, "Минут", "12 мин"),
        put_setting("Скорость пешком, км/ч", "4,2"),
    ],
    "dates_as_texts": [
        put("Ученики", 2, "Документы с", "01.09.2026"),
        put("Ученики", 2, "Документы по", "31 мая 2027 г."),
    ],
    "dates_as_iso": [
        put("Ученики", 2, "Документы с", "2026-09-01"),
        put("Ученики", 2, "Документы по", "2027-05-31 00:00:00"),
    ],
    "dates_short": [put("Календарь", 3, "С", "1/9/26"), put("Календарь", 3, "По", "23.10.26")],
    "dates_as_numbers": [put("Ученики", 2, "Документы с", 46266, "General")],  # days since 30.12.1899
    "dates_with_times": [put("Ученики", 2, "Документы с", datetime(2026, 9, 1), "dd.mm.yyyy hh:mm")],
    "dates_of_excel": [put("Ученики", 2, "Документы с", date(2026, 9, 1), "[$-419]d mmmm yyyy;@")],
    "times_with_a_dot": [put("Семьи", 2, "С", "9.00"), put("Семьи", 2, "До", "17-00")],
    "times_without_a_colon": [put("Семьи", 2, "С", "0900"), put("Семьи", 2, "До", 1700, "General")],
    "times_as_hours": [put("Семьи", 2, "С", 9, "General"), put("Семьи", 2, "До", "до 17 часов")],
    "times_of_excel": [put("Семьи", 2, "С", time(9), "h:mm"), put("Семьи", 2, "До", 17 / 24, "General")],
    "times_in_one_cell": [put("Семьи", 2, "С", "с 9 до 17"), put("Семьи", 2, "До", None)],
    "times_in_one_cell_with_a_dash": [
        put("Звонки", 2, "Начало", "8.30 – 9.10"),
        put("Звонки", 2, "Конец", None),
    ],
    "days_in_words": [put("Семьи", 3, "Дни", "Четверг"), put("Закреплено", 2, "День", "Понедельник")],
    "days_with_dots": [put("Семьи", 2, "Дни", "Пн., Вт., СР, чт. и пт"), put("Семьи", 5, "Дни", "сб/вс")],
    "days_as_a_range": [
        put("Семьи", 2, "Дни", "понедельник - пятница"),
        put("Свободное время", 2, "Дни", "пн-чт"),
    ],
    "weeks_in_words": [put("Семьи", 3, "Недели", "1 и 3 нед."), put("Планы", 6, "Недели", "1;3")],
    "weeks_as_a_number": [put("Семьи", 3, "Недели", 1.3)],  # what Excel makes of «1,3»
    "grades_with_a_word": [put("Учителя", 2, "Классы", "1 - 4 классы")],
    "words_in_capitals": [
        put("Планы", 2, "Где", "ДОМА"),
        put("Планы", 7, "Где", "школа"),
        put("Планы", 2, "Дробные часы", "через неделю"),
    ],
    "words_of_other_gender": [
        put("Свободное время", 2, "Что", "Свободна"),
        put("Школы", 3, "Вид", "партнер"),
    ],
    "initials_without_spaces": [put("Планы", 2, "Учителя", "Озёрная А.А."), put("Семьи", 2, "Дело", "к-1")],
    "names_in_full": [
        put("Планы", 2, "Учителя", "Озёрная Анна Андреевна"),
        put("Закреплено", 3, "Учитель", "озерная а.а"),
    ],
    "surnames_alone": [
        put("Планы", 11, "Учителя", "Лугова; Иванова"),
        put("Свободное время", 3, "Учитель", "Снегова Г."),
    ],
    "letters_that_look_alike": [put("Планы", 2, "Дело", "K-01"), put("Ученики", 3, "Класс", "5A")],
    "class_cells_loosely": [
        put(
            "Классы",
            2,
            "5 «А»",
            "Труд (технология) Снегова Г.Г. (недели 1,3); Иностранный язык,  Лугова В.В., Иванова",
        ),
    ],
    "lesson_numbers_for_times": [
        put("Семьи", 6, "С", None),
        put("Семьи", 6, "До", None),
        put("Семьи", 6, "Уроки", "1–2"),
    ],  # 8:30 to 9:10 and 9:20 to 10:00
    "codes_without_zeros": [put("Семьи", 2, "Дело", "К-1"), put("Планы", 7, "Дело", "К-3; К‑9")],
    "school_with_a_number_sign": [
        put("Ученики", 2, "Школа", "сош №100"),
        put("Ученики", 3, "Дом", "мечты  9"),
    ],
    "columns_reversed": [reversed_columns],
    "columns_renamed": [
        rename_column("Планы", "Часов в неделю", "Кол-во часов"),
        rename_column("Учителя", "ФИО", "Педагог"),
    ],
    "columns_misspelt": [
        rename_column("Планы", "Предмет", "Придмет *"),
        rename_column("Ученики", "Программа", "Праграмма"),
    ],
    "header_below_titles": [titles_above],
    "header_merged": [merged_header],
    "days_merged": [merged_days],
    "days_left_blank": [blank_days],
    "rows_empty_between": [empty_rows_between],
    "rows_hidden": [hidden],
    "rows_of_totals": [totals],
    "sheets_shuffled": [sheets_in_another_order],
    "sheets_renamed": [rename_sheet("Планы", "учебный план "), rename_sheet("Учителя", "Учитиля")],
    "own_columns_and_sheets": [extras],
    "class_columns_moved": [class_columns_moved],
    "spaces_everywhere": [spaces_everywhere],
    "no_column_for_marks": [no_marks],
    "examples_left_in": [examples_kept],
}
