"""Papers of the beginning: application, list of what is missing, consent to sign by hand."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from api.services.cases.loading import LASTING, load_one
from api.services.families.addresses import homes_of
from api.services.papers.medical import Medical, Why, read_medical
from api.services.printing.found import Found
from api.services.printing.ground import Ground
from api.services.words import CONSENT, PAPER, shown
from exports.document.values import Application, Consent, Missing
from models.case import Case, Programme
from models.document import Paper, PaperKind

PROGRAMME = {
    Programme.GENERAL: "основная общеобразовательная",
    Programme.ADAPTED: "адаптированная основная общеобразовательная",
    Programme.INDIVIDUAL: "специальная индивидуальная программа развития",
}


def application(ground: Ground) -> Found:
    """Annex 1; lines of medical papers are left to the hand of the parent."""
    basis = load_one(ground.unit.session, ground.case)
    filed = max(basis.of(PaperKind.MEDICAL), key=lambda paper: paper.first, default=None)
    home = next((place for place in homes_of(ground.unit, ground.case.pupil_id) if place.main), None)
    return Found(
        values=Application(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            programme=PROGRAMME[Programme(ground.case.programme)], medical="", pmpk="",
            address=home.title if home else "", first=shown(max(filed.first, basis.year.first)) if filed else "",
            last=shown(min(filed.last or basis.year.last, basis.year.last)) if filed else "",
        )
    )  # fmt: skip


def application_in_full(ground: Ground) -> Found:
    """With the requisites of the papers that count. Each reading is written down before it."""
    found = application(ground)
    told = {kind: _requisites(ground, kind) for kind in (PaperKind.MEDICAL, PaperKind.PMPK)}
    values = replace(found.values, medical=told[PaperKind.MEDICAL], pmpk=told[PaperKind.PMPK])
    return Found(values=values)


def _requisites(ground: Ground, kind: PaperKind) -> str:
    paper_id = _newest(ground, kind)
    return _in_line(read_medical(ground.unit, paper_id, Why.ORDER)) if paper_id else ""


def _newest(ground: Ground, kind: PaperKind) -> str | None:
    """The paper of this case; a lasting one may come from an earlier case of the child."""
    asked = (
        select(Paper.id)
        .join(Case, col(Paper.case_id) == col(Case.id))
        .where(Paper.kind == kind, col(Paper.annulled_on).is_(None))
        .order_by(col(Paper.valid_from).desc(), col(Paper.created_at).desc())
    )
    if kind in LASTING:
        asked = asked.where(Case.pupil_id == ground.case.pupil_id, Case.school_id == ground.case.school_id)
    else:
        asked = asked.where(Paper.case_id == ground.case.id)
    return ground.unit.session.exec(asked).first()


def _in_line(paper: Medical) -> str:
    return f"№ {paper.number} от {shown(paper.issued_on)}, выдано: {paper.issuer}"


def missing(ground: Ground) -> Found:
    """What the package still lacks; an empty list is an answer, too."""
    lacking = load_one(ground.unit.session, ground.case).lacking(ground.unit.today)
    told = tuple(PAPER[kind][:1].upper() + PAPER[kind][1:] for kind in lacking)
    return Found(
        values=Missing(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent, papers=told,
            deputy=ground.deputy_named, phone=ground.phone,
        )
    )  # fmt: skip


def consent(ground: Ground) -> Found:
    """Blank but for names: one line for each purpose."""
    return Found(
        values=Consent(
            school=ground.school, today=ground.today, child=ground.child, parent=ground.parent,
            purposes=tuple(CONSENT.values()),
        )
    )  # fmt: skip
