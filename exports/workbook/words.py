"""The Russian words of the workbook for the kernel's enumerations: the first of each is written, all are read."""

from __future__ import annotations

from enum import StrEnum

from scheduler.calendar.year import Parity
from scheduler.registry.values import AvailabilityKind, FamilyKind, HoursKind, Pattern, SchoolKind
from scheduler.terms import Block, LessonForm, Needs, PlaceKind, Transport, Weekday


class DayKind(StrEnum):
    """What a row of the calendar says."""

    YEAR = "year"
    TERM = "term"
    BREAK = "break"
    DAY_OFF = "day_off"
    MOVED = "moved"


Words = dict[object, tuple[str, ...]]

PARITY: Words = {
    Parity.CALENDAR: ("по календарю", "по календарным неделям"),
    Parity.COUNT: ("по счёту уроков", "по счёту", "по урокам"),
}
SCHOOL_KIND: Words = {
    SchoolKind.BASE: ("базовая", "база", "базовая школа"),
    SchoolKind.PARTNER: ("партнёр", "партнёрская", "школа-партнёр", "сетевая"),
}
PLACE_KIND: Words = {
    PlaceKind.HOME: ("дом", "квартира", "адрес"),
    PlaceKind.SCHOOL: ("здание школы", "школа", "здание"),
}
AVAILABILITY: Words = {
    AvailabilityKind.FREE: ("свободен", "свободна", "может"),
    AvailabilityKind.BUSY: ("занят", "занята"),
    AvailabilityKind.CANNOT: ("не может", "нельзя"),
}
TRANSPORT: Words = {
    Transport.WALK: ("пешком", "ходит", "идёт"),
    Transport.BUS: ("на автобусе", "автобус", "автобусом", "общественный транспорт"),
    Transport.CAR: ("на машине", "машина", "машиной", "на автомобиле", "автомобиль"),
}
NEEDS: Words = {
    Needs.GENERAL: ("основная", "общеобразовательная", "ООП"),
    Needs.OVZ: ("ОВЗ", "АООП", "адаптированная"),
    Needs.SIPR: ("СИПР",),
}
BLOCK: Words = {
    Block.MANDATORY: ("обязательная", "обязательная часть"),
    Block.FORMED: ("формируемая", "формируемая часть", "часть участников", "участниками отношений"),
    Block.CORRECTION: ("коррекционная", "коррекция", "коррекционные курсы", "коррекционная область"),
    Block.EXTRACURRICULAR: ("внеурочная", "внеурочная деятельность", "внеурочка"),
}
HOURS: Words = {
    HoursKind.CONTACT: ("очно", "очные", "с учителем", "контактные"),
    HoursKind.REMOTE: ("дистанционно", "дистанционные", "дистант"),
    HoursKind.SELF_STUDY: ("самостоятельно", "самоподготовка", "самостоятельная работа"),
}
FORM: Words = {
    LessonForm.HOME: ("дома", "на дому", "дом"),
    LessonForm.REMOTE: ("дистанционно", "дистант", "онлайн"),
    LessonForm.SCHOOL: ("в школе", "школа"),
}
PATTERN: Words = {
    Pattern.PARITY: ("чередование недель", "по неделям", "через неделю"),
    Pattern.SHORT: ("короткое занятие", "короткие занятия", "короткий урок"),
    Pattern.PAIRED: ("общее время", "по очереди"),
    Pattern.BLOCK: ("полугодие", "часть года", "блок"),
    Pattern.OTHER_FORM: ("другая форма", "в другую форму"),
    Pattern.ROUND_UP: ("округлить вверх", "округление", "целый час"),
}
FAMILY: Words = {
    FamilyKind.ADULT_HOME: ("взрослый дома", "взрослые дома"),
    FamilyKind.AVOID: ("нельзя", "нельзя (лечение)", "лечение", "невозможно"),
    FamilyKind.PREFER: ("хорошо бы", "желательно", "хотелось бы"),
    FamilyKind.DISLIKE: ("не хотелось бы", "нежелательно", "лучше не надо"),
    FamilyKind.WITH_CLASS: ("с классом", "в классе"),
    FamilyKind.OTHER_HOME: ("другой адрес", "по другому адресу"),
}
WEIGHT: Words = {
    1: ("желательно",),
    2: ("важно",),
    4: ("очень важно",),
}
DAY_KIND: Words = {
    DayKind.YEAR: ("учебный год", "год"),
    DayKind.TERM: ("четверть", "триместр", "полугодие"),
    DayKind.BREAK: ("каникулы", "карантин"),
    DayKind.DAY_OFF: ("выходной", "праздник", "нерабочий день"),
    DayKind.MOVED: ("перенос", "перенос дня"),
}
WEEKDAY: Words = {
    Weekday.MON: ("понедельник", "пн", "пон", "пнд"),
    Weekday.TUE: ("вторник", "вт", "втр"),
    Weekday.WED: ("среда", "ср", "срд"),
    Weekday.THU: ("четверг", "чт", "чет", "чтв"),
    Weekday.FRI: ("пятница", "пт", "пят", "птн"),
    Weekday.SAT: ("суббота", "сб", "суб"),
    Weekday.SUN: ("воскресенье", "вс", "вск"),
}
