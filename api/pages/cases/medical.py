"""Medical papers. What they say is opened by POST with a purpose, and each opening is in the log."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import handed
from api.pages.cases.papers import WHY, show_paper
from api.pages.cases.showing import LEVEL, PAPERS, PROGRAMME, Choices, OnStage, Stage
from api.services.cases.life import case_of
from api.services.papers.attachments import fetch
from api.services.papers.filing import paper_of
from api.services.papers.medical import Medical, MedicalDraft, Why, change_medical, file_medical, read_medical
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Case, Level, Programme
from models.document import SENSITIVE, Paper, PaperKind

router = APIRouter()

NO_WHY = "Выберите, зачем открываете документ."
KINDS = tuple((kind.value, PAPERS[kind]) for kind in SENSITIVE)
LEVELS = tuple((level.value, title) for level, title in LEVEL.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMedicalPage:
    case_id: str
    code: str
    kinds: Choices
    levels: Choices
    form: Form = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPage:
    """What a medical paper says, once its reading is written down. said_why: the purpose in words."""

    paper: Paper
    case_id: str
    code: str
    title: str
    programme: str
    why: str
    said_why: str
    form: Form = field(repr=False)


@router.api_route("/cases/{case_id}/medical/new", methods=["GET", "HEAD"])
def new_medical(stage: OnStage, unit: ReadUnit, case_id: str, kind: str = "") -> Response:
    case = case_of(unit, case_id)
    form = form_of(kind=kind[:20], issued_on=unit.today, valid_from=unit.today, level=case.level)
    return _new(stage, case, form)


@router.post("/cases/{case_id}/medical")
def add_medical(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    refused = attempt(unit, lambda: file_medical(unit, case_id, _draft(sent)))
    if isinstance(refused, Invalid | Conflict):
        return _new(stage, case_of(unit, case_id), sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}", "added")


def _new(stage: Stage, case: Case, form: Form, status: int = 200) -> Response:
    content = NewMedicalPage(case_id=case.id, code=case.code, kinds=KINDS, levels=LEVELS, form=form)
    return stage.show("medical_new.html", f"Медицинский документ: дело {case.code}", content, status)


def _draft(sent: Form, paper: Paper | None = None) -> MedicalDraft:
    """paper: whose kind and days stay as they are."""
    reader = Reader(sent)
    kinds = frozenset(kind.value for kind in SENSITIVE)
    kind = paper.kind if paper else reader.among("kind", kinds, "Выберите вид документа.")
    level = sent.said("level")
    draft = MedicalDraft(
        kind=PaperKind(kind) if kind in kinds else PaperKind.MEDICAL,
        number=reader.text("number"), issuer=reader.text("issuer"), issued_on=reader.day("issued_on"),
        valid_from=paper.valid_from if paper else reader.day("valid_from"),
        valid_to=paper.valid_to if paper else reader.day_or_none("valid_to"),
        level=Level(level) if level in set(Level) else None,
        max_day_min=reader.number_or_none("max_day_min"), ends_by_min=reader.minutes_or_none("ends_by_min"),
        limits=reader.text_or_none("limits"),
    )  # fmt: skip
    reader.check()
    return draft


@router.post("/papers/{paper_id}/medical")
def open_medical(stage: OnStage, unit: WriteUnit, paper_id: str, sent: Sent) -> Response:
    why = _why(sent)
    if isinstance(why, Invalid):
        return show_paper(stage, unit, paper_id, sent.refused(why), why.status)
    return _opened(stage, unit, paper_id, _filled(read_medical(unit, paper_id, why), why))


def _why(sent: Form) -> Why | Invalid:
    told = sent.said("why")
    return Why(told) if told in set(Why) else Invalid({"why": [NO_WHY]})


def _filled(told: Medical, why: Why) -> Form:
    ends = f"{told.ends_by_min // 60:02d}:{told.ends_by_min % 60:02d}" if told.ends_by_min else None
    return form_of(
        number=told.number, issuer=told.issuer, issued_on=told.issued_on, max_day_min=told.max_day_min,
        ends_by_min=ends, limits=told.limits, rev=told.rev, why=why,
    )  # fmt: skip


def _opened(stage: Stage, unit: Unit, paper_id: str, form: Form, status: int = 200) -> Response:
    paper = paper_of(unit, paper_id)
    case, why = case_of(unit, paper.case_id), form.said("why")
    content = OpenedPage(
        paper=paper, case_id=case.id, code=case.code, title=PAPERS[PaperKind(paper.kind)],
        programme=PROGRAMME[Programme(case.programme)], why=why,
        said_why=WHY.get(Why(why), "") if why in set(Why) else "", form=form,
    )  # fmt: skip
    return stage.show("medical.html", f"Медицинский документ: дело {case.code}", content, status)


@router.post("/papers/{paper_id}/medical/change")
def change(stage: OnStage, unit: WriteUnit, paper_id: str, sent: Sent) -> Response:
    def act() -> None:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        change_medical(unit, paper_id, rev, _draft(sent, paper_of(unit, paper_id)))

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _opened(stage, unit, paper_id, sent.refused(refused), refused.status)
    return done(f"/papers/{paper_id}", "saved")


@router.post("/papers/{paper_id}/medical/file")
def hand_out(place: Place, stage: OnStage, unit: WriteUnit, paper_id: str, sent: Sent) -> Response:
    why = _why(sent)
    if isinstance(why, Invalid):
        return show_paper(stage, unit, paper_id, sent.refused(why), why.status)
    return handed(fetch(unit, place.files, paper_of(unit, paper_id), why))
