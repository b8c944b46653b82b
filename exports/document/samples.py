"""Invented values of every form: what a template is previewed on before it ever meets a child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from exports.document.forms import Form
from exports.document.values import (
    VALUES,
    Child,
    Contract,
    Days,
    MakeupRow,
    NoticeRow,
    OrderRow,
    Person,
    Plan,
    PlanBlock,
    PlanKind,
    PlanRow,
    School,
    Timetable,
    TimetableRow,
)

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
# of one class and where entries of a list differ, one after the other and again: no two columns say the same
OWN: dict[type[Any], dict[str, tuple[str, ...]]] = {
    OrderRow: {
        "number": ("1", ""), "pupil": ("Примеров Пётр Сергеевич", ""), "class_title": ("5 А", ""),
        "teacher": ("Образцова Инна Олеговна", "Ткачёв Олег Ильич"),
        "subjects": ("Математика", "Литература, Математика"), "hours": ("2,75", "1"), "lessons": ("3", "1,5"),
        "period": ("01.09.2026 – 26.05.2027", ""),
    },
    Contract: {"number": ("7",), "hours": ("10 (десять) часов",)},
    Plan: {"number": ("2",), "hours": ("6",), "hours_said": ("6 часов",), "year_hours": ("204",)},
    PlanBlock: {
        "title": ("Обязательная часть", "Коррекционно-развивающая область"), "hours": ("3",), "year": ("102",),
    },
    PlanRow: {
        "area": ("Математика и информатика", "Русский язык и литература"), "subject": ("Математика", "Литература"),
        "hours": ("2,75", "0,25"), "manner": ("с учителем, дома", "дистанционно"),
        "lessons": ("11 за 4 недели", "1 за 4 недели"), "year": ("93,5", "8,5"),
    },
    PlanKind: {"title": ("С учителем", "Самоподготовка"), "hours": ("5,5", "0,5")},
    Timetable: {"number": ("3",)},
    TimetableRow: {
        "day": ("вторник", ""), "subject": ("Математика", "Литература"), "time": ("10:00–10:40", "10:50–11:30"),
        "teacher": ("Образцова И. О.", "Ткачёв О. И."), "place": ("дома", "дистанционно"),
        "manner": ("очно", "дистанционно"), "weeks": ("каждая", "1-я и 3-я недели"),
    },
    Days: {
        "title": ("Первая часть", "Вторая часть"), "first": ("01.09.2026", "02.11.2026"),
        "last": ("25.10.2026", "30.12.2026"), "length": ("8 недель", "9 недель"),
    },
    NoticeRow: {
        "subject": ("Математика", "Литература"), "was": ("вторник 10:00–10:40", ""),
        "now": ("среда 12:00–12:40", "пятница 11:00–11:40"),
    },
    MakeupRow: {
        "subject": ("Математика", "Литература"), "missed": ("24.11.2026", "25.11.2026"),
        "offered": ("понедельник, 30.11.2026", "вторник, 01.12.2026"), "time": ("10:00–10:40", "11:00–11:40"),
        "teacher": ("Образцова И. О.", "Ткачёв О. И."), "manner": ("дома", "дистанционно"),
    },
}  # fmt: skip
FEW = 2


def made_up(
    form: Form, text_of: Callable[[str], str] | None = None, whole: bool = True, rows: int = FEW
) -> Any:
    """Values of a form. text_of: the text of a field by its name, instead of the invented ones; whole False: people and
    schools are made of it, too; rows: entries of each list."""
    return _made(VALUES[form], text_of, whole, rows)


def _made(
    kind: type[Any], text_of: Callable[[str], str] | None, whole: bool, rows: int, place: int = 0
) -> Any:
    """place: of an entry in its list."""
    if whole and kind in WHOLE:
        return WHOLE[kind]
    hints = get_type_hints(kind)

    def text(name: str) -> str:
        if text_of is not None:
            return text_of(name)
        own = OWN.get(kind, {}).get(name)
        return own[place % len(own)] if own else TEXTS[name]

    return kind(
        **{
            each.name: _value(hints[each.name], each.name, text, text_of, whole, rows)
            for each in fields(kind)
        }
    )


def _value(
    hint: Any, name: str, text: Callable[[str], str], text_of: Callable[[str], str] | None, whole: bool, rows: int
) -> Any:  # fmt: skip
    if get_origin(hint) is tuple:
        kind: type[Any] = get_args(hint)[0]
        if is_dataclass(kind):
            return tuple(_made(kind, text_of, whole, rows, place) for place in range(rows))
        return (text(name),) * rows
    if is_dataclass(hint) and isinstance(hint, type):
        return _made(hint, text_of, whole, rows)
    return rows > 1 if hint is bool else text(name)
