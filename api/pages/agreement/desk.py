"""The desk of agreeing: who has answered and who has not, one version whole, answers by telephone and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.agreement.showing import Choices, OnStage, Stage, moment, seen_in, status_of
from api.pages.cases.files import CheckedFile, handed, keep
from api.services.agreement.timetable.answering import By, Reply, decision_of, enter_reply
from api.services.agreement.timetable.desk import Seen
from api.services.agreement.timetable.offering import recall, remind
from api.services.agreement.timetable.overview import Group, Line, Sheet, sheet_of, standing
from api.services.agreement.timetable.seen import CHANNEL
from api.services.agreement.timetable.states import STEPS, VersionMove
from api.services.papers.attachments import fetch
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.agreement import Answer, AnswerChannel
from models.person import Role

router = APIRouter()
TITLE = {
    Group.LATE: "Кто не ответил в срок",
    Group.DECIDE: "Не согласны: нужно решение",
    Group.WAIT: "Ждём ответа",
    Group.APPROVE: "Согласны, ждут директора",
    Group.PUBLISH: "Утверждены, можно публиковать",
}
ENTERED: Choices = tuple((key.value, said) for key, said in CHANNEL.items() if By(channel=key).told)
ANSWERS = {"agree": Answer.AGREED, "decline": Answer.DECLINED}


@dataclass(frozen=True, slots=True)
class Section:
    group: Group
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """sections: only those with something in them. director: may approve."""

    sections: tuple[Section, ...]
    director: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """form: of the answer that is entered; signing: it is the one with files. moments: when answers and messages came,
    in words, by their instant."""

    sheet: Sheet
    form: Form
    signing: bool
    entered: Choices
    speakers: Choices
    recallable: bool
    said_at: Callable[..., str]


@router.api_route("/agreement", methods=["GET", "HEAD"])
def desk(stage: OnStage, unit: ReadUnit, said: str = "") -> Response:
    found = standing(unit)
    sections = (Section(group, TITLE[group], tuple(x for x in found if x.group == group)) for group in Group)
    content = DeskPage(
        sections=tuple(section for section in sections if section.lines),
        director=unit.actor.role == Role.DIRECTOR,
    )
    return stage.show("desk.html", "Согласование", content, said=said)


@router.api_route("/agreement/{version_id}", methods=["GET", "HEAD"])
def version(stage: OnStage, unit: ReadUnit, version_id: str, said: str = "") -> Response:
    return _show(stage, unit, version_id, form_of(), said)


def _show(stage: Stage, unit: Unit, version_id: str, form: Form, said: str = "") -> Response:
    sheet = sheet_of(unit, version_id, stage.address)
    content = VersionPage(
        sheet=sheet, form=form, signing=form.said("kind") == "signed", entered=ENTERED, said_at=moment,
        speakers=tuple((one.guardian_id, f"{one.name}, {one.kind}") for one in sheet.version.speakers),
        recallable=sheet.version.state in STEPS[VersionMove.RECALL].origins,
    )  # fmt: skip
    return stage.show("version.html", f"Дело {sheet.version.case_code}", content, status_of(form), said)


def acted(
    stage: Stage, unit: Unit, version_id: str, form: Form, act: Callable[[], object], said: str
) -> Response:
    made = attempt(unit, act)
    if isinstance(made, Invalid | Conflict):
        return _show(stage, unit, version_id, form.refused(made))
    return done(f"/agreement/{version_id}", said)


@router.post("/agreement/{version_id}/recall")
def take_back(stage: OnStage, unit: WriteUnit, version_id: str, form: Sent) -> Response:
    return acted(
        stage, unit, version_id, form, lambda: recall(unit, version_id, seen_in(form.said("seen"))), "saved"
    )


@router.post("/agreement/{version_id}/remind")
def send_again(stage: OnStage, unit: WriteUnit, version_id: str, form: Sent) -> Response:
    return acted(stage, unit, version_id, form, lambda: remind(unit, version_id, stage.address), "sent")


@router.post("/agreement/{version_id}/entered")
def enter(stage: OnStage, unit: WriteUnit, version_id: str, form: Sent) -> Response:
    return acted(stage, unit, version_id, form, lambda: _enter(unit, version_id, form), "saved")


@router.post("/decisions/{decision_id}/file")
def keep_paper(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, decision_id: str, form: Sent
) -> Response:
    """The signed paper behind an answer."""
    row = decision_of(unit, decision_id)
    refused = keep(place, unit, row, file, form)
    if refused is not None:
        return _show(stage, unit, row.version_id, form.refused(refused))
    return done(f"/agreement/{row.version_id}", "saved")


@router.get("/decisions/{decision_id}/file")
def hand_paper(place: Place, unit: WriteUnit, decision_id: str) -> Response:
    return handed(fetch(unit, place.files, decision_of(unit, decision_id)))


def _enter(unit: Unit, version_id: str, form: Form) -> object:
    reader = Reader(form)
    speakers = frozenset(one.guardian_id for one in sheet_of(unit, version_id, "").version.speakers)
    whose = reader.among("guardian_id", speakers, "Выберите, кто ответил.")
    channel = reader.among("channel", dict(ENTERED), "Укажите, как получен ответ.")
    told = reader.among("answer", frozenset(ANSWERS), "Укажите ответ.")
    reader.check()
    return enter_reply(
        unit, version_id, whose, Seen(digest=seen_in(form.said("seen")).digest),
        Reply(answer=ANSWERS[told], comment=form.said("comment")),
        By(channel=AnswerChannel(channel), code=form.said("code")),
    )  # fmt: skip
