"""The sheets about teachers: who teaches what, the timetable of classes, when they are free."""

from __future__ import annotations

from exports.workbook import kinds as k
from exports.workbook import words
from exports.workbook.layout import MARK_COLUMN, Column, Sheet

TEACHERS = Sheet(
    key="teachers",
    needed=True,
    title="Учителя",
    about="Кто может вести занятия, по каким предметам и в каких классах.",
    noun=("учитель", "не найден"),
    synonyms=("Педагоги", "Учитель"),
    columns=(
        MARK_COLUMN,
        Column(
            title="ФИО",
            field="name",
            kind=k.PERSON,
            required=True,
            example="Озёрная А. А.",
            help="Фамилия и инициалы. Тёзок различайте: «Иванова А. А. (химия)».",
            synonyms=("Учитель", "Педагог", "Фамилия, имя, отчество", "Ф. И. О."),
        ),
        Column(
            title="Школа",
            field="school",
            kind=k.TEXT,
            required=True,
            refers=("schools",),
            example="СОШ 100",
            help="Где учитель работает: короткое имя с листа «Школы».",
            width=16,
        ),
        Column(
            title="Предметы",
            field="subjects",
            kind=k.TITLES,
            example="Русский язык, Математика",
            help="Через запятую, теми же словами, что в планах.",
            synonyms=("Предмет",),
        ),
        Column(
            title="Классы",
            field="grades",
            kind=k.SPAN,
            example="1–4",
            help="В каких параллелях ведёт: «1–4». Пусто: во всех, 1–11.",
            synonyms=("Параллели",),
        ),
        Column(
            title="Дистанционно из",
            field="remote_place",
            kind=k.TEXT,
            refers=("places", "schools"),
            width=18,
            help="Откуда ведёт дистанционные занятия. Пусто: из своей школы.",
            synonyms=("Место для дистанта",),
        ),
        Column(
            title="Не больше минут в неделю",
            field="max_week_min",
            kind=k.MINUTES,
            example="720",
            width=15,
            help="Предел занятий на дому в минутах за неделю. Пусто: без предела.",
            synonyms=("Минут в неделю",),
        ),
        Column(
            title="Не больше занятий в день",
            field="max_day_lessons",
            kind=k.whole(0, 30, "число занятий"),
            example="5",
            width=15,
            help="Пусто: без предела.",
            synonyms=("Занятий в день",),
        ),
        Column(
            title="Самое длинное окно, минут",
            field="max_gap_min",
            kind=k.MINUTES,
            example="120",
            width=15,
            help="Дольше этого между занятиями ждать нельзя. Пусто: без предела.",
            synonyms=("Окно, минут", "Окно"),
        ),
    ),
)

CLASSES = Sheet(
    key="classes",
    title="Классы",
    about=(
        "Обычное расписание классов: строка на урок, столбец на класс. В ячейке: предмет, учитель. Группы пишите "
        "через «;» или с новой строки, недели — «(нед. 1, 3)». Когда учитель занят, программа узнает отсюда."
    ),
    wide=True,
    synonyms=("Расписание классов", "Расписание уроков"),
    columns=(
        MARK_COLUMN,
        Column(
            title="Школа",
            field="school",
            kind=k.TEXT,
            required=True,
            refers=("schools",),
            example="СОШ 100",
            down=True,
            help="Короткое имя с листа «Школы». Пусто: как строкой выше.",
            width=14,
        ),
        Column(
            title="Смена",
            field="shift",
            kind=k.whole(1, 9, "номер смены"),
            example="1",
            down=True,
            help="Как на листе «Звонки». Пусто: как строкой выше или 1.",
        ),
        Column(
            title="День",
            field="day",
            kind=k.DAY,
            required=True,
            example="пн",
            down=True,
            help="День недели. Пусто: как строкой выше.",
            synonyms=("День недели",),
        ),
        Column(
            title="Урок",
            field="number",
            kind=k.whole(0, 20, "номер урока"),
            required=True,
            example="1",
            help="Номер урока с листа «Звонки».",
            synonyms=("№ урока", "Номер урока", "№"),
        ),
    ),
)

AVAILABILITY = Sheet(
    key="availability",
    title="Свободное время",
    about="Когда учитель может вести занятия на дому и когда занят помимо уроков в классах.",
    synonyms=("Свободное время учителей", "Занятость", "Время учителей"),
    columns=(
        MARK_COLUMN,
        Column(
            title="Учитель",
            field="teacher",
            kind=k.PERSON,
            required=True,
            refers=("teachers",),
            example="Озёрная А. А.",
            help="Как на листе «Учителя».",
            synonyms=("ФИО", "Педагог"),
        ),
        Column(
            title="Что",
            field="kind",
            kind=k.choice(words.AVAILABILITY),
            example="свободен",
            help="«свободен» — можно ставить занятия, «занят» — нельзя, учитель на месте; «не может» — нельзя. "
            "Пусто: свободен.",
        ),
        Column(
            title="Дни",
            field="days",
            kind=k.DAYS,
            example="пн–чт",
            help="«пн, ср» или «пн–пт». Пусто: каждый день.",
            synonyms=("Дни недели", "День", "День недели"),
        ),
        Column(
            title="Недели",
            field="weeks",
            kind=k.WEEKS,
            help="Номера недель цикла: «1, 3». Пусто: все.",
            synonyms=("Недели цикла",),
        ),
        Column(
            title="С",
            field="start_min",
            kind=k.TIME,
            required=True,
            example="12:30",
            help="Во сколько начинается. Можно написать сюда и «с 9 до 17».",
            synonyms=("Начало", "Время", "От"),
        ),
        Column(
            title="До",
            field="end_min",
            kind=k.TIME,
            required=True,
            example="18:00",
            help="Во сколько кончается.",
            synonyms=("По", "Конец"),
        ),
        Column(
            title="Место",
            field="place",
            kind=k.TEXT,
            refers=("places", "schools"),
            width=18,
            help="Где учитель в это время, если занят. Пусто: в своей школе.",
            synonyms=("Где",),
        ),
    ),
)
