"""How the rows of a case are attested: as the rules say, or as the school has set it for this child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from api.errors import Invalid, NotFound
from api.services.records.looking import Eye, held_look
from api.services.records.plain import text_faults
from api.services.unit import Unit
from models.record import AttestationForm, Rhythm, Scale

MOST_WAY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    """way: the form of attestation, as `диктант`; empty: none named."""

    row_key: str
    rhythm: Rhythm
    scale: Scale
    way: str = ""


def set_forms(unit: Unit, case_id: str, drafts: Sequence[FormDraft]) -> int:
    """Sets the forms of rows; how many changed. Faults stand under `way-0`, `way-1`, … in the order given."""
    seen = held_look(unit, case_id, Eye.DESK)
    rows = {row.key: row for row in seen.rows}
    faults = {
        f"way-{n}": told for n, draft in enumerate(drafts) if (told := text_faults(draft.way, MOST_WAY))
    }
    if faults:
        raise Invalid(faults)
    changed = 0
    for draft in drafts:
        row = rows.get(draft.row_key)
        if row is None:
            raise NotFound
        told = draft.rhythm, draft.scale, draft.way.strip()
        if told != (row.rhythm, row.scale, row.way):
            _set(unit, case_id, draft)
            changed += 1
    return changed


def _set(unit: Unit, case_id: str, draft: FormDraft) -> None:
    asked = select(AttestationForm).where(
        AttestationForm.case_id == case_id, AttestationForm.row_key == draft.row_key
    )
    form = unit.session.exec(asked).first()
    if form is None:
        form = AttestationForm(
            case_id=case_id, row_key=draft.row_key, rhythm=draft.rhythm, scale=draft.scale,
            way=draft.way.strip() or None,
        )  # fmt: skip
        unit.session.add(form)
    else:
        form.rhythm, form.scale, form.way = draft.rhythm, draft.scale, draft.way.strip() or None
        form.rev += 1
    unit.session.flush()
    unit.note("attestation.form", "attestation_form", form.id, case=case_id, row=draft.row_key)
