"""The list of forms: what each is called, and the name its file gets, which tells nothing of health."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """In the order a case meets them. Numbers of annexes are those of the school's regulation."""

    APPLICATION = "application"  # annex 1
    MISSING = "missing"
    CONSENT = "consent"
    ORDER = "order"  # annex 2
    EXTRACT = "extract"  # of annex 2: one child, one sheet
    CONTRACT = "contract"  # annex 3
    PLAN = "plan"  # annex 1 of the contract
    TIMETABLE = "timetable"  # annex 2 of the contract
    CALENDAR = "calendar"
    NOTICE = "notice"
    MAKEUP = "makeup"
    PROLONGING = "prolonging"
    ENDING = "ending"


TITLE = {
    Form.APPLICATION: "Заявление родителя",
    Form.MISSING: "Список недостающих документов",
    Form.CONSENT: "Согласие на обработку данных",
    Form.ORDER: "Приказ об обучении на дому",
    Form.EXTRACT: "Выписка из приказа",
    Form.CONTRACT: "Договор с родителем",
    Form.PLAN: "Индивидуальный учебный план",
    Form.TIMETABLE: "Индивидуальное расписание",
    Form.CALENDAR: "Календарный учебный график",
    Form.NOTICE: "Уведомление об изменении расписания",
    Form.MAKEUP: "План отработки занятий",
    Form.PROLONGING: "Приказ о продлении",
    Form.ENDING: "Приказ о прекращении",
}
FILE = {
    Form.APPLICATION: "01 заявление",
    Form.MISSING: "02 список документов",
    Form.CONSENT: "03 согласие",
    Form.ORDER: "04 приказ",
    Form.EXTRACT: "05 выписка из приказа",
    Form.CONTRACT: "06 договор",
    Form.PLAN: "07 учебный план",
    Form.TIMETABLE: "08 расписание",
    Form.CALENDAR: "09 календарный график",
    Form.NOTICE: "10 уведомление",
    Form.MAKEUP: "11 план занятий",
    Form.PROLONGING: "12 приказ",
    Form.ENDING: "13 приказ",
}
