"""How causes are told: to staff by their name, to everybody else without a word of anybody's health."""

from __future__ import annotations

from models.day import Cause, Channel, Debtor

CAUSE = {
    Cause.CHILD_ILL: "болезнь ребёнка",
    Cause.CHILD_AWAY: "ребёнка не будет (дела семьи)",
    Cause.TEACHER_ILL: "болезнь учителя",
    Cause.TEACHER_AWAY: "учителя не будет",
    Cause.NO_ENTRY: "не пустили",
    Cause.NO_ADULT: "не было взрослого",
    Cause.NO_SHOW: "учитель не пришёл",
    Cause.SCHOOL: "решение школы",
}
TOLD = {
    Cause.CHILD_ILL: "по просьбе семьи",
    Cause.CHILD_AWAY: "по просьбе семьи",
    Cause.TEACHER_ILL: "учителя не будет",
    Cause.TEACHER_AWAY: "учителя не будет",
    Cause.NO_ENTRY: "урок не состоялся",
    Cause.NO_ADULT: "урок не состоялся",
    Cause.NO_SHOW: "урок не состоялся",
    Cause.SCHOOL: "по решению школы",
}
ANOTHER = "урок проведёт другой учитель"
DEBTOR = {Debtor.TEACHER: "учитель", Debtor.SCHOOL: "школа", Debtor.NOBODY: "никто"}
CHANNEL = {Channel.PAGE: "", Channel.CALL: ", по телефону", Channel.VISIT: ", при встрече"}
