"""Single cells: what people write for numbers, dates, times, days and names, and what is no such thing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.workbook import cellvalues as cells
from exports.workbook import kinds as k
from exports.workbook.cellvalues import Serial
from exports.workbook.faults import WrongCellError
from exports.workbook.sheets import SHEETS
from exports.workbook.texts import class_title, fold_code, near, one_script, person, printable
from scheduler.terms import Weekday

MON, TUE, WED, THU, FRI, SAT, SUN = Weekday
SERIAL_OF_SEPTEMBER = 46266  # 01.09.2026 is so many days after 30.12.1899

READ: list[tuple[k.Kind, Any, Any]] = [
    (k.HOURS, "0,75", Fraction(3, 4)),
    (k.HOURS, "½", Fraction(1, 2)),
    (k.HOURS, "1¼", Fraction(5, 4)),
    (k.HOURS, "1 1/4", Fraction(5, 4)),
    (k.HOURS, "2\u00a03/4 ч", Fraction(11, 4)),
    (k.HOURS, "7/3", Fraction(7, 3)),
    (k.HOURS, 0.1, Fraction(1, 10)),
    (k.HOURS, 2 / 3, Fraction(2, 3)),
    (k.HOURS, 23.5, Fraction(47, 2)),
    (k.HOURS, "0.3333", Fraction(3333, 10000)),
    (k.DATE, "1.9.2026", date(2026, 9, 1)),
    (k.DATE, "01/09/26", date(2026, 9, 1)),
    (k.DATE, "2026-09-01", date(2026, 9, 1)),
    (k.DATE, "1 сентября 2026 года", date(2026, 9, 1)),
    (k.DATE, "9 мая 2027", date(2027, 5, 9)),
    (k.DATE, "9 марта 2027", date(2027, 3, 9)),
    (k.DATE, Serial(SERIAL_OF_SEPTEMBER + 0.5), date(2026, 9, 1)),
    (k.DATE, SERIAL_OF_SEPTEMBER, date(2026, 9, 1)),
    (k.TIME, "9:00", 540),
    (k.TIME, "09:00:00", 540),
    (k.TIME, "9.05", 545),
    (k.TIME, 9.3, 570),  # «9,30» that Excel took for a number
    (k.TIME, 9, 540),
    (k.TIME, "0900", 540),
    (k.TIME, "9 ч 30 мин", 570),
    (k.TIME, Serial(0.375), 540),
    (k.TIME, Serial(SERIAL_OF_SEPTEMBER + 0.375), 540),
    (k.TIME, "24:00", 1440),
    (k.TIME, Serial(1.0), 1440),
    (k.TIME, 0, 0),
    (k.DAYS, "пн–пт", (MON, TUE, WED, THU, FRI)),
    (k.DAYS, "ср, пн", (MON, WED)),
    (k.DAYS, "пн вт сб", (MON, TUE, SAT)),
    (k.DAYS, "Понедельник - среда, Сб.", (MON, TUE, WED, SAT)),
    (k.DAYS, "ежедневно", None),
    (k.DAY, "Среду", WED),
    (k.WEEKS, "1,3", (1, 3)),
    (k.WEEKS, 2, (2,)),
    (k.WEEKS, "2 – 4", (2, 3, 4)),
    (k.WEEKS, "все", None),
    (k.SPAN, "5", (5, 5)),
    (k.GRADES, "1, 5–6", frozenset({1, 5, 6})),
    (k.PERSON, "Озёрная А.А", "Озёрная А. А."),
    (k.PERSON, "Снегова-Белая  Г.", "Снегова-Белая Г."),
    (k.PERSON, "Озёрная Анна Андреевна", "Озёрная Анна Андреевна"),
    (k.CLASS, "5а", "5 «А»"),
    (k.CLASS, "11-Б класс", "11-Б класс"),
    (k.TITLES, "История, обществознание;", ("История, обществознание",)),
    (k.TITLES, "Труд, ИЗО\nМузыка", ("Труд, ИЗО", "Музыка")),
    (k.TITLES, "Труд, ИЗО", ("Труд", "ИЗО")),
    (k.TEXT, 100, "100"),
    (k.TEXT, 0.5, "0,5"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ, ids=map(str, range(len(READ))))
def test_a_cell_is_read(kind: k.Kind, raw: Any, value: Any) -> None:
    assert kind.read(raw) == value


WRONG: list[tuple[k.Kind, Any]] = [
    (k.HOURS, "1/0"), (k.HOURS, "-1"), (k.HOURS, ""), (k.HOURS, "1e3"), (k.HOURS, "1,2,3"), (k.HOURS, "½½"),
    (k.HOURS, Serial(46000)), (k.HOURS, True), (k.HOURS, "9" * 30),
    (k.DATE, "29.02.2027"), (k.DATE, "сентябрь"), (k.DATE, 1), (k.DATE, True), (k.DATE, "01.09.1026"),
    (k.DATE, "1.13.2026"),
    (k.TIME, "24:01"), (k.TIME, "9:60"), (k.TIME, "утро"), (k.TIME, -1), (k.TIME, True), (k.TIME, "99999"),
    (k.DAYS, "пн–"), (k.DAYS, "пт–пн"), (k.DAYS, ","), (k.DAYS, "пн–вт–ср"), (k.DAYS, "день"),
    (k.DAY, "пн, вт"), (k.WEEKS, "0"), (k.WEEKS, "5"), (k.WEEKS, "3–1"), (k.WEEKS, "первая"), (k.WEEKS, Serial(46000)),
    (k.SPAN, "1, 3"), (k.MINUTES, "2,5"), (k.MINUTES, -1), (k.MINUTES, "много"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw"), WRONG, ids=map(str, range(len(WRONG))))
def test_a_cell_means_nothing(kind: k.Kind, raw: Any) -> None:
    with pytest.raises(WrongCellError):
        kind.read(raw)


KINDS = [column.kind for sheet in SHEETS for column in sheet.columns]
RAW = (
    st.text()
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.booleans()
    | st.integers(-9, 99999)
)


@given(st.sampled_from(KINDS), RAW | st.floats(0, 99999).map(Serial))
def test_what_was_read_from_any_cell_is_shown_and_read_again(kind: k.Kind, raw: Any) -> None:
    """Or it means nothing; no other way out of a cell exists."""
    try:
        value = kind.read(raw)
    except WrongCellError:
        return
    shown = kind.show(value)
    if isinstance(shown, date):
        shown = Serial((shown - date(1899, 12, 30)).days)
    if shown not in (None, ""):
        assert kind.read(shown) == value


@given(st.integers(0, 1440))
def test_every_minute_of_the_day_is_shown_and_read(minute: int) -> None:
    assert cells.minutes(cells.shown_minutes(minute)) == minute


@given(st.fractions(0, 100, max_denominator=1000))
def test_every_fraction_is_shown_and_read(value: Fraction) -> None:
    assert cells.fraction(cells.shown_fraction(value)) == value


def test_texts_lose_what_cannot_be_seen() -> None:
    assert printable("Ма\x00те\u200bма\ud800тика\x0b") == "Математика"
    assert printable("а\r\nб\rв\tг") == "а\nб\nв\tг"


def test_look_alikes_are_mended_only_among_cyrillic_letters() -> None:
    assert one_script("Oзёрная K-01 PDF Mусор") == "Озёрная K-01 PDF Мусор"
    assert class_title("5 A") == "5 «А»"  # a Latin letter
    assert person("Oзёрнaя A.A.") == "Озёрная А. А."  # Latin initials after a Cyrillic surname
    assert person("Smith A.A.") == "Smith A.A."
    assert fold_code("К-01") == fold_code(" k — 1 ".replace("—", "-"))


def test_the_nearest_word_is_the_first_of_equally_near_ones() -> None:
    assert near("каникуллы", ["выходной", "каникулы"]) == "каникулы"
    assert near("аб", ["ав", "аг"], 0.5) == "ав"
    assert near("совсем другое", ["каникулы"]) == ""
