"""Pupils of a school and who speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from api.errors import Conflict, Invalid, NotFound
from api.services.desk import at_desk, locked, touch
from api.services.unit import Unit
from models.case import Guardian, GuardianKind, Pupil
from models.person import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilDraft:
    """given_names: first name and patronymic."""

    surname: str
    given_names: str
    birth_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianDraft:
    """Days inclusive; last_on None: until further notice."""

    account_id: str
    kind: GuardianKind
    first_on: date
    last_on: date | None = None
    may_decide: bool = True


def pupil_of(unit: Unit, pupil_id: str) -> Pupil:
    """A pupil of the actor's school; foreign and missing ones are not found alike."""
    school_id = at_desk(unit)
    pupil = unit.session.get(Pupil, pupil_id)
    if pupil is None or pupil.school_id != school_id:
        raise NotFound
    return pupil


def pupils(unit: Unit) -> tuple[Pupil, ...]:
    """Every pupil of the actor's school, by name."""
    asked = select(Pupil).where(Pupil.school_id == at_desk(unit))
    return tuple(unit.session.exec(asked.order_by(col(Pupil.surname), col(Pupil.given_names), col(Pupil.id))))


def guardian_of(unit: Unit, guardian_id: str) -> Guardian:
    """Who speaks for a pupil of the actor's school."""
    at_desk(unit)
    row = unit.session.get(Guardian, guardian_id)
    if row is None:
        raise NotFound
    pupil_of(unit, row.pupil_id)
    return row


def faults_of_pupil(unit: Unit, draft: PupilDraft) -> dict[str, list[str]]:
    """What is wrong with a pupil's data, by field."""
    faults = {}
    for field, told, missing in (
        ("surname", draft.surname, "Укажите фамилию."),
        ("given_names", draft.given_names, "Укажите имя и отчество."),
    ):
        if not told.strip():
            faults[field] = [missing]
        elif len(told.strip()) > 100:
            faults[field] = ["Слишком длинно: не больше 100 знаков."]
    if not 4 <= (unit.today - draft.birth_on).days / 365.25 <= 25:
        faults["birth_on"] = ["Проверьте дату рождения: ученику должно быть от 4 до 25 лет."]
    return faults


def _refuse_faults(unit: Unit, draft: PupilDraft) -> None:
    faults = faults_of_pupil(unit, draft)
    if faults:
        raise Invalid(faults)


def add_pupil(unit: Unit, draft: PupilDraft) -> Pupil:
    school_id = at_desk(unit)
    _refuse_faults(unit, draft)
    pupil = Pupil(
        school_id=school_id, surname=draft.surname.strip(), given_names=draft.given_names.strip(),
        birth_on=draft.birth_on,
    )  # fmt: skip
    unit.session.add(pupil)
    unit.session.flush()
    unit.note("pupil.add", "pupil", pupil.id)
    return pupil


def change_pupil(unit: Unit, pupil_id: str, rev: int, draft: PupilDraft) -> Pupil:
    pupil = pupil_of(unit, pupil_id)
    _refuse_faults(unit, draft)
    pupil = locked(unit, Pupil, pupil_id) or pupil
    touch(pupil, rev)
    pupil.surname, pupil.given_names = draft.surname.strip(), draft.given_names.strip()
    pupil.birth_on = draft.birth_on
    unit.session.flush()
    unit.note("pupil.change", "pupil", pupil.id, rev=pupil.rev)
    return pupil


def add_guardian(unit: Unit, pupil_id: str, draft: GuardianDraft) -> Guardian:
    """An account speaks for a pupil from a day on."""
    pupil = pupil_of(unit, pupil_id)
    if unit.session.get(Account, draft.account_id) is None:
        raise NotFound
    if draft.last_on is not None and draft.last_on < draft.first_on:
        raise Invalid({"last_on": ["Последний день раньше первого."]})
    same = select(Guardian).where(Guardian.account_id == draft.account_id, Guardian.pupil_id == pupil.id)
    for known in unit.session.exec(same):
        if (known.last_on or date.max) >= draft.first_on and known.first_on <= (draft.last_on or date.max):
            raise Conflict("Этот человек уже записан представителем ребёнка на эти даты.")
    row = Guardian(
        account_id=draft.account_id, pupil_id=pupil.id, kind=draft.kind, may_decide=draft.may_decide,
        first_on=draft.first_on, last_on=draft.last_on,
    )  # fmt: skip
    unit.session.add(row)
    unit.session.flush()
    unit.note("guardian.add", "guardian", row.id, pupil=pupil.id, may_decide=draft.may_decide)
    return row


def end_guardian(unit: Unit, guardian_id: str, rev: int, last_on: date) -> Guardian:
    """The relation ends; last_on is its last day."""
    guardian_of(unit, guardian_id)
    row = locked(unit, Guardian, guardian_id)
    if row is None:
        raise NotFound
    if last_on < row.first_on:
        raise Invalid({"last_on": ["Последний день раньше первого."]})
    touch(row, rev)
    row.last_on = last_on
    unit.session.flush()
    unit.note("guardian.end", "guardian", row.id, pupil=row.pupil_id)
    return row
