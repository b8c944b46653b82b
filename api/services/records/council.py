"""Papers of the school's council (ППк): its examination, its recommendations, released to teachers by the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.life import case_of
from api.services.desk import at_desk, locked, touch
from api.services.papers.filing import open_for_papers, refuse_dates
from api.services.records.looking import Eye, look
from api.services.records.plain import only_faults, text_faults
from api.services.unit import Unit
from api.services.words import shown
from models.record import CouncilKind, CouncilPaper

MOST_ADVICE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilDraft:
    """A paper of the council. advice: what it recommends for teaching; an examination has none."""

    kind: CouncilKind
    number: str | None = None
    issued_on: date
    valid_to: date | None = None
    advice: str = ""
    released: bool = False


def file_council(unit: Unit, case_id: str, draft: CouncilDraft) -> CouncilPaper:
    """Files a paper of the council."""
    open_for_papers(unit, case_id)
    advises = draft.kind == CouncilKind.ADVICE
    faults = only_faults({
        "number": text_faults(draft.number, 60),
        "advice": text_faults(draft.advice, MOST_ADVICE, "Напишите рекомендации.") if advises
        else ("Рекомендации вносят отдельным документом.",) if draft.advice.strip() else (),
    })  # fmt: skip
    if faults:
        raise Invalid(faults)
    refuse_dates(unit, draft.issued_on, draft.valid_to, draft.issued_on)
    row = CouncilPaper(
        case_id=case_id, kind=draft.kind, number=draft.number, issued_on=draft.issued_on,
        valid_to=draft.valid_to, advice=draft.advice.strip() if advises else None,
        released=advises and draft.released,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("council.file", "council_paper", row.id, case=case_id, what=draft.kind, released=row.released)
    return row


def council_of(unit: Unit, council_id: str) -> CouncilPaper:
    """A paper of the council of a case of the actor's school, for its desk."""
    at_desk(unit)
    row = unit.session.get(CouncilPaper, council_id)
    if row is None:
        raise NotFound
    case_of(unit, row.case_id)
    return row


def council_papers(unit: Unit, case_id: str) -> tuple[CouncilPaper, ...]:
    """At the desk every paper; for teachers recommendations that were released and hold; for parents none."""
    seen = look(unit, case_id)
    if seen.eye == Eye.PARENT:
        return ()
    asked = select(CouncilPaper).where(CouncilPaper.case_id == case_id)
    rows = unit.session.exec(asked.order_by(col(CouncilPaper.created_at), col(CouncilPaper.id)))
    if seen.eye == Eye.DESK:
        return tuple(rows)
    return tuple(row for row in rows if row.released and _holds(row, unit.today))


def _holds(row: CouncilPaper, today: date) -> bool:
    return row.annulled_on is None and (row.valid_to is None or row.valid_to >= today)


def release_advice(unit: Unit, council_id: str, rev: int, released: bool) -> CouncilPaper:
    """Shows recommendations to the child's teachers, or no longer."""
    row = _held(unit, council_id)
    if row.kind != CouncilKind.ADVICE or row.annulled_on is not None:
        raise Conflict("Открыть учителям можно только действующие рекомендации.")
    touch(row, rev)
    row.released = released
    unit.session.flush()
    unit.note("council.release", "council_paper", row.id, case=row.case_id, released=released)
    return row


def annul_council(unit: Unit, council_id: str, rev: int) -> CouncilPaper:
    """The paper counts no more; it stays in the file."""
    row = _held(unit, council_id)
    if row.annulled_on is not None:
        raise Conflict(f"Документ уже аннулирован {shown(row.annulled_on)}.")
    touch(row, rev)
    row.annulled_on = unit.today
    unit.session.flush()
    unit.note("council.annul", "council_paper", row.id, case=row.case_id)
    return row


def _held(unit: Unit, council_id: str) -> CouncilPaper:
    row = council_of(unit, council_id)
    return locked(unit, CouncilPaper, council_id) or row
