"""Papers that say nothing of health: filing them; taking any paper back. Consents as records of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.errors import Conflict, Invalid, NotFound
from api.services.cases.life import case_of, held_case
from api.services.cases.pupils import pupil_of
from api.services.desk import at_desk, locked, touch
from api.services.unit import Unit
from api.services.words import shown
from models.case import Case, Guardian
from models.document import SENSITIVE, Consent, Paper, PaperKind, Purpose
from models.states import LAST, State


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDraft:
    """Days of validity inclusive. A parent's application may name its period; else it is open."""

    kind: PaperKind
    number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDraft:
    """guardian_id: who gave it, when known by account."""

    purpose: Purpose
    given_on: date
    guardian_id: str | None = None


def open_for_papers(unit: Unit, case_id: str) -> Case:
    """A case that still takes papers; Conflict for one that is over for good."""
    case = held_case(unit, case_id)
    if State(case.state) in LAST:
        raise Conflict(f"Дело {case.code} закрыто {shown(case.state_since)}: новые документы не принимаются.")
    return case


def file_paper(unit: Unit, case_id: str, draft: PaperDraft) -> Paper:
    """A paper without data on health; papers of doctors and of the ПМПК go through `medical.file_medical`."""
    case = open_for_papers(unit, case_id)
    if draft.kind in SENSITIVE:
        raise Invalid({"kind": ["Этот документ вносят в разделе медицинских документов."]})
    _refuse_long(draft)
    refuse_dates(unit, draft.valid_from, draft.valid_to, draft.issued_on)
    paper = Paper(
        case_id=case.id, kind=draft.kind, number=draft.number, issuer=draft.issuer,
        issued_on=draft.issued_on, valid_from=draft.valid_from, valid_to=draft.valid_to,
    )  # fmt: skip
    unit.session.add(paper)
    unit.session.flush()
    unit.note("paper.file", "paper", paper.id, case=case.id, what=draft.kind)
    return paper


def _refuse_long(draft: PaperDraft) -> None:
    faults = {}
    if len(draft.number or "") > 60:
        faults["number"] = ["Номер длиннее 60 знаков. Сократите его."]
    if len(draft.issuer or "") > 300:
        faults["issuer"] = ["Слишком длинно: не больше 300 знаков."]
    if faults:
        raise Invalid(faults)


def refuse_dates(unit: Unit, valid_from: date, valid_to: date | None, issued_on: date | None) -> None:
    """Invalid with every fault of a paper's dates."""
    faults = {}
    if valid_to is not None and valid_to < valid_from:
        faults["valid_to"] = ["Последний день раньше первого."]
    if issued_on is not None and issued_on > unit.today:
        faults["issued_on"] = [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]
    if faults:
        raise Invalid(faults)


def paper_of(unit: Unit, paper_id: str) -> Paper:
    """A paper of a case of the actor's school."""
    at_desk(unit)
    paper = unit.session.get(Paper, paper_id)
    if paper is None:
        raise NotFound
    case_of(unit, paper.case_id)
    return paper


def annul_paper(unit: Unit, paper_id: str, rev: int) -> Paper:
    """The paper counts no more: entered by mistake, or taken back. It stays in the file."""
    paper = paper_of(unit, paper_id)
    paper = locked(unit, Paper, paper_id) or paper
    if paper.annulled_on is not None:
        raise Conflict(f"Документ уже аннулирован {shown(paper.annulled_on)}.")
    touch(paper, rev)
    paper.annulled_on = unit.today
    unit.session.flush()
    unit.note("paper.annul", "paper", paper.id, case=paper.case_id, what=paper.kind)
    return paper


def give_consent(unit: Unit, pupil_id: str, draft: ConsentDraft) -> Consent:
    """A consent for one purpose; never the same act as agreeing to a timetable."""
    pupil = pupil_of(unit, pupil_id)
    if draft.given_on > unit.today:
        raise Invalid({"given_on": [f"Дата ещё не наступила. Сегодня {shown(unit.today)}."]})
    if draft.purpose == Purpose.SIGNATURE and draft.guardian_id is None:
        raise Invalid({"guardian_id": ["Выберите, с кем подписано соглашение об электронной подписи."]})
    if draft.guardian_id is not None:
        guardian = unit.session.get(Guardian, draft.guardian_id)
        if guardian is None or guardian.pupil_id != pupil.id:
            raise NotFound
    row = Consent(
        pupil_id=pupil.id, guardian_id=draft.guardian_id, purpose=draft.purpose, given_on=draft.given_on,
        received_at=unit.at,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("consent.give", "consent", row.id, pupil=pupil.id, purpose=draft.purpose)
    return row


def consent_of(unit: Unit, consent_id: str) -> Consent:
    """A consent for a pupil of the actor's school."""
    at_desk(unit)
    row = unit.session.get(Consent, consent_id)
    if row is None:
        raise NotFound
    pupil_of(unit, row.pupil_id)
    return row


def withdraw_consent(unit: Unit, consent_id: str, rev: int, on: date) -> Consent:
    """on: the first day without the consent."""
    consent_of(unit, consent_id)
    row = locked(unit, Consent, consent_id)
    if row is None:
        raise NotFound
    if row.withdrawn_on is not None:
        raise Conflict(f"Согласие уже отозвано {shown(row.withdrawn_on)}.")
    if not row.given_on <= on <= unit.today:
        raise Invalid({"on": [f"Укажите дату от {shown(row.given_on)} до {shown(unit.today)}."]})
    touch(row, rev)
    row.withdrawn_on = on
    unit.session.flush()
    unit.note("consent.withdraw", "consent", row.id, pupil=row.pupil_id, purpose=row.purpose)
    return row
