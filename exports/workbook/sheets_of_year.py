"""The sheets of dates: the school year, and lessons that are agreed already."""

from __future__ import annotations

from exports.workbook import kinds as k
from exports.workbook import words
from exports.workbook.layout import MARK_COLUMN, Column, Sheet

CALENDAR = Sheet(
    key="calendar",
    title="Календарь",
    about="Учебный год: его дни недели, четверти, каникулы, выходные и переносы. У партнёра может быть свой.",
    synonyms=("Календарный график", "Учебный год"),
    columns=(
        MARK_COLUMN,
        Column(
            title="Школа",
            field="school",
            kind=k.TEXT,
            refers=("schools",),
            width=16,
            help="Пусто: все школы.",
        ),
        Column(
            title="Что",
            field="what",
            kind=k.choice(words.DAY_KIND),
            required=True,
            example="четверть",
            help="Строка «учебный год» задаёт его название и учебные дни, «перенос» — по какому дню учатся в дату.",
        ),
        Column(
            title="Название",
            field="title",
            kind=k.TEXT,
            example="1 четверть",
            width=26,
            help="«2026/27», «1 четверть», «Осенние каникулы».",
        ),
        Column(
            title="С",
            field="first",
            kind=k.DATE,
            example="01.09.2026",
            help="Первый день.",
            synonyms=("Начало", "Дата", "Дата с"),
        ),
        Column(
            title="По",
            field="last",
            kind=k.DATE,
            example="23.10.2026",
            help="Последний день включительно. Пусто: один день.",
            synonyms=("Конец", "До", "Дата по"),
        ),
        Column(
            title="Классы",
            field="grades",
            kind=k.GRADES,
            help="Для каких классов: «1». Пусто: для всех.",
            synonyms=("Параллели",),
        ),
        Column(
            title="Дни недели",
            field="days",
            kind=k.DAYS,
            synonyms=("День недели", "По дню", "Дни"),
            help="Для «учебный год»: учебные дни, «пн–пт». Для «перенос»: по какому дню учатся.",
        ),
    ),
)

PINS = Sheet(
    key="pins",
    title="Закреплено",
    about="Занятия, о которых уже договорились: программа оставит их на месте.",
    synonyms=("Закрепления", "Закреплённые занятия"),
    columns=(
        MARK_COLUMN,
        Column(
            title="Дело",
            field="pupils",
            kind=k.TEXTS,
            required=True,
            refers=("pupils",),
            many=True,
            example="К-01",
            help="Номер дела из плана.",
            synonyms=("Код", "Номер дела", "Ученик"),
            width=12,
        ),
        Column(
            title="Предмет",
            field="subject",
            kind=k.TEXT,
            required=True,
            example="Математика",
            width=26,
            help="Как в плане.",
        ),
        Column(
            title="Уточнение",
            field="note",
            kind=k.TEXT,
            width=16,
            help="Если предмет стоит в плане дважды: часть плана, вид часов или номер по порядку («2»).",
        ),
        Column(title="День", field="day", kind=k.DAY, required=True, example="пн", help="День недели."),
        Column(
            title="Начало",
            field="start_min",
            kind=k.TIME,
            required=True,
            example="13:00",
            help="Время начала.",
            synonyms=("С", "Время"),
        ),
        Column(
            title="Неделя",
            field="week",
            kind=k.whole(1, 4, "номер недели цикла"),
            help="Пусто: каждая неделя, в которую занятие есть.",
        ),
        Column(
            title="Учитель",
            field="teacher",
            kind=k.PERSON,
            refers=("teachers",),
            example="Озёрная А. А.",
            help="Пусто: любой из возможных.",
            synonyms=("ФИО", "Педагог"),
        ),
    ),
)
