"""Russian words of plans: kinds, blocks, kinds of hours, forms, patterns, states, channels."""

from __future__ import annotations

from models.plan import Act, AnswerChannel, PlanKind, PlanState
from scheduler.terms import Block, HoursKind, LessonForm, Pattern

TITLE = {
    PlanKind.IUP: "Индивидуальный учебный план",
    PlanKind.IOM: "Индивидуальный образовательный маршрут",
    PlanKind.SIPR: "Специальная индивидуальная программа развития",
}
SHORT_TITLE = {PlanKind.IUP: "ИУП", PlanKind.IOM: "ИОМ", PlanKind.SIPR: "СИПР"}
BLOCK = {  # as the regulation's form names them (contract, annex 1)
    Block.MANDATORY: "Обязательная часть",
    Block.FORMED: "Часть, формируемая участниками образовательных отношений",
    Block.CORRECTION: "Внеурочная деятельность: коррекционно-развивающая область",
    Block.EXTRACURRICULAR: "Внеурочная деятельность: другие направления",
}
BLOCK_SHORT = {
    Block.MANDATORY: "обязательная",
    Block.FORMED: "формируемая",
    Block.CORRECTION: "коррекция",
    Block.EXTRACURRICULAR: "внеурочная",
}
HOURS = {  # the three kinds of hours (regulation 2.14)
    HoursKind.CONTACT: "очно, с учителем",
    HoursKind.REMOTE: "дистанционно",
    HoursKind.SELF_STUDY: "самостоятельно",
}
FORM = {LessonForm.HOME: "дома", LessonForm.SCHOOL: "в школе", LessonForm.REMOTE: "дистанционно"}
PATTERN = {
    Pattern.PARITY: "чередовать недели",
    Pattern.SHORT: "короче, но чаще",
    Pattern.PAIRED: "по очереди в общее время",
    Pattern.BLOCK: "в одной части года",
    Pattern.OTHER_FORM: "долю часа дать в другой форме",
    Pattern.ROUND_UP: "округлить до целого занятия",
}
STATE = {
    PlanState.DRAFT: "черновик",
    PlanState.OFFERED: "ждёт ответа родителя",
    PlanState.AGREED: "согласован родителем",
    PlanState.DECLINED: "родитель не согласен",
    PlanState.APPROVED: "утверждён",
    PlanState.SUPERSEDED: "заменён",
}
CHANNEL = {
    AnswerChannel.PAGE: "на своей странице",
    AnswerChannel.CALL: "по телефону",
    AnswerChannel.PAPER: "на бумаге",
    AnswerChannel.MEETING: "при встрече",
}
ACT = {
    Act.OFFER: "отправлен родителю",
    Act.AGREE: "родитель согласен",
    Act.DECLINE: "родитель не согласен",
    Act.WITHDRAW: "родитель отозвал ответ",
    Act.RECALL: "школа отозвала версию",
    Act.APPROVE: "утверждён директором",
}


def manner(kind: HoursKind, form: LessonForm, by_screen: bool = True) -> str:
    """How hours are given: `очно, дома`, `очно, дома, без дистанционных занятий`, `дистанционно`, `самостоятельно`."""
    if kind != HoursKind.CONTACT:
        return HOURS[kind]
    return f"очно, {FORM[form]}{'' if by_screen else ', без дистанционных занятий'}"
