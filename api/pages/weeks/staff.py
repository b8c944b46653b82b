"""Absences that the school enters: of a child whose family called, of a teacher."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Acting, ReadUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import moment
from api.pages.frame import CASES, TEACHERS
from api.pages.weeks.own import causes_of_teacher, draft_of_teacher
from api.pages.weeks.showing import OnStage, Stage, acted, again, cause_in, span_said, to
from api.services.cases.life import case_of
from api.services.days.absences import AbsenceDraft
from api.services.days.desk import teacher_seen
from api.services.days.receipts import AbsenceLine, absences_seen, causes_of_child
from api.services.days.reports import report
from api.services.entry.doors import Door
from api.services.entry.sessions import Live
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, form_of
from models.base import new_id
from models.day import OF_CHILD, Cause, Channel

router = APIRouter()
CHANNELS = {Channel.CALL: "Позвонили", Channel.VISIT: "Сказали при встрече", Channel.PAGE: "Узнали иначе"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """at: path of its page; days and when it was told in words."""

    at: str
    line: AbsenceLine
    days: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """who: a case's code or a teacher's name. channels: how the school came to know it, for a child."""

    who: str
    of_child: bool
    back: str
    action: str
    rows: tuple[Row, ...]
    causes: tuple[tuple[str, str], ...]
    channels: tuple[tuple[str, str], ...]
    form: Form


@router.api_route("/cases/{case_id}/absences", methods=["GET", "HEAD"])
def of_case(stage: OnStage, unit: ReadUnit, case_id: str, said: str = "") -> Response:
    form = form_of(
        request=new_id(), cause=Cause.CHILD_ILL, channel=Channel.CALL, first_on=unit.today, last_on=unit.today
    )
    return _case(stage, unit, case_id, form, said)


@router.post("/cases/{case_id}/absences")
def add_to_case(stage: OnStage, act: Acting, case_id: str, form: Sent) -> Response:
    return _added(
        stage, act, form, f"cases/{case_id}/absences", "absences", lambda _: _draft_of_child(case_id, form),
        lambda unit, sent: _case(stage, unit, case_id, sent),
    )  # fmt: skip


@router.api_route("/teachers/{teacher_id}/absences", methods=["GET", "HEAD"])
def of_teacher(stage: OnStage, unit: ReadUnit, teacher_id: str, said: str = "") -> Response:
    form = form_of(request=new_id(), cause=Cause.TEACHER_ILL, first_on=unit.today, last_on=unit.today)
    return _teacher(stage, unit, teacher_id, form, said)


@router.post("/teachers/{teacher_id}/absences")
def add_to_teacher(stage: OnStage, act: Acting, teacher_id: str, form: Sent) -> Response:
    return _added(
        stage, act, form, f"teachers/{teacher_id}/absences", "away",
        lambda _: replace(draft_of_teacher(teacher_id, form), channel=Channel.CALL),
        lambda unit, sent: _teacher(stage, unit, teacher_id, sent),
    )  # fmt: skip


def _added(
    stage: Stage, act: tuple[Door, Live], form: Form, route: str, section: str,
    draft: Callable[[Unit], AbsenceDraft], show: Callable[[Unit, Form], Response],
) -> Response:  # fmt: skip
    def written(unit: Unit) -> str:
        return to(f"/{section}/{report(unit, draft(unit)).absence.id}", "saved")

    made = acted(stage, act, route, form, written)
    if isinstance(made, Invalid | Conflict):
        return show(stage.place.unit(*act), again(form, made))
    return made


def _draft_of_child(case_id: str, form: Form) -> AbsenceDraft:
    reader = Reader(form)
    channel = reader.among("channel", frozenset(str(each) for each in CHANNELS), "Выберите из списка.")
    first, last = reader.day("first_on"), reader.day_or_none("last_on")
    reader.check()
    return AbsenceDraft(
        case_id=case_id,
        cause=cause_in(form, OF_CHILD),
        first_on=first,
        last_on=last,
        channel=Channel(channel),
    )


def _case(stage: Stage, unit: Unit, case_id: str, form: Form, said: str = "") -> Response:
    case = case_of(unit, case_id)
    content = ListPage(
        who=f"Дело {case.code}", of_child=True, back=f"{CASES.href}/{case.id}",
        action=f"{CASES.href}/{case.id}/absences", rows=_rows("absences", absences_seen(unit, case_id=case.id)),
        causes=tuple((key, title.capitalize()) for key, title in causes_of_child()),
        channels=tuple((key.value, title) for key, title in CHANNELS.items()), form=form,
    )  # fmt: skip
    return stage.show("absences.html", "Отсутствия ученика", CASES.href, content, form, said)


def _teacher(stage: Stage, unit: Unit, teacher_id: str, form: Form, said: str = "") -> Response:
    teacher = teacher_seen(unit, teacher_id)
    content = ListPage(
        who=teacher.name, of_child=False, back=f"{TEACHERS.href}/{teacher.id}",
        action=f"{TEACHERS.href}/{teacher.id}/absences",
        rows=_rows("away", absences_seen(unit, teacher_id=teacher.id)), causes=causes_of_teacher(), channels=(),
        form=form,
    )  # fmt: skip
    return stage.show("absences.html", "Отсутствия учителя", TEACHERS.href, content, form, said)


def _rows(section: str, lines: tuple[AbsenceLine, ...]) -> tuple[Row, ...]:
    return tuple(
        Row(
            at=f"/{section}/{line.id}",
            line=line,
            days=span_said(line.first_on, line.last_on),
            told=moment(line.at),
        )
        for line in lines
    )
