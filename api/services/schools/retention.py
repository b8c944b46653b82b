"""How long a school keeps what: years as settings with their source. Nothing is removed where no term is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from api.errors import Invalid
from api.services.desk import touch
from api.services.schools.options import school_of
from api.services.unit import Unit
from api.services.words import text_faults
from models.base import Keep
from models.school import TERMS, RetentionTerm

MOST_YEARS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionDraft:
    """Years after what the term counts from (a pupil left, an account ended, a lesson was held)."""

    term: Keep
    years: int
    source: str
    to_check: bool = True


# Domain 8: from memory, to be checked by a person. A term that is not here starts unset.
USUAL = (
    RetentionDraft(term=Keep.CASE, years=3, source="личное дело: 3 года после выбытия (по памяти)"),
    RetentionDraft(term=Keep.JOURNAL, years=5, source="классный журнал и табель: 5 лет (по памяти)"),
)


def terms_of(session: Session, school_id: str) -> dict[Keep, RetentionDraft]:
    """What a school has set, by term; a term nobody has set is missing."""
    rows = session.exec(select(RetentionTerm).where(RetentionTerm.school_id == school_id)).all()
    return {
        Keep(row.term): RetentionDraft(
            term=Keep(row.term), years=row.years, source=row.source, to_check=row.to_check
        )
        for row in rows
    }


def read_retention(unit: Unit, school_id: str) -> dict[Keep, RetentionDraft]:
    school_of(unit, school_id)
    return terms_of(unit.session, school_id)


def write_retention(
    unit: Unit, school_id: str, drafts: Sequence[RetentionDraft], rev: int | None = None
) -> None:
    """All terms of a school anew. rev: of the school as it was shown. Invalid by `years-<term>`, `source-<term>`."""
    school = school_of(unit, school_id)
    refuse_retention_faults(drafts)
    if rev is not None:
        touch(school, rev)
    for row in unit.session.exec(select(RetentionTerm).where(RetentionTerm.school_id == school_id)).all():
        unit.session.delete(row)
    unit.session.flush()
    for draft in drafts:
        unit.session.add(
            RetentionTerm(
                school_id=school_id, term=draft.term, years=draft.years, source=draft.source.strip(),
                to_check=draft.to_check,
            )
        )  # fmt: skip
    unit.session.flush()
    unit.note("retention.write", "school", school_id, **{draft.term.value: draft.years for draft in drafts})


def refuse_retention_faults(drafts: Sequence[RetentionDraft]) -> None:
    faults: dict[str, list[str]] = {}
    for draft in drafts:
        if not 0 <= draft.years <= MOST_YEARS:
            faults.setdefault(f"years-{draft.term}", []).append(f"Срок — от 0 до {MOST_YEARS} лет.")
        if told := text_faults(draft.source, 300, "Укажите, откуда взят срок."):
            faults.setdefault(f"source-{draft.term}", []).extend(told)
        if draft.term not in TERMS or sum(draft.term == other.term for other in drafts) > 1:
            faults.setdefault(f"years-{draft.term}", []).append("Для каждого вида данных нужен один срок.")
    if faults:
        raise Invalid(faults)
