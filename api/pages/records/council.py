"""A paper of the school's council: shown to teachers or not, annulled, the file behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import Place, ReadUnit, WriteUnit
from api.errors import Conflict, Invalid
from api.pages.cases.files import CheckedFile, handed, keep
from api.pages.frame import CASES
from api.pages.records.showing import OnStage, Stage
from api.services.cases.life import case_of
from api.services.papers.attachments import fetch
from api.services.records.council import annul_council, council_of, release_advice
from api.services.records.words import COUNCIL
from api.services.unit import Unit
from api.web.forms import Form, Reader, Sent, attempt, done
from models.record import CouncilKind, CouncilPaper

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilPage:
    paper: CouncilPaper
    title: str
    code: str
    form: Form


@router.api_route("/council/{council_id}", methods=["GET", "HEAD"])
def paper(stage: OnStage, unit: ReadUnit, council_id: str, said: str = "") -> Response:
    return _show(stage, unit, council_id, Form(), said=said)


def _show(
    stage: Stage, unit: Unit, council_id: str, form: Form, status: int = 200, said: str = ""
) -> Response:
    row = council_of(unit, council_id)
    title = COUNCIL[CouncilKind(row.kind)]
    code = case_of(unit, row.case_id).code
    content = CouncilPage(paper=row, title=title, code=code, form=form)
    return stage.show("council.html", f"Документ ППк: дело {code}", content, CASES.href, status, said)


@router.post("/council/{council_id}/release")
def release(stage: OnStage, unit: WriteUnit, council_id: str, sent: Sent) -> Response:
    released = sent.ticked("released")
    return _changed(
        stage, unit, council_id, sent, lambda rev: release_advice(unit, council_id, rev, released)
    )


@router.post("/council/{council_id}/annul")
def annul(stage: OnStage, unit: WriteUnit, council_id: str, sent: Sent) -> Response:
    return _changed(stage, unit, council_id, sent, lambda rev: annul_council(unit, council_id, rev))


def _changed(
    stage: Stage, unit: Unit, council_id: str, sent: Form, act: Callable[[int], CouncilPaper]
) -> Response:
    def acted() -> CouncilPaper:
        reader = Reader(sent)
        rev = reader.number("rev")
        reader.check()
        return act(rev)

    refused = attempt(unit, acted)
    if isinstance(refused, Invalid | Conflict):
        return _show(stage, unit, council_id, sent.refused(refused), refused.status)
    return done(f"/council/{council_id}", "ended")


@router.post("/council/{council_id}/file")
def keep_file(
    place: Place, stage: OnStage, file: CheckedFile, unit: WriteUnit, council_id: str, sent: Sent
) -> Response:
    refused = keep(place, unit, council_of(unit, council_id), file, sent)
    if refused is not None:
        return _show(stage, unit, council_id, sent.refused(refused), refused.status)
    return done(f"/council/{council_id}", "saved")


@router.get("/council/{council_id}/file")
def hand_out(place: Place, unit: WriteUnit, council_id: str) -> Response:
    return handed(fetch(unit, place.files, council_of(unit, council_id)))
