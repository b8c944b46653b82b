"""The page of one case: whole for those who work with it, short for parents and class teachers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.showing import Choices, Item, OnStage, Stage, items, named
from api.services.cases.caselist import NEXT
from api.services.cases.life import change_class
from api.services.cases.outlook import Outlook, on_date
from api.services.cases.seen import ShortCase, short_case
from api.services.cases.sheet import CaseSheet, MoveChoice, case_sheet
from api.services.days.outlook import LessonsThen, lessons_then
from api.services.desk import DESK
from api.services.people.staff import in_roles
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.person import Role
from models.states import Move, State

router = APIRouter()

FAMILY = {
    State.APPLIED: "Школа приняла ваше заявление и собирает документы.",
    State.COMPLETE: "Все документы собраны. Школа готовит приказ.",
    State.ORDERED: "Приказ издан. Дальше школа заключит с вами договор.",
    State.CONTRACTED: "Договор заключён. Школа готовит учебный план.",
    State.PLANNED: "Учебный план утверждён. Школа составляет расписание.",
    State.SCHEDULED: "Расписание утверждено. Скоро начнутся занятия.",
    State.RUNNING: "Занятия идут.",
    State.SUSPENDED: "Занятия приостановлены. Когда они начнутся снова, скажет школа.",
    State.PROLONGED: "Обучение продлено, занятия идут.",
    State.AMENDED: "Условия изменились, занятия идут.",
    State.EXPIRED: "Срок документов истёк, ребёнок учится с классом. Для учёбы дома нужны новые документы.",
    State.ENDED_EARLY: "Обучение на дому прекращено по заявлению.",
    State.FINISHED: "Учебный год завершён.",
}

LETTERS = {
    "ПМПК": "ПМПК — психолого-медико-педагогическая комиссия.",
    "ИПРА": "ИПРА — программа реабилитации ребёнка.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """form: of the moves. asked: the day of the outlook, as it was typed; outlook, then None: no day asked for.

    forward: the move that leads on; its button stands out.
    """

    sheet: CaseSheet
    items: tuple[Item, ...]
    possible: tuple[MoveChoice, ...]
    blocked: tuple[MoveChoice, ...]
    form: Form
    outlook: Outlook | None
    then: LessonsThen | None
    asked: str
    today: date
    due_look: str
    forward: Move | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPage:
    """said: where the case stands, for a parent in words for a family. explained: letters that occur and need it."""

    case: ShortCase
    said: str
    parent: bool
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChangePage:
    case_id: str
    code: str
    rev: int
    form: Form
    teachers: Choices


@router.api_route("/cases/{case_id}", methods=["GET", "HEAD"])
def case(stage: OnStage, unit: ReadUnit, case_id: str, on: str = "", said: str = "") -> Response:
    if unit.actor.role in DESK:
        return show_case(stage, unit, case_id, form_of(on=unit.today), asked=on, said=said)
    found = short_case(unit, case_id)
    parent = unit.actor.role == Role.PARENT
    titles = " ".join((*found.lacking, *(holding.title for holding in found.holdings)))
    content = ShortPage(
        case=found, said=FAMILY[found.state] if parent else found.said, parent=parent,
        explained=tuple(words for letters, words in LETTERS.items() if letters in titles),
    )  # fmt: skip
    return stage.show("short.html", "Обучение на дому" if parent else f"Дело {found.code}", content)


def show_case(
    stage: Stage, unit: Unit, case_id: str, form: Form, *, asked: str = "", status: int = 200, said: str = ""
) -> Response:
    """The whole page. form: of the moves, with what was refused."""
    sheet = case_sheet(unit, case_id)
    on = Reader(Form(values={"on": asked})).day_or_none("on")
    content = CasePage(
        sheet=sheet,
        items=items(sheet.attention, sheet.code),
        possible=tuple(choice for choice in sheet.choices if not choice.reasons),
        blocked=tuple(choice for choice in sheet.choices if choice.reasons),
        form=form,
        outlook=on_date(unit, case_id, on) if on else None,
        then=lessons_then(unit, case_id, on) if on else None,
        asked=on.isoformat() if on else asked[:20],
        today=unit.today,
        due_look="late" if sheet.due and sheet.due < unit.today else "",
        forward=NEXT.get(sheet.state),
    )
    return stage.show("case.html", f"Дело {sheet.code}", content, status, said)


@router.api_route("/cases/{case_id}/class", methods=["GET", "HEAD"])
def class_form(stage: OnStage, unit: ReadUnit, case_id: str) -> Response:
    sheet = case_sheet(unit, case_id)
    teacher = sheet.class_teacher.id if sheet.class_teacher else None
    return _class_form(
        stage, unit, case_id, form_of(class_title=sheet.class_title, class_teacher_id=teacher, rev=sheet.rev)
    )


@router.post("/cases/{case_id}/class")
def change(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        rev, title = reader.number("rev"), reader.text("class_title")
        reader.check()
        change_class(unit, case_id, rev, title, reader.text_or_none("class_teacher_id"))

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _class_form(stage, unit, case_id, sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}", "saved")


def _class_form(stage: Stage, unit: Unit, case_id: str, form: Form, status: int = 200) -> Response:
    sheet = case_sheet(unit, case_id)
    teachers = named(in_roles(unit, [Role.CLASS_TEACHER]))
    if sheet.class_teacher and sheet.class_teacher.id not in dict(teachers):
        teachers = (*teachers, (sheet.class_teacher.id, sheet.class_teacher.name))
    content = ClassChangePage(case_id=case_id, code=sheet.code, rev=sheet.rev, form=form, teachers=teachers)
    return stage.show("class_change.html", f"Класс: дело {sheet.code}", content, status)
