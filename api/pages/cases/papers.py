"""Papers of a case: filing them, looking at one, annulling it, the file behind it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import CheckedFile, handed, keep
from api.pages.cases.showing import PAPERS, Choices, OnStage, Stage
from api.services.cases.life import case_of
from api.services.cases.sheet import Standing, standing_of
from api.services.papers.attachments import fetch
from api.services.papers.filing import PaperDraft, annul_paper, file_paper, paper_of
from api.services.papers.medical import Why
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done, form_of
from models.case import Case
from models.document import SENSITIVE, Paper, PaperKind
from models.school import School

router = APIRouter()

PLAIN = tuple(kind for kind in PaperKind if kind not in SENSITIVE)
WHY = {
    Why.CHECK: "проверить, что внесено верно",
    Why.ORDER: "подготовить приказ или договор",
    Why.TIMETABLE: "учесть ограничения в расписании",
    Why.EXPORT: "выдать сведения по просьбе семьи",
}
WHYS = tuple((why.value, title) for why, title in WHY.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaperPage:
    case_id: str
    code: str
    kinds: Choices
    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """A paper. form: of whatever was sent last. takes_file: False for medical ones where the school keeps no scans."""

    paper: Paper
    title: str
    code: str
    standing: Standing
    sensitive: bool
    takes_file: bool
    whys: Choices
    form: Form


@router.api_route("/cases/{case_id}/papers/new", methods=["GET", "HEAD"])
def new_paper(stage: OnStage, unit: ReadUnit, case_id: str, kind: str = "") -> Response:
    return _new(stage, case_of(unit, case_id), form_of(kind=kind[:20], valid_from=unit.today))


@router.post("/cases/{case_id}/papers")
def add_paper(stage: OnStage, unit: WriteUnit, case_id: str, sent: Sent) -> Response:
    def act() -> Paper:
        reader = Reader(sent)
        kind = reader.among("kind", frozenset(kind.value for kind in PLAIN), "Выберите вид документа.")
        draft = PaperDraft(
            kind=PaperKind(kind) if kind in set(PLAIN) else PaperKind.OTHER,
            number=reader.text_or_none("number"), issuer=reader.text_or_none("issuer"),
            issued_on=reader.day_or_none("issued_on"), valid_from=reader.day("valid_from"),
            valid_to=reader.day_or_none("valid_to"),
        )  # fmt: skip
        reader.check()
        return file_paper(unit, case_id, draft)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return _new(stage, case_of(unit, case_id), sent.refused(refused), refused.status)
    return done(f"/cases/{case_id}", "added")


def _new(stage: Stage, case: Case, form: Form, status: int = 200) -> Response:
    kinds = tuple((kind.value, PAPERS[kind]) for kind in PLAIN)
    content = NewPaperPage(case_id=case.id, code=case.code, kinds=kinds, form=form)
    return stage.show("paper_new.html", f"Документ: дело {case.code}", content, status)


@router.api_route("/papers/{paper_id}", methods=["GET", "HEAD"])
def paper(stage: OnStage, unit: ReadUnit, paper_id: str, said: str = "") -> Response:
    return show_paper(stage, unit, paper_id, Form(), said=said)


def show_paper(
    stage: Stage, unit: Unit, paper_id: str, form: Form, status: int = 200, said: str = ""
) -> Response:
    """The page of a paper; of a medical one without anything it says."""
    paper = paper_of(unit, paper_id)
    case, sensitive = case_of(unit, paper.case_id), paper.kind in SENSITIVE
    scans = unit.session.get_one(School, case.school_id).medical_scans
    content = PaperPage(
        paper=paper, title=PAPERS[PaperKind(paper.kind)], code=case.code,
        standing=standing_of(paper, case, unit.today), sensitive=sensitive,
        takes_file=scans or not sensitive, whys=WHYS, form=form,
    )  # fmt: skip
    return stage.show("paper.html", f"Документ: дело {case.code}", content, status, said)


@router.post("/papers/{paper_id}/annul")
def annul(stage: OnStage, unit: WriteUnit, paper_id: str, sent: Sent) -> Response:
    def act() -> Paper:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        return annul_paper(unit, paper_id, rev)

    refused = attempt(unit, act)
    if isinstance(refused, Invalid | Conflict):
        return show_paper(stage, unit, paper_id, sent.refused(refused), refused.status)
    return done(f"/cases/{refused.case_id}", "ended")


@router.post("/papers/{paper_id}/file")
def keep_file(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, paper_id: str, sent: Sent
) -> Response:
    refused = keep(place, unit, paper_of(unit, paper_id), file, sent)
    if refused is not None:
        return show_paper(stage, unit, paper_id, sent.refused(refused), refused.status)
    return done(f"/papers/{paper_id}", "saved")


@router.get("/papers/{paper_id}/file")
def hand_out(place: Place, unit: WriteUnit, paper_id: str) -> Response:
    """Writes the reading down, so it is a writing unit though nothing changes."""
    paper = paper_of(unit, paper_id)
    if paper.kind in SENSITIVE:
        return RedirectResponse(f"/papers/{paper_id}", 303)
    return handed(fetch(unit, place.files, paper))
