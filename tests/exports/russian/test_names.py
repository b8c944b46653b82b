"""Names in cases: what rules know, what a school corrects, what stays as it is."""

from __future__ import annotations

import pytest

from exports.russian.names import Case, Corrections, corrections_of, declined, short, short_declined

SURNAME_FIRST = {
    "Иванов Пётр Сергеевич": ("Иванова Петра Сергеевича", "Иванову Петру Сергеевичу"),
    "Петрова-Водкина Анна Ивановна": ("Петровой-Водкиной Анны Ивановны", "Петровой-Водкиной Анне Ивановне"),
    "Шевченко Олег Ильич": ("Шевченко Олега Ильича", "Шевченко Олегу Ильичу"),
    "Дюма Анна Львовна": ("Дюма Анны Львовны", "Дюма Анне Львовне"),
    "Черных Илья Олегович": ("Черных Ильи Олеговича", "Черных Илье Олеговичу"),
    "Гусь Анна Ивановна": ("Гусь Анны Ивановны", "Гусь Анне Ивановне"),
    "Гусь Олег Иванович": ("Гуся Олега Ивановича", "Гусю Олегу Ивановичу"),
    "Кузьмина Мария": ("Кузьминой Марии", "Кузьминой Марии"),
    "Алиев Гасан Мамед оглы": ("Алиева Гасана Мамед оглы", "Алиеву Гасану Мамед оглы"),
    "Алиева Лейла Мамед кызы": ("Алиевой Лейлы Мамед кызы", "Алиевой Лейле Мамед кызы"),
}


@pytest.mark.parametrize(("name", "cases"), SURNAME_FIRST.items())
def test_a_name_is_declined_whole(name: str, cases: tuple[str, str]) -> None:
    assert (declined(name, Case.GENITIVE), declined(name, Case.DATIVE)) == cases


@pytest.mark.parametrize("name", ["Ли Саша", "Smith John", "<b> & «x»", "=1+1", "О", ""])
def test_a_name_that_tells_no_sex_stays_as_it_is(name: str) -> None:
    assert declined(name, Case.GENITIVE) == name


def test_a_correction_of_a_word_or_of_a_whole_name_comes_first() -> None:
    table = corrections_of({
        " заяц ": {Case.GENITIVE: "Зайца"},
        "Ли Саша": {Case.GENITIVE: "Ли Саши"},
        "Гусь": {Case.GENITIVE: ""},
    })  # fmt: skip
    assert declined("Заяц Лев Фомич", Case.GENITIVE, table) == "Зайца Льва Фомича"
    assert short_declined("Заяц Лев Фомич", Case.GENITIVE, table) == "Зайца\u00a0Л.\u00a0Ф."
    assert declined("ли саша", Case.GENITIVE, table) == "Ли Саши"
    assert declined("Заяц Лев Фомич", Case.DATIVE, table) == declined("Заяц Лев Фомич", Case.DATIVE)
    assert declined("Гусь Олег Иванович", Case.GENITIVE, table) == "Гуся Олега Ивановича"


def test_initials_hold_together_and_a_double_name_keeps_both() -> None:
    assert short("Иванов Пётр Сергеевич") == "Иванов\u00a0П.\u00a0С."
    assert short("Петрова-Водкина Анна-Мария") == "Петрова-Водкина\u00a0А.-М."
    assert short_declined("Иванов Пётр Сергеевич", Case.GENITIVE) == "Иванова\u00a0П.\u00a0С."
    assert (short(""), short_declined("", Case.DATIVE), short("Лев")) == ("", "", "Лев")
    assert Corrections().of("Лев", Case.DATIVE) is None
