"""Russian words of records."""

from __future__ import annotations

from models.record import (
    Attendance,
    Consulted,
    ControlPart,
    CouncilKind,
    EndPaper,
    EventKind,
    FinalWay,
    MarkSign,
    Outcome,
    Rhythm,
    Scale,
)
from scheduler.terms import LessonForm

RHYTHM = {
    Rhythm.TERM: "каждую четверть",
    Rhythm.HALF: "каждое полугодие",
    Rhythm.YEAR: "за год",
    Rhythm.NONE: "не аттестуется",
}
SCALE = {Scale.MARKS: "отметка 2–5", Scale.PASS: "зачтено или нет", Scale.WORDS: "словами"}
MARK = {
    MarkSign.FIVE: "5",
    MarkSign.FOUR: "4",
    MarkSign.THREE: "3",
    MarkSign.TWO: "2",
    MarkSign.PASSED: "зачтено",
    MarkSign.FAILED: "не зачтено",
    MarkSign.NA: "н/а",
}
SIGNS = {
    Scale.MARKS: (MarkSign.FIVE, MarkSign.FOUR, MarkSign.THREE, MarkSign.TWO, MarkSign.NA),
    Scale.PASS: (MarkSign.PASSED, MarkSign.FAILED, MarkSign.NA),
    Scale.WORDS: (MarkSign.NA,),
}
WAY = {
    FinalWay.OGE: "ОГЭ",
    FinalWay.EGE: "ЕГЭ",
    FinalWay.GVE: "ГВЭ",
    FinalWay.LABOUR: "экзамен по труду",
    FinalWay.NONE: "без итоговой аттестации",
}
END_PAPER = {
    EndPaper.CERTIFICATE: "аттестат",
    EndPaper.TRAINING: "свидетельство об обучении",
    EndPaper.REFERENCE: "справка об обучении",
}
OUTCOME = {
    Outcome.MOVED: "переведён(а) в следующий класс",
    Outcome.CONDITIONAL: "переведён(а) условно",
    Outcome.KEPT: "оставлен(а) на повторное обучение",
}
EVENT = {EventKind.EVENT: "мероприятие", EventKind.CLUB: "кружок или секция"}
ATTENDANCE = {
    Attendance.OFFERED: "предложено",
    Attendance.ATTENDED: "участвовал(а)",
    Attendance.MISSED: "не участвовал(а)",
    Attendance.DECLINED: "отказались",
}
CONSULTED = {Consulted.PUPIL: "ученик", Consulted.PARENTS: "родители", Consulted.BOTH: "ученик и родители"}
CONTROL = {
    ControlPart.LESSONS: "проведение занятий",
    ControlPart.PLAN: "выполнение плана",
}
FORM = {LessonForm.HOME: "дома", LessonForm.SCHOOL: "в школе", LessonForm.REMOTE: "дистанционно"}
COUNCIL = {CouncilKind.EXAM: "протокол обследования ППк", CouncilKind.ADVICE: "рекомендации ППк"}
