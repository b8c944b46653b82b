"""Names as papers need them, by the rules and by what the school has corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from api.errors import Invalid, NotFound
from api.services.desk import in_office
from api.services.unit import Unit
from exports.document.values import Person
from exports.russian.names import Case, Corrections, agreeing, corrections_of, declined, short, short_declined
from models.printing import NameForms

LONGEST = 200
MOST = 500
CASES = (Case.GENITIVE, Case.DATIVE, Case.INSTRUMENTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDraft:
    """A name or one word of names in its cases; empty: as the rules say."""

    name: str
    genitive: str = ""
    dative: str = ""
    instrumental: str = ""


def corrections(session: Session, school_id: str) -> Corrections:
    """What a school has said, for the rules of names."""
    return corrections_of({row.name: _forms(row) for row in rows_of(session, school_id)})


def _forms(row: NameForms) -> dict[Case, str]:
    told = {case: getattr(row, case.value) for case in CASES}
    accusative = {Case.ACCUSATIVE: row.genitive} if row.genitive else {}
    return {case: form for case, form in told.items() if form} | accusative


def rows_of(session: Session, school_id: str) -> Sequence[NameForms]:
    asked = select(NameForms).where(NameForms.school_id == school_id).order_by(col(NameForms.name))
    return session.exec(asked).all()


def person_of(name: str, told: Corrections) -> Person:
    """A full name in every case a form has a field for."""
    return Person(
        full=name, genitive=declined(name, Case.GENITIVE, told), dative=declined(name, Case.DATIVE, told),
        instrumental=declined(name, Case.INSTRUMENTAL, told), short=short(name),
        short_genitive=short_declined(name, Case.GENITIVE, told),
        short_dative=short_declined(name, Case.DATIVE, told),
    )  # fmt: skip


def studying(name: str) -> str:
    """`обучающегося`, `обучающейся`, and both where the name does not tell."""
    return agreeing(name, "обучающегося", "обучающейся", "обучающегося(ейся)")


NOBODY = person_of("", Corrections())


def write_name(unit: Unit, school_id: str, draft: NameDraft) -> NameForms:
    """A correction; one for the same name takes its place."""
    in_office(unit, school_id)
    _refuse_faults(draft)
    name = " ".join(draft.name.split())
    asked = select(NameForms).where(NameForms.school_id == school_id, NameForms.name == name)
    row = unit.session.exec(asked).first()
    if row is None:
        if len(rows_of(unit.session, school_id)) >= MOST:
            raise Invalid({"name": [f"Исправлений уже {MOST}. Удалите лишние."]})
        row = NameForms(school_id=school_id, name=name)
        unit.session.add(row)
    else:
        row.rev += 1
    for field in ("genitive", "dative", "instrumental"):
        setattr(row, field, " ".join(getattr(draft, field).split()) or None)
    unit.session.flush()
    unit.note("names.write", "name_forms", row.id, school=school_id)
    return row


def _refuse_faults(draft: NameDraft) -> None:
    faults = {}
    if not draft.name.strip():
        faults["name"] = ["Напишите имя или фамилию, как в именительном падеже."]
    for field in ("name", "genitive", "dative", "instrumental"):
        if len(getattr(draft, field)) > LONGEST:
            faults[field] = [f"Не длиннее {LONGEST} знаков."]
    if not any(getattr(draft, field).strip() for field in ("genitive", "dative", "instrumental")):
        faults.setdefault("genitive", ["Напишите хотя бы один падеж."])
    if faults:
        raise Invalid(faults)


def remove_name(unit: Unit, school_id: str, name_id: str) -> None:
    """The rules decide again."""
    in_office(unit, school_id)
    row = unit.session.get(NameForms, name_id)
    if row is None or row.school_id != school_id:
        raise NotFound
    unit.session.delete(row)
    unit.note("names.remove", "name_forms", name_id, school=school_id)


def names_of(unit: Unit, school_id: str) -> tuple[NameForms, ...]:
    """Every correction of a school, by name."""
    in_office(unit, school_id)
    return tuple(rows_of(unit.session, school_id))
