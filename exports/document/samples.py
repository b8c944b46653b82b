"""Invented values of every form: what a template is previewed on before it ever meets a child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from exports.document.forms import Form
from exports.document.values import VALUES, Child, Person, School

DIRECTOR = Person(
    full="Вымышленный Лев Ильич", genitive="Вымышленного Льва Ильича", dative="Вымышленному Льву Ильичу",
    instrumental="Вымышленным Львом Ильичом", short="Вымышленный Л. И.", short_genitive="Вымышленного Л. И.",
    short_dative="Вымышленному Л. И.",
)  # fmt: skip
PARENT = Person(
    full="Примерова Мария Петровна", genitive="Примеровой Марии Петровны", dative="Примеровой Марии Петровне",
    instrumental="Примеровой Марией Петровной", short="Примерова М. П.", short_genitive="Примеровой М. П.",
    short_dative="Примеровой М. П.",
)  # fmt: skip
PUPIL = Person(
    full="Примеров Пётр Сергеевич", genitive="Примерова Петра Сергеевича", dative="Примерову Петру Сергеевичу",
    instrumental="Примеровым Петром Сергеевичем", short="Примеров П. С.", short_genitive="Примерова П. С.",
    short_dative="Примерову П. С.",
)  # fmt: skip
SCHOOL = School(title="МАОУ «Вымышленная СОШ № 100»", director=DIRECTOR)
CHILD = Child(
    name=PUPIL,
    class_title="5 А",
    birth="02.03.2015",
    birth_year="2015",
    code="К-01",
    year="2026/27",
    studying="обучающегося",
)
WHOLE: dict[type[Any], Any] = {Person: PARENT, School: SCHOOL, Child: CHILD}
TEXTS = {
    "today": "1 сентября 2026 г.", "programme": "основная общеобразовательная", "medical": "", "pmpk": "",
    "address": "ул. Вымышленная, д. 1", "first": "01.09.2026", "last": "26.05.2027", "papers": "Медицинское заключение",
    "phone": "+7 900 000-00-00", "purposes": "на обработку персональных данных", "number": "12",
    "on": "«01» сентября 2026 г.", "year": "2026/27", "pupils": "обучающегося 5 А класса Примерова П. С.",
    "pupil": "Примеров Пётр Сергеевич", "class_title": "5 А", "teacher": "Образцова Инна Олеговна",
    "subjects": "Математика, Литература", "hours": "2,75", "lessons": "2,75", "period": "01.09.2026 – 26.05.2027",
    "order_number": "12", "order_on": "«01» сентября 2026 г.", "area": "Математика", "subject": "Математика",
    "manner": "дома", "teachers": "Образцова И. О.", "title": "Индивидуальный учебный план",
    "version_code": "K7Q2-9FMA-3X", "link": "https://school.example/v/K7Q2-9FMA-3X", "state": "действует",
    "hours_said": "2,75 часа", "year_hours": "93,5", "contract_number": "7", "contract_on": "«01» сентября 2026 г.",
    "day": "вторник", "time": "10:00–10:40", "place": "дома", "weeks": "каждая", "total": "3 занятия в неделю",
    "studying": "обучающегося", "length": "8 недель", "was": "вторник 10:00–10:40", "now": "среда 12:00–12:40",
    "signed": "",
    "missed": "24.11.2026", "offered": "30.11.2026", "ground": "На основании заявления родителя (пункт 2.9 положения)",
}  # fmt: skip
FEW = 2


def made_up(
    form: Form, text_of: Callable[[str], str] = TEXTS.__getitem__, whole: bool = True, rows: int = FEW
) -> Any:
    """Values of a form. text_of: the text of a field by its name; whole False: people and schools are made of it, too;
    rows: entries of each list."""
    return _made(VALUES[form], text_of, whole, rows)


def _made(kind: type[Any], text_of: Callable[[str], str], whole: bool, rows: int) -> Any:
    if whole and kind in WHOLE:
        return WHOLE[kind]
    hints = get_type_hints(kind)
    return kind(
        **{each.name: _value(hints[each.name], each.name, text_of, whole, rows) for each in fields(kind)}
    )


def _value(hint: Any, name: str, text_of: Callable[[str], str], whole: bool, rows: int) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], name, text_of, whole, rows) for _ in range(rows))
    if is_dataclass(hint):
        return _made(hint, text_of, whole, rows)  # type: ignore[arg-type]
    return rows > 1 if hint is bool else text_of(name)
